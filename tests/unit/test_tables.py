"""Tables as files: what a spreadsheet would run, cannot hold or would misread, in csv and xlsx alike."""

import csv
import io
import tempfile
import tracemalloc
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from workflow.documents.tables import WRITERS, Head, Kind, Table, write_csv, write_xlsx
from workflow.documents.tables.cells import CUT, MOST_CHARACTERS, clean, is_formula, neutral
from workflow.types import TableFormat

HEADS = [
    Head("项目"), Head("代码", Kind.code), Head("数", Kind.number), Head("预算（万元）", Kind.wan),
    Head("金额（元）", Kind.yuan), Head("率", Kind.percent), Head("日", Kind.day), Head("时", Kind.moment),
]  # fmt: skip
ROW = [
    "劳动监察", "42070000000000000012", 3, 1_234_567_890_1, -1_234_50, Fraction(1, 8), date(2025, 3, 4),
    datetime(2025, 3, 4, 16, 42),
]  # fmt: skip


def table(rows: list[list[Any]], heads: list[Head] = HEADS) -> Table:
    return Table("申报列表", "申报列表｜条件：全部", heads, rows)


def lines(rows: list[list[Any]], heads: list[Head] = HEADS) -> list[list[str]]:
    out = io.BytesIO()
    assert write_csv(table(rows, heads), out) == len(rows)
    assert out.getvalue().startswith(b"\xef\xbb\xbf"), "a spreadsheet must see that it is UTF-8"
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def sheets(rows: list[list[Any]], heads: list[Head] = HEADS, **limits: int) -> Any:
    out = io.BytesIO()
    assert write_xlsx(table(rows, heads), out, **limits) == len(rows)
    return load_workbook(io.BytesIO(out.getvalue()))


def test_every_format_has_its_writer() -> None:
    assert set(WRITERS) == set(TableFormat)


def test_numbers_days_and_codes_stay_what_they_are() -> None:
    assert lines([ROW, [None] * 8]) == [
        ["申报列表｜条件：全部"],
        [head.label for head in HEADS],
        ["劳动监察", "42070000000000000012", "3", "12345.678901", "-1234.50", "12.50%", "2025-03-04",
         "2025-03-04 16:42"],
        [""] * 8,
    ]  # fmt: skip
    sheet = sheets([ROW, [None] * 8]).active
    assert [cell.value for cell in sheet[3]] == [
        "劳动监察", "42070000000000000012", 3, 12345.678901, -1234.5, 0.125, datetime(2025, 3, 4),
        datetime(2025, 3, 4, 16, 42),
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[3]] == ["s", "s", "n", "n", "n", "n", "d", "d"]
    assert (sheet["A1"].value, sheet.freeze_panes) == ("申报列表｜条件：全部", "B3")
    assert [cell.number_format for cell in sheet[3]][3:] == [
        "#,##0.00####", "#,##0.00", "0.00%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋x", "－x", "＠x", "  =1", "\u200f=1", "\x00=1",
     "=HYPERLINK(\"http://x\")", "-", "\n=1", "\ufeff=1"],
)  # fmt: skip
def test_nothing_is_run_by_a_spreadsheet(text: str) -> None:
    head = [Head("项目")]
    assert neutral(text).startswith("'"), repr(neutral(text))
    assert lines([[text]], head)[2][0].startswith("'")
    out = io.BytesIO()
    write_xlsx(table([[text]], head), out)
    sheet: Any = load_workbook(io.BytesIO(out.getvalue())).active
    cell = sheet["A3"]
    assert cell.data_type == "s"
    assert cell.quotePrefix, "it stays a text when somebody edits it"
    assert b"<f>" not in ZipFile(out).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["-12.50", "+3", "-1,234.50", "-5%", "≥95%", "项目=1", "", "1=1", "（一）"])
def test_signed_numbers_and_plain_words_are_left_alone(text: str) -> None:
    assert not is_formula(text)
    assert neutral(text) == text


def test_control_characters_go_and_line_ends_stay() -> None:
    assert clean("甲\x00\x07乙\x0b\u202e丙\ud800") == "甲乙丙"
    assert clean("一\r\n二\r三\t四") == "一\n二\n三 四"
    assert sheets([["甲\x01乙\uffff"]], [Head("项目")]).active["A3"].value == "甲乙"


@pytest.mark.parametrize("letter", ["长", "😀"])
def test_what_is_too_long_says_that_it_was_cut(letter: str) -> None:
    text = sheets([[letter * 40_000]], [Head("项目")]).active["A3"].value
    assert text.endswith(CUT)
    assert MOST_CHARACTERS - 1 <= len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert clean("长" * MOST_CHARACTERS) == "长" * MOST_CHARACTERS


@pytest.mark.parametrize(("count", "expected"), [(0, [0]), (3, [3]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_a_list_longer_than_a_sheet_goes_on_in_the_next(count: int, expected: list[int]) -> None:
    book = sheets([[f"项目{number}"] for number in range(count)], [Head("项目")], sheet_rows=6)
    assert [sheet.max_row - 2 for sheet in book] == expected
    assert [sheet["A2"].value for sheet in book] == ["项目"] * len(expected)
    found = [row[0] for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert found == [f"项目{number}" for number in range(count)]


def test_days_before_the_calendar_of_spreadsheets_are_text() -> None:
    assert sheets([[date(1899, 5, 1)]], [Head("日", Kind.day)]).active["A3"].value == "1899-05-01"


@pytest.mark.parametrize("kind", list(TableFormat))
def test_memory_does_not_grow_with_the_rows(kind: TableFormat) -> None:
    """Once the buffers are full, twice the rows need no more; the figures of 100,000: ``make bench-exports``."""

    def peak(rows: int) -> int:
        table = Table("表", "表", [Head("名称"), Head("金额", Kind.wan)], ([f"第{n}行", n] for n in range(rows)))
        with tempfile.TemporaryFile() as out:
            tracemalloc.start()
            try:
                WRITERS[kind](table, out)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    assert peak(6_000) < peak(3_000) + 50_000
