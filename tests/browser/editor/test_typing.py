"""Typing, leaving, coming back; moving through the tables as through a sheet."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import Sit
from tests.domain.factories import File
from tests.services.editing.hands import text, uids

pytestmark = pytest.mark.browser
TARGET, NEXT = "indicators/i013/target", "indicators/i014/target"


def test_what_is_typed_is_saved_by_itself_and_there_after_a_reload(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.state("idle")
    typed = {
        "basics/-/phone": "0711-5550101",
        "basics/-/establishment_basis": "依据一\n依据二",
        "basics/-/budget_year": "6763",
        TARGET: "≥1,234人",
        "indicators/i013/weight": "7.5",
        "expenditure_lines/e1/amounts.transfer": "3800",
        "goals/g1/text": "新的目标",
        "funding_sources/other/amount": "30",
    }
    for path, words in typed.items():
        clerk.type(path, words)
    clerk.page.locator("input[value='一次性项目']").check()
    clerk.cell("indicators/i013/basis").select_option("行业标准")
    clerk.saved()
    clerk.page.reload()
    clerk.state("idle")
    shown = {"basics/-/budget_year": "6,763.00", "expenditure_lines/e1/amounts.transfer": "3,800.00"}
    shown |= {"funding_sources/other/amount": "30.00", "indicators/i013/basis": "行业标准"}
    for path, words in {**typed, **shown}.items():
        clerk.reads(path, words)
    expect(clerk.page.locator("input[value='一次性项目']")).to_be_checked()
    assert text(file, "basics/-/project_type") == "一次性项目"


def test_the_cells_of_a_table_behave_like_a_sheet(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    weight = "indicators/i013/weight"
    before = text(file, TARGET)
    clerk.cell(TARGET).click()  # chosen: typing replaces, arrows move on
    clerk.press("ArrowDown")
    clerk.at(NEXT)
    clerk.press("ArrowUp", "ArrowRight")
    clerk.at(weight)
    clerk.press("ArrowLeft")
    clerk.page.keyboard.type("12")
    clerk.reads(TARGET, "12")
    clerk.press("ArrowDown")  # typing over the old text: arrows leave the cell
    clerk.at(NEXT)
    clerk.press("ArrowUp", "F2", "End")
    clerk.page.keyboard.type("34")
    clerk.press("ArrowLeft", "ArrowLeft")  # editing: arrows stay in the text
    clerk.page.keyboard.type("x")
    clerk.reads(TARGET, "12x34")
    clerk.press("Escape")
    clerk.reads(TARGET, "12")
    clerk.at(TARGET)
    clerk.press("Enter")  # edits what is chosen
    clerk.page.keyboard.type("5")
    clerk.press("Enter")  # and goes down from what is edited
    clerk.at(NEXT)
    clerk.press("ArrowUp", "Tab")
    clerk.at(weight)
    clerk.press("Shift+Tab")
    clerk.at(TARGET)
    clerk.cell(TARGET).click()  # the second click puts the caret into the text
    clerk.press("Home")
    clerk.page.keyboard.type("≥")
    clerk.saved()
    clerk.reads(TARGET, "≥125")
    assert before != text(file, TARGET) == "≥125"


def test_the_arrows_reach_the_buttons_of_a_row_and_tab_passes_them(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.cell("indicators/i013/basis").focus()
    clerk.press("Tab")
    clerk.at("indicators/i014/level2")
    last = uids(file, "indicators", "annual")[-1]
    clerk.cell(f"indicators/{last}/target").focus()
    clerk.press("ArrowDown")
    add = clerk.page.locator("#grid-annual tbody[data-group] .grid-add button[value^=add]").last
    expect(add).to_be_focused()
    clerk.press("Enter")
    expect(clerk.page.locator("#grid-annual tr[data-row]")).to_have_count(13)
    made = uids(file, "indicators", "annual")[-1]
    clerk.at(f"indicators/{made}/level2")


def test_several_lines_in_one_cell(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.cell(TARGET).focus()
    clerk.page.keyboard.type("一")
    clerk.press("Alt+Enter")
    clerk.page.keyboard.type("二")
    clerk.press("Tab")
    clerk.saved()
    assert text(file, TARGET) == "一\n二"


BAD = {
    "basics/-/budget_year": ("12,3x", "不是金额"),
    "funding_sources/other/amount": ("-3", "是负数"),
    "basics/-/responsible_person": ("\N{PILE OF POO}张三 \N{FAMILY}", ""),
    "basics/-/establishment_basis": ("长" * 10_000, ""),
    "indicators/i013/weight": ("六", "不是权重"),
    "indicators/i014/target": ("2025-13-01", ""),
    "expenditure_lines/e1/amounts.transfer": ("1e5", "不是金额"),
}


def test_bad_input_is_kept_marked_beside_its_field_and_there_after_a_reload(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    for path, (words, _) in BAD.items():
        clerk.type(path, words)
    clerk.press("Tab")
    clerk.saved()
    for _ in range(2):
        for path, (words, complaint) in BAD.items():
            clerk.reads(path, words)
            if complaint:
                expect(clerk.cell(path)).to_have_attribute("aria-invalid", "true")
                expect(clerk.page.locator("#editor")).to_contain_text(complaint)
        expect(clerk.page.locator('[data-field="basics/-/budget_year"] .field-error')).to_contain_text("12,3x")
        expect(clerk.notes("indicators/i013")).to_contain_text("“六”不是权重")
        expect(clerk.page.locator('[data-cell="funding_sources/other/amount"]')).to_contain_text("是负数")
        clerk.page.reload()
    clerk.put("basics/-/budget_year", "6793")
    expect(clerk.cell("basics/-/budget_year")).not_to_have_attribute("aria-invalid", "true")
    expect(clerk.page.locator('[data-field="basics/-/budget_year"] .field-error')).to_have_count(0)
