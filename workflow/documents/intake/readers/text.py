"""Plain text, Markdown and CSV: consecutive rows with tabs or pipes are a table, everything else is a line.

Tables of HTML inside Markdown (as text recognition writes them) are read like those of an HTML file.
"""

import csv
import re
from collections.abc import Iterator

from workflow.documents.intake.readers import html
from workflow.documents.intake.readers.encoding import decode
from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Cell

_LONGEST_CELL = 50
"""Lines over which a quoted cell of a pasted table may go on; a quotation mark open for longer is none."""

_PIPE = re.compile(r"(?<!\\)[|｜│┃]")
_ONE_PIPE = re.compile(r"\s\|\s")
_BORDER = re.compile(r"(?=.*(?:--|:-|-:|==|[─━═┄┈]))[ |+:=\-｜│┃─━═┄┈┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛]+")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?")
_BOLD = re.compile(r"(?<![^\s|（(：:])(\*\*|__)(?=\S)((?:(?!\s(?:\*\*|__)).){1,500}?)(?<=\S)\1")
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def read_text(raw: bytes) -> Found:
    return text_blocks(decode(raw))


def read_csv(raw: bytes) -> Found:
    """Every record is a row; the separator is the one that the first lines hold most often."""
    text, found = decode(raw), Found()
    head = text[:10_000]
    records = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=head.count))
    rows = [
        _row([plain(cell) for cell in cells], number, f"第{records.line_num}行")
        for number, cells in enumerate(_records(records))
    ]
    found.count(sum(map(len, rows)))
    found.table(rows, "第1行")
    _say_bad_characters(text, found)
    return found


def text_blocks(text: str) -> Found:
    """Lines are numbered as an editor shows them."""
    found, at, number = Found(), 0, 1
    if "<table" in text.lower():
        for table in _HTML_TABLE.finditer(text):
            number = _lines(text[at : table.start()], number, found)
            html.table_blocks(table[0], found, f"第{number}行")
            number += len(_LINE_END.findall(table[0]))
            at = table.end()
    _lines(text[at:], number, found)
    _say_bad_characters(text, found)
    return found


def _records(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """Up to the first record that is none: an open quotation mark may make one of the rest of the file."""
    try:
        yield from records
    except csv.Error:
        return


def _say_bad_characters(text: str, found: Found) -> None:
    if count := text.count("\ufffd") + text.count("锟斤拷"):
        found.problems.append(problem("bad_characters", count=count))


def _lines(text: str, number: int, found: Found) -> int:
    """Read the lines from this number on; answers the number of the last one."""
    rows, kind, blank, lines = list[tuple[Cell, ...]](), "", True, _LINE_END.split(text)
    for start, line in _joined(lines):
        here = f"第{number + start}行"
        row_kind = _kind(line)
        if row_kind == "border" and kind == "|":
            continue
        if rows and row_kind != kind:
            found.table(rows, rows[0][0].where)
            rows = []
        kind, blank_before, blank = row_kind, blank, False
        if row_kind in ("|", "\t"):
            cells = [_cell(cell) for cell in _split(line, row_kind)]
            found.count(len(cells))
            rows.append(_row(cells, len(rows), here))
        elif not line.strip() or row_kind == "border":
            blank = True
        else:
            # blanks at the beginning stand for blank cells in text from a PDF: the recogniser needs them
            indent = " " * (len(line) - len(line.lstrip()))
            found.line(indent + _cell(line), here, blank_before=blank_before)
    if rows:
        found.table(rows, rows[0][0].where)
    return number + len(lines) - 1


def _joined(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Index and text; a cell in quotation marks that goes on over lines, as spreadsheets paste it, is one line."""
    at = 0
    while at < len(lines):
        line, length = lines[at], 1
        if '\t"' in line or (line.startswith('"') and "\t" in line):
            length = _quoted_length(lines, at)
        yield at, "\n".join(lines[at : at + length])
        at += length


def _quoted_length(lines: list[str], at: int) -> int:
    marks = 0
    for length, line in enumerate(lines[at : at + _LONGEST_CELL], 1):
        marks += line.count('"')
        if marks % 2 == 0:
            return length if "\t" in lines[at + length - 1] or line.endswith('"') else 1
    return 1


def _kind(line: str) -> str:
    """A row with pipes or tabs, the rule between rows of a table, or no row at all."""
    bare = line.strip()
    if not bare and "\t" not in line:
        return ""
    if _BORDER.fullmatch(bare):
        return "border"
    if len(_PIPE.findall(bare)) >= 2 or _ONE_PIPE.search(line):
        return "|"
    if _FENCE.fullmatch(line):
        return "border"
    return "\t" if "\t" in line and bare else ""


def _split(line: str, kind: str) -> list[str]:
    if kind == "\t":
        return [_unquoted(cell) for cell in line.split("\t")]
    cells = _PIPE.split(line.strip())
    if not cells[0].strip() and _PIPE.match(line.strip()):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return [cell.replace("\\|", "|") for cell in cells]


def _unquoted(cell: str) -> str:
    if "\n" in cell and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _cell(text: str) -> str:
    text = _HEADING.sub("", text)
    return plain(_BOLD.sub(r"\2", text) if "**" in text or "__" in text else text)


def _row(texts: list[str], number: int, where: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, number, column, where=f"{where}第{column + 1}格") for column, text in enumerate(texts))
