"""From the rows of a form as read to the rows of its draft: steady row names, and where each piece of evidence lies.

Pure: no database.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.canonical import Declaration
from workflow.canonical.document import HEADER_FIELDS
from workflow.canonical.paths import BASICS, ROW_FIELDS
from workflow.documents.intake.reading import FormRead, Reading

PREFIXES = {
    "executing_bodies": "b", "goals": "g", "indicators": "i", "block_weights": "w", "funding_sources": "f",
    "expenditure_lines": "e", "asset_lines": "a",
}  # fmt: skip
_NAMES: dict[str, Callable[[Any], Any]] = {
    "goals": lambda row: row.text,
    "indicators": lambda row: row.level3,
    "funding_sources": lambda row: (row.nature, row.source),
    "expenditure_lines": lambda row: row.item,
    "asset_lines": lambda row: row.item,
}
"""What a row as read and a row of the draft have in common, where some found no place in the draft."""


@dataclass(frozen=True)
class Piece:
    """One place of the file: what stands there, how sure its reading is, and the path of the draft it went to.

    ``path`` "" = to no cell of the draft (a unit of money, the name of the department).
    """

    where: str
    snippet: str
    confidence: float
    path: str
    read_path: str
    cells: Mapping[str, str] = field(default_factory=dict)
    """Of a row the text of each cell that was read by itself, by field."""


def steady(document: Declaration) -> Declaration:
    """The same rows named by their place, so that corrections find their row when the draft is made anew."""
    goals = {row.uid: f"g{number:03}" for number, row in enumerate(document.goals, 1)}
    changed: dict[str, Any] = {}
    for section, prefix in PREFIXES.items():
        rows = []
        for number, row in enumerate(getattr(document, section), 1):
            values = {"uid": f"{prefix}{number:03}"}
            if "goal" in type(row).model_fields:
                values["goal"] = goals.get(row.goal, "")
            rows.append(row.model_copy(update=values))
        changed[section] = tuple(rows)
    return document.model_copy(update=changed)


def pieces(reading: Reading, number: int, document: Declaration | None) -> list[Piece]:
    """The evidence of one form in the order it was read."""
    form, prefix = reading.forms[number], f"forms/{number}/"
    uids = _uids(form, document) if document else {}
    here = {key.removeprefix(prefix): found for key, found in reading.evidence.items() if key.startswith(prefix)}
    cells: dict[str, dict[str, str]] = {}
    for path, found in here.items():
        row, name = _cell_of(path)
        if name:
            cells.setdefault(row, {})[name] = found.snippet
    return [
        Piece(found.where, found.snippet, found.confidence, _path(path, uids), f"{prefix}{path}", cells.get(path, {}))
        for path, found in here.items()
        if not _cell_of(path)[1]
    ]


_ROW = re.compile(r"(?P<sheet>.*)![A-Z]+(?P<at>\d+)|(?P<table>.*)第(?P<row>\d+)行(?:第\d+格)?", re.DOTALL)
"""Sheet1!B3 · 表2第3行第4格: in which table, and in which of its rows."""


def _row_of(where: str) -> tuple[str, int] | None:
    found = _ROW.fullmatch(where)
    if found is None:
        return None
    return (found["sheet"] or found["table"] or "", int(found["at"] or found["row"]))


def lies_within(where: str, places: Iterable[Piece]) -> bool:
    """Whether a cell is at one of the form's places, or in a row between the first and the last of them in its table.

    A cell that was read as empty is no place itself; what is said of it still concerns the form around it.
    """
    row, rows = _row_of(where), []
    for piece in places:
        if piece.where == where:
            return True
        at = _row_of(piece.where)
        if row and at and at[0] == row[0]:
            rows.append(at[1])
    return row is not None and bool(rows) and min(rows) <= row[1] <= max(rows)


def path_at(where: str, places: Iterable[Piece]) -> str:
    """The cell or row of the draft that this place, or else its row, became; "" where it became none or several."""
    row, found = _row_of(where), list(places)
    exact = {piece.path for piece in found if piece.path and piece.where == where}
    beside = {piece.path for piece in found if piece.path and row and _row_of(piece.where) == row}
    return next((paths.pop() for paths in (exact, beside) if len(paths) == 1), "")


def _cell_of(read_path: str) -> tuple[str, str]:
    """Row and field of a cell of an indicator, which belongs to the piece of its row; "" for everything else."""
    section, *rest = read_path.split("/")
    is_cell = section == "indicators" and len(rest) > 1
    return ("/".join((section, rest[0])), ".".join(rest[1:])) if is_cell else ("", "")


def _uids(form: FormRead, document: Declaration) -> dict[str, list[str]]:
    """For each list the uid of every row as read; "" = it found no place."""
    return {
        section: _paired(getattr(form, section), getattr(document, section), name) for section, name in _NAMES.items()
    }


def _paired(read: Sequence[Any], rows: Sequence[Any], name: Callable[[Any], Any]) -> list[str]:
    if len(read) == len(rows):
        return [row.uid for row in rows]
    left, found = list(rows), []
    for one in read:
        match = next((row for row in left if name(row) == name(one)), None)
        if match is not None:
            left.remove(match)
        found.append(match.uid if match else "")
    return found


def _path(read_path: str, uids: dict[str, list[str]]) -> str:
    section, *rest = read_path.split("/")
    if section in HEADER_FIELDS and not rest:
        return f"{BASICS}/-/{section}"
    if section not in uids or not rest or not rest[0].isdecimal():
        return ""
    at = int(rest[0])
    uid = uids[section][at] if at < len(uids[section]) else ""
    if not uid:
        return ""
    name = ".".join(rest[1:])
    return f"{section}/{uid}/{name}" if name in ROW_FIELDS[section] else f"{section}/{uid}"
