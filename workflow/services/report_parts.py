"""What the executing bodies (执行单位) of a project report, and taking its sums over into the monitoring report.

The whole table is saved at once: the page holds all of it. A line without any entry is dropped; an amount that cannot
be read is kept as it was typed and comes back as a problem.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from workflow import clock, money
from workflow.documents.report_content import items_of
from workflow.errors import RuleFailed
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_report
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.report_parts import parts_of, sums_of
from workflow.models import MonitoringPart, MonitoringReport
from workflow.permissions import Actor
from workflow.services.reports import Filled, fill_report, require_editor, touch
from workflow.texts import said

FILL_PARTS = "fill_parts"
MOST_BODIES, LONGEST_NAME = 200, 120
AMOUNTS = ("budget", "executed")


@dataclass(frozen=True)
class TypedPart:
    """One line as it was typed; ``actuals`` by uid of the indicator."""

    name: str = ""
    budget: str = ""
    executed: str = ""
    actuals: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing was typed in it."""
        return not any(said(text) for text in (self.name, self.budget, self.executed, *self.actuals.values()))


def save_parts(
    session: Session, actor: Actor, report_id: int, version: int, lines: Sequence[TypedPart], *, take_over: bool = False
) -> Filled:
    """Keep the table; with ``take_over`` what adds up becomes what the report says was reached.

    Raises like ``fill_report``.
    """
    report = find_report(session, actor, report_id, lock=True)
    who = require_editor(actor, report, version)
    if len(lines) > MOST_BODIES:
        raise RuleFailed("too_many_parts", limit=MOST_BODIES)
    wanted = {item.indicator_uid for item in items_of(session, report.id)}
    problems: list[Problem] = []
    rows = [_row(report, number, line, wanted, problems) for number, line in enumerate(lines) if not line.empty]
    before, after = parts_of(session, report.id), rows
    if _said(before) != _said(after):
        for old in before:
            session.delete(old)
        session.flush()  # the new lines take the places of the old ones
        session.add_all(after)
        session.flush()  # what is taken over is read from the database
        _note(session, who, report, after)
    if not take_over:
        return Filled(report.version, ["parts"], problems)
    sums = {uid: found.text for uid, found in sums_of(session, report).items() if found.text}
    taken = fill_report(
        session, actor, report_id, report.version, {f"items/{uid}/actual": text for uid, text in sums.items()}
    )
    return Filled(taken.version, taken.changed, problems)


def _row(
    report: MonitoringReport, number: int, line: TypedPart, wanted: set[str], problems: list[Problem]
) -> MonitoringPart:
    name = said(line.name)
    if len(name) > LONGEST_NAME:
        facts = {"most": LONGEST_NAME, "count": len(name)}
        problems.append(Problem("text_too_long", facts, f"parts/{number}/name"))
    if not name:
        problems.append(Problem("part_name_missing", {}, f"parts/{number}/name"))
    amounts: dict[str, Any] = {}
    for column in AMOUNTS:
        raw = said(getattr(line, column))
        try:
            amounts |= {f"{column}_fen": money.fen_from_wan(raw) if raw else None, f"{column}_raw": ""}
        except ValueError as error:
            problems.append(Problem(str(error), {"raw": raw}, f"parts/{number}/{column}"))
            amounts |= {f"{column}_fen": None, f"{column}_raw": raw}
    actuals = {uid: text for uid, raw in line.actuals.items() if uid in wanted and (text := said(raw))}
    return MonitoringPart(
        created_at=clock.now(), report_id=report.id, position=number, name=name[:LONGEST_NAME], actuals=actuals,
        **amounts,
    )  # fmt: skip


def _said(rows: Sequence[MonitoringPart]) -> list[dict[str, Any]]:
    return [row.model_dump(exclude={"id", "created_at", "position"}) for row in rows]


def _note(session: Session, actor: Actor, report: MonitoringReport, rows: Sequence[MonitoringPart]) -> None:
    touch(session, actor, report)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=FILL_PARTS,
        object_kind=file_kind(report),
        object_id=report.id,
        details={"parts": _said(rows), "version": report.version},
    )
