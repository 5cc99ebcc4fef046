"""Filling in a monitoring report (执行监控表): the unit at the filer's desk, or the department at its own.

Values are addressed like everywhere: ``items/<indicator uid>/<field>``, ``money/-/<field>`` and, of the line of what
was carried over, ``money/carry_over/forecast``. A forecast that cannot be read is kept as it was typed; what is none of
the choices is not. Either comes back as a problem with its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from workflow import clock, money
from workflow.db import insert_once
from workflow.documents.report_content import ITEM_FIELDS, items_of
from workflow.documents.report_money import FORECASTS
from workflow.errors import Conflict, NotAllowed, RuleFailed, WrongState
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS
from workflow.lifecycle import EDITING_DESKS, pair_of
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.facts import FILL, file_kind
from workflow.lifecycle.files import find_report
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.report_lights import relight
from workflow.models import FiledBy, MonitoringItem, MonitoringReport
from workflow.permissions import Actor
from workflow.texts import said
from workflow.types import Desk

EDITORS = tuple(DESK_ROLES[pair.rpartition("/")[2]] for pair in sorted(EDITING_DESKS))
CHOICES = {"cause_kind": CAUSE_KINDS, "likelihood": LIKELIHOODS}
MONEY_COLUMNS = {path: f"{stem}_fen" for path, stem in FORECASTS.items()} | {
    "money/-/cause": "money_cause", "money/-/measure": "money_measure",
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """The report's new version, the paths that changed, and what could not be read (with its place)."""

    version: int
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def fill_report(session: Session, actor: Actor, report_id: int, version: int, values: Mapping[str, str]) -> Filled:
    """Save what was typed; raises ``NotFound``, ``NotAllowed``, ``Conflict``, ``WrongState`` or ``RuleFailed``."""
    report = find_report(session, actor, report_id, lock=True)
    actor = require_editor(actor, report, version)
    cells = {f"items/{item.indicator_uid}": item for item in items_of(session, report.id)}
    changes, problems = [], []
    for path, raw in values.items():
        row, column = place_on(report, cells, path)
        try:
            values_read = read_cell(path, column, raw)
        except ValueError as error:
            problems.append(Problem(str(error), {"raw": raw}, path))
            values_read = unread(path, said(raw))
        changes += [change for name, value in values_read.items() if (change := _put(row, name, value, path))]
    if changes:
        relight(session, [report])
        _note(session, actor, report, changes)
    return Filled(report.version, [str(change["path"]) for change in changes], problems)


def require_editor(actor: Actor, report: MonitoringReport, version: int) -> Actor:
    """Who acts: the holder of the desk himself, or somebody in his name; raises like ``fill_report``.

    A report that has moved on is said to have moved on, whatever its version: its page has no fields to merge into.
    """
    if not actor.holds_any(EDITORS, report):
        raise NotAllowed("no_role")
    if pair_of(report) not in EDITING_DESKS or not actor.holds(DESK_ROLES[str(report.desk)], report):
        raise WrongState("not_editable")
    if version != report.version:
        raise Conflict("version_changed")
    return actor.acting([DESK_ROLES[str(report.desk)]], report)


def place_on(report: MonitoringReport, cells: Mapping[str, MonitoringItem], path: str) -> tuple[Any, str]:
    """The row and column of a path; a path that is not on this form cannot come from its page."""
    place, _, name = path.rpartition("/")
    if path in MONEY_COLUMNS:
        return report, MONEY_COLUMNS[path]
    if place in cells and name in ITEM_FIELDS:
        return cells[place], name
    raise RuleFailed("bad_path", path=path)


def read_cell(path: str, column: str, raw: str) -> dict[str, str | int | None]:
    """Columns and values of what was typed; raises ``ValueError(code)``."""
    name, text = path.rpartition("/")[2], said(raw)
    if path in FORECASTS:
        return unread(path, "") | {column: _amount(text)}
    if text and name in CHOICES and text not in CHOICES[name]:
        raise ValueError("not_a_choice")
    return {column: text}


def unread(path: str, raw: str) -> dict[str, str | int | None]:
    """What is kept of an amount that cannot be read: no number, and what was typed; nothing of other places."""
    stem = FORECASTS.get(path)
    return {f"{stem}_fen": None, f"{stem}_raw": raw} if stem else {}


def _put(row: Any, column: str, value: object, path: str) -> dict[str, object]:
    """Set what differs; what the audit trail says about it."""
    old = getattr(row, column)
    if old == value:
        return {}
    setattr(row, column, value)
    return {"path": path, "old": old, "new": value}


def _amount(text: str) -> int | None:
    if not text:
        return None
    fen = money.fen_from_wan(text)
    if fen < 0:
        raise ValueError("negative_amount")
    return fen


def touch(session: Session, actor: Actor, report: MonitoringReport) -> None:
    """The report's new version, and who typed in it."""
    report.version += 1
    report.updated_at = clock.now()
    for person in sorted(actor.persons):
        insert_once(
            session,
            FiledBy,
            object_kind=file_kind(report),
            object_id=report.id,
            user_id=person,
            department_trace=report.desk == Desk.department,
        )


def _note(session: Session, actor: Actor, report: MonitoringReport, changes: list[dict[str, object]]) -> None:
    touch(session, actor, report)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=FILL,
        object_kind=file_kind(report),
        object_id=report.id,
        details={"changes": changes, "version": report.version},
    )
