"""The budget ledger (预算指标台账) as pages show it: of a region, and of one project with the running budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.execution import Money
from workflow.models import Declaration, LedgerEntry, Organisation, Project, TargetAdjustmentTask, UserAccount
from workflow.money_facts import booked_until, project_money
from workflow.permissions import Actor
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.payment_lines import seen_projects

OTHER = LedgerEntry.__table__.alias("other_half")  # type: ignore[attr-defined]
OTHER_PROJECT = Project.__table__.alias("other_project")  # type: ignore[attr-defined]
COUNTER = LedgerEntry.__table__.alias("counter")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class LedgerLine:
    """One entry. ``other_project``: the one a transfer came from or went to; ``taken_back``: a counter-entry exists.

    ``effective_on`` None = from the first day of the year. ``correction_id``: the corrective action it carries out.
    """

    id: int
    project_id: int
    project_name: str
    unit_name: str
    fiscal_year: int
    kind: str
    amount_fen: int
    effective_on: date | None
    document: str
    reason: str
    origin: str
    created_at: datetime
    entered_by: str
    declaration_id: int | None
    corrects_id: int | None
    taken_back: bool
    other_project: str | None
    correction_id: int | None = None
    function_code: str = ""
    economic_code: str = ""
    nature: str = ""

    @property
    def counts_from(self) -> date:
        """The day of effect."""
        return self.effective_on or date(self.fiscal_year, 1, 1)


@dataclass(frozen=True)
class Running:
    """An entry with the adjusted budget after it."""

    line: LedgerLine
    adjusted_fen: int


@dataclass(frozen=True)
class LedgerFilters:
    """Empty = all. ``text`` is a part of the project's name, its initials or code, or of the document.

    ``until``: entries that count as of the day; ``known``: of these only what had been entered by then.
    """

    kind: str = ""
    text: str = ""
    until: date | None = None
    known: date | None = None


def entries(
    session: Session, actor: Actor, region_id: int, year: int, filters: LedgerFilters = LedgerFilters(),
    cursor: str = "", size: int = PAGE_SIZE,
) -> Window[LedgerLine]:  # fmt: skip
    """What was entered in the region for the year, as far as the actor sees the projects; the newest first."""
    here = (col(Project.region_id) == region_id, col(LedgerEntry.fiscal_year) == year)
    day = booked_until(year, filters.until, known=filters.known) if filters.until else []
    query = _lines().where(*here, seen_projects(actor), *day, *_wanted(filters))
    order = Order(col(LedgerEntry.id), col(LedgerEntry.id), int, descending=True)
    return window(session, query, order, LedgerLine, cursor, size)


def project_entries(
    session: Session, project_id: int, year: int, as_of: date, *, known: date | None = None
) -> list[Running]:
    """The ledger of a project in the order of effect, as it stands on the day; the caller has checked the scope."""
    query: Any = _lines().where(
        and_(col(LedgerEntry.project_id) == project_id, *booked_until(year, as_of, known=known))
    )
    first = func.coalesce(LedgerEntry.effective_on, date(year, 1, 1))
    found = [LedgerLine(*row) for row in session.exec(query.order_by(first, col(LedgerEntry.id)))]
    sums = accumulate(line.amount_fen for line in found)
    return [Running(line, fen) for line, fen in zip(found, sums, strict=True)]


def entry(session: Session, actor: Actor, entry_id: int) -> list[LedgerLine]:
    """The entry, of a transfer with its other half behind it; raises ``NotFound`` out of sight."""
    query: Any = _lines().where(col(LedgerEntry.id) == entry_id, seen_projects(actor))
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_ledger_entry")
    half = or_(
        col(LedgerEntry.transfer_id) == entry_id,
        col(LedgerEntry.id) == select(OTHER.c.transfer_id).where(OTHER.c.id == entry_id).scalar_subquery(),
    )
    others: Any = _lines().where(half)
    return [LedgerLine(*row) for row in (found, *session.exec(others))]


def open_task_of(session: Session, project_id: int, year: int) -> int | None:
    """The task to adjust targets (目标调整任务) that the ledger has opened; the caller has checked the scope."""
    query = select(TargetAdjustmentTask.id).where(
        TargetAdjustmentTask.project_id == project_id,
        TargetAdjustmentTask.fiscal_year == year,
        col(TargetAdjustmentTask.closed_at).is_(None),
    )
    return session.exec(query).first()


def lines_of(session: Session, entry_ids: Sequence[int]) -> list[LedgerLine]:
    """These entries, the oldest first; the caller has checked the scope."""
    query: Any = _lines().where(col(LedgerEntry.id).in_(entry_ids)).order_by(col(LedgerEntry.id))
    return [LedgerLine(*row) for row in session.exec(query)]


@dataclass(frozen=True)
class LedgerProject:
    """The project an entry is made for, with its money of the whole year."""

    id: int
    name: str
    code: str
    unit_name: str
    region_id: int
    money: Money


def ledger_project(session: Session, actor: Actor, project_id: int, year: int) -> LedgerProject:
    """Raises ``NotFound`` out of sight."""
    columns: list[Any] = [
        Project.id, Project.name, func.coalesce(Project.code, "").label("code"),
        col(Organisation.name).label("unit_name"), Project.region_id,
    ]  # fmt: skip
    query: Any = select(*columns).join(Organisation, col(Organisation.id) == Project.unit_id)
    found = session.exec(query.where(Project.id == project_id, seen_projects(actor))).first()
    if found is None:
        raise NotFound("no_such_project_here")
    money = project_money(session, [project_id], year, date(year, 12, 31))[project_id]
    return LedgerProject(**found._mapping, money=money)


def _lines() -> Select[Any]:
    """The columns of ``LedgerLine``."""
    columns: list[Any] = [
        LedgerEntry.id, LedgerEntry.project_id, Project.name, Organisation.name, LedgerEntry.fiscal_year,
        LedgerEntry.kind, LedgerEntry.amount_fen, LedgerEntry.effective_on, LedgerEntry.document, LedgerEntry.reason,
        LedgerEntry.origin, LedgerEntry.created_at, func.coalesce(UserAccount.name, ""), LedgerEntry.declaration_id,
        LedgerEntry.corrects_id, exists().where(COUNTER.c.corrects_id == LedgerEntry.id),
        func.coalesce(OTHER_PROJECT.c.name, func.nullif(Declaration.counterpart, "")), LedgerEntry.correction_id,
        LedgerEntry.function_code, LedgerEntry.economic_code, LedgerEntry.nature,
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return (
        query.join(Project, col(Project.id) == LedgerEntry.project_id)
        .join(Organisation, col(Organisation.id) == Project.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == LedgerEntry.entered_by)
        .outerjoin(OTHER, or_(OTHER.c.id == LedgerEntry.transfer_id, OTHER.c.transfer_id == LedgerEntry.id))
        .outerjoin(OTHER_PROJECT, OTHER_PROJECT.c.id == OTHER.c.project_id)
        .outerjoin(Declaration, col(Declaration.id) == LedgerEntry.declaration_id)
    )


def _wanted(filters: LedgerFilters) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.kind:
        found.append(col(LedgerEntry.kind) == filters.kind)
    if text := filters.text.strip():
        found.append(
            or_(
                col(Project.name).contains(text, autoescape=True),
                col(Project.initials).contains(text.lower(), autoescape=True),
                col(Project.code) == text.upper(),
                col(LedgerEntry.document).contains(text, autoescape=True),
            )
        )
    return found
