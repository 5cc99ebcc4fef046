"""Totals of payments per project × month × 资金性质 × 功能科目 × 部门经济科目, kept by all that stores payments.

``Changes`` collects what a deed adds and takes away; ``store`` writes it in the same transaction, under the lock of the
region. A rebuild from the payments must give the same to the fen; the nightly job tells when it does not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, delete, extract, insert, union_all, update
from sqlmodel import Session, col, func, or_, select

from workflow import clock
from workflow.db import upsert
from workflow.models import ClosedMonth, ClosedMonthChange, Payment, PaymentTotal
from workflow.services.rates import forget_rates

KEY = ("region_id", "fiscal_year", "month", "project_id", "nature", "function_code", "economic_code")
SUMS = ("lines", "paid_fen", "refunded_fen")
AT_ONCE = 1_000
"""Rows of one statement: ten values each, and SQLite takes 32,766."""


class Cell(NamedTuple):
    """One total of a region and year."""

    month: int
    project_id: int
    nature: str
    function_code: str
    economic_code: str


class Sums(NamedTuple):
    """How many lines, and what they add up to in fen; refunds apart and negative."""

    lines: int = 0
    paid_fen: int = 0
    refunded_fen: int = 0

    def plus(self, other: "Sums", sign: int = 1) -> "Sums":
        """Added up, or taken away."""
        return Sums(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Deed:
    """What makes a change: said of a closed month. ``cause`` as in ``closed_month_change``."""

    cause: str
    user_id: int | None = None
    batch_id: int | None = None
    reason: str = ""


@dataclass
class Changes:
    """What the totals of one region and year go up and down by."""

    cells: dict[Cell, Sums] = field(default_factory=dict)

    def add(self, cell: Cell, sums: Sums, sign: int = 1) -> None:
        """One total more, or less."""
        self.cells[cell] = self.cells.get(cell, Sums()).plus(sums, sign)

    def add_lines(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Payments that are new, as rows of their table."""
        for row in rows:
            fen: int = row["amount_fen"]
            cell = Cell(
                row["paid_on"].month,
                row["project_id"] or 0,
                row.get("nature", ""),
                row.get("function_code", ""),
                row.get("economic_code", ""),
            )
            self.add(cell, Sums(1, max(fen, 0), min(fen, 0)))

    def store(self, session: Session, region_id: int, year: int, deed: Deed) -> None:
        """Into the totals; stored rates they make wrong are forgotten, closed months keep what was done to them."""
        cells = {cell: sums for cell, sums in self.cells.items() if any(sums)}
        if not cells:
            return
        place = {"region_id": region_id, "fiscal_year": year}
        rows = [{**place, **cell._asdict(), **sums._asdict()} for cell, sums in sorted(cells.items())]
        for start in range(0, len(rows), AT_ONCE):
            upsert(session, PaymentTotal, rows[start : start + AT_ONCE], KEY, _added)
        nothing = [getattr(PaymentTotal, name) == 0 for name in SUMS]
        session.exec(delete(PaymentTotal).where(*_of(region_id, year), *nothing))
        _note_closed(session, region_id, year, cells, deed)
        forget_rates(session, region_id, year, date(year, min(cell.month for cell in cells), 1))


def _added(stored: Any, new: Any) -> dict[str, Any]:
    return {name: stored[name] + new[name] for name in SUMS}


def _of(region_id: int, year: int) -> tuple[ColumnElement[bool], ...]:
    return col(PaymentTotal.region_id) == region_id, col(PaymentTotal.fiscal_year) == year


def reassign(
    session: Session, changes: Changes, which: ColumnElement[bool], project_id: int | None, matched_by: str
) -> int:
    """Give payments to another project (None = to nobody), and note what that moves; how many there were."""
    for cell, sums in _grouped(session, which):
        changes.add(cell, sums, -1)
        changes.add(cell._replace(project_id=project_id or 0), sums)
    statement = update(Payment).where(which).execution_options(synchronize_session="fetch")
    return session.exec(statement.values(project_id=project_id, matched_by=matched_by)).rowcount


def _grouped(session: Session, *which: ColumnElement[bool]) -> Iterator[tuple[Cell, Sums]]:
    for row in session.exec(added_up(*which)).all():
        yield Cell(*row[2:7]), Sums(*row[7:])


def added_up(*which: ColumnElement[bool]) -> Any:
    """The totals as the payments themselves give them: the columns of ``KEY``, then of ``SUMS``."""
    fen = col(Payment.amount_fen)
    month = cast(extract("month", col(Payment.paid_on)), BigInteger)
    keys: list[Any] = [
        col(Payment.region_id), col(Payment.fiscal_year), month.label("month"),
        func.coalesce(Payment.project_id, 0).label("project_id"), col(Payment.nature), col(Payment.function_code),
        col(Payment.economic_code),
    ]  # fmt: skip
    sums: list[Any] = [
        func.count().label("lines"),
        cast(func.sum(case((fen > 0, fen), else_=0)), BigInteger).label("paid_fen"),
        cast(func.sum(case((fen < 0, fen), else_=0)), BigInteger).label("refunded_fen"),
    ]
    query: Select[Any] = select(*keys, *sums)
    return query.where(*which).group_by(*keys)


# --- closed months ---------------------------------------------------------------------------------------------------


def _note_closed(session: Session, region_id: int, year: int, cells: Mapping[Cell, Sums], deed: Deed) -> None:
    query = select(ClosedMonth.month).where(ClosedMonth.region_id == region_id, ClosedMonth.fiscal_year == year)
    closed = set(session.exec(query))
    changed: dict[tuple[int, int], Sums] = {}
    for cell, sums in cells.items():
        if cell.month in closed:
            place = cell.month, cell.project_id
            changed[place] = changed.get(place, Sums()).plus(sums)
    session.add_all(
        ClosedMonthChange(
            created_at=clock.now(),
            region_id=region_id,
            fiscal_year=year,
            month=month,
            project_id=project_id,
            lines=sums.lines,
            amount_fen=sums.paid_fen + sums.refunded_fen,
            cause=deed.cause,
            batch_id=deed.batch_id,
            made_by=deed.user_id or None,
            reason=deed.reason,
        )
        for (month, project_id), sums in sorted(changed.items())
        if any(sums)
    )


# --- rebuilding and comparing ----------------------------------------------------------------------------------------


def rebuild(session: Session, region_id: int, year: int) -> int:
    """Made anew from the payments; how many totals stand then. Needs the lock of the region."""
    session.exec(delete(PaymentTotal).where(*_of(region_id, year)))
    here = col(Payment.region_id) == region_id, col(Payment.fiscal_year) == year
    session.exec(insert(PaymentTotal).from_select([*KEY, *SUMS], added_up(*here)))
    forget_rates(session, region_id, year, date(year, 1, 1))
    return session.exec(select(func.count()).select_from(PaymentTotal).where(*_of(region_id, year))).one()


def differences(session: Session, region_id: int, year: int) -> dict[Cell, Sums]:
    """Totals that are not what the payments add up to, and by how much the stored ones are too high.

    One statement: nothing that is loaded meanwhile looks like a difference.
    """
    stored: Any = select(*(getattr(PaymentTotal, name) for name in (*KEY, *SUMS))).where(*_of(region_id, year))
    made = added_up(col(Payment.region_id) == region_id, col(Payment.fiscal_year) == year).subquery()
    less: Any = select(*(made.c[name] for name in KEY), *(-made.c[name] for name in SUMS))
    both = union_all(stored, less).subquery()
    keys, sums = list(both.c)[: len(KEY)], [cast(func.sum(column), BigInteger) for column in list(both.c)[len(KEY) :]]
    query: Any = select(*keys, *sums).group_by(*keys).having(or_(*(one != 0 for one in sums)))
    return {Cell(*row[2:7]): Sums(*row[7:]) for row in session.exec(query)}
