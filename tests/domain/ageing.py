"""A generated world that goes on: the trail of what stands, and days later a move of every file that lies somewhere."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import null
from sqlmodel import Session, col, select

from tests.domain.generated import Maker
from workflow import clock
from workflow.models import (
    AuditEntry,
    CorrectiveAction,
    Declaration,
    MonitoringCampaign,
    MonitoringReport,
    SelfEvaluation,
    Snapshot,
    Submission,
)
from workflow.queries.dashboard.standing import MODELS, TRAILS


def _all(session: Session, year: int) -> list[tuple[str, Any]]:
    return [
        (kind, row)
        for kind, model in MODELS.items()
        for row in session.exec(select(model).where(model.fiscal_year == year).order_by(model.id))
    ]


def _moved(session: Session, kind: str, row: Any, at: datetime) -> None:
    desk = getattr(row, "desk", None)
    place = f"{row.state}/{desk}" if desk else row.state
    entry = AuditEntry(
        at=at, transaction="x", actor_name="x", action="x", object_kind=TRAILS[kind], object_id=row.id, state_to=place
    )
    session.add(entry)


def _submitted(session: Session, row: Declaration, round_: int, at: datetime, by: int) -> None:
    snapshot = session.exec(select(col(Snapshot.id)).limit(1)).one()
    session.add(Submission(created_at=at, declaration_id=row.id, round=round_, snapshot_id=snapshot, submitted_by=by))


def write_trail(session: Session, year: int, by: int) -> None:
    """As if every file had come where it lies by a move of today; some have never moved."""
    now = clock.now()
    for number, (kind, row) in enumerate(_all(session, year)):
        if number % 5 or (row.state, getattr(row, "desk", None)) not in (("drafted", "filer"), ("ordered", None)):
            _moved(session, kind, row, now)
        for round_ in range(1, row.round + 1) if isinstance(row, Declaration) else ():
            _submitted(session, row, round_, now, by)


def go_on(session: Session, maker: Maker, by: int) -> None:
    """Everything that lies at a desk moves, corrections are closed, a campaign and files are new."""
    now = clock.now()
    for kind, row in _all(session, maker.year):
        if isinstance(row, Declaration) and row.desk:
            row.state, row.desk, row.round = "submitted", "section", row.round + 1
            _submitted(session, row, row.round, now, by)
        elif isinstance(row, MonitoringReport | SelfEvaluation) and row.desk:
            row.state, row.desk, row.held_since = "cancelled", null(), null()  # type: ignore[assignment]
            row.cancelled_by, row.first_submitted_at = "cancel", row.first_submitted_at or now
        elif isinstance(row, CorrectiveAction) and row.state != "closed":
            row.state, row.closed_at = "closed", now
        else:
            continue
        session.flush()
        session.refresh(row)
        _moved(session, kind, row, now)
    region, deadline = maker.world.regions["ezhou"], date(2025, 12, 31)
    newest = MonitoringCampaign(
        created_at=now, region_id=region, fiscal_year=maker.year, round=9, name="后来", cutoff_month=9,
        deadline=deadline,
    )  # fmt: skip
    maker.now, maker.campaigns = now, [maker.add(newest)]
    for unit in ("centre", "justice_own", "hr_own"):
        maker.file(unit)
