"""国库外支付: the list, one payment, what waits for the section, and what stands beside a project's payments."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, Select, and_, cast, false, or_
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.models import Attachment, Organisation, OutsidePayment, Project, UserAccount
from workflow.money_types import OutsideState
from workflow.permissions import Actor, reach_clause
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.types import Role

CONFIRMING = (Role.section_reviewer, Role.section_head)
LONGEST = 200


@dataclass(frozen=True)
class OutsideLine:
    """One payment."""

    id: int
    project_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    paid_on: date
    amount_fen: int
    channel: str
    payee_name: str
    purpose: str
    document: str
    state: str
    answer: str
    entered_at: datetime
    entered_by: str
    decided_at: datetime | None
    decided_by: str
    proof: str
    unit_id: int
    department_id: int
    region_id: int


@dataclass(frozen=True)
class Beside:
    """What a project paid outside the treasury until a day: confirmed, and not yet confirmed."""

    lines: list[OutsideLine]

    @property
    def confirmed_fen(self) -> int:
        """What the section has confirmed."""
        return sum(line.amount_fen for line in self.lines if line.state == OutsideState.confirmed)

    @property
    def waiting_fen(self) -> int:
        """What still waits for it."""
        return sum(line.amount_fen for line in self.lines if line.state == OutsideState.entered)


def outside_payments(
    session: Session, actor: Actor, region_id: int, year: int, state: str = "", cursor: str = "", size: int = PAGE_SIZE
) -> Window[OutsideLine]:
    """Of the year, the newest day first."""
    query = _lines(actor).where(col(OutsidePayment.region_id) == region_id, col(OutsidePayment.fiscal_year) == year)
    if state:
        query = query.where(col(OutsidePayment.status) == state)
    order = Order(col(OutsidePayment.paid_on), col(OutsidePayment.id), date.fromisoformat, True)
    return window(session, query, order, OutsideLine, cursor, size)


def outside_payment(session: Session, actor: Actor, payment_id: int) -> OutsideLine:
    """One of them; raises ``NotFound``."""
    query: Any = _lines(actor).where(col(OutsidePayment.id) == payment_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_outside_payment")
    return OutsideLine(*found)


def beside_project(session: Session, actor: Actor, project_id: int, year: int, until: date) -> Beside:
    """What stands beside a project's treasury payments; refused and withdrawn ones do not."""
    shown = (OutsideState.entered, OutsideState.confirmed)
    query: Any = _lines(actor).where(
        col(OutsidePayment.project_id) == project_id,
        col(OutsidePayment.fiscal_year) == year,
        col(OutsidePayment.paid_on) <= until,
        col(OutsidePayment.status).in_(shown),
    )
    rows = session.exec(query.order_by(col(OutsidePayment.paid_on), col(OutsidePayment.id)).limit(LONGEST))
    return Beside([OutsideLine(*row) for row in rows])


def outside_waiting(session: Session, actor: Actor) -> list[OutsideLine]:
    """What the section has to confirm, the oldest first."""
    if not _confirms(actor):
        return []
    query: Any = _lines(actor).where(*_unconfirmed(actor)).order_by(col(OutsidePayment.id)).limit(LONGEST)
    return [OutsideLine(*row) for row in session.exec(query)]


def outside_count(actor: Actor) -> list[ScalarSelect[int]]:
    """How many these are, as part of another query."""
    if not _confirms(actor):
        return []
    query: Any = select(func.count()).select_from(OutsidePayment)
    return [query.where(*_unconfirmed(actor)).scalar_subquery()]


def _confirms(actor: Actor) -> bool:
    return any(role in actor.roles for role in CONFIRMING)


def _unconfirmed(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    reach = [
        and_(col(OutsidePayment.region_id) == grant.region_id, reach_clause(OutsidePayment, grant))
        for grant in actor.grants
        if grant.role in CONFIRMING
    ]
    own = or_(col(OutsidePayment.entered_by).is_(None), col(OutsidePayment.entered_by) != actor.user_id)
    return col(OutsidePayment.status) == OutsideState.entered, or_(false(), *reach), own


def _lines(actor: Actor) -> Select[Any]:
    by, decider = UserAccount.__table__.alias("by"), UserAccount.__table__.alias("decider")  # type: ignore[attr-defined]
    table = OutsidePayment
    proof = (
        select(func.max(Attachment.name))
        .where(Attachment.owner_kind == "outside_payment", Attachment.owner_id == table.id)
        .correlate(table)
        .scalar_subquery()
    )
    columns: list[Any] = [
        table.id, table.project_id, Project.name, Organisation.name, table.fiscal_year, table.paid_on,
        cast(table.amount_fen, BigInteger), table.channel, table.payee_name, table.purpose, table.document,
        table.status, table.answer, table.created_at, func.coalesce(by.c.name, ""), table.decided_at,
        func.coalesce(decider.c.name, ""), func.coalesce(proof, ""), table.unit_id, table.department_id,
        table.region_id,
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    seen = or_(false(), *(reach_clause(table, grant) for grant in actor.grants))
    return (
        query.select_from(table)
        .join(Project, col(Project.id) == table.project_id)
        .join(Organisation, col(Organisation.id) == table.unit_id)
        .join(by, by.c.id == table.entered_by, isouter=True)
        .join(decider, decider.c.id == table.decided_by, isouter=True)
        .where(seen)
    )
