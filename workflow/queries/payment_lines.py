"""Payments as pages show them, within what the actor may see; accounts only by their last digits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_
from sqlmodel import Session, col, select

from workflow.models import Payment, Project
from workflow.money_facts import paid_until
from workflow.permissions import Actor, reach_clause, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.rate_facts import NO_ALIASES, SCOPES, Aliases
from workflow.regional.codes import code_lists


@dataclass(frozen=True)
class PaymentLine:
    """One voucher line: ``printed_*`` as in the file, ``project_*`` what it was matched to, ``matched_by`` how."""

    id: int
    voucher_no: str
    line_no: int
    paid_on: date
    amount_fen: int
    payee_name: str
    payee_account_tail: str
    purpose: str
    function_code: str
    economic_code: str
    nature: str
    printed_code: str
    printed_project: str
    printed_unit_code: str
    printed_unit: str
    matched_by: str
    batch_id: int
    row_no: int
    project_id: int | None
    project_name: str | None


@dataclass(frozen=True)
class PaymentFilters:
    """Empty = all. ``printed`` is (unit_key, project_key) of an unmatched group.

    ``until`` with ``year``: what counts as of the day; ``known``: of this only what had been received by then.
    ``of_class``: (scope of ``rate_facts``, key) of what vouchers print; matched payments only.
    """

    year: int | None = None
    region_id: int | None = None
    project_id: int | None = None
    batch_id: int | None = None
    until: date | None = None
    known: date | None = None
    department_id: int | None = None
    of_class: tuple[str, str] | None = None
    unmatched: bool = False
    printed: tuple[str, str] | None = None
    voucher_no: str = ""

    def conditions(self, aliases: Aliases = NO_ALIASES) -> list[ColumnElement[bool]]:
        """The WHERE clause on ``Payment`` joined to its ``Project``; a class is read by the year's ``aliases``."""
        wanted: list[ColumnElement[bool]] = [
            column == value
            for column, value in (
                (col(Payment.fiscal_year), self.year),
                (col(Payment.region_id), self.region_id),
                (col(Payment.project_id), self.project_id),
                (col(Payment.batch_id), self.batch_id),
                (col(Payment.voucher_no), self.voucher_no.strip() or None),
            )
            if value is not None
        ]
        if self.until and self.year:
            wanted += paid_until(self.year, self.until, known=self.known)
        if self.of_class:
            scope, key = self.of_class
            wanted += [col(Payment.project_id).is_not(None), SCOPES[scope].printed_key(aliases) == key]
        if self.department_id:
            wanted.append(col(Project.department_id) == self.department_id)
        if self.unmatched:
            wanted.append(col(Payment.project_id).is_(None))
        if self.printed:
            unit_key, project_key = self.printed
            wanted += [col(Payment.unit_key) == unit_key, col(Payment.project_key) == project_key]
        return wanted


def aliases_of(session: Session, filters: PaymentFilters) -> Aliases:
    """What is printed instead of codes in the year; asked for only where a class is."""
    return code_lists(session, filters.year).aliases if filters.of_class and filters.year else NO_ALIASES


def payments(
    session: Session, actor: Actor, filters: PaymentFilters, cursor: str = "", size: int = PAGE_SIZE
) -> Window[PaymentLine]:
    """By day, then in the order of loading."""
    query = lines_query().where(seen_payments(actor), *filters.conditions(aliases_of(session, filters)))
    order = Order(col(Payment.paid_on), col(Payment.id), date.fromisoformat)
    return window(session, query, order, PaymentLine, cursor, size)


def lines_query() -> Select[Any]:
    """The columns of ``PaymentLine``."""
    columns: list[Any] = [
        Payment.id, Payment.voucher_no, Payment.line_no, Payment.paid_on, Payment.amount_fen, Payment.payee_name,
        Payment.payee_account_tail, Payment.purpose, Payment.function_code, Payment.economic_code, Payment.nature,
        Payment.project_code, Payment.project_name, Payment.unit_code, Payment.unit_name, Payment.matched_by,
        Payment.batch_id, Payment.row_no, Payment.project_id, Project.name,
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return query.join(Project, col(Project.id) == Payment.project_id, isouter=True)


def seen_payments(actor: Actor) -> ColumnElement[bool]:
    """All payments of the regions the actor sees; otherwise those of the projects he sees."""
    regions = sorted(regions_seen(actor))
    mine = seen_projects(actor)
    return or_(col(Payment.region_id).in_(regions), col(Payment.project_id).in_(select(Project.id).where(mine)))


def seen_projects(actor: Actor) -> ColumnElement[bool]:
    """The WHERE clause of the projects the actor sees."""
    return or_(false(), *(reach_clause(Project, grant) for grant in actor.grants))
