"""Lists of declarations: filter, sort, search by name, pinyin initials or code, keyset paging (no OFFSET)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, tuple_
from sqlmodel import Session, col, func, select

from workflow.models import Declaration, DeclarationTask, Organisation, ReturnOrder
from workflow.permissions import Actor, visible_to
from workflow.queries.arrivals import to_be_changed
from workflow.queries.special import HAS_ONE, HAS_OPEN
from workflow.types import OrganisationKind, State

PAGE_SIZE = 50
MOST_COUNTED = 10_000
"""Beyond this many a list says "more than"; counting all would make the page slower with every year."""


Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True)
class Filters:
    """What the filter bar asks for; empty = all."""

    year: int | None = None
    state: str = ""
    desk: str = ""
    department_id: int | None = None
    unit_id: int | None = None
    text: str = ""
    in_force: bool = False
    among: Conditions = ()
    """Conditions of another page whose numbers open their files here."""
    special: str = ""
    """"" = all, ``any`` = specially approved, ``open`` = with open points of a special approval."""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the year is asked for."""
        return any((self.state, self.desk, self.department_id, self.unit_id, self.text, self.in_force, self.special))


@dataclass(frozen=True)
class ListedFile:
    """One line of the list."""

    id: int
    project_name: str
    project_code: str | None
    unit_name: str
    department_name: str
    fiscal_year: int
    revision: int
    state: str
    desk: str | None
    held_since: datetime | None
    returned: bool
    budget_fen: int | None
    terminated_by: str | None
    version: int
    in_force: bool
    special: bool
    """特批, in whatever round."""


@dataclass(frozen=True)
class Page:
    """Rows and the cursors of the neighbours (None = there is none)."""

    rows: list[ListedFile]
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Sort:
    """A sortable column; every order ends with the id, so that a cursor is unique."""

    key: str
    column: Any
    parse: Any = field(default=str)


_SHOWN_BUDGET = func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen)
_BUDGET = func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen, 0)
_SINCE = func.coalesce(Declaration.held_since, Declaration.updated_at)

SORTS: dict[str, Sort] = {
    sort.key: sort
    for sort in (
        Sort("name", Declaration.sort_key),
        Sort("budget", _BUDGET, int),
        Sort("since", _SINCE, datetime.fromisoformat),
        Sort("state", Declaration.state),
    )
}


@dataclass(frozen=True)
class Order:
    """How a list is sorted; ``sort`` is a key of ``SORTS``."""

    sort: str = "name"
    descending: bool = False


SPECIAL: dict[str, ColumnElement[bool]] = {"any": HAS_ONE, "open": HAS_OPEN}
"""What the list of declarations can be narrowed to."""


def list_declarations(
    session: Session, actor: Actor, filters: Filters, by: Order, cursor: str = "", size: int = PAGE_SIZE
) -> Page:
    """One page; ``cursor`` is ``>value|id`` or ``<value|id`` as given by the page before."""
    order, descending = SORTS[by.sort], by.descending
    backwards = cursor.startswith("<")
    query = _select().where(visible_to(actor, Declaration), *_conditions(filters))
    if cursor:
        query = query.where(_beyond(order, cursor[1:], descending is not backwards))
    flip = descending is not backwards
    query = query.order_by(*(item.desc() if flip else item.asc() for item in (order.column, col(Declaration.id))))
    found = list(session.exec(query.add_columns(order.column.label("sort_value")).limit(size + 1)))  # type: ignore[call-overload]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    edges = [_cursor(row[-1], row[0]) for row in found]
    has_before, has_after = (more, True) if backwards else (bool(cursor), more)
    return Page(
        [ListedFile(*row[:-1]) for row in found],
        f"<{edges[0]}" if edges and has_before else None,
        f">{edges[-1]}" if edges and has_after else None,
    )


def count_by_state(session: Session, actor: Actor, filters: Filters) -> dict[str, int]:
    """How many declarations per state the filters (without the state) leave; of the first ``MOST_COUNTED`` only."""
    wide = _conditions(replace(filters, state=""))
    found = select(Declaration.state).where(visible_to(actor, Declaration), *wide).limit(MOST_COUNTED).subquery()
    return dict(session.exec(select(found.c.state, func.count()).group_by(found.c.state)).all())


def years_of(session: Session, actor: Actor) -> list[int]:
    """Fiscal years with data the actor may see, newest first: asked task by task, however many files there are."""
    seen = select(Declaration.id).where(visible_to(actor, Declaration))
    query = select(DeclarationTask.fiscal_year).where(
        col(DeclarationTask.region_id).in_({grant.region_id for grant in actor.grants}),
        seen.where(Declaration.task_id == DeclarationTask.id).exists(),
    )
    return sorted(session.exec(query.distinct()), reverse=True)


def departments_of(session: Session, actor: Actor, year: int | None) -> Sequence[tuple[int, str]]:
    """Departments with visible files, for the filter: asked department by department."""
    seen = select(Declaration.id).where(visible_to(actor, Declaration), *_conditions(Filters(year=year)))
    query = select(Organisation.id, Organisation.name).where(
        Organisation.kind == OrganisationKind.department,
        col(Organisation.region_id).in_({grant.region_id for grant in actor.grants}),
        seen.where(Declaration.department_id == Organisation.id).exists(),
    )
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())


def _select() -> Select[Any]:
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    returned = select(ReturnOrder.id).where(
        ReturnOrder.declaration_id == Declaration.id,
        ReturnOrder.round == Declaration.round,
        Declaration.state == State.drafted,
        to_be_changed(Declaration),
    )
    columns: tuple[Any, ...] = (
        Declaration.id, Declaration.project_name, Declaration.project_code, unit.c.name, department.c.name,
        Declaration.fiscal_year, Declaration.revision, Declaration.state, Declaration.desk, Declaration.held_since,
        returned.exists(), _SHOWN_BUDGET, Declaration.terminated_by, Declaration.version, Declaration.in_force,
        HAS_ONE,
    )  # fmt: skip
    query: Select[Any] = select(*columns)
    return query.join(unit, unit.c.id == Declaration.unit_id).join(
        department, department.c.id == Declaration.department_id
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [*filters.among]
    for column, value in (
        (Declaration.fiscal_year, filters.year),
        (Declaration.state, filters.state),
        (Declaration.desk, filters.desk),
        (Declaration.department_id, filters.department_id),
        (Declaration.unit_id, filters.unit_id),
    ):
        if value:
            wanted.append(col(column) == value)
    if filters.in_force:
        wanted.append(col(Declaration.in_force).is_(True))
    if filters.special:
        wanted.append(SPECIAL[filters.special])
    if text := filters.text.strip():
        wanted.append(_matches(text))
    return wanted


def _matches(text: str) -> ColumnElement[bool]:
    return or_(
        col(Declaration.project_name).contains(text, autoescape=True),
        col(Declaration.initials).contains(text.lower(), autoescape=True),
        col(Declaration.project_code) == text.upper(),
    )


def _beyond(order: Sort, cursor: str, smaller: bool) -> ColumnElement[bool]:
    value, _, row_id = cursor.rpartition("|")
    here = (order.column, col(Declaration.id))
    try:
        there = (order.parse(value), int(row_id))
    except ValueError:
        return and_(col(Declaration.id) > 0)
    return tuple_(*here) < tuple_(*there) if smaller else tuple_(*here) > tuple_(*there)


def _cursor(value: Any, row_id: int) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"{text}|{row_id}"
