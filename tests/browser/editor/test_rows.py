"""Rows, sums and findings that follow: added, moved, removed, pasted out of Excel, copied, taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import Sit
from tests.domain.factories import File, make_declaration
from tests.services.editing.hands import WIDE, raw, text, uids
from tests.services.editing.test_paste import HEADINGS, excel, thirty
from tests.web.clicking import Web

pytestmark = pytest.mark.browser


def test_a_paste_out_of_excel_fills_marks_and_is_one_undo(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    before = file.hash()
    clerk.page.locator("#grid-annual .grid-add button").last.focus()  # below the last row
    clerk.paste(excel([HEADINGS, *thirty()]))
    rows = clerk.page.locator("#grid-annual tr[data-row]")
    expect(rows).to_have_count(42)
    expect(clerk.page.locator("#editor-line")).to_have_text(re.compile("已粘贴 30 行、3 格"))
    expect(clerk.page.locator("#editor-line")).to_be_in_viewport()
    names = {row.uid: row.level3 for row in file.document().indicators if row.horizon == "annual"}
    assert sum(name.startswith("指标") for name in names.values()) == 29, "and one with quotes"
    quoted = next(uid for uid, name in names.items() if "third" in name)
    clerk.reads(f"indicators/{quoted}/level3", 'the "third"\nline')
    assert list(raw(file).values()) == ["六"]
    [unread] = raw(file)
    expect(clerk.cell(unread)).to_have_attribute("aria-invalid", "true")
    expect(clerk.page.locator("#grid-annual")).to_contain_text("「履职效能」不是本表规定的名称")
    undo = clerk.page.get_by_role("button", name="撤销")
    undo.click()
    expect(rows).to_have_count(12)
    expect(clerk.page.locator("#editor-line")).to_have_text("已撤销")
    expect(undo).to_be_disabled()
    assert (file.hash(), raw(file)) == (before, {})
    clerk.page.reload()
    expect(rows).to_have_count(12)


def test_a_paste_into_a_text_is_the_browsers_own(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.cell("indicators/i013/level3").focus()
    clerk.paste("一个词")
    clerk.press("Tab")
    clerk.saved()
    assert text(file, "indicators/i013/level3") == "一个词"


def test_cells_are_pasted_over_cells(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.cell("indicators/i013/target").focus()
    clerk.paste("≥1\t3\r\n≥2\t4\r\n")
    clerk.saved()
    for path, words in {"i013/target": "≥1", "i013/weight": "3", "i014/target": "≥2", "i014/weight": "4"}.items():
        clerk.reads(f"indicators/{path}", words)
    clerk.at("indicators/i013/target")
    clerk.press("Control+z")  # a cell that is only chosen: the table's undo
    clerk.reads("indicators/i013/weight", "5")
    expect(clerk.page.locator("#editor-line")).to_have_text("已撤销")


def test_the_long_term_rows_are_taken_over_in_one_click(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    before = file.hash()
    rows = clerk.page.locator("#grid-annual tr[data-row]")
    clerk.page.get_by_role("button", name="引用长期指标").click()
    expect(clerk.page.locator("#editor-line")).to_have_text(re.compile(r"已引用 \d+ 行"))
    expect(rows).not_to_have_count(12)
    clerk.page.get_by_role("button", name="撤销").click()
    expect(rows).to_have_count(12)
    assert file.hash() == before


def test_rows_come_move_and_go_and_the_focus_stays_near(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    first, second, third, *others = uids(file, "expenditure_lines")
    clerk.page.locator("#grid-details button[value^='add:']").click()
    expect(clerk.page.locator("#grid-details tr[data-row]")).to_have_count(3 + len(others) + 1)
    made = uids(file, "expenditure_lines")[-1]
    clerk.at(f"expenditure_lines/{made}/item")
    clerk.press("Alt+ArrowUp")
    clerk.saved()
    assert uids(file, "expenditure_lines")[-2] == made
    clerk.at(f"expenditure_lines/{made}/item")
    clerk.row(f"expenditure_lines/{first}").locator("button[title='删除此行']").click()
    expect(clerk.row(f"expenditure_lines/{first}")).to_have_count(0)
    clerk.at(f"expenditure_lines/{second}/item")
    clerk.row(f"expenditure_lines/{third}").locator(".drag").drag_to(
        clerk.row(f"expenditure_lines/{second}").locator("th")
    )
    clerk.saved()
    expect(clerk.page.locator("#grid-details tr[data-row]").first).to_have_attribute(
        "data-row", f"expenditure_lines/{third}"
    )
    assert uids(file, "expenditure_lines")[:2] == [third, second]
    for _ in range(3):
        clerk.page.get_by_role("button", name="撤销").click()
        clerk.saved()
    assert uids(file, "expenditure_lines")[:3] == [first, second, third]


def test_sums_and_findings_follow_what_is_typed(sit: Sit, web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content=WIDE)
    clerk = sit().open(file)
    funding = clerk.page.locator("#s-funding")
    expect(funding).to_contain_text("相差 30.00 万元")
    clerk.put("funding_sources/other/amount", "30")
    expect(funding.locator('[data-total="funding"]')).to_have_text("6,793.00")
    expect(funding).not_to_contain_text("资金来源合计")
    expect(clerk.page.locator('[data-cell="funding_sources/other/amount"]')).to_contain_text("明细合计 0.00 万元")
    clerk.put("expenditure_lines/e1/amounts.other", "30")
    expect(clerk.page.locator('[data-total="lines/other"]')).to_have_text("30.00")
    expect(clerk.page.locator('[data-cell="funding_sources/other/amount"] .cell-note')).to_have_count(0)
    clerk.put("indicators/i027/weight", "12")
    expect(clerk.page.locator('[data-total="weights"]')).to_have_text("90")
    expect(clerk.page.locator("#s-annual .section-notes")).to_contain_text("指标权重合计 90，应为 80")
    clerk.page.locator("#findings a", has_text="年度绩效目标表").first.click()
    expect(clerk.page.locator("#s-annual")).to_be_in_viewport()


def test_natures_are_boxes_where_the_form_prints_only_those(sit: Sit, web: Web) -> None:
    file = make_declaration(web.world, unit="hr_own", content="ezhou-2025-approval/02-employment-subsidy")
    clerk = sit().open(file)
    boxes = clerk.page.locator("[data-nature]")
    states = [box.is_checked() for box in boxes.all()]
    boxes.nth(states.index(False)).check()
    clerk.saved()
    clerk.page.reload()
    expect(boxes.nth(states.index(False))).to_be_checked()
    assert len(file.document().funding_sources) == sum(states) + 1
