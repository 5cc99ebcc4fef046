"""Where reminders find their objects: a reader per event of ``table.EVENTS``.

A ``Round`` is all open objects of a region and year with the same day 0 (of one campaign, say): they share the days of
their reminders, so one query finds those that are due, however many there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, cast, literal, null, true, union
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.lifecycle.letters.forwarding import FORWARD_DAYS, TO_FORWARD, has_units_below
from workflow.models import (
    ApprovalBatch,
    ApprovalDocument,
    CampaignExtension,
    Declaration,
    DeclarationTask,
    EvaluationExtension,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
    Region,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    SpecialPoint,
    TaskExtension,
)
from workflow.types import Desk, ReportState, State

Join = tuple[Any, ColumnElement[bool]]


@dataclass(frozen=True, eq=False)
class Source:
    """The open objects of one event, as SQL. ``row`` is what is logged and locked, ``about`` what a message opens."""

    event: str
    row: Any
    place: Any
    about: Any
    year: Any
    zero: Any
    open: tuple[ColumnElement[bool], ...]
    joins: tuple[Join, ...] = ()
    key: Any = field(default_factory=lambda: literal(0))
    instant: bool = False
    shift: int = 0
    opened: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    due_name: str = "deadline"
    days: Callable[[Any], Any] | None = None
    """The days 0 of regions where tables of their own name them: then not every object is read to find them."""

    @property
    def kind(self) -> str:
        """How the log calls its objects."""
        return str(self.row.__tablename__)

    @property
    def about_kind(self) -> str:
        """How a message calls what it opens."""
        return str(self.about.__tablename__)


@dataclass(frozen=True)
class Round:
    """Objects that share their day 0."""

    source: Source
    region_id: int
    zone: ZoneInfo
    year: int
    stored: date
    key: int

    @property
    def zero(self) -> date:
        """Day 0."""
        return self.stored + timedelta(days=self.source.shift)


@dataclass(frozen=True)
class Thing:
    """One object, placed where people hold roles over it. ``opened_on``: no step of an earlier day is for it."""

    id: int
    about_id: int
    region_id: int
    department_id: int
    unit_id: int
    under_department: bool
    opened_on: date
    facts: dict[str, Any]


def rounds(session: Session, source: Source, regions: Iterable[Region]) -> list[Round]:
    """The days 0 of all open objects of some regions, oldest first; one query per time zone."""
    ids: dict[str, list[int]] = {}
    for region in regions:
        ids.setdefault(region.zone, []).append(region.id)
    found = []
    for name, here in ids.items():
        zone = ZoneInfo(name)
        rows = session.exec(_days_zero(source, zone, dialect_of(session)), params={"here": here})
        found += [Round(source, row[0], zone, *row[1:]) for row in sorted(rows)]
    return found


@cache
def _days_zero(source: Source, zone: ZoneInfo, dialect: str) -> Any:
    """The query for the days 0 of the regions in the parameter ``here``; asked every few seconds, so it is kept."""
    here: Any = bindparam("here", expanding=True)
    if source.days:
        return source.days(here)
    columns = (source.place.region_id, source.year, stored_day(source, zone, dialect), source.key)
    return joined(source, select(*columns)).where(*source.open, source.place.region_id.in_(here)).distinct()


def things(session: Session, one: Round) -> Any:
    """The query for the objects of a round, oldest first; ``thing_of`` reads a line of it."""
    source = one.source
    place = source.place
    unit_id = literal(0) if _of_department(source) else place.unit_id
    opened = null() if source.opened is None else source.opened
    columns = (
        source.row.id, source.about.id, place.region_id, place.department_id, unit_id, under_department(source),
        opened, *source.facts.values(),
    )  # fmt: skip
    wanted = (
        *source.open,
        place.region_id == one.region_id,
        source.year == one.year,
        stored_day(source, one.zone, dialect_of(session)) == one.stored,
        source.key == one.key,
    )
    return joined(source, select(*columns)).where(*wanted).order_by(source.row.id)


def thing_of(one: Round, line: Any) -> Thing:
    """A line of ``things``."""
    number, about_id, region_id, department_id, unit_id, under, opened, *facts = line
    named = dict(zip(one.source.facts, facts, strict=True)) | {one.source.due_name: one.zero.isoformat()}
    opened_on = clock.local(opened, one.zone).date() if opened else date.min
    return Thing(number, about_id, region_id, department_id, unit_id, bool(under), opened_on, named)


def joined(source: Source, query: Any) -> Any:
    """``query`` from the objects of a source, with the tables beside them."""
    query = query.select_from(source.row)
    for table, on in source.joins:
        query = query.join(table, on)
    return query


def _of_department(source: Source) -> bool:
    """A letter belongs to a department as a whole."""
    return source.place is ApprovalDocument


def under_department(source: Source) -> Any:
    """Objects with a department above their unit, as SQL."""
    if _of_department(source):
        return true()
    return and_(col(Organisation.own_level).is_(False), source.place.unit_id != source.place.department_id)


def dialect_of(session: Session) -> str:
    """Which database answers."""
    return session.get_bind().dialect.name


def stored_day(source: Source, zone: ZoneInfo, dialect: str) -> Any:
    """The stored day, or the day of the stored instant on the region's clock."""
    return local_day(source.zero, zone, dialect) if source.instant else source.zero


def local_day(instant: Any, zone: ZoneInfo, dialect: str) -> Any:
    """The day of a stored instant on a region's clock, as SQL (its zone knows no summer time)."""
    if dialect == "sqlite":
        offset = zone.utcoffset(clock.now().replace(tzinfo=None)) or timedelta()
        return func.date(instant, f"{offset.total_seconds() / 60:+.0f} minutes", type_=Date)
    return cast(func.timezone(zone.key, instant), Date)


# --- the readers ----------------------------------------------------------------------------------------------------


def _unit_of(place: Any) -> Join:
    return Organisation, col(Organisation.id) == place.unit_id


_PROJECT = {"project_name": Declaration.project_name, "unit_name": Organisation.name}
_REPORT_FILE: tuple[Join, ...] = (
    (MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id),
    (Declaration, col(Declaration.id) == MonitoringReport.declaration_id),
    _unit_of(MonitoringReport),
)


def _campaigns(here: Any) -> Any:
    return _days_of(MonitoringCampaign, CampaignExtension, CampaignExtension.campaign_id, here)


def _days_of(table: Any, later: Any, of: Any, here: Any) -> Any:
    """The deadlines of open campaigns or tasks, those of units with a later one among them."""
    own: tuple[Any, ...] = (table.region_id, table.fiscal_year, table.deadline, table.id)
    extended: tuple[Any, ...] = (table.region_id, table.fiscal_year, later.deadline, table.id)
    is_open = (col(table.closed_at).is_(None), col(table.region_id).in_(here))
    return union(
        select(*own).where(*is_open),
        select(*extended).join(later, col(of) == table.id).where(*is_open),
    )


_RETURNED: Join = (
    ReturnOrder,
    and_(col(ReturnOrder.declaration_id) == Declaration.id, col(ReturnOrder.round) == Declaration.round),
)
_CARD: Join = (
    ReviewCard,
    and_(col(ReviewCard.declaration_id) == Declaration.id, col(ReviewCard.round) == Declaration.round),
)
_NEVER_RETURNED = ~(
    select(ReturnOrder.id)
    .where(col(ReturnOrder.declaration_id) == Declaration.id, col(ReturnOrder.round) == Declaration.round)
    .exists()
)
_extended = (
    select(func.max(TaskExtension.closes_on))
    .where(TaskExtension.task_id == Declaration.task_id, TaskExtension.unit_id == Declaration.unit_id)
    .correlate(Declaration)
    .scalar_subquery()
)
_extended_since = (
    select(func.max(TaskExtension.closes_on))
    .where(
        TaskExtension.task_id == Declaration.task_id,
        TaskExtension.unit_id == Declaration.unit_id,
        col(TaskExtension.created_at) > ReturnOrder.created_at,
    )
    .correlate(Declaration, ReturnOrder)
    .scalar_subquery()
)


def _later(day: Any, other: Any) -> Any:
    """The later of a day and another one that may be missing; both databases call the function differently."""
    return case((other > day, other), else_=day)


_ALL: Iterable[Source] = (
    Source(
        "monitoring_due", MonitoringReport, MonitoringReport, MonitoringReport, MonitoringReport.fiscal_year,
        func.coalesce(col(MonitoringReport.extended_to), col(MonitoringCampaign.deadline)),
        (
            col(MonitoringCampaign.closed_at).is_(None),
            col(MonitoringReport.state) == ReportState.drafted,
            col(MonitoringReport.first_submitted_at).is_(None),
        ),
        _REPORT_FILE, MonitoringCampaign.id, opened=MonitoringReport.created_at, facts=_PROJECT,
        days=_campaigns,
    ),
    Source(
        "evaluation_due", SelfEvaluation, SelfEvaluation, SelfEvaluation, SelfEvaluation.fiscal_year,
        func.coalesce(col(SelfEvaluation.extended_to), col(EvaluationTask.deadline)),
        (
            col(EvaluationTask.closed_at).is_(None),
            col(SelfEvaluation.state) == ReportState.drafted,
            col(SelfEvaluation.first_submitted_at).is_(None),
        ),
        (
            (EvaluationTask, col(EvaluationTask.id) == SelfEvaluation.task_id),
            (Declaration, col(Declaration.id) == SelfEvaluation.declaration_id),
            _unit_of(SelfEvaluation),
        ),
        EvaluationTask.id, opened=SelfEvaluation.created_at, facts=_PROJECT,
        days=lambda here: _days_of(EvaluationTask, EvaluationExtension, EvaluationExtension.task_id, here),
    ),
    Source(
        "declaration_due", Declaration, Declaration, Declaration, Declaration.fiscal_year,
        _later(col(DeclarationTask.closes_on), _extended),
        (col(Declaration.state) == State.drafted, col(Declaration.revision) == 1, _NEVER_RETURNED),
        ((DeclarationTask, col(DeclarationTask.id) == Declaration.task_id), _unit_of(Declaration)),
        opened=Declaration.created_at, facts=_PROJECT,
    ),
    Source(
        "return_due", Declaration, Declaration, Declaration, Declaration.fiscal_year,
        _later(col(ReturnOrder.due_on), _extended_since),
        (col(Declaration.state) == State.drafted,),
        (_RETURNED, _unit_of(Declaration)),
        opened=ReturnOrder.created_at, facts=_PROJECT,
    ),
    Source(
        "review_due", Declaration, Declaration, Declaration, Declaration.fiscal_year, ReviewCard.due_on,
        (col(Declaration.state) == State.submitted, col(Declaration.desk) == Desk.section),
        (
            _CARD,
            _unit_of(Declaration),
        ),
        opened=Declaration.held_since, facts=_PROJECT,
    ),
    Source(
        "signing_waiting", Declaration, Declaration, Declaration, Declaration.fiscal_year, Declaration.held_since,
        (
            col(Declaration.state) == State.drafted,
            col(Declaration.desk).in_((Desk.head, Desk.department)),
        ),
        (_unit_of(Declaration),), instant=True, facts=_PROJECT, due_name="since",
    ),
    Source(
        "special_point_due", SpecialPoint, Declaration, Declaration, Declaration.fiscal_year, SpecialPoint.due_on,
        (col(SpecialPoint.closed_at).is_(None),),
        ((Declaration, col(Declaration.id) == SpecialPoint.declaration_id), _unit_of(Declaration)),
        facts={"project_name": Declaration.project_name, "text": SpecialPoint.text}, due_name="due_on",
    ),
    Source(
        "letter_forward_due", ApprovalDocument, ApprovalDocument, ApprovalDocument, ApprovalBatch.fiscal_year,
        ApprovalDocument.issued_at,
        (*TO_FORWARD, has_units_below(), col(ApprovalDocument.issued_at).is_not(None)),
        ((ApprovalBatch, col(ApprovalBatch.id) == ApprovalDocument.batch_id),),
        instant=True, shift=FORWARD_DAYS, facts={"project_name": ApprovalDocument.title}, due_name="due_on",
    ),
)  # fmt: skip
SOURCES: dict[str, Source] = {source.event: source for source in _ALL}
