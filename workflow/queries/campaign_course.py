"""How a monitoring campaign goes on: its reports beside those of the round before, and those that do not move.

A report is found again by its project (or unit as a whole) and year; an indicator by its uid, which lasts over
revisions. Cancelled reports do not count.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow import clock
from workflow.clock import business_date, end_of_day, local
from workflow.execution import Light
from workflow.models import Indicator, MonitoringCampaign, MonitoringItem, MonitoringReport
from workflow.permissions import Actor, visible_to
from workflow.queries.monitoring import ListedReport, ReportFilters, campaign, list_reports
from workflow.queries.report_holders import holders_of
from workflow.types import ReportState
from workflow.workdays import workdays_held

SHOWN = 50
"""Lines of each table of the page; all of them leave as a file."""
STUCK_AFTER = 5
"""Working days without a move after which a report is called stuck."""
Key = tuple[str, int]


class Seen(NamedTuple):
    """As much of a report as comparing takes: of a region there are tens of thousands."""

    id: int
    project_id: int | None
    unit_id: int
    declaration_id: int
    state: str
    money_light: str
    target_light: str

    @property
    def key(self) -> Key:
        """By what the same project or unit is found again in another round."""
        return ("project", self.project_id) if self.project_id else ("unit", self.unit_id)


@dataclass(frozen=True)
class Pair:
    """A report beside that of the round before; ``cancelled``: there was one, and it was cancelled.

    ``changes``: of the light of the money and of the light of the targets, -1 worse, 0 the same, 1 better.
    """

    now: Seen
    before: Seen | None
    cancelled: bool
    changes: tuple[int, int]

    @property
    def place(self) -> tuple[int, int, int]:
        """What became worse stands first."""
        return min(self.changes), sum(self.changes), self.now.id


@dataclass(frozen=True)
class Compared:
    """One line of the comparison.

    ``removed``: indicators the declaration has no more (it was adjusted in between); ``added``: those it has since.
    """

    report: ListedReport
    pair: Pair
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """``before`` is the round before; None = this is the first of the year. The lines shown, and how many there are.

    ``money``, ``targets``: change → how many projects; ``new``: projects that were not in the round before.
    """

    campaign: MonitoringCampaign
    before: MonitoringCampaign | None
    compared: list[Compared]
    compared_count: int
    stuck: list[tuple[ListedReport, int]]
    stuck_count: int
    money: Counter[int] = field(default_factory=Counter)
    targets: Counter[int] = field(default_factory=Counter)
    new: int = 0


def course(session: Session, actor: Actor, campaign_id: int, size: int = SHOWN) -> Course:
    """Raises ``NotFound`` outside the actor's regions."""
    here = campaign(session, actor, campaign_id).campaign
    before, pairs = _pairs(session, actor, here)
    stuck = _stuck(session, actor, here)
    return Course(
        here, before, _compared(session, actor, pairs[:size]), len(pairs), _listed(session, actor, stuck[:size]),
        len(stuck), Counter(pair.changes[0] for pair in pairs), Counter(pair.changes[1] for pair in pairs),
        sum(pair.before is None and not pair.cancelled for pair in pairs),
    )  # fmt: skip


def rounds(session: Session, actor: Actor, campaign_id: int, at: int, size: int) -> tuple[list[Compared], bool]:
    """Lines of the comparison from that place on, and whether there are more."""
    _before, pairs = _pairs(session, actor, campaign(session, actor, campaign_id).campaign)
    return _compared(session, actor, pairs[at : at + size]), len(pairs) > at + size


def stuck_reports(
    session: Session, actor: Actor, campaign_id: int, at: int, size: int
) -> tuple[list[tuple[ListedReport, int]], bool]:
    """Reports that do not move with their working days, from that place on, and whether there are more."""
    found = _stuck(session, actor, campaign(session, actor, campaign_id).campaign)
    return _listed(session, actor, found[at : at + size]), len(found) > at + size


@cache
def change(before: str, now: str) -> int:
    """-1 worse, 0 the same (or one of them has no light), 1 better."""
    if not before or not now:
        return 0
    order = list(Light)
    was, is_now = (order.index(Light(light)) for light in (before, now))
    return (is_now > was) - (is_now < was)


def _round_before(session: Session, here: MonitoringCampaign) -> MonitoringCampaign | None:
    query = select(MonitoringCampaign).where(
        MonitoringCampaign.region_id == here.region_id,
        MonitoringCampaign.fiscal_year == here.fiscal_year,
        MonitoringCampaign.round < here.round,
    )
    return session.exec(query.order_by(col(MonitoringCampaign.round).desc()).limit(1)).first()


def _seen(session: Session, actor: Actor, campaign_id: int) -> list[Seen]:
    columns: list[Any] = [getattr(MonitoringReport, name) for name in Seen._fields]
    query: Any = select(*columns)
    query = query.where(MonitoringReport.campaign_id == campaign_id, visible_to(actor, MonitoringReport))
    return [Seen(*row) for row in session.exec(query)]


def _pairs(session: Session, actor: Actor, here: MonitoringCampaign) -> tuple[MonitoringCampaign | None, list[Pair]]:
    """What became worse first; nothing in the first round of a year."""
    before = _round_before(session, here)
    if before is None:
        return None, []
    earlier = _seen(session, actor, before.id)
    standing = {one.key: one for one in earlier if one.state != ReportState.cancelled}
    cancelled = {one.key for one in earlier} - standing.keys()
    pairs = [
        _pair(one, standing.get(one.key), one.key in cancelled)
        for one in _seen(session, actor, here.id)
        if one.state != ReportState.cancelled
    ]
    return before, sorted(pairs, key=lambda pair: pair.place)


def _pair(now: Seen, before: Seen | None, cancelled: bool) -> Pair:
    if before is None:
        return Pair(now, None, cancelled, (0, 0))
    changes = change(before.money_light, now.money_light), change(before.target_light, now.target_light)
    return Pair(now, before, cancelled, changes)


def _compared(session: Session, actor: Actor, pairs: Sequence[Pair]) -> list[Compared]:
    listed = _reports(session, actor, [pair.now.id for pair in pairs])
    seen = [one for pair in pairs for one in (pair.now, pair.before) if one and pair.before]
    names = _indicators(session, seen)
    return [_one(listed[pair.now.id], pair, names) for pair in pairs if pair.now.id in listed]


def _one(report: ListedReport, pair: Pair, names: dict[int, dict[str, str]]) -> Compared:
    if pair.before is None:
        return Compared(report, pair)
    was, has = names.get(pair.before.id, {}), names.get(pair.now.id, {})
    removed = tuple(name for uid, name in was.items() if uid not in has)
    added = tuple(name for uid, name in has.items() if uid not in was)
    return Compared(report, pair, removed, added)


def _reports(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, ListedReport]:
    wanted = ReportFilters(ids=tuple(ids))
    return {row.id: row for row in list_reports(session, actor, wanted, size=len(ids)).rows} if ids else {}


def _indicators(session: Session, reports: Sequence[Seen]) -> dict[int, dict[str, str]]:
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


def _stuck(session: Session, actor: Actor, here: MonitoringCampaign) -> list[tuple[int, int]]:
    """(report, working days) of an open campaign, the longest first."""
    if here.closed_at:
        return []
    today = business_date()
    query = select(MonitoringReport.id, MonitoringReport.held_since).where(
        MonitoringReport.campaign_id == here.id,
        visible_to(actor, MonitoringReport),
        col(MonitoringReport.held_since) <= end_of_day(today - timedelta(days=STUCK_AFTER)),
    )
    held: dict[date, int] = {}
    found = []
    for report_id, since in session.exec(query):
        day = local(since or clock.now()).date()
        if day not in held:  # a region's reports begin on few days
            held[day] = workdays_held(day, today)
        if held[day] >= STUCK_AFTER:
            found.append((report_id, held[day]))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _listed(session: Session, actor: Actor, found: Sequence[tuple[int, int]]) -> list[tuple[ListedReport, int]]:
    """With the names of those who have them: whom to call."""
    listed = _reports(session, actor, [report_id for report_id, _days in found])
    names = holders_of(session, "monitoring_report", listed)
    return [
        (replace(listed[report_id], holders=tuple(names.get(report_id, ()))), days)
        for report_id, days in found
        if report_id in listed
    ]
