"""What happened in some days, for the weekly report (周报): dated facts alone, so the same days give the same text.

What is entered or loaded later for these days is in it from then on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.errors import RuleFailed
from workflow.execution import Money
from workflow.models import (
    CorrectiveAction,
    Declaration,
    MonitoringReport,
    Organisation,
    Payment,
    Project,
    ReturnOrder,
    Submission,
)
from workflow.money_facts import day_in
from workflow.permissions import Actor, reach_clause
from workflow.queries.dashboard.figures import MOST_LINES, Line, ranked
from workflow.queries.dashboard.measures import Asked
from workflow.queries.execution import board
from workflow.types import OrganisationKind, State


@dataclass(frozen=True)
class Weekly:
    """The days, what stood at their end, what happened in them. ``lines``: departments, furthest behind first."""

    bureau: str
    year: int
    first: date
    last: date
    as_of: date
    due: int
    submitted: int
    approved: int
    new_submitted: int
    returned: int
    new_approved: int
    reports_sent: int
    corrections_ordered: int
    corrections_closed: int
    corrections_open: int
    corrections_late: int
    paid_fen: int
    money: Money
    lines: list[Line]


def weekly(session: Session, actor: Actor, asked: Asked, first: date, last: date) -> Weekly:
    """Both days included; raises ``RuleFailed`` if they are turned round."""
    if last < first:
        raise RuleFailed("days_turned")
    days = Days(session, actor, asked, clock.start_of_day(first), clock.end_of_day(last))
    as_of = day_in(asked.year, last)
    found = board(session, actor, asked.region_id, asked.year, as_of, grouping="department", size=MOST_LINES)
    lines = [Line(row.id, row.name, money=row.money) for row in found.lines]
    return Weekly(
        bureau=_bureau(session, asked.region_id),
        year=asked.year,
        first=first,
        last=last,
        as_of=as_of,
        **days.declarations(),
        **days.followed(),
        paid_fen=days.paid(first, last),
        money=found.total,
        lines=[line for line in ranked(lines) if line.money.execution_rate is not None],
    )


@dataclass(frozen=True)
class Days:
    """Counts of what is dated, between two instants."""

    session: Session
    actor: Actor
    asked: Asked
    start: datetime
    end: datetime

    def declarations(self) -> dict[str, int]:
        """As they stood at the end, and what came in between."""
        first = (Declaration.revision == 1, ~self._thrown_away(), col(Declaration.created_at) <= self.end)
        sent = select(Submission.id).where(
            Submission.declaration_id == Declaration.id, Submission.round == 1, Submission.edition == 1
        )
        by_then = sent.where(Submission.created_at <= self.end).exists()
        in_between = sent.where(Submission.created_at >= self.start, Submission.created_at <= self.end).exists()
        return {
            "due": self._count(Declaration, *first),
            "submitted": self._count(Declaration, *first, by_then),
            "approved": self._count(Declaration, *first, col(Declaration.approved_at) <= self.end),
            "new_submitted": self._count(Declaration, *first, in_between),
            "new_approved": self._count(Declaration, *first, self._between(Declaration.approved_at)),
            "returned": self._returned(),
        }

    def followed(self) -> dict[str, int]:
        """Reports and corrections."""
        ordered = col(CorrectiveAction.created_at) <= self.end
        closed_at = col(CorrectiveAction.closed_at)
        still_open = (ordered, or_(closed_at.is_(None), closed_at > self.end))
        unanswered = or_(col(CorrectiveAction.answered_at).is_(None), col(CorrectiveAction.answered_at) > self.end)
        late = (unanswered, col(CorrectiveAction.due_on) < clock.local(self.end).date())
        return {
            "reports_sent": self._count(MonitoringReport, self._between(MonitoringReport.first_submitted_at)),
            "corrections_ordered": self._count(CorrectiveAction, self._between(CorrectiveAction.created_at)),
            "corrections_closed": self._count(CorrectiveAction, self._between(CorrectiveAction.closed_at)),
            "corrections_open": self._count(CorrectiveAction, *still_open),
            "corrections_late": self._count(CorrectiveAction, *still_open, *late),
        }

    def paid(self, first: date, last: date) -> int:
        """Fen paid in these days for projects the actor sees."""
        query: Any = (
            select(func.coalesce(func.sum(Payment.amount_fen), 0))
            .join(Project, col(Project.id) == Payment.project_id)
            .where(Payment.region_id == self.asked.region_id, Payment.fiscal_year == self.asked.year)
            .where(Payment.paid_on >= first, Payment.paid_on <= last, self._seen(Project))
        )
        return int(self.session.exec(query).one())

    def _returned(self) -> int:
        query = select(func.count()).select_from(ReturnOrder)
        query = query.join(Declaration, col(Declaration.id) == ReturnOrder.declaration_id)
        return self.session.exec(
            query.where(*self._here(Declaration), self._between(ReturnOrder.created_at))
        ).one()  # fmt: skip

    def _count(self, model: Any, *where: Any) -> int:
        query = select(func.count()).select_from(model)
        return self.session.exec(query.where(*self._here(model), *where)).one()

    def _here(self, model: Any) -> tuple[Any, ...]:
        asked = self.asked
        return self._seen(model), model.region_id == asked.region_id, model.fiscal_year == asked.year

    def _seen(self, model: Any) -> ColumnElement[bool]:
        return or_(false(), *(reach_clause(model, grant) for grant in self.actor.grants))

    def _between(self, column: Any) -> ColumnElement[bool]:
        return col(column).between(self.start, self.end)

    def _thrown_away(self) -> ColumnElement[bool]:
        return (col(Declaration.state) == State.terminated) & (col(Declaration.round) == 0)


def _bureau(session: Session, region_id: int) -> str:
    query = select(Organisation.name).where(
        Organisation.region_id == region_id, Organisation.kind == OrganisationKind.bureau
    )
    return session.exec(query.order_by(col(Organisation.id)).limit(1)).first() or ""
