"""A return with three comments in a real browser: what it opens, how it is answered, what is seen then, the pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editor.desk import Clerk, seated, served
from tests.domain import world as worlds
from tests.domain.factories import File, bring, make_declaration, rows_of
from tests.domain.hands import explain_all
from tests.services.editing.hands import WEIGHTED, text
from tests.web.chromium import sticks_out
from tests.web.clicking import Web, open_web
from tests.web.conftest import Clock
from workflow import clock, db
from workflow.models import Comment, ReviewSheet
from workflow.services.phrases import load_shipped

pytestmark = pytest.mark.browser
TARGET, WEIGHT, PEER, BASIS = (
    "indicators/i013/target", "indicators/i014/weight", "indicators/i013/weight", "basics/-/establishment_basis",
)  # fmt: skip
CLOSED = ("indicators/i014/target", "indicators/i013/basis", "goals/g1/text", "basics/-/phone")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    clock.set_source(Clock())
    yield open_web(worlds.sqlite_copy(tmp_path), tmp_path)
    db.dispose()
    clock.set_source(None)


@contextmanager
def looking(browser: Browser, site: str, web: Web, who: str, file: File) -> Iterator[Page]:
    with seated(browser, site, web, who) as person:
        person.page.goto(f"{site}/declarations/{file.id}")
        yield person.page
        assert not sticks_out(person.page)


def say(page: Page, path: str, words: str) -> None:
    """A click on the cell, the words, published; the page comes back at that very cell."""
    page.locator(".tabs a[href*='tab=comments']").click()
    page.locator(f".cell-link[data-place='{path}']").click()
    expect(page.locator("#f-path")).to_have_value(path)
    page.keyboard.insert_text(words)
    page.locator("#f-publish").check()
    page.locator("#write button:has-text('添加意见')").click()
    expect(page.locator("[data-fresh]")).to_contain_text(words)
    expect(page.locator(f"[id='c-{path.replace('/', '_')}']")).to_be_in_viewport()


def returned_with_three(page: Page) -> None:
    say(page, TARGET, "目标偏低")
    say(page, WEIGHT, "权重偏高")
    say(page, BASIS, "请补充新依据")
    page.locator(".action-bar a[href$='/moves/return']").click()
    expect(page.locator(".move-going li")).to_have_count(3)
    page.get_by_role("button", name="退回修改").click()
    expect(page.locator(".flash.tone-ok")).to_be_visible()


def answered(clerk: Clerk, file: File) -> None:
    """Two changed, one kept; the weights of the same level 1 are open with the one that was commented on."""
    for path in (TARGET, WEIGHT, PEER, BASIS):
        expect(clerk.cell(path)).to_be_editable()
    for path in CLOSED:
        expect(clerk.cell(path)).not_to_be_editable()
    weights = text(file, WEIGHT), text(file, PEER)
    clerk.put(TARGET, "≥600件")
    clerk.put(WEIGHT, f"{float(weights[0]) - 1:g}")
    clerk.put(PEER, f"{float(weights[1]) + 1:g}")
    for row in ("i013", "i014"):
        clerk.notes(f"indicators/{row}").get_by_role("button", name="已按意见修改").click()
        expect(clerk.notes(f"indicators/{row}").locator(".remark .chip")).to_have_text("已修改")
    there = clerk.page.locator(f'[data-field="{BASIS}"]')
    there.get_by_role("textbox", name="保留原内容的理由").fill("依据有效，未变")
    there.get_by_role("button", name="保留并说明理由").click()
    expect(there.locator(".chip")).to_have_text("保留原样")


def seen_and_passed(page: Page) -> None:
    """The page opens on the difference; the sheet is saved by its ticks and fills the page that passes."""
    expect(page.locator(".view-switch")).to_contain_text("第 1 次报送")
    target = page.locator(".diff-cell", has_text="目标偏低")
    expect(target.locator("ins")).to_have_text("≥600件")
    expect(target).to_contain_text("已修改")
    kept = page.locator(".diff-cell", has_text="请补充新依据")
    expect(kept).to_contain_text("未改动")
    expect(kept).to_contain_text("依据有效，未变")
    page.locator(".tabs a[href*='tab=sheet']").click()
    for key in ("completeness", "relevance", "appropriateness", "feasibility"):
        page.locator(f"#sheet [name={key}][value=met]").check()
    expect(page.locator("[data-sheet-open]")).to_have_text("各项均已填写")
    expect(page.locator("#sheet [name=grade][value=excellent]")).to_be_checked()
    page.locator("#phrase-opinion").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#f-opinion")).not_to_have_value("")
    page.locator("#f-opinion").blur()
    expect(page.locator("[data-sheet-saved]")).to_contain_text("已保存")
    page.locator(".action-bar a[href$='/moves/pass_review']").click()
    page.get_by_role("button", name="业务科审核通过").click()
    expect(page.locator(".flash.tone-ok")).to_be_visible()


def test_three_comments_from_the_return_to_the_pass(web: Web, browser: Browser) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WEIGHTED)
    explain_all(file)
    bring(file, "submitted/section")
    with db.unit_of_work(write=True) as session:
        load_shipped(session, web.world.regions["ezhou"])
    with served(web) as site:
        with looking(browser, site, web, "section_a", file) as page:
            returned_with_three(page)
        with seated(browser, site, web, "filer_own_a") as clerk:
            answered(clerk.open(file), file)
        bring(file, "submitted/section")
        with looking(browser, site, web, "section_a", file) as page:
            seen_and_passed(page)
    sent = [item for item in rows_of(file, Comment) if item.sent_with == "return"]
    assert {item.path: item.answer for item in sent} == {TARGET: "changed", WEIGHT: "changed", BASIS: "kept"}
    [sheet] = rows_of(file, ReviewSheet, "declaration_id")
    assert (file.pair, sheet.kind, sheet.grade) == ("finance_reviewed/performance", "ticks", "excellent")
    assert sheet.opinion and len(sheet.answers) == 4
