"""A voucher file as rows: CSV (UTF-8, GB18030, UTF-16; comma, tab, semicolon) or a workbook. Nothing is interpreted.

Row numbers are those a spreadsheet shows; a workbook counts on over its sheets, ``place`` names sheet and row. A CSV
streams, so memory stays flat; a broken quotation mark spoils one line, not the rest of the file.
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from workflow.documents.file_kinds import Content
from workflow.documents.payment_columns import Layout, Said, best_layout

HEADER_ROWS = 20
HEAD_SHOWN, MOST_SHOWN = 8, 60
"""Rows and columns that a person is shown of a table whose columns nobody knows."""
LONGEST_RECORD = 50  # physical lines; a quotation mark open for longer was never meant as one
BIGGEST_UNPACKED = 600 * 2**20
MOST_CELLS = 40_000_000
"""From A1 to the last cell: the library makes room for all of them, and a stray cell in XFD1048576 asks for 400 GB."""
LONGEST_RAW = 20_000
_BLOCK = 2**20
_ADDRESS = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})(\d{1,7})""")
_LONGEST_ADDRESS = 40  # with its name, so that one cut in two is still read
_OTHER_BOOKS = frozenset({"xl/workbook.bin", "content.xml"})  # of which nothing here says how far their cells reach
_GUARDED = ("=", "+", "-", "@", "\t", "\r")  # what ``rows.csv`` puts an apostrophe before
_MOST_NULS = 20  # one in so many bytes is dirt that the cells lose; more is no text, or UTF-16 without its mark
_DROPPED = dict.fromkeys([*range(9), *range(11, 13), *range(14, 32), 0xFEFF])  # what no cell may carry


class Unreadable(Exception):
    """The file as a whole cannot be used; ``code`` and ``facts`` give its sentence.

    ``head``: the first rows of a table whose columns nobody knows, for a person to say which is what.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.head: list[list[str]] = []


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row that is not blank: its texts as printed, and by column; ``problem`` where cells cannot be told apart."""

    row_no: int
    place: str
    cells: list[str]
    values: dict[str, str]
    layout: Layout
    problem: str = ""


@dataclass(frozen=True)
class _Table:
    """A table with its header found: the name of its sheet, the rows before it, all its rows."""

    sheet: str
    offset: int
    layout: Layout
    rows: Iterable[tuple[list[str], str]]


@dataclass(frozen=True)
class PaymentFile:
    """An opened file: ``lines`` is about how many rows there are, ``ignored`` the sheets without vouchers."""

    tables: list[_Table]
    lines: int
    ignored: list[str]

    def rows(self) -> Iterator[PrintedRow]:
        """Every row below a header that is not blank."""
        for table in self.tables:
            yield from _printed(table)


def open_file(content: bytes, said: Said = MappingProxyType({})) -> PaymentFile:
    """Find tables and headers, those that a person explained (``said``) first; raises ``Unreadable``."""
    if not content:
        raise Unreadable("file_empty")
    return _open_book(content, said) if is_workbook(content) else _open_text(content, said)


def is_workbook(content: bytes) -> bool:
    """Whether a library reads it, which a hostile file may hang, end or fill with memory."""
    return content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def try_out(_name: str, content: bytes) -> str:
    """The work of a child that may die of it: to read the workbook once to its end. What is wrong is not said here."""
    with suppress(Unreadable):
        for _ in open_file(content).rows():
            pass
    return "read"


def cell_text(value: Any) -> str:
    """A cell as a person sees it: 20261121.0 → 20261121, numbers to the 15 digits a spreadsheet keeps."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool) or not isinstance(value, float | int):
        return _moment(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _clean(text: str) -> str:
    """Without what exports add to keep a cell as text: a tab, ``'0012``, ``="0012"``, our own ``'-退款``."""
    plain = text.strip()
    if not plain or (plain[0] not in "'=" and plain.isprintable()):
        return plain
    plain = plain.translate(_DROPPED).strip()
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    marked = plain[1:].isdigit() or plain[1:2] in _GUARDED
    return plain.removeprefix("'").strip() if marked else plain


def _printed(table: _Table) -> Iterator[PrintedRow]:
    layout, width = table.layout, len(table.layout.printed)
    for index, (cells, problem) in enumerate(table.rows):
        if index <= layout.row or not any(cells):
            continue
        if not problem and any(cells[width:]):
            problem = "too_many_cells"
        have = len(cells)
        values = {} if problem else {key: cells[at] if at < have else "" for key, at in layout.at.items()}
        place = f"{table.sheet}!{index + 1}" if table.sheet else str(index + 1)
        yield PrintedRow(table.offset + index + 1, place, cells, values, layout, problem)


def _checked(layout: Layout, head: Sequence[list[str]] = ()) -> Layout:
    if layout.missing:
        found = [text for text in layout.printed if text][:40]
        fault = Unreadable("columns_missing", wanted="、".join(layout.missing), found="、".join(found)[:1_000])
        fault.head = [cells[:MOST_SHOWN] for cells in head[:HEAD_SHOWN]]
        raise fault
    if layout.in_wan:
        raise Unreadable("amounts_in_wan", found=layout.in_wan)
    return layout


# --- text -----------------------------------------------------------------------------------------------------------


def _open_text(content: bytes, said: Said) -> PaymentFile:
    stream = partial(io.TextIOWrapper, encoding=_encoding(content), newline="")
    first = {
        mark: [cells for cells, _ in islice(_records(stream(io.BytesIO(content)), mark), HEADER_ROWS)]
        for mark in ",\t;"
    }
    heads = {mark: best_layout(rows, said) for mark, rows in first.items()}
    width = {mark: max(map(len, rows), default=0) for mark, rows in first.items()}
    best = max(heads, key=lambda mark: (not heads[mark].missing, len(heads[mark].at), width[mark]))
    delimiter, layout = best, heads[best]
    rows = _records(stream(io.BytesIO(content)), delimiter)
    return PaymentFile([_Table("", 0, _checked(layout, first[best]), rows)], content.count(b"\n") + 1, [])


def _encoding(content: bytes) -> str:
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = [name for mark, name in marks if content.startswith(mark)]
    for name in marked or ("utf-8", "gb18030"):
        if _decodes(content, name):
            return name
    raise Unreadable("file_unreadable")


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return encoding == "utf-16" or content.count(b"\0", 0, _BLOCK) * _MOST_NULS <= len(content[:_BLOCK])


class _NeverClosed(Exception):
    """A quotation mark that stays open."""


def _records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[list[str], str]]:
    """Records of a CSV; a line whose quotation marks do not match comes alone and the next line starts afresh."""
    source, pending, taken = iter(lines), deque[str](), list[str]()

    def feed() -> Iterator[str]:
        while True:
            line = pending.popleft() if pending else next(source, None)
            if line is None:
                return
            taken.append(line)
            if len(taken) > LONGEST_RECORD:
                raise _NeverClosed
            yield line

    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _NeverClosed):
            pending.extendleft(reversed(taken[1:]))
            yield [_clean(taken[0])[:LONGEST_RAW]], "bad_quotes"
            reader = csv.reader(feed(), delimiter=delimiter, strict=True)
            continue
        yield [_clean(cell) for cell in cells], ""


# --- workbooks ------------------------------------------------------------------------------------------------------


def _open_book(content: bytes, said: Said) -> PaymentFile:
    """All visible sheets that have the header: a year comes as twelve sheets as often as one."""
    _check_unpacked(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return _tables_of(book, shown, said)
    except PasswordError:
        raise Unreadable("file_protected") from None
    except CalamineError:
        raise Unreadable("file_unreadable") from None


def _tables_of(book: CalamineWorkbook, names: list[str], said: Said) -> PaymentFile:
    tables, ignored, best, offset = list[_Table](), list[str](), (Layout(), list[list[str]]()), 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        rows = _sheet_rows(sheet)
        head = list(islice(rows, HEADER_ROWS))
        rows_shown = [cells for cells, _ in head]
        layout = best_layout(rows_shown, said)
        if layout.missing:
            ignored += [name] if head else []
            best = max(best, (layout, rows_shown), key=lambda one: (len(one[0].at), len(one[0].printed)))
            continue
        tables.append(_Table(name, offset, _checked(layout), chain(head, rows)))
        offset += (sheet.end or (0, 0))[0] + 1
    if not tables:
        _checked(*best)
    return PaymentFile(tables, offset, ignored)


def _sheet_rows(sheet: Any) -> Iterator[tuple[list[str], str]]:
    for cells in sheet.iter_rows():
        yield [cell_text(cell) for cell in cells], ""


def _check_unpacked(content: bytes) -> None:
    """Unpack once, counting: what a small file may grow to is not what its directory claims."""
    if content[:2] != b"PK":
        return
    names = Content(content).entries  # before a library reads half a million entries to the end
    if "xl/workbook.xml" not in names or names & _OTHER_BOOKS:
        raise Unreadable("file_unreadable")
    left = BIGGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                extent = _Extent()
                with packed.open(member) as part:
                    while block := part.read(_BLOCK):
                        left -= len(block)
                        extent.add(block)
                        if left < 0:
                            raise Unreadable("file_too_large", most_mb=BIGGEST_UNPACKED // 2**20)
                        if extent.cells > MOST_CELLS:
                            raise Unreadable("file_too_wide")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        raise Unreadable("file_unreadable") from None


class _Extent:
    """How far the cells of a sheet reach, told by their addresses as its text goes by."""

    def __init__(self) -> None:
        self.columns, self.rows, self.tail = 1, 1, b""

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    def add(self, block: bytes) -> None:
        found = _ADDRESS.findall(self.tail + block)
        self.tail = block[-_LONGEST_ADDRESS:]
        self.columns = max([self.columns, *(_column(letters) for letters in {letters for letters, _ in found})])
        self.rows = max([self.rows, *(int(digits) for digits in {digits for _, digits in found})])


def _column(letters: bytes) -> int:
    """A → 1, XFD → 16384; 0 of the address of a row."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
