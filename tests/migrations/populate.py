"""Legal rows for any table, made from the metadata: types, foreign keys and lists of words in CHECKs are read off it.

There are two variants: a bare one (NULL wherever it is allowed) and a full one. What a CHECK ties together stands in
VARIANTS; a new CHECK that these rows break fails the tests until it has its line here.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
)
from sqlmodel import SQLModel

import workflow.models  # noqa: F401 - registers the tables

Row = dict[str, Any]
INSTANT = datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
VALUES: tuple[tuple[type[Any], Any], ...] = (  # the first that fits; String includes Text, Integer includes BigInteger
    (Boolean, lambda column, n: False),
    (Integer, lambda column, n: n),
    (DateTime, lambda column, n: INSTANT),
    (Date, lambda column, n: date(2025, 1, 1 + n % 28)),
    (JSON, lambda column, n: {"n": n}),
    (LargeBinary, lambda column, n: bytes([n])),
    (String, lambda column, n: f"{n}{column.name}"[: column.type.length]),
)
NO_BASIC: dict[str, Any] = {"basic_fen": None, "basic_paid_fen": None, "basic_typed_fen": None, "basic_raw": ""}
"""Of a project: only a unit as a whole has basic expenditure."""
APPROVED = {"state": "approved", "desk": None, "held_since": None, "terminated_by": None}
EVERY_ROW: Row = {"rows_total": 4, "rows_loaded": 1, "rows_duplicate": 1, "rows_conflict": 1, "rows_quarantined": 1}
VARIANTS: dict[str, tuple[Row, Row]] = {
    "carried_value": ({"batch": ""}, {}),
    "comment": ({}, {"answer": "kept"}),
    "corrective_action": (
        {"kind": "rectify", "state": "ordered", "closed_at": None, "report_id": 1},
        {"kind": "pause", "document": "7", "state": "closed", "closed_at": INSTANT, "evaluation_id": None},
    ),
    "declaration": (
        {
            "kind": "project",
            "project_id": 1,
            "state": "drafted",
            "desk": "filer",
            "held_since": INSTANT,
            "revision": 1,
            "adjustment_type": "",
        },
        {"kind": "overall", "adjustment_type": "cut", "project_id": None, "in_force": True, "revision": 2, **APPROVED},
    ),
    "evaluation_recheck": ({"state": "open"}, {"state": "finished"}),
    "library_indicator": ({"status": "active"}, {"status": "deprecated"}),
    "monitoring_part": ({}, {"budget_raw": "", "executed_raw": ""}),
    "monitoring_report": (
        {"state": "drafted", "desk": "filer", "held_since": INSTANT},
        {
            "state": "accepted",
            "desk": None,
            "held_since": None,
            "cancelled_by": None,
            "forecast_raw": "",
            "carry_over_forecast_raw": "",
        },
    ),
    "outside_payment": ({"status": "entered"}, {"status": "confirmed"}),
    "payment": ({"project_id": None, "matched_by": ""}, {"project_id": 1, "matched_by": "code"}),
    "payment_batch": (EVERY_ROW, EVERY_ROW),
    "recheck_line": ({"points_raw": ""}, {"points_raw": ""}),
    "result_use": (
        {"kind": "cut", "state": "proposed"},
        {"kind": "recall", "state": "confirmed"},
    ),
    "self_evaluation": (
        {"state": "drafted", "desk": "filer", "held_since": INSTANT, "hand_raw": "", **NO_BASIC},
        {"state": "accepted", "desk": None, "held_since": None, "cancelled_by": None, "hand_raw": "", **NO_BASIC},
    ),
    "self_evaluation_item": ({"hand_raw": ""}, {"hand_raw": ""}),
    "signature": ({"kind": "screen", "scan_id": None}, {"kind": "paper"}),
    "spending_plan": ({"month": 1}, {"month": 2}),
    "stand_in": ({"absent_id": 1, "stand_in_id": 2}, {"absent_id": 2, "stand_in_id": 1}),
    "target_adjustment_task": (
        {"closed_as": "open"},
        {"closed_as": "adjusted"},
    ),
    "organisation": ({"kind": "bureau"}, {"kind": "department"}),
}


def tables() -> list[Table]:
    """Every table after those it points to."""
    return SQLModel.metadata.sorted_tables


def table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def row(name: str, n: int, **changes: Any) -> Row:
    """A legal row with the id ``n``: bare if ``n`` is odd, full if it is even. It points to the rows 1 and 2."""
    found = table(name)
    made = _bare(found, n) if n % 2 else _full(found, n)
    return made | VARIANTS.get(name, ({}, {}))[(n + 1) % 2] | changes


def fill(connection: Connection) -> None:
    """Two rows in every table."""
    for one in tables():
        for n in (1, 2):
            connection.execute(one.insert(), row(one.name, n))


def _bare(found: Table, n: int) -> Row:
    return {column.name: None if column.nullable else _value(column, n) for column in found.columns}


def _full(found: Table, n: int) -> Row:
    return {column.name: _value(column, n) for column in found.columns}


def _value(column: Column[Any], n: int) -> Any:
    for key in column.foreign_keys:
        target = key.column
        return _value(target, 1 if target.table is column.table else 2 - n % 2)
    if words := _allowed_words(column):
        return words[0]
    return next(make(column, n) for kind, make in VALUES if isinstance(_plain(column), kind))


def _plain(column: Column[Any]) -> Any:
    return getattr(column.type, "impl_instance", column.type)


def _allowed_words(column: Column[Any]) -> list[str]:
    """What ``CHECK (column IN ('a', 'b'))`` lists."""
    for check in column.table.constraints:
        if isinstance(check, CheckConstraint):
            found = re.search(rf"(?:^| ){column.name} IN \(([^)]*)\)$", str(check.sqltext))
            if found:
                return re.findall(r"'([^']*)'", found[1])
    return []
