"""What is wrong, written into the user's own workbook: an error column, red cells, comments, a summary. In the child.

Everything else in the file stays as the user made it. Marks of an earlier time are taken away first, so that only what
still holds is shown.
"""

import base64
import io
import json
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workflow.documents.offline import words
from workflow.documents.offline.stamp import MARK

FILLS = {"error": "FFC7CE", "conflict": "FFD966", "warning": "FFF2CC", "info": "DDEBF7"}
_ORDER = tuple(FILLS)
_LONGEST_COMMENT = 1_000

MarkRead = dict[str, Any]


def mark_file(_name: str, given: bytes) -> str:
    """The work of the child: a line of JSON, then the workbook; answers the marked workbook in base64."""
    head, _, raw = given.partition(b"\n")
    told = json.loads(head)
    made = marked(raw, told["all_marks"], told["stamp"], told["keys"], told["heads"])
    return json.dumps({"file": base64.b64encode(made).decode()})


def marked(
    raw: bytes,
    marks: Sequence[MarkRead],
    stamp: Sequence[str],
    keys: Sequence[tuple[str, int, str]],
    heads: Sequence[tuple[str, int, int]],
) -> bytes:
    """``heads``: (sheet, row of its headings, its last column of ours); ``keys`` go into the hidden column A."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions that openpyxl does not keep
        book = load_workbook(io.BytesIO(raw))
    by_sheet = defaultdict[str, list[MarkRead]](list)
    for one in marks:
        by_sheet[one["place"]["sheet"]].append(one)
    for title, head, last in heads:
        if title in book.sheetnames:
            _sheet(book[title], head, last, by_sheet[title], [key for key in keys if key[0] == title])
    _stamp(book, stamp)
    _summary(book, marks)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _sheet(
    page: Worksheet, head: int, last: int, marks: Sequence[MarkRead], keys: Sequence[tuple[str, int, str]]
) -> None:
    column = _error_column(page, head, last)
    _clean(page, head, column)
    rows = defaultdict[int, list[MarkRead]](list)
    for one in sorted(marks, key=lambda one: _ORDER.index(one["kind"])):
        rows[one["place"]["row"]].append(one)
    for number, found in rows.items():
        if number > head:
            _write(page.cell(number, column), "\n".join(_line(one) for one in found), found[0]["kind"], wrap=True)
        for place, here in _by_cell(found).items():
            cell = page.cell(number, place)
            if isinstance(cell, BookCell):
                cell.fill = _fill(here[0]["kind"])
                cell.comment = _comment(here)
    place = _key_column(page, head)
    for _, number, key in keys:
        page.cell(number, place).value = key


def _by_cell(marks: Sequence[MarkRead]) -> dict[int, list[MarkRead]]:
    found = defaultdict[int, list[MarkRead]](list)
    for one in marks:
        if one["place"]["column"]:
            found[one["place"]["column"]].append(one)
    return found


def _key_column(page: Worksheet, head: int) -> int:
    from workflow.documents.offline.layout import KEY_HEADING, plain

    cells = (cell for cell in page[head] if plain(str(cell.value or "")) == plain(KEY_HEADING))
    return next((cell.column for cell in cells if cell.column), 1)


def _error_column(page: Worksheet, head: int, last: int) -> int:
    """Where it stood before, else behind everything the user has."""
    there = next((cell.column for cell in page[head] if cell.value == words.ERRORS), None)
    column = there or max([last, *(cell.column or 0 for cell in page[head] if cell.value is not None)]) + 1
    cell = page.cell(head, column)
    cell.value, cell.font = words.ERRORS, Font(bold=True, color="C00000")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.column_dimensions[get_column_letter(column)].width = 48
    return column


def _clean(page: Worksheet, head: int, column: int) -> None:
    """Our own comments and colours of an earlier time."""
    ours = {f"00{colour}" for colour in FILLS.values()} | {f"FF{colour}" for colour in FILLS.values()}
    for row in page.iter_rows(min_row=head):
        for cell in row:
            if not isinstance(cell, BookCell):
                continue
            if cell.comment is not None and cell.comment.author == words.AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()
            if cell.column == column and cell.row > head:
                cell.value = None
            if cell.fill.fgColor.rgb in ours and cell.fill.fill_type == "solid":
                cell.fill = PatternFill()


def _fill(kind: str) -> PatternFill:
    return PatternFill("solid", fgColor=FILLS[kind])


def _line(one: MarkRead) -> str:
    return f"【{words.KINDS[one['kind']]}】{one['zh']}{'　' + one['fix'] if one['fix'] else ''}"


def _comment(marks: Sequence[MarkRead]) -> Comment:
    """Rule and fix of everything that is said about the cell."""
    texts = ["\n".join(filter(None, (_line(one), f"依据：{one['source']}" if one["source"] else ""))) for one in marks]
    text = "\n".join(texts)[:_LONGEST_COMMENT]
    return Comment(text, words.AUTHOR, height=60 + 18 * (len(text) // 20 + text.count("\n")), width=320)


def _write(cell: Any, text: str, kind: str, *, wrap: bool = False) -> None:
    """Always text: what a user typed comes back in sentences and must not become a formula."""
    cell.value = text
    cell.data_type = "s"
    if kind:
        cell.fill = _fill(kind)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")


def _stamp(book: Workbook, stamp: Sequence[str]) -> None:
    page = next((page for page in book.worksheets if page["A1"].value == MARK), None)
    if page is not None:
        for number in range(1, max(page.max_row, len(stamp)) + 1):
            cell = page.cell(number, 1)
            cell.value = stamp[number - 1] if number <= len(stamp) else None


def _summary(book: Workbook, marks: Sequence[MarkRead]) -> None:
    """First what holds a project back; none if there is nothing to say."""
    if words.SUMMARY in book.sheetnames:
        del book[words.SUMMARY]
    if not marks:
        return
    page = book.create_sheet(words.SUMMARY, 1)
    for column, heading in enumerate(words.SUMMARY_HEAD, 1):
        cell = page.cell(1, column, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7E6E6")
    for letter, width in zip("ABCDEFGH", (6, 11, 11, 10, 28, 52, 40, 44), strict=True):
        page.column_dimensions[letter].width = width
    ordered = sorted(marks, key=lambda one: _ORDER.index(one["kind"]))
    for number, one in enumerate(ordered, 1):
        for column, text in enumerate(_cells_of(number, one), 1):
            cell = page.cell(number + 1, column)
            _write(cell, text, one["kind"] if column == 2 else "", wrap=True)
        _link(page.cell(number + 1, 4), one["place"])
    page.freeze_panes = "A2"
    book.active = 1
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is page


def _cells_of(number: int, one: MarkRead) -> tuple[str, ...]:
    place = one["place"]
    where = f"{get_column_letter(place['column'])}{place['row']}" if place["column"] else f"第{place['row']}行"
    return (
        str(number), words.KINDS[one["kind"]], place["sheet"], where, one["project"], one["zh"], one["fix"],
        one["source"],
    )  # fmt: skip


def _link(cell: Any, place: Mapping[str, Any]) -> None:
    title = place["sheet"].replace("'", "''")
    cell.hyperlink = f"#'{title}'!{get_column_letter(place['column'] or 1)}{place['row'] or 1}"
    cell.font = Font(color="0563C1", underline="single")
