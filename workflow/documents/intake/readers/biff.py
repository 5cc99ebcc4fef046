"""What calamine does not tell of an Excel 97–2003 file: how numbers are displayed, which rows and columns are hidden.

Walks the records of the stream ``Workbook`` inside the OLE container. A file that is built otherwise (Excel 95) gives
nothing, and its numbers are shown in full. Source: [MS-XLS] 2.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.documents.intake.readers.number_format import BUILT_IN, shown
from workflow.documents.intake.readers.ole import ole_stream
from workflow.documents.intake.readers.sheet import page_texts

_BOUNDSHEET, _FORMAT, _XF, _DATEMODE, _EOF = 0x85, 0x41E, 0xE0, 0x22, 0x0A
_HEADER, _FOOTER = 0x14, 0x15
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 0x06


@dataclass
class Shown:
    """One sheet: numbers as displayed by row and column, and what is hidden, all from 0; page headers and footers."""

    numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)


@dataclass
class _Globals:
    offsets: list[int] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    since_1904: bool = False

    def shown(self, value: float, style: int) -> str:
        number = self.styles[style] if style < len(self.styles) else 0
        return shown(value, self.formats.get(number) or BUILT_IN.get(number, ""), since_1904=self.since_1904)


def displayed(raw: bytes) -> list[Shown]:
    """For each sheet in order; an empty list for what cannot be walked."""
    try:
        stream = ole_stream(raw, "Workbook")
        book = _globals(stream)
        return [_sheet(stream, offset, book) for offset in dict.fromkeys(book.offsets)]
    except (struct.error, IndexError, ValueError, OverflowError):
        return []


def _globals(stream: bytes) -> _Globals:
    book = _Globals()
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            book.offsets.append(struct.unpack_from("<I", data)[0])
        elif kind == _FORMAT:
            number, length, flags = struct.unpack_from("<HHB", data)
            wide = flags & 1
            book.formats[number] = data[5 : 5 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
        elif kind == _XF:
            book.styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _DATEMODE:
            book.since_1904 = data[:1] == b"\1"
    return book


def _sheet(stream: bytes, offset: int, book: _Globals) -> Shown:
    sheet = Shown()
    for kind, data in _records(stream, offset):
        if kind == _ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
            sheet.hidden_rows.append(struct.unpack_from("<H", data)[0])
        elif kind == _COLINFO and struct.unpack_from("<H", data, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", data)
            sheet.hidden_columns.append((first, last))
        elif kind in (_HEADER, _FOOTER) and data:
            sheet.margins += page_texts(data[3:].decode("utf-16-le" if data[2] & 1 else "latin-1", errors="replace"))
        else:
            for row, column, style, value in _numbers(kind, data):
                sheet.numbers[row, column] = book.shown(value, style)
    return sheet


def _numbers(kind: int, data: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Row, column, number of the style, value."""
    if kind == _NUMBER or (kind == _FORMULA and data[12:14] != b"\xff\xff"):  # else its value is a text or an error
        row, column, style, value = struct.unpack_from("<HHHd", data)
        yield row, column, style, value
    elif kind == _RK:
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        yield row, column, style, _unpacked(packed)
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", data)
        for at in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * at)
            yield row, first + at, style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """The short form of a number: 30 bits of a whole number or of a float, perhaps to be divided by 100."""
    value: float
    if packed & 2:
        value = (packed >> 2) - (1 << 30 if packed >> 31 else 0)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    return value / 100 if packed & 1 else value


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Up to the end of this part of the stream."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
