"""From clipboard text to changes, pure: what was copied in Excel, where the cursor stood, and the rows that are there.

Headings are recognised by their words in any order; without headings the columns follow the cursor, or the whole table
if the first column holds levels. Blank level cells carry the level above them down (merged cells). Nothing is judged
here: a cell that cannot be read goes on as it is, and the editor keeps and marks it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from workflow.canonical import Profile
from workflow.services.editing.changes import Change
from workflow.services.editing.headings import ALONE, IGNORED, field_of, plain
from workflow.services.editing.levels import known_level1, known_level2, parent_of

MOST_ROWS = 500
Row = dict[str, str]
_GOAL = re.compile(r"(长期|年度|项目)?(绩效)?(总)?目标\d*")


@dataclass(frozen=True)
class Sheet:
    """The table a paste lands in: its columns, its rows in order with what they say now, and the cursor.

    ``layouts``: the widths by which whole tables of this form are known, this one's first.
    """

    section: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, Row], ...]
    profile: Profile
    start: Row = field(default_factory=dict)
    goals: Row = field(default_factory=dict)
    row: str = ""
    column: str = ""
    layouts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Plan:
    """The changes, how many rows they fill, and how many columns of the text found no place."""

    changes: tuple[Change, ...] = ()
    rows: int = 0
    left_out: int = 0


def plan(text: str, sheet: Sheet, new_uid: Callable[[], str]) -> Plan:
    """What pasting ``text`` into the sheet changes."""
    table = read_table(text)
    fields, body = _understood(table, sheet)
    rows = _carried([_row(cells, fields, sheet) for cells in body if any(cell.strip() for cell in cells)], sheet)
    used = {index for index, name in enumerate(fields) if name}
    left_out = {index for cells in body for index, cell in enumerate(cells) if cell.strip()} - used
    return Plan(tuple(_changes(rows, sheet, new_uid)), len(rows), len(left_out))


def read_table(text: str) -> list[list[str]]:
    """Rows of cells; a quoted cell may hold tabs, line breaks and doubled quotes, as Excel writes them."""
    rows: list[list[str]] = [[]]
    rest = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    at = 0
    while at <= len(rest):
        cell, at = _cell(rest, at)
        rows[-1].append(cell)
        if at < len(rest) and rest[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at ``at`` and where it ends; a quote that never closes is an ordinary character."""
    if text[at : at + 1] == '"':
        closed = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)').match(text, at)
        if closed:
            return closed[1].replace('""', '"'), closed.end()
    end = min((found for mark in "\t\n" if (found := text.find(mark, at)) >= 0), default=len(text))
    return text[at:end], end


# --- which column is which ------------------------------------------------------------------------------------------


def _understood(table: list[list[str]], sheet: Sheet) -> tuple[list[str], list[list[str]]]:
    """A field per column ("" = no place) and the rows below the headings."""
    first = _headings(table[0], sheet)
    if not first:
        return _by_place(table, sheet), table
    second = _second_line(table[1], sheet) if len(table) > 1 else []
    if not second:
        return _placed(first, sheet), table[1:]
    width = max(len(first), len(second))
    pairs = zip(first + [""] * (width - len(first)), second + [""] * (width - len(second)), strict=True)
    return _placed([below or above for above, below in pairs], sheet), table[2:]


def _headings(cells: list[str], sheet: Sheet) -> list[str]:
    """A field per cell if this row is one of headings: at least two, hardly anything else, and no value of a list."""
    fields = [field_of(cell, sheet.section, sheet.profile) for cell in cells]
    filled = [plain(cell) for cell in cells if cell.strip()]
    if not filled or any(cell in _vocabulary(sheet) for cell in filled):
        return []
    known = {name for name in fields if name not in ("", IGNORED)}
    enough = len(known) >= 2 or (len(filled) == 1 and filled[0] in ALONE)
    return fields if enough and sum(1 for name in fields if name) * 10 >= len(filled) * 7 else []


def _second_line(cells: list[str], sheet: Sheet) -> list[str]:
    """The lower line of a two-line heading (前年, 上年, 当年 under 指标值): headings and blanks only."""
    fields = _headings(cells, sheet)
    filled = sum(1 for cell in cells if cell.strip())
    return fields if fields and filled < len(cells) and sum(1 for name in fields if name) == filled else []


def _vocabulary(sheet: Sheet) -> set[str]:
    levels = sheet.profile.levels
    return {*levels, *(name for names in levels.values() for name in names), *sheet.profile.bases}


def _placed(fields: list[str], sheet: Sheet) -> list[str]:
    """Only columns that this table has, each once."""
    allowed = {*sheet.columns, *(("goal",) if sheet.goals else ())}
    return [name if name in allowed and name not in fields[:index] else "" for index, name in enumerate(fields)]


def _by_place(table: list[list[str]], sheet: Sheet) -> list[str]:
    """Columns without headings: a whole table if the width or the first column says so, else from the cursor on."""
    width = max(len(cells) for cells in table)
    head = [cells[0] for cells in table if cells[0].strip()]
    goals = bool(head and sheet.goals) and all(_GOAL.fullmatch(plain(cell)) for cell in head)
    whole = next((list(layout) for layout in sheet.layouts if len(layout) + goals == width), None)
    if whole or goals:
        return _placed(_fit((["goal"] if goals else []) + (whole or list(sheet.columns)), width), sheet)
    start = sheet.columns.index(sheet.column) if sheet.column in sheet.columns else 0
    if sheet.section == "indicators":
        start = _level_start(head, sheet, start)
    return _fit(list(sheet.columns[start:]), width)


def _level_start(head: list[str], sheet: Sheet, start: int) -> int:
    levels = sheet.profile.levels
    if any(known_level1(cell, sheet.profile) in levels for cell in head):
        return sheet.columns.index("level1")
    seconds = {name for names in levels.values() for name in names}
    return (
        sheet.columns.index("level2") if any(known_level2(cell, sheet.profile) in seconds for cell in head) else start
    )


def _fit(fields: list[str], width: int) -> list[str]:
    return (fields + [""] * width)[:width]


# --- rows -----------------------------------------------------------------------------------------------------------


def _row(cells: list[str], fields: list[str], sheet: Sheet) -> Row:
    given = dict(zip(fields, cells, strict=False))
    given.pop("", None)
    goals = {plain(name): uid for name, uid in sheet.goals.items()}
    return {
        name: goals.get(plain(text), "") if name == "goal" else text.strip(" \t\u3000") for name, text in given.items()
    }


def _carried(rows: list[Row], sheet: Sheet) -> list[Row]:
    """Levels and goal of merged cells are carried down; a level 1 nobody wrote follows from its level 2."""
    above: Row = {}
    for row in rows if sheet.section == "indicators" else ():
        if "level1" in row or "level2" in row:
            _carry_levels(row, above, sheet.profile)
        if "goal" in row:
            row["goal"] = row["goal"] or above.get("goal") or sheet.start.get("goal", "")
        above = row
    return rows


def _carry_levels(row: Row, above: Row, profile: Profile) -> None:
    level1 = known_level1(row.get("level1", ""), profile)
    if "level2" in row:
        same_group = level1 in ("", above.get("level1", ""))
        written = known_level2(row["level2"], profile, level1 or above.get("level1", ""))
        row["level2"] = written or (above.get("level2", "") if same_group else "")
        level1 = level1 or parent_of(row["level2"], profile)
    level1 = level1 or above.get("level1", "")
    if level1 or "level1" in row:
        row["level1"] = level1


def _changes(rows: list[Row], sheet: Sheet, new_uid: Callable[[], str]) -> list[Change]:
    """Over the rows from the cursor on, then new ones behind the last."""
    uids = [uid for uid, _ in sheet.rows]
    begin = uids.index(sheet.row) if sheet.row in uids else len(uids)
    there = sheet.rows[begin : begin + len(rows)]
    changes = [
        Change("set", f"{sheet.section}/{uid}/{name}", old=now.get(name, ""), new=text)
        for (uid, now), row in zip(there, rows, strict=False)
        for name, text in row.items()
        if text != now.get(name, "")
    ]
    after = uids[-1] if uids else ""
    start = {**sheet.start, **_levels_of_last(sheet)}
    for row in rows[len(there) :]:
        uid = new_uid()
        levels = "level1" in row or "level2" in row
        changes.append(
            Change("add", f"{sheet.section}/{uid}", values={**(sheet.start if levels else start), **row}, after=after)
        )
        after = uid
    return changes


def _levels_of_last(sheet: Sheet) -> Row:
    """New rows pasted without levels continue the last group."""
    if sheet.section != "indicators" or not sheet.rows:
        return {}
    return {name: sheet.rows[-1][1].get(name, "") for name in ("level1", "level2")}
