"""A browser without script: one form that is sent whole, its buttons, its refusals."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import COLLEAGUE, Sit
from tests.domain.factories import File
from tests.services.editing.hands import put, text, uids
from tests.web.chromium import sticks_out

pytestmark = pytest.mark.browser
BASIS, BUDGET, TARGET = "basics/-/establishment_basis", "basics/-/budget_year", "indicators/i013/target"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_saves_adds_moves_undoes_and_says_what_is_wrong(sit: Sit, file: File, width: int) -> None:
    clerk = sit(java_script_enabled=False, viewport={"width": width, "height": 900}).open(file)
    assert not clerk.page.locator(".save-state .is-failed").is_visible()
    for path, words in {BASIS: "没有脚本", BUDGET: "12,3x", TARGET: "≥1"}.items():
        clerk.cell(path).fill(words)
    clerk.page.get_by_role("button", name="保存").last.click()
    expect(clerk.page.locator(".flash")).to_contain_text("已保存")
    for path, words in {BASIS: "没有脚本", BUDGET: "12,3x", TARGET: "≥1"}.items():
        clerk.reads(path, words)
    expect(clerk.page.locator(f'[data-field="{BUDGET}"] .field-error')).to_contain_text("“12,3x”不是金额")
    clerk.cell(BUDGET).fill("100")
    clerk.page.locator("#grid-details .grid-add button").click()  # saves and adds
    expect(clerk.page.locator("#grid-details tr[data-row]")).to_have_count(8)
    clerk.reads(BUDGET, "100.00")
    first, second = uids(file, "expenditure_lines")[:2]
    clerk.row(f"expenditure_lines/{first}").get_by_role("button", name="下移一行").click()
    expect(clerk.page.locator("#grid-details tr[data-row]").first).to_have_attribute("data-uid", second)
    clerk.page.get_by_role("button", name="撤销").click()
    expect(clerk.page.locator("#grid-details tr[data-row]").first).to_have_attribute("data-uid", first)
    assert not sticks_out(clerk.page)


def test_a_colleague_was_faster_and_both_texts_are_there(sit: Sit, file: File) -> None:
    clerk = sit(java_script_enabled=False).open(file)
    put(file, COLLEAGUE, BASIS, "甲的依据")
    clerk.cell(BASIS).fill("乙的依据")
    clerk.page.get_by_role("button", name="保存").last.click()
    expect(clerk.page.locator(f'[data-field="{BASIS}"]')).to_contain_text("甲的依据")
    clerk.reads(BASIS, "乙的依据")
    clerk.forgive("409")
    clerk.page.get_by_role("button", name="保存").last.click()
    expect(clerk.page.locator(".flash")).to_contain_text("已保存")
    assert text(file, BASIS) == "乙的依据"
