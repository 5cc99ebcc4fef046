"""A workbook after a day in an office: what Excel and WPS leave behind, and what tired people do to it.

Every case says what is read of it (by section: cells set, rows added, rows missing) and what is said about it.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.domain.factories import example
from tests.services.offline.books import at, column, filled, typed
from tests.unit.intake.readers.test_refusals import sheet_of
from tests.unit.test_offline_book import KEY, exported_workbook
from workflow.canonical.profile import shipped
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.offline.filled import fill
from workflow.documents.offline.layout import sheets_of
from workflow.documents.offline.reading import read_book
from workflow.documents.offline.stamp import unseal
from workflow.services.editing.fields import read_amount
from workflow.services.offline.planning import BookPlan, in_wan, plan

FORM = shipped()["jianghan-2024"]
AMOUNT = "金额（万元）"
Change = Callable[[Workbook], Any]


@pytest.fixture(scope="module")
def raw() -> bytes:
    """Two small projects."""
    plain = example("jianghan-2024/02-labour-inspection")
    small = plain.model_copy(update={"indicators": plain.indicators[:5]})
    return exported_workbook([small, small.model_copy(update={"indicators": plain.indicators[:2]})], FORM)


def read(raw: bytes) -> BookPlan:
    book = read_book(raw)
    return plan(fill(book, sheets_of(FORM)), unseal(book.stamp, KEY), FORM)


def steps(made: BookPlan) -> Counter[str]:
    found = (step.change for one in made.files for step in one.steps)
    return Counter(f"{change.kind} {change.path.split('/')[0]}" for change in found)


def marks(made: BookPlan) -> list[str]:
    return sorted(found.code for found in (*made.marks, *(one for file in made.files for one in file.marks)))


def blank_rows(book: Workbook) -> None:
    book["指标"].insert_rows(4, 3)
    book["项目"].insert_rows(4)


def filter_on(book: Workbook) -> None:
    book["指标"].auto_filter.ref = "B2:L20"
    book["指标"].row_dimensions[4].hidden = True
    book["指标"].column_dimensions["C"].hidden = True


def rename_and_reorder(book: Workbook) -> None:
    book["指标"].title = "Sheet3"
    book["资金"].title = "资金表（改）"
    book.move_sheet("项目", 6)


def wps(book: Workbook) -> None:
    book.create_sheet("WpsReserved_CellImgList")
    book.create_sheet("我的草稿")["A1"] = "备忘"
    book.defined_names["_xlfn.IFERROR"] = DefinedName("_xlfn.IFERROR", attr_text="#NAME?")


def move_column(book: Workbook) -> None:
    """The column 指标值 cut and put in front of the project."""
    page, place = book["指标"], column(book, "指标", "指标值")
    cells = [(page.cell(row, place).value, page.cell(row, place).data_type) for row in range(2, page.max_row + 1)]
    page.delete_cols(place)
    page.insert_cols(2)
    for row, (value, kind) in enumerate(cells, 2):
        page.cell(row, 2).value = value
        page.cell(row, 2).data_type = kind


def copy_sheet(book: Workbook) -> None:
    book.copy_worksheet(book["指标"]).title = "指标 (2)"
    at("指标 (2)", "指标值", 0, "≥99%")(book)


def only_the_copy(book: Workbook) -> None:
    book.copy_worksheet(book["指标"]).title = "指标 (2)"
    del book["指标"]


def copy_row(book: Workbook) -> None:
    page, last = book["指标"], 3 + filled(book, "指标")
    for number in range(1, page.max_column + 1):
        page.cell(last, number).value = page.cell(4, number).value
    at("指标", "指标值", last - 3, "≥7次")(book)


def copy_project(book: Workbook) -> None:
    page = book["项目"]
    for number in range(1, page.max_column + 1):
        page.cell(5, number).value = page.cell(3, number).value
    page.cell(5, 2).value = "照抄的新项目"


def damage_keys(book: Workbook) -> None:
    """Of a project, of a row nobody changed, and of one whose target was changed as well."""
    book["项目"].cell(3, 1).value = "1x"
    book["指标"].cell(3, 1).value = None
    book["指标"].cell(4, 1).value = "2/别的"
    at("指标", "指标值", 1, "≥7次")(book)


def without_keys(book: Workbook) -> None:
    book["指标"].delete_cols(1)


def drop_project(book: Workbook) -> None:
    book["项目"].delete_rows(3)


def drop_rows(book: Workbook) -> None:
    book["指标"].delete_rows(4, 2)


def merge(book: Workbook) -> None:
    """Level 1 as people merge it, a target as nobody should."""
    for heading in ("一级指标", "指标值"):
        place = column(book, "指标", heading)
        book["指标"].merge_cells(start_row=3, end_row=4, start_column=place, end_column=place)


def heads_gone(book: Workbook) -> None:
    book["资金"].delete_rows(1, 2)


def second_column(book: Workbook) -> None:
    book["指标"].cell(2, 30).value = "指标值"


def totals(book: Workbook) -> None:
    place = 3 + filled(book, "资金")
    book["资金"].cell(place, 2).value = "合计"
    at("资金", AMOUNT, place - 3, 99)(book)


@dataclass(frozen=True)
class Case:
    """``says``: codes of what is said, ``reads``: steps by kind and section."""

    changes: tuple[Change, ...]
    says: tuple[str, ...] = ()
    reads: dict[str, int] = field(default_factory=dict)


CASES = {
    "looks and order": Case((totals, blank_rows, filter_on, rename_and_reorder, wps)),
    "a column moved": Case((move_column,)),
    "a sheet copied beside": Case((copy_sheet,), ("offline_sheet_twice",)),
    "only the copy is left": Case((only_the_copy,)),
    "rows copied": Case((copy_row, copy_project), (), {"add indicators": 1, "set basics": 10}),
    "keys damaged": Case((damage_keys,), (), {"set indicators": 1}),
    "keys deleted": Case((without_keys,), ("offline_key_missing",)),
    "a project deleted": Case((drop_project,), ("offline_left_out",)),
    "rows deleted": Case((drop_rows,), (), {"remove indicators": 2}),
    "cells merged": Case((merge,), ("offline_merged_cells",)),
    "headings gone, one twice": Case((heads_gone, second_column), ("offline_column_twice",)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_offices_do_to_a_workbook(raw: bytes, name: str) -> None:
    case = CASES[name]
    made = read(typed(raw, *case.changes))
    assert (marks(made), dict(steps(made))) == (sorted(case.says), case.reads)


AMOUNTS: tuple[tuple[Any, str, str], ...] = (
    ("1,234.50", "1234.50", ""),
    (" １２．５　", "12.5", ""),
    ("1，234", "1234", ""),
    ("12万", "offline_amount_with_unit", "数字 12"),
    ("3,050 元", "offline_amount_with_unit", "数字 0.305"),
    (True, "not_an_amount", ""),
    (datetime(2025, 1, 3), "not_an_amount", ""),
    ("#REF!", "offline_error_value", ""),
    ("=SUM(B1:B2)", "offline_formula_without_value", ""),
    ("-5", "negative_amount", ""),
)
"""What is typed, what is read or said, how the sentence ends."""


def test_how_amounts_are_typed(raw: bytes) -> None:
    """All in one workbook, each in a new row."""

    def rows(book: Workbook) -> None:
        start = filled(book, "资金")
        name = book["项目"].cell(3, 2).value
        for number, (value, _, _) in enumerate(AMOUNTS, start):
            at("资金", "项目名称", number, name)(book)
            at("资金", AMOUNT, number, value)(book)

    made = read(typed(raw, rows)).files[0]
    said = {one.place.row: (one.code, one.zh) for one in made.marks}
    new = {step.row.number: step.change.values.get("amount", "") for step in made.steps}
    first = min(new)
    for number, (value, wanted, hint) in enumerate(AMOUNTS, first):
        code, words = said.get(number, ("", ""))
        assert code == wanted if code else read_amount(new[number]) == read_amount(wanted), value
        assert words.endswith(hint), value
    assert len(said) == 7


def test_the_hint_says_the_amount_in_wan() -> None:
    assert [in_wan(text) for text in ("1２万元", "100 元", "一百万", "12.3x")] == ["12", "0.01", "", ""]


def test_strings_as_wps_writes_them_and_formulas_with_results(raw: bytes) -> None:
    """Inline strings instead of shared ones, a formula that kept its result, a rich text."""
    inline = '<c r="{0}" t="inlineStr"><is><r><t>≥</t></r><r><rPr><b/></rPr><t>7次</t></r></is></c>'
    computed = '<c r="{0}"><f>1+2</f><v>3</v></c>'
    book = load_workbook(io.BytesIO(raw))
    places = (("指标", column(book, "指标", "指标值"), inline), ("资金", column(book, "资金", AMOUNT), computed))
    changed = {book.sheetnames.index(sheet) + 1: (f"{chr(64 + place)}3", cell) for sheet, place, cell in places}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content, number = old.read(name).decode(), re.search(r"worksheets/sheet(\d+)", name)
            if number and int(number[1]) in changed:
                place, cell = changed[int(number[1])]
                content, count = re.subn(rf'<c r="{place}"[^>]*?(/>|>.*?</c>)', cell.format(place), content)
                assert count == 1
            new.writestr(name, content)
    made = read(out.getvalue())
    assert marks(made) == []
    assert {step.change.path.rpartition("/")[2]: step.change.new for one in made.files for step in one.steps} == {
        "target": "≥7次",
        "amount": "3",
    }


FAR = {
    "a range over the sheet": sheet_of("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "whole columns": sheet_of("", '<mergeCells><mergeCell ref="A1:B1048576"/></mergeCells>'),
    "many ranges": sheet_of("", "<mergeCells>" + '<mergeCell ref="A1:C999"/>' * 200 + "</mergeCells>"),
    "the last cell": sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "cells that do not say where": sheet_of('<row r="1048576"><c><v>1</v></c></row>'),
}


@pytest.mark.parametrize("case", FAR)
def test_a_sheet_that_reaches_far_is_refused_before_it_is_loaded(case: str) -> None:
    """Each of these took minutes or all memory: a cell is made for every place up to the last one."""
    with pytest.raises(Unreadable, match="too_many_cells"):
        read_book(FAR[case], "离线.xlsx")


DAMAGED = {
    "a range that ends before the sheet": sheet_of("", '<mergeCells><mergeCell ref="B2:A-1"/></mergeCells>'),
    "a style that is not there": sheet_of('<row r="1"><c r="A1" s="9999"><v>1</v></c></row>'),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_sheet_whose_places_or_styles_are_nonsense_is_damaged(case: str) -> None:
    with pytest.raises(Unreadable, match="file_damaged"):
        read_book(DAMAGED[case], "离线.xlsx")
