"""Monitoring campaigns and lists of reports as an actor may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, tuple_
from sqlmodel import Session, col, func, or_, select

from workflow.clock import business_date, local
from workflow.errors import NotFound
from workflow.execution import Light
from workflow.execution.scope import scope_of
from workflow.lifecycle.campaign_scope import approved_too_late, candidates
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Organisation
from workflow.permissions import REACH, Actor, visible_to
from workflow.queries.arrivals import to_be_changed
from workflow.queries.report_lights import has_light, has_target_light
from workflow.texts import whole
from workflow.types import ReportState, State

PAGE_SIZE = 50


@dataclass(frozen=True)
class CampaignLine:
    """A campaign with the number of visible reports per state, and of those past their deadline, never submitted."""

    campaign: MonitoringCampaign
    by_state: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    too_late: Sequence[tuple[int, str]] = ()
    """Visible declarations without a report because they were approved after the deadline: id and project; of one
    campaign's own page."""

    @property
    def total(self) -> int:
        """Reports that count: cancelled ones do not."""
        return sum(count for state, count in self.by_state.items() if state != ReportState.cancelled)


def campaigns(session: Session, actor: Actor, year: int | None = None) -> list[CampaignLine]:
    """Campaigns of the actor's regions, newest first."""
    query = select(MonitoringCampaign).where(_seen(actor))
    if year:
        query = query.where(MonitoringCampaign.fiscal_year == year)
    found = session.exec(query.order_by(col(MonitoringCampaign.id).desc())).all()
    counts = _counts(session, actor, [one.id for one in found])
    return [CampaignLine(one, *counts.get(one.id, ({}, 0))) for one in found]


def campaign(session: Session, actor: Actor, campaign_id: int) -> CampaignLine:
    """One campaign; raises ``NotFound`` outside the actor's regions."""
    found = session.exec(select(MonitoringCampaign).where(MonitoringCampaign.id == campaign_id, _seen(actor))).first()
    if found is None:
        raise NotFound("no_such_campaign")
    counts = _counts(session, actor, [campaign_id]).get(campaign_id, ({}, 0))
    return CampaignLine(found, *counts, _too_late(session, actor, found))


def _too_late(session: Session, actor: Actor, campaign: MonitoringCampaign) -> Sequence[tuple[int, str]]:
    own = (col(MonitoringReport.campaign_id) == campaign.id, col(MonitoringReport.declaration_id) == Declaration.id)
    found = candidates(campaign.region_id, campaign.fiscal_year, scope_of(campaign.scope)).where(
        visible_to(actor, Declaration), approved_too_late(session, campaign), ~exists().where(*own)
    )
    late: Any = found.with_only_columns(col(Declaration.id))
    query = select(Declaration.id, Declaration.project_name).where(col(Declaration.id).in_(late))
    return session.exec(query.order_by(col(Declaration.sort_key), col(Declaration.id))).all()


def departments(session: Session, actor: Actor, campaign_id: int) -> list[tuple[int, str]]:
    """Departments with visible reports in a campaign, by name."""
    here: Any = select(MonitoringReport.department_id).where(
        MonitoringReport.campaign_id == campaign_id, visible_to(actor, MonitoringReport)
    )
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(here))
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())


def in_force(session: Session, region_id: int, year: int) -> int:
    """How many reports a new campaign of the year would open."""
    query = select(func.count()).select_from(Declaration)
    return session.exec(
        query.where(
            Declaration.region_id == region_id,
            Declaration.fiscal_year == year,
            col(Declaration.in_force).is_(True),
            col(Declaration.state).in_((State.approved, State.monitored)),
        )
    ).one()


def due() -> ColumnElement[date]:
    """The day a report is due: its unit's later deadline, else the campaign's."""
    return func.coalesce(col(MonitoringReport.extended_to), col(MonitoringCampaign.deadline))


def _seen(actor: Actor) -> ColumnElement[bool]:
    regions = {grant.region_id for grant in actor.grants if grant.role in REACH}
    return col(MonitoringCampaign.region_id).in_(sorted(regions))


def _counts(session: Session, actor: Actor, campaign_ids: list[int]) -> dict[int, tuple[dict[str, int], int]]:
    never = and_(col(MonitoringReport.first_submitted_at).is_(None), due() < business_date()).label("never")
    query = (
        select(MonitoringReport.campaign_id, MonitoringReport.state, never, func.count())
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .where(col(MonitoringReport.campaign_id).in_(campaign_ids), visible_to(actor, MonitoringReport))
        .group_by(col(MonitoringReport.campaign_id), col(MonitoringReport.state), never)
    )
    found: dict[int, tuple[dict[str, int], int]] = {}
    for campaign_id, state, never_sent, count in session.exec(query):
        by_state, waiting = found.get(campaign_id, ({}, 0))
        by_state[state] = by_state.get(state, 0) + count
        waiting += count if never_sent and state == ReportState.drafted else 0
        found[campaign_id] = (by_state, waiting)
    return found


@dataclass(frozen=True)
class ReportFilters:
    """What the filter bar asks for; empty = all. ``overdue``: never submitted although the deadline has passed."""

    campaign_id: int | None = None
    year: int | None = None
    state: str = ""
    department_id: int | None = None
    unit_id: int | None = None
    text: str = ""
    light: str = ""
    goal_light: str = ""
    overdue_on: date | None = None
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ListedReport:
    """One line of the list."""

    id: int
    declaration_id: int
    project_name: str
    unit_name: str
    department_name: str
    campaign_name: str
    deadline: date
    fiscal_year: int
    state: str
    desk: str | None
    held_since: datetime | None
    first_submitted_at: datetime | None
    initial_fen: int
    adjusted_fen: int
    executed_fen: int
    as_of: date
    version: int
    money_light: str
    target_light: str
    to_be_changed: bool
    """It lies where it is changed; ``first_submitted_at`` says whether it came back."""
    holders: tuple[str, ...] = ()
    """The names at its desk, where a list reads them."""

    @property
    def sent_late(self) -> bool:
        """First submitted after the day it was due."""
        return self.first_submitted_at is not None and local(self.first_submitted_at).date() > self.deadline

    @property
    def light(self) -> Light | None:
        """The money light so far; None without a budget."""
        return Light(self.money_light) if self.money_light else None

    @property
    def goal_light(self) -> Light | None:
        """The worst light of the indicators; None while none can be judged."""
        return Light(self.target_light) if self.target_light else None


@dataclass(frozen=True)
class ReportPage:
    """Rows in the order of the project's name, and the cursor of the next page (None = there is none)."""

    rows: list[ListedReport]
    after: str | None = None


def list_reports(
    session: Session, actor: Actor, filters: ReportFilters, after: str = "", size: int = PAGE_SIZE
) -> ReportPage:
    """One page; ``after`` is the cursor the page before gave."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    report, order = MonitoringReport, (col(Declaration.sort_key), col(MonitoringReport.id))
    query = (
        select(  # type: ignore[call-overload]
            report.id, report.declaration_id, Declaration.project_name, unit.c.name, department.c.name,
            MonitoringCampaign.name, due(), report.fiscal_year, report.state, report.desk,
            report.held_since, report.first_submitted_at, report.initial_fen, report.adjusted_fen,
            report.executed_fen, report.as_of, report.version, report.money_light, report.target_light,
            func.coalesce(to_be_changed(report), false()), Declaration.sort_key,
        )
        .join(Declaration, col(Declaration.id) == report.declaration_id)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == report.campaign_id)
        .join(unit, unit.c.id == report.unit_id)
        .join(department, department.c.id == report.department_id)
        .where(visible_to(actor, MonitoringReport), *_conditions(filters))
        .order_by(*order)
        .limit(size + 1)
    )  # fmt: skip
    key, _, report_id = after.rpartition("|")
    if last := whole(report_id):
        query = query.where(tuple_(*order) > tuple_(key, last))
    found = session.exec(query).all()
    more, found = len(found) > size, found[:size]
    cursor = f"{found[-1][-1]}|{found[-1][0]}" if more else None
    return ReportPage([ListedReport(*row[:-1]) for row in found], cursor)


def _conditions(filters: ReportFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.ids is not None:
        wanted.append(col(MonitoringReport.id).in_(filters.ids))
    wanted += [
        col(column) == value
        for column, value in (
            (MonitoringReport.campaign_id, filters.campaign_id),
            (MonitoringReport.fiscal_year, filters.year),
            (MonitoringReport.state, filters.state),
            (MonitoringReport.department_id, filters.department_id),
            (MonitoringReport.unit_id, filters.unit_id),
        )
        if value
    ]
    if text := filters.text.strip():
        name, initials = col(Declaration.project_name), col(Declaration.initials)
        wanted.append(or_(name.contains(text, autoescape=True), initials.contains(text.lower(), autoescape=True)))
    if filters.light:
        wanted.append(has_light(filters.light))
    if filters.goal_light:
        wanted.append(has_target_light(filters.goal_light))
    if filters.overdue_on:
        wanted.append(
            and_(
                col(MonitoringReport.state) == ReportState.drafted,
                col(MonitoringReport.first_submitted_at).is_(None),
                due() < filters.overdue_on,
            )
        )
    return wanted
