"""Word documents: paragraphs and tables of the body in order, with inserted text and without deleted text.

Headers and footers are left out (they only tell whether the file is secret). Every kind of check box is read:
content controls, legacy form fields, symbols of Wingdings, letters such as □ and √.
Source of the element names: ECMA-376 part 1, chapter 17; ``w14:checkbox``: [MS-DOCX] 2.6.1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.package import Package
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.readers.xml import Element
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Cell

_MARGINS = ("header", "footer")
_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo"}
_DELETED = {"del", "moveFrom", "cellDel"}
_NO_TEXT = {*_DELETED, "pPr", "rPr", "sdtPr", "instrText", "delText", "rt", "posOffset", "align"}
_OFF = {"0", "false", "off"}
_DEEPEST = 40


@dataclass
class _Row:
    cells: list[Cell] = field(default_factory=list)
    nested: list[Element] = field(default_factory=list)


def read_docx(raw: bytes) -> Found:
    package = Package(raw)
    found = Found(margins=package.margins())
    main = package.main_part()
    root = package.xml(main)
    body = next(_named(root, "body"), None) if root is not None else None
    if body is None:
        raise Unreadable("file_damaged")
    for kind, name in package.related(main).values():
        part = package.xml(name) if kind in (*_MARGINS, "footnotes", "endnotes") else None
        if part is None:
            continue
        if kind in _MARGINS:
            found.margins += [text for paragraph in _named(part, "p") if (text := _paragraph(paragraph, found)[0])]
        else:
            _say_notes(part, found)
    _Body(found).flow(body)
    return found


def _say_notes(part: Element, found: Found) -> None:
    for note in part:
        text = " ".join(filter(None, (_paragraph(paragraph, found)[0] for paragraph in _named(note, "p"))))
        if text:
            found.problems.append(problem("footnote", f"脚注{_value(note, 'id')}", text=text[:200]))


class _Body:
    """Counts paragraphs and tables, to name places; paragraphs of table cells are not counted."""

    def __init__(self, found: Found) -> None:
        self.found, self.paragraphs, self.tables, self.blank = found, 0, 0, False

    def flow(self, parent: Element, depth: int = 0) -> None:
        """Everything directly inside the body, a content control or a text box."""
        if depth > _DEEPEST:
            raise Unreadable("file_damaged")
        for child in parent:
            name = _name(child)
            if name == "p":
                self._line(child, depth)
            elif name == "tbl":
                self.table(child, depth)
            elif name in _WRAPPERS and not _is_placeholder(child):
                self.flow(child, depth + 1)

    def _line(self, paragraph: Element, depth: int) -> None:
        self.paragraphs += 1
        text, boxes = _paragraph(paragraph, self.found)
        self.found.line(text, f"第{self.paragraphs}段", blank_before=self.blank)
        self.blank = not text
        for box in boxes:
            self.flow(box, depth + 1)

    def table(self, table: Element, depth: int) -> None:
        self.tables += 1
        here, rows, open_cells = f"表{self.tables}", dict[int, list[Cell]](), dict[int, tuple[int, int]]()
        for number, tr in enumerate(_inside(table, "tr")):
            row = self._row(tr, number, here, rows, open_cells)
            self.found.count(len(row.cells))
            rows[number] = row.cells
            if row.nested:
                self.found.table([tuple(cells) for cells in rows.values() if cells], here)
                rows.clear()
                open_cells.clear()  # a merge may go on, but its first cell has been handed over
                for inner in row.nested:
                    if depth > _DEEPEST:
                        raise Unreadable("file_damaged")
                    self.table(inner, depth + 1)
        self.found.table([tuple(cells) for cells in rows.values() if cells], here)
        self.blank = False

    def _row(
        self, tr: Element, number: int, here: str, rows: dict[int, list[Cell]], open_cells: dict[int, tuple[int, int]]
    ) -> _Row:
        """``open_cells``: column → row and index of the cell that a vertical merge goes on with."""
        made, column = _Row(), _number(tr, "gridBefore", 0)
        for tc in _inside(tr, "tc"):
            wide = max(1, min(_number(tc, "gridSpan", 1), 200))
            merge = next(_properties(tc, "vMerge"), None)
            if merge is not None and _value(merge) != "restart" and column in open_cells:
                above, index = open_cells[column]
                rows[above][index] = replace(rows[above][index], rows=number - above + 1)
            else:
                place = f"{here}第{number + 1}行第{column + 1}格"
                made.cells.append(Cell(self._cell(tc, made), number, column, 1, wide, place))
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = (number, len(made.cells) - 1)
            column += wide
        return made

    def _cell(self, tc: Element, row: _Row) -> str:
        """Paragraphs joined by a line break; tables inside stand after the row."""
        texts, waiting = list[str](), [iter(tc)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
                continue
            name = _name(child)
            if name == "p":
                text, boxes = _paragraph(child, self.found)
                texts.append(text)
                waiting += [iter(box) for box in reversed(boxes)]
            elif name == "sdt" and (tick := _tick(child)):
                texts.append(tick)
            elif name == "tbl":
                row.nested.append(child)
            elif name in _WRAPPERS and not _is_placeholder(child):
                waiting.append(iter(child))
        return "\n".join(filter(None, texts))


def _paragraph(paragraph: Element, found: Found) -> tuple[str, list[Element]]:
    """The text of a paragraph and the text boxes anchored in it."""
    boxes = list[Element]()
    text = "".join(_pieces(paragraph, boxes, found, 0))
    return plain(text), boxes


def _pieces(parent: Element, boxes: list[Element], found: Found, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise Unreadable("file_damaged")
    for child in parent:
        name = _name(child)
        if name in _PIECES:
            yield _PIECES[name](child)
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "AlternateContent":  # the same drawing twice, for new and for old programs
            choice = next(iter(child), None)
            yield from _pieces(choice, boxes, found, depth + 1) if choice is not None else ()
        elif name == "sdt" and (tick := _tick(child)):
            yield tick
        elif name not in _NO_TEXT and not (name == "sdt" and _is_placeholder(child)):
            text = "".join(_pieces(child, boxes, found, depth + 1))
            if text.strip() and name == "r" and _is_on(child, "vanish"):
                found.problems.append(problem("hidden_text", text=text.strip()[:100]))
            yield text


def _symbol(symbol: Element) -> str:
    """A letter of a symbol typeface; ``plain`` knows the boxes and ticks among them."""
    code = _value(symbol, "char")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return (
        chr(number | 0xF000) if number < 0x100 else chr(number) if number < 0xD800 or 0xE000 <= number < 0x10000 else ""
    )


def _field(mark: Element) -> str:
    """A legacy check box, or the chosen entry of a legacy list; the text of text fields stands in runs."""
    for box in _named(mark, "checkBox"):
        state = next(_named(box, "checked"), None)
        if state is None:
            state = next(_named(box, "default"), None)
        return "☑" if state is not None and _value(state) not in _OFF else "☐"
    for chosen in _named(mark, "ddList"):
        entries = [_value(entry) for entry in _named(chosen, "listEntry")]
        at = _value(next(_named(chosen, "result"), chosen)) or "0"
        return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""
    return ""


_PIECES: dict[str, Callable[[Element], str]] = {
    "t": lambda text: text.text or "",
    "tab": lambda _: "  ",
    "ptab": lambda _: "  ",
    "br": lambda _: "\n",
    "cr": lambda _: "\n",
    "noBreakHyphen": lambda _: "-",
    "sym": _symbol,
    "fldChar": _field,
}


def _tick(control: Element) -> str:
    """☑ or ☐ for a check box control, nothing for another control."""
    for settings in _settings(control):
        for box in _named(settings, "checkbox"):
            state = next(_named(box, "checked"), None)
            return "☑" if state is not None and _value(state) not in _OFF else "☐"
    return ""


def _is_placeholder(control: Element) -> bool:
    """Nobody has typed anything: the control shows its invitation to do so."""
    marks = (mark for settings in _settings(control) for mark in settings if _name(mark) == "showingPlcHdr")
    return any(_value(mark) not in _OFF for mark in marks)


def _settings(control: Element) -> Iterator[Element]:
    return (child for child in control if _name(child) == "sdtPr")


def _is_on(run: Element, name: str) -> bool:
    return any(_value(setting) not in _OFF for setting in _properties(run, name))


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those within content controls; deleted ones are left out."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            if not any(_name(mark) in _DELETED for mark in _properties(child)):
                yield child
        elif name in _WRAPPERS:
            yield from _inside(child, wanted)


def _properties(element: Element, name: str = "") -> Iterator[Element]:
    """Settings of a run, row or cell."""
    for child in element:
        if _name(child) in ("rPr", "trPr", "tcPr"):
            yield from (setting for setting in child if not name or _name(setting) == name)


def _number(element: Element, name: str, default: int) -> int:
    text = next((_value(setting) for setting in _properties(element, name)), "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else default


def _named(root: Element, name: str) -> Iterator[Element]:
    return root.iter(f"{{*}}{name}")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Element, name: str = "val") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
