"""How a monitoring campaign goes on: its reports beside those of the round before, and those that do not move.

A report is found again by its project (or unit as a whole) and year; an indicator by its uid, which lasts over
revisions. Cancelled reports do not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from workflow.clock import business_date, local
from workflow.execution import Light
from workflow.models import Indicator, MonitoringCampaign, MonitoringItem, MonitoringReport
from workflow.permissions import Actor, visible_to
from workflow.queries.monitoring import ListedReport, ReportFilters, campaign, list_reports
from workflow.types import ReportState
from workflow.workdays import workdays_held

MOST = 2_000
STUCK_AFTER = 5
"""Working days without a move after which a report is called stuck."""
FINAL = (ReportState.accepted, ReportState.cancelled)


@dataclass(frozen=True)
class Compared:
    """One project in both rounds; lights are "" where there is none. ``before_id``: None = new in this round.

    ``removed``: indicators the declaration has no more (it was adjusted in between); ``added``: those it has since.
    """

    report: ListedReport
    before_id: int | None
    money_before: str = ""
    targets_before: str = ""
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """``before`` is the round before; None = this is the first of the year. What became worse stands first."""

    campaign: MonitoringCampaign
    before: MonitoringCampaign | None
    compared: list[Compared]
    stuck: list[tuple[ListedReport, int]]


def course(session: Session, actor: Actor, campaign_id: int) -> Course:
    """Raises ``NotFound`` outside the actor's regions."""
    here = campaign(session, actor, campaign_id).campaign
    rows = [
        row for row in list_reports(session, actor, ReportFilters(campaign_id=campaign_id), size=MOST).rows
        if row.state != ReportState.cancelled
    ]  # fmt: skip
    before = _round_before(session, here)
    compared = sorted(_compared(session, actor, rows, before), key=_worst_first) if before else []
    return Course(here, before, compared, [] if here.closed_at else _stuck(rows, business_date()))


def change(before: str, now: str) -> int:
    """-1 worse, 0 the same (or one of them has no light), 1 better."""
    if not before or not now:
        return 0
    order = list(Light)
    was, is_now = (order.index(Light(light)) for light in (before, now))
    return (is_now > was) - (is_now < was)


def changes(one: Compared) -> tuple[int, int]:
    """Of the light of the money and of the light of the targets."""
    now = one.report
    return change(one.money_before, now.money_light), change(one.targets_before, now.target_light)


def _worst_first(one: Compared) -> tuple[int, int, int]:
    found = changes(one)
    return min(found), sum(found), one.report.id


def _round_before(session: Session, here: MonitoringCampaign) -> MonitoringCampaign | None:
    query = select(MonitoringCampaign).where(
        MonitoringCampaign.region_id == here.region_id,
        MonitoringCampaign.fiscal_year == here.fiscal_year,
        MonitoringCampaign.round < here.round,
    )
    return session.exec(query.order_by(col(MonitoringCampaign.round).desc()).limit(1)).first()


Key = tuple[str, int]


def _compared(
    session: Session, actor: Actor, rows: Iterable[ListedReport], before: MonitoringCampaign
) -> list[Compared]:
    now = _by_key(session, actor, [row.id for row in rows])
    query = select(MonitoringReport).where(
        MonitoringReport.campaign_id == before.id, MonitoringReport.state != ReportState.cancelled,
        visible_to(actor, MonitoringReport),
    )  # fmt: skip
    earlier = {_key(report): report for report in session.exec(query)}
    names = _indicators(session, [*now.values(), *earlier.values()])
    return [_one(row, earlier.get(_key(now[row.id])), now[row.id], names) for row in rows]


def _by_key(session: Session, actor: Actor, ids: list[int]) -> dict[int, MonitoringReport]:
    query = select(MonitoringReport).where(col(MonitoringReport.id).in_(ids), visible_to(actor, MonitoringReport))
    return {report.id: report for report in session.exec(query)}


def _key(report: MonitoringReport) -> Key:
    return ("project", report.project_id) if report.project_id else ("unit", report.unit_id)


def _one(
    row: ListedReport, old: MonitoringReport | None, new: MonitoringReport, names: dict[int, dict[str, str]]
) -> Compared:
    if old is None:
        return Compared(row, None)
    was, has = names.get(old.id, {}), names.get(new.id, {})
    removed = tuple(name for uid, name in was.items() if uid not in has)
    added = tuple(name for uid, name in has.items() if uid not in was)
    return Compared(row, old.id, old.money_light, old.target_light, removed, added)


def _indicators(session: Session, reports: Iterable[MonitoringReport]) -> dict[int, dict[str, str]]:
    """Report → uid → name, of the indicators it reports on; one the declaration dropped keeps its name."""
    declared = {report.id: report.declaration_id for report in reports}
    named = {
        (declaration_id, uid): name
        for declaration_id, uid, name in session.exec(
            select(Indicator.declaration_id, Indicator.uid, Indicator.level3).where(
                col(Indicator.declaration_id).in_(set(declared.values()))
            )
        )
    }
    query = select(MonitoringItem.report_id, MonitoringItem.indicator_uid)
    found: dict[int, dict[str, str]] = {}
    for report_id, uid in session.exec(
        query.where(col(MonitoringItem.report_id).in_(list(declared))).order_by(col(MonitoringItem.position))
    ):
        found.setdefault(report_id, {})[uid] = named.get((declared[report_id], uid), uid)
    return found


def _stuck(rows: Iterable[ListedReport], today: date) -> list[tuple[ListedReport, int]]:
    """The longest first."""
    found = [(row, _days(row.held_since, today)) for row in rows if row.state not in FINAL]
    return sorted(((row, days) for row, days in found if days >= STUCK_AFTER), key=lambda one: -one[1])


def _days(since: datetime | None, today: date) -> int:
    return workdays_held(local(since).date(), today) if since else 0
