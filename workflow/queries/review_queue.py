"""审核队列: the files at the finance desks of the actor, ordered by risk × amount × deadline or by one of them.

The product is made of the stored parts of the card and of how near the deadline is today, so the order of a day needs
no rewriting. One pass over the files at the actor's desks answers a page, however many there are.

With 45,000 files waiting at one desk (SQLite, one core) a page takes 0.19 s, its head 0.17 s, the way from file to
file 0.48 s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, false, func, literal, or_, select
from sqlmodel import Session, col

from workflow import clock, regional
from workflow.lifecycle.moves import DESK_ROLES, PENDABLE
from workflow.models import AuditEntry, Declaration, Organisation, PendingDecision, ReviewCard
from workflow.money import fen_from_wan
from workflow.permissions import Actor
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.queries.worklist import at_my_desks, mine
from workflow.regional.table import LOW_RISK_WAN
from workflow.review.weight import OVERDUE, deadline_steps
from workflow.types import LIVE_DECISIONS, OrganisationKind, Role
from workflow.workdays import workdays_until

REVIEWERS = frozenset({Role.section_reviewer, Role.performance})
FINANCE_DESKS = tuple(desk for desk, role in DESK_ROLES.items() if role in REVIEWERS)
FAR = date(9999, 12, 31)
"""The deadline of a file that was not weighed yet."""
_BUDGET = func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen, 0)
_RISK = func.coalesce(ReviewCard.risk, 0)
_DUE: Any = func.coalesce(ReviewCard.due_on, literal(FAR, Date))


@dataclass(frozen=True)
class Asked:
    """Which part of the queue, in which order; ``sort`` is a key of ``SORTS``."""

    sort: str = "priority"
    turned: bool = False
    """The other way round than the sort usually runs."""
    department_id: int | None = None
    desk: str = ""
    low_risk: bool = False


@dataclass(frozen=True)
class QueuedFile:
    """One line of the queue; what the risk comes from stands in ``card`` (None: not weighed yet)."""

    file: Declaration
    unit_name: str
    department_name: str
    card: ReviewCard | None


@dataclass(frozen=True)
class Standing:
    """How much is left: ``pace`` files a day, so that the ``pressing`` ones are done by ``due_on``."""

    left: int = 0
    overdue: int = 0
    pace: int = 0
    pressing: int = 0
    due_on: date | None = None
    workdays: int = 0
    low_risk: int = 0
    done_today: int = 0
    held: int = 0
    sent: int = 0


@dataclass(frozen=True)
class Neighbours:
    """The files before and after one, and where it stands; ``position`` is None when it is not in the queue."""

    total: int
    position: int | None
    before: int | None
    after: int | None
    cursor: str
    """Begins a page of the queue with this very file."""


def queue(session: Session, actor: Actor, asked: Asked, cursor: str = "", size: int = PAGE_SIZE) -> Window[QueuedFile]:
    """One page: chosen by id before anything else is read, for tens of thousands may wait."""
    chosen = _rows(col(Declaration.id)).where(*_in_queue(session, actor, asked))
    page = window(session, chosen, _order(asked), int, cursor, size)
    return Window(_files(session, page.rows), page.before, page.after)


def _files(session: Session, ids: Sequence[int]) -> list[QueuedFile]:
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    query = (
        _rows(Declaration, unit.c.name, department.c.name, ReviewCard)
        .join(unit, unit.c.id == col(Declaration.unit_id))
        .join(department, department.c.id == col(Declaration.department_id))
        .where(col(Declaration.id).in_(ids))
    )
    found = {row[0].id: QueuedFile(*row) for row in session.execute(query)}
    return [found[key] for key in ids]


def standing(session: Session, actor: Actor, asked: Asked) -> Standing:
    """The head of the queue: of what was asked for, what is left and how fast it must go."""
    low = func.sum(case((_low_risk(session, actor), 1), else_=0))
    by_day = _rows(_DUE.label("due_on"), func.count(), low).where(*_in_queue(session, actor, asked)).group_by(_DUE)
    days = sorted((due, count, easy) for due, count, easy in session.execute(by_day))
    today = clock.business_date()
    pace, pressing, due_on = _tightest([(due, count) for due, count, _ in days], today)
    live = session.execute(
        select(col(PendingDecision.status), func.count())
        .where(col(PendingDecision.actor_id) == actor.user_id, col(PendingDecision.status).in_(LIVE_DECISIONS))
        .group_by(col(PendingDecision.status))
    )
    pending = {status: count for status, count in live}
    return Standing(
        left=sum(count for _, count, _ in days),
        overdue=sum(count for due, count, _ in days if due < today),
        pace=pace,
        pressing=pressing,
        due_on=due_on,
        workdays=workdays_until(today, due_on) if due_on else 0,
        low_risk=sum(easy for _, _, easy in days),
        done_today=_done_today(session, actor),
        held=pending.get("held", 0),
        sent=pending.get("sent", 0) + pending.get("due", 0),
    )


def _tightest(days: Sequence[tuple[date, int]], today: date) -> tuple[int, int, date | None]:
    """(files a day, how many, until when) of the deadline before which most has to be done a day.

    What is overdue is for today.
    """
    pace, pressing, until, waiting = 0, 0, None, 0
    for due, count in days:
        if due == FAR:
            break
        waiting += count
        needed = -(-waiting // max(1, workdays_until(today, max(due, today))))
        if needed >= pace:
            pace, pressing, until = needed, waiting, max(due, today)
    return pace, pressing, until


def neighbours(session: Session, actor: Actor, asked: Asked, declaration_id: int) -> Neighbours | None:
    """Around one file, also when it has left the queue; None if there is no such file in the actor's reach."""
    order = _order(asked)
    here = session.execute(_rows(order.value).where(col(Declaration.id) == declaration_id)).first()
    if here is None:
        return None
    key = (here[0], declaration_id)
    within = _in_queue(session, actor, asked)
    later = or_(order.value < key[0], and_(order.value == key[0], order.row_id < key[1]))
    earlier = or_(order.value > key[0], and_(order.value == key[0], order.row_id > key[1]))
    if not order.descending:
        later, earlier = earlier, later
    counted = select(
        func.count(),
        func.coalesce(func.sum(case((earlier, 1), else_=0)), 0),
        func.coalesce(func.sum(case((col(Declaration.id) == declaration_id, 1), else_=0)), 0),
    )
    counts = counted.select_from(Declaration).outerjoin(ReviewCard, _same_file()).where(*within)
    total, ahead, inside = session.execute(counts).one()
    return Neighbours(
        total=total,
        position=ahead + 1 if inside else None,
        before=_nearest(session, order, (*within, earlier), backwards=True),
        after=_nearest(session, order, (*within, later), backwards=False),
        cursor=_cursor(order, key),
    )


def _nearest(session: Session, order: Order, where: Sequence[ColumnElement[bool]], *, backwards: bool) -> int | None:
    falling = order.descending is not backwards
    by = (item.desc() if falling else item.asc() for item in (order.value, order.row_id))
    found: int | None = session.execute(_rows(col(Declaration.id)).where(*where).order_by(*by).limit(1)).scalar()
    return found


def _cursor(order: Order, key: tuple[Any, int]) -> str:
    value = key[0].isoformat() if isinstance(key[0], date) else str(key[0])
    return f">{value}|{key[1] + (1 if order.descending else -1)}"


def _rows(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Declaration).outerjoin(ReviewCard, _same_file())


def _same_file() -> ColumnElement[bool]:
    return col(ReviewCard.declaration_id) == col(Declaration.id)


def _in_queue(session: Session, actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """At a finance desk of the actor's, not a colleague's, and not decided by the actor already."""
    decided = select(col(PendingDecision.id)).where(
        col(PendingDecision.declaration_id) == col(Declaration.id),
        col(PendingDecision.actor_id) == actor.user_id,
        col(PendingDecision.status).in_(LIVE_DECISIONS),
    )
    where = [
        at_my_desks(actor, Declaration), mine(Declaration, actor), col(Declaration.desk).in_(FINANCE_DESKS),
        ~decided.exists(),
    ]  # fmt: skip
    if asked.department_id:
        where.append(col(Declaration.department_id) == asked.department_id)
    if asked.desk:
        where.append(col(Declaration.desk) == asked.desk)
    if asked.low_risk:
        where.append(_low_risk(session, actor))
    return where


def _low_risk(session: Session, actor: Actor) -> ColumnElement[bool]:
    """与上年一致、无问题、金额低于阈值: never returned, no finding, and below the region's amount."""
    regions = sorted({grant.region_id for grant in actor.grants if grant.role in REVIEWERS})
    this_year = clock.business_date().year
    small = [_below_the_limit(session, region, this_year + ahead) for region in regions for ahead in (-1, 0, 1)]
    calm = (col(column) == 0 for column in (ReviewCard.errors, ReviewCard.warnings, ReviewCard.returns))
    return and_(col(ReviewCard.unchanged), *calm, or_(false(), *small))


def _below_the_limit(session: Session, region: int, year: int) -> ColumnElement[bool]:
    """By the amount that holds for the fiscal year of the file: next year's files are reviewed this year."""
    limit = fen_from_wan(str(regional.setting(session, region, LOW_RISK_WAN, year)))
    return and_(col(Declaration.region_id) == region, col(Declaration.fiscal_year) == year, limit > _BUDGET)


def _order(asked: Asked) -> Order:
    value, parse, descending = _SORTS[asked.sort]
    shown = _priority() if value is None else value
    return Order(shown, col(Declaration.id), parse, descending is not asked.turned)


def _priority() -> ColumnElement[int]:
    """risk_part × amount_part × deadline part of today."""
    today = clock.business_date()
    near = [(today > _DUE, OVERDUE), *((last >= _DUE, part) for last, part in deadline_steps(today))]
    parts = func.coalesce(ReviewCard.risk_part, 1) * func.coalesce(ReviewCard.amount_part, 1)
    product: ColumnElement[int] = parts * case(*near, else_=1)
    return product


_SORTS: dict[str, tuple[Any, Any, bool]] = {
    "priority": (None, int, True),
    "risk": (_RISK, int, True),
    "amount": (_BUDGET, int, True),
    "due": (_DUE, date.fromisoformat, False),
    "since": (col(Declaration.held_since), datetime.fromisoformat, False),
}
"""(what it is ordered by, how a cursor is read, whether it falls); None: made anew every day."""
SORTS = tuple(_SORTS)
FALLING = {key: falls for key, (_, _, falls) in _SORTS.items()}


def _done_today(session: Session, actor: Actor) -> int:
    """Files the actor has decided since midnight of the region."""
    midnight = clock.start_of_day(clock.business_date())
    query = select(func.count(func.distinct(AuditEntry.object_id))).where(
        col(AuditEntry.at) >= midnight,
        col(AuditEntry.actor_id) == actor.user_id,
        col(AuditEntry.object_kind) == "declaration",
        col(AuditEntry.action).in_(PENDABLE),
    )
    return int(session.execute(query).scalar_one())


def departments(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Departments with files in the actor's queue, for the filter."""
    seen = select(col(Declaration.id)).where(
        col(Declaration.department_id) == col(Organisation.id), *_in_queue(session, actor, Asked())
    )
    query = select(col(Organisation.id), col(Organisation.name)).where(
        col(Organisation.kind) == OrganisationKind.department,
        col(Organisation.region_id).in_({grant.region_id for grant in actor.grants}),
        seen.exists(),
    )
    return [(key, name) for key, name in session.execute(query.order_by(col(Organisation.sort_key)))]
