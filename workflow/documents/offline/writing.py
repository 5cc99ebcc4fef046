"""The template: a cover, a sheet for every list of the form, prefilled and protected, with drop-downs and checks.

The sentences of the checks are those of the refusals (``sayings`` by code), so the workbook and the web never differ.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflow.canonical import Profile
from workflow.canonical.paths import BASICS
from workflow.documents.offline import words
from workflow.documents.offline.layout import (
    FROM,
    KEY_HEADING,
    MONEY,
    NUMBERS,
    OWNER,
    PROJECT,
    TAKE,
    Column,
    Form,
    Sheet,
    sheets_of,
)
from workflow.documents.offline.stamp import Stamp
from workflow.types import Desk

HEAD_ROW = 1
"""Row of the headings, from 0; above it stands what the sheet is for."""
SPARE = {BASICS: 10}
_SPARE = 30
"""Empty rows that are drawn below the last one; typing further down works as well."""
LAST = 3_000
"""Rows up to which drop-downs and checks reach."""
_FONT = "宋体"
_STEP_LETTERS = 84
"""Letters of a sentence of the cover that fit into two lines."""
_NUMBER = "#,##0.00####"
_LINE, _TALLEST = 15.0, 165.0
_SUGGESTED = {"bg_color": "#DDEBF7", "font_color": "#1F4E79", "italic": True}
"""Last year's rows; the column 来源 says the same in words."""


@dataclass(frozen=True)
class Row:
    """One row as it is written: its key and its texts by field; ``suggested`` rows are last year's."""

    key: str
    texts: Mapping[str, str]
    suggested: bool = False


@dataclass(frozen=True)
class Content:
    """What goes into the workbook; ``rows`` by section, ``sayings`` by code of a refusal."""

    stamp: Stamp
    sealed: Sequence[str]
    profile: Profile
    task: str
    made_at: datetime
    rows: Mapping[str, Sequence[Row]]
    sayings: Mapping[str, str] = field(default_factory=dict)

    @property
    def may_add(self) -> bool:
        """A new project is the filer's to begin."""
        return self.stamp.desk == Desk.filer

    @property
    def suggests(self) -> bool:
        """Some of the rows are last year's."""
        return any(row.suggested for row in self.rows.get(BASICS, ()))


def write_workbook(content: Content) -> bytes:
    """The xlsx file."""
    import xlsxwriter  # only now: it takes longer to load than most commands to run

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": words.TITLE, "subject": content.stamp.unit, "created": content.made_at})
    looks = _looks(book)
    sheets = sheets_of(content.profile)
    _cover(book, looks, content, sheets)
    names = {sheet.name: book.add_worksheet(sheet.name) for sheet in sheets}
    lists = _lists(book, content.profile, sheets)
    for sheet in sheets:
        _sheet(names[sheet.name], sheet, content, looks, lists)
    stamp = book.add_worksheet(words.STAMP)
    for number, text in enumerate(content.sealed):
        stamp.write_string(number, 0, text)
    stamp.very_hidden()
    book.close()
    return made.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
    cell = base | {"border": 1, "border_color": "#BFBFBF", "locked": False, "text_wrap": True}
    kinds: dict[str, dict[str, Any]] = {
        "title": base | {"bold": True, "font_size": 18, "align": "center"},
        "label": base | {"bold": True, "bg_color": "#F2F2F2", "border": 1, "border_color": "#BFBFBF"},
        "fact": base | {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "align": "left"},
        "step": base | {"text_wrap": True, "valign": "top"},
        "note": base | {"font_color": "#595959", "italic": False, "align": "left"},
        "head": base
        | {
            "bold": True,
            "bg_color": "#E7E6E6",
            "border": 1,
            "border_color": "#A6A6A6",
            "align": "center",
            "text_wrap": True,
        },
        "text": cell | {"num_format": "@", "valign": "top"},
        "number": cell | {"num_format": _NUMBER, "align": "right", "valign": "top"},
        "weight": cell | {"num_format": "0.##", "align": "right", "valign": "top"},
        "open": base | {"locked": False, "num_format": "@", "text_wrap": True},
        "open_number": base | {"locked": False, "num_format": _NUMBER},
        "last_text": cell | {"num_format": "@", "valign": "top"} | _SUGGESTED,
        "last_number": cell | {"num_format": _NUMBER, "align": "right", "valign": "top"} | _SUGGESTED,
        "last_weight": cell | {"num_format": "0.##", "align": "right", "valign": "top"} | _SUGGESTED,
        "key": base | {"locked": False, "num_format": "@", "font_color": "#808080"},
    }
    return {name: book.add_format(look) for name, look in kinds.items()}


# --- cover ----------------------------------------------------------------------------------------------------------


def _cover(book: Any, looks: Mapping[str, Any], content: Content, sheets: Sequence[Sheet]) -> None:
    page = book.add_worksheet(words.COVER)
    page.hide_gridlines(2)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 66)
    page.set_column(2, 2, 14)
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, 2, words.TITLE, looks["title"])
    stamp, suggested = content.stamp, sum(row.suggested for row in content.rows.get(BASICS, ()))
    values = (
        stamp.unit, f"{stamp.year} 年", content.profile.title, content.task, f"{content.made_at:%Y-%m-%d %H:%M}",
        f"{len(stamp.files)} 份" + (f"，另有上年项目 {suggested} 个供参考" if suggested else ""),
    )  # fmt: skip
    row = 2
    for label, value in zip(words.FACTS, values, strict=True):
        page.set_row(row, 21)
        page.write_string(row, 0, label, looks["label"])
        page.merge_range(row, 1, row, 2, value, looks["fact"])
        row += 1
    row += 1
    for number, step in enumerate(_steps(content), 1):
        page.set_row(row, 33 if len(step) <= _STEP_LETTERS else 48)
        page.merge_range(row, 0, row, 2, f"{number}. {step}", looks["step"])
        row += 1
    row += 1
    for column, heading in enumerate(words.SHEETS_HEAD):
        page.write_string(row, column, heading, looks["head"])
    for number, sheet in enumerate(sheets, row + 1):
        page.write_url(number, 0, f"internal:'{sheet.name}'!A1", looks["fact"], sheet.name)
        page.write_string(number, 1, sheet.note or "、".join(one.heading for one in sheet.columns[1:]), looks["fact"])
        page.write_number(number, 2, len(content.rows.get(sheet.section, ())), looks["fact"])
    _print(page, landscape=False)
    page.protect()


def _steps(content: Content) -> tuple[str, ...]:
    adding = (words.ADDING,) if content.may_add else ()
    suggested = (words.SUGGESTED,) if content.suggests else ()
    return (*words.STEPS[:3], *adding, *suggested, *words.STEPS[3:])


def _print(page: Any, *, landscape: bool) -> None:
    page.set_paper(9)  # A4
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&A　第 &P 页，共 &N 页")


# --- lists of the drop-downs ----------------------------------------------------------------------------------------


def _lists(book: Any, profile: Profile, sheets: Sequence[Sheet]) -> dict[tuple[str, str], str]:
    """The source of each drop-down, by (section, field): ranges of a hidden sheet, since a list in place is cut off at
    255 letters. The second level is looked up in a table of pairs sorted by the first."""
    from xlsxwriter.utility import xl_col_to_name

    page = book.add_worksheet(words.CHOICES)
    page.hide()
    pairs = [(first, second) for first, names in profile.levels.items() for second in names]
    for number, (first, second) in enumerate(pairs):
        page.write_string(number, 0, first)
        page.write_string(number, 1, second)
    found, at = dict[tuple[str, str], str](), 2
    for sheet in sheets:
        for column in sheet.columns:
            entries = [label for _, label in column.codes] or list(column.choices)
            if column.under or not entries:
                continue
            for number, entry in enumerate(entries):
                page.write_string(number, at, entry)
            name = xl_col_to_name(at)
            found[sheet.section, column.field] = f"={words.CHOICES}!${name}$1:${name}${len(entries)}"
            at += 1
    return found


def _source(sheet: Sheet, column: Column, lists: Mapping[tuple[str, str], str]) -> str:
    """The formula of a drop-down, "" = none."""
    from xlsxwriter.utility import xl_col_to_name

    if column.field == OWNER:
        return f"=项目!$B${HEAD_ROW + 2}:$B${LAST}"
    if column.under:
        names = [one.field for one in sheet.columns]
        cell = f"${xl_col_to_name(names.index(column.under) + 1)}{HEAD_ROW + 2}"
        first = f"{words.CHOICES}!$A:$A"
        return f"=OFFSET({words.CHOICES}!$B$1,MATCH({cell},{first},0)-1,0,COUNTIF({first},{cell}),1)"
    return lists.get((sheet.section, column.field), "")


# --- sheets ---------------------------------------------------------------------------------------------------------


def _sheet(
    page: Any, sheet: Sheet, content: Content, looks: Mapping[str, Any], lists: Mapping[tuple[str, str], str]
) -> None:
    rows = content.rows.get(sheet.section, ())
    end = HEAD_ROW + 1 + len(rows) + _spare(sheet, content)
    page.set_column(0, 0, 18, looks["key"], {"hidden": True})
    for number, column in enumerate(sheet.columns, 1):
        look = looks["open" if _look(column) == "text" else "open_number"]
        page.set_column(number, number, column.width, look, {"hidden": _is_idle(column, content)})
    _heads(page, sheet, looks)
    for number, row in enumerate(rows, HEAD_ROW + 1):
        _row(page, number, row, sheet, looks)
    for number in range(HEAD_ROW + 1 + len(rows), end):
        for at, column in enumerate(sheet.columns, 1):
            page.write_blank(number, at, None, looks[_look(column)])
    for at, column in enumerate(sheet.columns, 1):
        _check(page, at, column, _source(sheet, column, lists), content.sayings)
    _open_rest(page, len(sheet.columns) + 1, looks["open"])
    page.freeze_panes(HEAD_ROW + 1, 2)
    page.repeat_rows(HEAD_ROW)
    _print(page, landscape=True)
    allowed = ("insert_rows", "delete_rows", "insert_columns", "delete_columns", "format_cells", "format_rows", "sort",
               "format_columns", "autofilter")  # fmt: skip
    page.protect("", dict.fromkeys(allowed, True))


def _spare(sheet: Sheet, content: Content) -> int:
    """How many empty rows are drawn."""
    if sheet.section == BASICS and not content.may_add:
        return 0
    return SPARE.get(sheet.section, _SPARE)


def _is_idle(column: Column, content: Content) -> bool:
    """Columns about last year's rows, where there are none."""
    return column.field in (TAKE, FROM) and not content.suggests


def _open_rest(page: Any, first: int, look: Any) -> None:
    """Unlock the columns behind ours: Excel deletes a row of a protected sheet only if all of its cells are open.

    The writer looks for cells in every column it was told about, so it is told afterwards that the rest holds none.
    """
    last = page.dim_colmax
    page.set_column(first, 16_383, 10, look)
    page.dim_colmax = last


def _heads(page: Any, sheet: Sheet, looks: Mapping[str, Any]) -> None:
    money = any(column.form in MONEY for column in sheet.columns)
    note = "　".join(filter(None, (sheet.note, words.MONEY_UNIT if money else "")))
    page.write_string(0, 1, note, looks["note"])
    page.set_row(HEAD_ROW, 33)
    page.write_string(HEAD_ROW, 0, KEY_HEADING, looks["head"])
    for number, column in enumerate(sheet.columns, 1):
        page.write_string(HEAD_ROW, number, f"{column.heading}{' *' if column.required else ''}", looks["head"])


def _look(column: Column) -> str:
    return "number" if column.form in MONEY else "weight" if column.form is Form.weight else "text"


def _row(page: Any, number: int, row: Row, sheet: Sheet, looks: Mapping[str, Any]) -> None:
    page.write_string(number, 0, row.key, looks["key"])
    for at, column in enumerate(sheet.columns, 1):
        text, look = row.texts.get(column.field, ""), looks[("last_" if row.suggested else "") + _look(column)]
        figure = _figure(text) if column.form in NUMBERS else None
        if figure is not None:
            page.write_number(number, at, figure, look)
        elif text:
            page.write_string(number, at, text, look)
        else:
            page.write_blank(number, at, None, look)
    page.set_row(number, _height(row, sheet))


def _figure(text: str) -> float | None:
    """The number, if a spreadsheet keeps all of its digits."""
    try:
        value = float(text)
    except ValueError:
        return None
    exact = f"{value:.15g}" == text.rstrip("0").removesuffix(".") or float(f"{value:.15g}") == value
    return value if exact and len(text.replace(".", "").lstrip("-0")) <= 15 else None


def _height(row: Row, sheet: Sheet) -> float:
    """Points for the longest cell: programs do not fit rows by themselves when a file is opened."""
    lines = 1
    for column in sheet.columns:
        across = max(column.width // 2, 1)  # a Chinese letter is two wide
        text = row.texts.get(column.field, "")
        lines = max(lines, sum(-(-max(len(line), 1) // across) for line in text.split("\n")))
    return min(_LINE * lines + 6, _TALLEST)


# --- checks while typing --------------------------------------------------------------------------------------------


def _check(page: Any, at: int, column: Column, source: str, sayings: Mapping[str, str]) -> None:
    rule = _rule(column, source, sayings)
    if rule:
        page.data_validation(HEAD_ROW + 1, at, LAST, at, rule | {"ignore_blank": True})


def _rule(column: Column, source: str, sayings: Mapping[str, str]) -> dict[str, Any]:
    """``stop`` where the system takes nothing else, a question where it would."""
    said = {"error_title": words.ERROR_TITLE, "input_title": words.HINT_TITLE}
    if source:
        closed = bool(column.codes)
        return said | {
            "validate": "list", "source": source, "error_type": "stop" if closed else "warning",
            "error_message": sayings.get("not_a_choice", "") if closed else words.UNUSUAL,
            "input_message": words.PICK if closed or column.field == OWNER else words.PICK_OR_TYPE,
        }  # fmt: skip
    if column.form in NUMBERS:
        weight = column.form is Form.weight
        between: dict[str, Any] = {"criteria": "between", "minimum": 0, "maximum": 100}
        amount: dict[str, Any] = {"criteria": ">=", "value": 0}
        hint = (
            words.WEIGHT_HINT if weight else words.ESTIMATE_HINT if column.form is Form.estimate else words.AMOUNT_HINT
        )
        return said | (between if weight else amount) | {
            "validate": "decimal", "error_type": "warning" if column.form is Form.estimate else "stop",
            "error_message": sayings.get("not_a_weight" if weight else "not_an_amount", ""), "input_message": hint,
        }  # fmt: skip
    if column.heading == PROJECT:
        return said | {
            "validate": "length",
            "criteria": "<=",
            "value": 200,
            "error_message": sayings.get("too_long", ""),
        }
    return {}
