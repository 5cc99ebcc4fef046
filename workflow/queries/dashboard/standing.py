"""How files stand: now by their own columns, at the end of a past day (截至日) by the audit trail.

What has no dated record is shown as it is now, and the page says so: lights, deadlines granted since, the review
deadline of a round that has gone on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal, null
from sqlmodel import col, func, select

from workflow import clock
from workflow.models import (
    AuditEntry,
    CorrectiveAction,
    Declaration,
    MonitoringReport,
    SelfEvaluation,
    Submission,
)
from workflow.types import CorrectionState, Desk, ReportState, State

Condition = ColumnElement[bool]
MODELS: dict[str, Any] = {
    "declaration": Declaration, "report": MonitoringReport, "evaluation": SelfEvaluation,
    "correction": CorrectiveAction,
}  # fmt: skip
TRAILS = {
    "declaration": "declaration", "report": "monitoring_report", "evaluation": "self_evaluation",
    "correction": "corrective_action",
}  # fmt: skip
"""Kind of file → what the audit trail calls it."""
_FIRST: dict[str, tuple[str, str | None]] = {
    "declaration": (State.drafted, Desk.filer), "report": (ReportState.drafted, Desk.filer),
    "evaluation": (ReportState.drafted, Desk.filer), "correction": (CorrectionState.ordered, None),
}  # fmt: skip
"""State and desk before the first entry of the trail."""
_PAIRS = {
    f"{state}/{desk}": (state, desk)
    for state in (State.drafted, State.submitted, State.finance_reviewed)
    for desk in Desk
}
"""What the trail writes of a file that lies at a desk."""


@dataclass(frozen=True)
class Stood:
    """The columns of one kind of file. ``joins``: (what, its key of the file) besides the file itself; none for now.

    ``there``: it counts at all; ``sent``: it was submitted to finance at least once; ``until``: the end of the day.
    """

    model: Any
    joins: tuple[tuple[Any, Any], ...]
    state: Any
    desk: Any
    since: Any
    round: Any
    sent: Condition
    there: Condition
    until: datetime | None

    def join(self, query: Any) -> Any:
        """The query with what stood then."""
        for what, key in self.joins:
            query = query.join(what, key == self.model.id, isouter=True)
        return query

    def by_then(self, column: Any) -> Condition:
        """Whether what is dated by the column had happened."""
        happened: Condition = column.is_not(None) if self.until is None else column <= self.until
        return happened


def stood(kind: str, day: date | None) -> Stood:
    """How files of the kind stand now (None), or stood at the end of the day."""
    return _now(kind) if day is None else _then(kind, clock.end_of_day(day))


def _now(kind: str) -> Stood:
    model = MODELS[kind]
    desk, since = (null(), model.created_at) if kind == "correction" else (model.desk, model.held_since)
    sent = {
        "declaration": col(Declaration.round) > 0,
        "report": col(MonitoringReport.first_submitted_at).is_not(None),
        "evaluation": col(SelfEvaluation.first_submitted_at).is_not(None),
    }
    there = literal(value=True) if kind in ("declaration", "correction") else model.state != ReportState.cancelled
    rounds = model.round if hasattr(model, "round") else null()
    return Stood(model, (), model.state, desk, since, rounds, sent.get(kind, model.id > 0), there, None)


def _then(kind: str, until: datetime) -> Stood:
    model, then = MODELS[kind], _trail(TRAILS[kind], until)
    first_state, first_desk = _FIRST[kind]
    moved = then.c.object_id.is_not(None)
    state = case((moved, then.c.state), else_=first_state)
    there = model.created_at <= until
    if kind in ("report", "evaluation"):
        there &= state != ReportState.cancelled
    joins: tuple[tuple[Any, Any], ...] = ((then, then.c.object_id),)
    rounds: Any = null()
    sent = model.first_submitted_at <= until if hasattr(model, "first_submitted_at") else model.id > 0
    if kind == "declaration":
        submitted = _submitted(until)
        joins += ((submitted, submitted.c.declaration_id),)
        rounds, sent = func.coalesce(submitted.c.round, 0), submitted.c.round.is_not(None)
    desk = case((moved, then.c.desk), else_=first_desk)
    return Stood(model, joins, state, desk, func.coalesce(then.c.at, model.created_at), rounds, sent, there, until)


def _trail(kind: str, until: datetime) -> Any:
    """Of every file of the kind the last entry that moved it until then: ``state``, ``desk``, ``at``."""
    last: Any = (
        select(col(AuditEntry.object_id), func.max(AuditEntry.id).label("entry"))
        .where(AuditEntry.object_kind == kind, AuditEntry.state_to != "", col(AuditEntry.at) <= until)
        .group_by(col(AuditEntry.object_id))
        .subquery("last_entry")
    )
    pair = col(AuditEntry.state_to)
    states = case({key: state.value for key, (state, _desk) in _PAIRS.items()}, value=pair, else_=pair)
    desks = case({key: desk.value for key, (_state, desk) in _PAIRS.items()}, value=pair, else_=null())
    query: Any = select(
        col(AuditEntry.object_id), states.label("state"), desks.label("desk"), col(AuditEntry.at).label("at")
    )
    return query.join(last, last.c.entry == AuditEntry.id).subquery(f"{kind}_then")


def _submitted(until: datetime) -> Any:
    """The last round in which a declaration had been submitted; no row for one that never was."""
    query: Any = select(col(Submission.declaration_id), func.max(Submission.round).label("round"))
    query = query.where(col(Submission.created_at) <= until).group_by(col(Submission.declaration_id))
    return query.subquery("submitted_then")
