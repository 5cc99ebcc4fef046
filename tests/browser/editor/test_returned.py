"""After a return: open is what the comments are about; more is asked for; every comment gets its answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import Sit
from tests.domain.factories import File, bring, rows_of
from tests.services.editing.hands import returned, text
from tests.web.clicking import Web
from workflow.models import Comment

pytestmark = pytest.mark.browser
TARGET, OTHER, BASIS = "indicators/i013/target", "indicators/i014/target", "basics/-/establishment_basis"


@pytest.fixture
def file(web: Web) -> File:
    return returned(web.world, TARGET, BASIS)


def answers(file: File) -> dict[str, str | None]:
    return {row.path: row.answer for row in rows_of(file, Comment, sent_with="return")}


def test_only_what_the_comments_are_about_can_be_typed_into(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    expect(clerk.page.locator("main")).to_contain_text("只能修改退回意见涉及的内容")
    for path in (TARGET, BASIS):
        expect(clerk.cell(path)).to_be_editable()
    for path in (OTHER, "indicators/i013/weight", "goals/g1/text", "basics/-/phone"):
        expect(clerk.cell(path)).not_to_be_editable()
    expect(clerk.page.locator("#editor button[value^='add:'], #editor button[value^='remove:']")).to_have_count(0)
    clerk.put(TARGET, "≥600件")
    clerk.page.reload()
    clerk.reads(TARGET, "≥600件")
    expect(clerk.notes("indicators/i013")).to_contain_text("请核对")
    assert text(file, TARGET) == "≥600件"


def test_a_locked_cell_leads_to_the_request_and_is_open_at_once(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.cell(OTHER).focus()
    clerk.press("Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("申请解锁")
    clerk.page.locator("#f-reason").fill("这一格也要改")
    clerk.page.get_by_role("button", name="解锁").click()
    expect(clerk.page.locator(".flash")).to_contain_text("已解锁")
    expect(clerk.cell(OTHER)).to_be_editable()
    clerk.put(OTHER, "≥6次")
    assert text(file, OTHER) == "≥6次"
    clerk.page.locator("#s-goals").get_by_role("link", name="申请解锁").click()
    expect(clerk.page.locator("input[value='goals']")).to_be_checked()


def test_changed_and_kept_by_mouse(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    here, there = clerk.notes("indicators/i013"), clerk.page.locator(f'[data-field="{BASIS}"]')
    expect(clerk.page.locator("#findings")).to_contain_text("待答复的退回意见 2")
    here.get_by_role("button", name="已按意见修改").click()
    expect(here).to_contain_text("内容没有变化")  # refused, and said beside the comment
    clerk.forgive("422")
    clerk.type(TARGET, "≥600件")  # the answer takes along what is not saved yet
    here.get_by_role("button", name="已按意见修改").click()
    expect(here.locator(".chip")).to_have_text("已修改")
    expect(here).to_contain_text("≥600件")
    there.get_by_role("textbox", name="保留原内容的理由").fill("依据有效，未变")
    there.get_by_role("button", name="保留并说明理由").click()
    expect(there.locator(".chip")).to_have_text("保留原样")
    expect(clerk.page.locator("#findings")).to_contain_text("意见（均已答复）")
    assert answers(file) == {TARGET: "changed", BASIS: "kept"}
    bring(file, "submitted/section")


def test_changed_and_kept_by_keys_alone(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.page.locator("#findings a[href^='#comment-']").first.focus()
    clerk.press("Enter")  # to the comment
    expect(clerk.page.locator(":target.remark")).to_be_in_viewport()
    clerk.cell(TARGET).focus()
    clerk.page.keyboard.type("≥700件")
    clerk.notes("indicators/i013").get_by_role("button", name="已按意见修改").focus()
    clerk.press("Enter")
    expect(clerk.notes("indicators/i013").locator(".chip")).to_have_text("已修改")
    clerk.page.locator(f'[data-field="{BASIS}"]').get_by_role("textbox", name="保留原内容的理由").focus()
    clerk.page.keyboard.type("不变")
    clerk.press("Tab")
    clerk.press("Enter")
    expect(clerk.page.locator(f'[data-field="{BASIS}"] .remark .chip')).to_have_text("保留原样")
    assert answers(file) == {TARGET: "changed", BASIS: "kept"}
