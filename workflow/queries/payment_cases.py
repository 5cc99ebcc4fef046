"""What is left to do by hand: rows that wait, payments of no project, and one of these with all that print the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, and_, cast
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.models import Payment, PaymentAside, PaymentBatch, PaymentQuarantine
from workflow.permissions import Actor, regions_seen
from workflow.queries.payment_lines import PaymentLine, lines_query


@dataclass(frozen=True)
class PaymentCase:
    """``count`` and ``amount_fen`` are of all lines a choice of the project would change, this one included."""

    line: PaymentLine
    region_id: int
    fiscal_year: int
    unit_key: str
    project_key: str
    count: int
    amount_fen: int
    first_on: date
    last_on: date

    @property
    def remembered(self) -> bool:
        """A line that names no project is matched alone; there is nothing to remember."""
        return bool(self.project_key)


def payment_case(session: Session, actor: Actor, payment_id: int) -> PaymentCase:
    """For who sees the region as a whole; raises ``NotFound``."""
    own: list[Any] = [Payment.region_id, Payment.fiscal_year, Payment.unit_key, Payment.project_key]
    seen = col(Payment.region_id).in_(sorted(regions_seen(actor)))
    query: Any = lines_query().add_columns(*own).where(col(Payment.id) == payment_id, seen)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_payment")
    line, (region_id, year, unit_key, project_key) = PaymentLine(*found[:-4]), found[-4:]
    same = and_(
        col(Payment.region_id) == region_id,
        col(Payment.fiscal_year) == year,
        col(Payment.unit_key) == unit_key,
        col(Payment.project_key) == project_key,
        col(Payment.matched_by) != "code",
    )
    columns: list[Any] = [
        func.count(), cast(func.coalesce(func.sum(Payment.amount_fen), 0), BigInteger),
        func.min(Payment.paid_on), func.max(Payment.paid_on),
    ]  # fmt: skip
    sums: Any = select(*columns).where(same if project_key else col(Payment.id) == payment_id)
    count, amount, first, last = session.exec(sums).one()
    return PaymentCase(
        line, region_id, year, unit_key, project_key, count, amount, first or line.paid_on, last or line.paid_on
    )


@dataclass(frozen=True)
class Brought:
    """What a file brought in: the sum to be compared with the treasury's, and the lines of it that have no project."""

    fen: int
    without_project: int = 0
    set_aside: int = 0


def brought(session: Session, batch_id: int) -> Brought:
    """Of one file; one statement."""
    none = col(Payment.project_id).is_(None)
    columns: list[Any] = [
        cast(func.coalesce(func.sum(Payment.amount_fen), 0), BigInteger), func.count().filter(none),
        func.count(col(PaymentAside.id)).filter(none),
    ]  # fmt: skip
    query: Any = select(*columns).outerjoin(PaymentAside, col(PaymentAside.payment_id) == Payment.id)
    return Brought(*session.exec(query.select_from(Payment).where(Payment.batch_id == batch_id)).one())


@dataclass(frozen=True)
class LeftOver:
    """What a person still has to decide about the payments of a year."""

    rows: int
    unmatched: int


def left_over(session: Session, actor: Actor, region_id: int, year: int) -> LeftOver:
    """Nothing for who does not see the region as a whole."""
    if region_id not in regions_seen(actor):
        return LeftOver(0, 0)
    rows = (
        select(func.count())
        .select_from(PaymentQuarantine)
        .join(PaymentBatch, col(PaymentBatch.id) == PaymentQuarantine.batch_id)
        .where(
            PaymentBatch.region_id == region_id,
            PaymentBatch.fiscal_year == year,
            col(PaymentQuarantine.resolved_at).is_(None),
        )
    )
    unmatched = (
        select(func.count())
        .select_from(Payment)
        .where(Payment.region_id == region_id, Payment.fiscal_year == year, col(Payment.project_id).is_(None))
    )
    return LeftOver(*session.execute(select(rows.scalar_subquery(), unmatched.scalar_subquery())).one())
