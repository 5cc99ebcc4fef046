"""Excel workbooks: every sheet is one table, numbers as displayed, merged cells once, empty area at the end left out.

Read part by part instead of by a library: only the parts know what is displayed, what is hidden and which formula has
no value, and a child process starts in a tenth of the time. Source of the names: ECMA-376 part 1, chapter 18.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.number_format import BUILT_IN, shown
from workflow.documents.intake.readers.package import Package
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.readers.sheet import Merged, Sheet, cell_name, page_texts, sheet_table
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.readers.xml import Element, stream_xml
from workflow.documents.intake.sentences import problem

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ON = ("1", "true", "on")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass
class _Book:
    """What cells refer to: texts by number, display codes by number of style."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False


def read_xlsx(raw: bytes) -> Found:
    package = Package(raw)
    found = Found(margins=package.margins())
    main = package.main_part()
    root, parts = package.xml(main), package.related(main)
    if root is None:
        raise Unreadable("file_damaged")
    book, read = _book(package, root, {kind: name for kind, name in parts.values()}), set[str]()
    for sheet in root.iter("{*}sheet"):
        kind, name = parts.get(
            next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""), ("", "")
        )
        title = sheet.get("name", "")
        if name in read:
            raise Unreadable("file_damaged")  # one part under many names is work without end
        read.add(name)
        if kind != "worksheet":
            found.problems.append(problem("chart_sheet", title))
            continue
        if sheet.get("state", "") in ("hidden", "veryHidden"):
            found.problems.append(problem("hidden_sheet", title))
        sheet_table(_sheet(title, package.read(name), book, found), found)
    return found


def _book(package: Package, root: Element, parts: dict[str, str]) -> _Book:
    book = _Book(since_1904=any(mark.get("date1904", "") in _ON for mark in root.iter("{*}workbookPr")))
    strings = package.read(parts.get("sharedStrings", ""))
    if strings:
        book.strings = [_rich(item) for item in stream_xml(strings, "si")]
    styles = package.xml(parts.get("styles", ""))
    if styles is not None:
        own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in styles.iter("{*}numFmt")}
        for cell_styles in styles.iter("{*}cellXfs"):
            for style in cell_styles:
                number = style.get("numFmtId", "0")
                book.formats.append(own.get(number) or BUILT_IN.get(_whole(number), ""))
    return book


def _sheet(title: str, raw: bytes, book: _Book, found: Found) -> Sheet:
    """Cells by row, merges, what is hidden."""
    sheet, row, wanted = Sheet(title), -1, ("row", "mergeCell", "col", *_HEADERS)
    for element in stream_xml(raw, *wanted) if raw else ():
        name = str(element.tag).rpartition("}")[2]
        if name == "row":
            number = _whole(element.get("r", ""))
            row = number - 1 if number > 0 else row + 1
            if element.get("hidden", "") in _ON:
                sheet.hidden_rows.append(row)
            for column, text in _cells(element, title, row, book, found):
                if text:
                    found.count(1)
                    sheet.cells[row][column] = text
        elif name == "mergeCell":
            corners = [_place(corner) for corner in element.get("ref", "").split(":")]
            if len(corners) == 2 and None not in corners:
                (top, left), (bottom, right) = [corner for corner in corners if corner]
                sheet.merged.append(Merged(top, left, bottom, right))
        elif name == "col":
            first, last = _whole(element.get("min", "")), _whole(element.get("max", ""))
            if element.get("hidden", "") in _ON and first > 0 and last > 0:
                sheet.hidden_columns.append((first - 1, last - 1))
        else:
            found.margins += page_texts("".join(element.itertext()))
    return sheet


def _cells(row: Element, title: str, number: int, book: _Book, found: Found) -> Iterator[tuple[int, str]]:
    column = -1
    for cell in row.iterchildren():
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        parts = defaultdict(str)
        for part in cell:
            name = str(part.tag).rpartition("}")[2]
            parts[name] = _rich(part) if name == "is" else part.text or ""
        where = f"{title}!{cell_name(number, column)}"
        if "f" in parts and not parts["v"] and cell.get("t", "") != "str":
            found.problems.append(problem("formula_without_value", where))
        yield column, _text(cell, parts, book, where, found)


def _text(cell: Element, parts: dict[str, str], book: _Book, where: str, found: Found) -> str:
    """The cell as displayed."""
    kind, value = cell.get("t", "n"), parts["v"]
    if kind == "s":
        number = _whole(value)
        return book.strings[number] if 0 <= number < len(book.strings) else ""
    if kind == "inlineStr":
        return plain(parts["is"])
    if kind == "e":
        found.problems.append(problem("error_value", where, value=value))
        return ""
    if kind == "b":
        return "TRUE" if value in _ON else "FALSE"
    if kind != "n" or not value:
        return plain(_unescaped(value))
    at = _whole(cell.get("s", "0"))
    try:
        code = book.formats[at] if 0 <= at < len(book.formats) else ""
        return shown(float(value), code, since_1904=book.since_1904)
    except (ValueError, ArithmeticError):
        return plain(value)


def _rich(item: Element) -> str:
    """All runs of a text; the reading aids (拼音, furigana) above it are none of it."""
    texts = list[str]()
    for child in item:
        name = str(child.tag).rpartition("}")[2]
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts += [part.text or "" for part in child if str(part.tag).endswith("}t")]
    return plain(_unescaped("".join(texts)))


def _unescaped(text: str) -> str:
    """``_x000D_`` stands for a sign that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _whole(text: str) -> int:
    """-1 for what no office program writes, thousands of digits included."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0; nothing for what is no reference."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
