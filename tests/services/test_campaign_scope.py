"""What a campaign takes in: its scope and preview, exemptions, taking in again, later deadlines, late reports."""

from datetime import date

import pytest
from sqlmodel import select

from tests.domain.factories import File
from tests.domain.world import World
from tests.tasks.monitoring import DEADLINE, in_force, items, opened, pay, report_of, reports
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.execution import Money
from workflow.execution.scope import OUTSIDE, Scope, outside, scope_of
from workflow.models import CampaignChoice, MonitoringReport
from workflow.queries.campaign_scope import choices, extensions, preview
from workflow.queries.monitoring import ReportFilters, campaigns, list_reports
from workflow.services.campaign_choices import exempt, extend_unit, take_in_again
from workflow.services.report_opening import sync_campaign, sync_open_campaigns
from workflow.services.reports import fill_report
from workflow.types import CampaignKind

pytestmark = pytest.mark.usefixtures("calendar")
WAN = 1_000_000
RULE = Scope(budget_from_fen=50 * WAN, rate_below=60)


@pytest.mark.parametrize(
    ("scope", "money", "why"),
    [
        (Scope(), Money(), ""),
        (RULE, Money(initial_fen=50 * WAN), ""),
        (RULE, Money(initial_fen=50 * WAN - 1), "budget_small"),
        (RULE, Money(initial_fen=50 * WAN, executed_fen=30 * WAN), "rate_high"),
        (RULE, Money(initial_fen=50 * WAN, executed_fen=30 * WAN - 1), ""),
        (RULE, Money(initial_fen=30 * WAN, carry_over_fen=20 * WAN), ""),
        (Scope(rate_below=60), Money(), "rate_high"),
    ],
)
def test_money_decides_to_the_fen(scope: Scope, money: Money, why: str) -> None:
    assert outside(scope, money) == why
    assert why in OUTSIDE or why == ""
    assert scope_of(scope.as_json()) == scope


def found(world: World, campaign_id: int) -> dict[int, str]:
    with db.unit_of_work() as session:
        rows = session.exec(select(CampaignChoice).where(CampaignChoice.campaign_id == campaign_id))
        return {row.declaration_id: row.outcome for row in rows}


def version(report: File) -> int:
    return int(report.read().version)


def test_the_scope_selects_what_the_preview_said_and_may_be_overruled(world: World) -> None:
    slow, fast, other = in_force(world), in_force(world, "hr_own"), in_force(world, "justice_own")
    pay(fast, 70 * WAN, date(2025, 7, 1))
    pay(fast, 1, date(2025, 8, 1))
    scope = Scope(50 * WAN, 60, (), (world.organisations["hr"],))
    with db.unit_of_work() as session:
        shown = preview(session, world.regions["ezhou"], 2025, 7, scope)
    assert (shown.count, [line.id for line in shown.lines], shown.left_out) == (1, [slow.id], {"rate_high": 1})

    campaign = opened(world, kind=CampaignKind.key, scope=scope)
    assert [row.declaration_id for row in reports(campaign.id)] == [slow.id]
    assert campaign.name == "2025年1—7月绩效重点监控"
    assert found(world, campaign.id) == {fast.id: "outside"}
    pay(fast, -40 * WAN, date(2025, 7, 2))
    assert sync_open_campaigns() == 0, "it was looked at with the money of that day"

    with db.unit_of_work(write=True) as session:
        actor = world.actor("performance_a")
        [choice] = choices(session, actor, campaign.id)
        with pytest.raises(RuleFailed):
            take_in_again(session, actor, campaign.id, choice.id, " ")
        take_in_again(session, actor, campaign.id, choice.id, "群众反映较多")
        assert sync_campaign(session, campaign.id) == 1
    assert {row.declaration_id for row in reports(campaign.id)} == {slow.id, fast.id}
    assert other.id not in {row.declaration_id for row in reports(campaign.id)}
    opened(world)  # of the other kind, to the same month


def test_an_exempt_project_keeps_what_was_typed_and_goes_on_when_taken_in_again(small_world: World) -> None:
    world = small_world
    file = in_force(world)
    campaign = opened(world)
    report = report_of(campaign.id, file)
    with db.unit_of_work(write=True) as session:
        fill_report(session, world.actor("filer_a"), report.id, version(report), {"items/i001/actual": "2次"})
    with db.unit_of_work(write=True) as session, pytest.raises(NotAllowed):
        exempt(session, world.actor("section_a"), report.id, version(report), "涉密")
    with db.unit_of_work(write=True) as session, pytest.raises(RuleFailed):
        exempt(session, world.actor("performance_a"), report.id, version(report), " ")
    with db.unit_of_work(write=True) as session:
        exempt(session, world.actor("performance_a"), report.id, version(report), "资金已全部支付")
    assert (report.read().state, items(report.id)[0].actual) == ("cancelled", "2次")
    assert sync_open_campaigns() == 0
    with db.unit_of_work(write=True) as session:
        actor = world.actor("performance_a")
        [choice] = choices(session, actor, campaign.id)
        assert (choice.outcome, choice.reason, choice.by) == ("exempt", "资金已全部支付", "人员performance_a")
        take_in_again(session, actor, campaign.id, choice.id, "另有结余")
    assert sync_open_campaigns() == 1
    again = report_of(campaign.id, file)
    assert (again.read().desk, items(again.id)[0].actual) == ("filer", "2次")


def test_a_later_deadline_of_one_unit_counts_everywhere(small_world: World) -> None:
    world = small_world
    file = in_force(world)
    campaign = opened(world)
    unit, until = world.organisations["centre"], date(2025, 9, 10)

    def extend(who: str, unit_id: int, day: date, reason: str = "系统停机") -> None:
        with db.unit_of_work(write=True) as session:
            extend_unit(session, world.actor(who), campaign.id, unit_id, day, reason)

    with pytest.raises(NotAllowed):
        extend("section_a", unit, until)
    with pytest.raises(NotFound):
        extend("performance_a", world.organisations["justice_own"], until)
    for day, reason in ((DEADLINE, "系统停机"), (until, " ")):
        with pytest.raises(RuleFailed):
            extend("performance_a", unit, day, reason)
    extend("performance_a", unit, until)
    in_force(world)
    assert sync_open_campaigns() == 1
    assert {row.extended_to for row in reports(campaign.id)} == {until}
    with db.unit_of_work(write=True) as session:
        actor = world.actor("performance_a")
        assert [one.deadline for one in extensions(session, actor, campaign.id)] == [until]
        assert list_reports(session, actor, ReportFilters(overdue_on=until)).rows == []
        assert len(list_reports(session, actor, ReportFilters(overdue_on=date(2025, 9, 11))).rows) == 2
        assert campaigns(session, actor)[0].overdue == 0
        row = session.get_one(MonitoringReport, report_of(campaign.id, file).id)
        row.first_submitted_at = row.created_at.replace(year=2025, month=9, day=11)
        session.flush()
        assert sorted(one.sent_late for one in list_reports(session, actor, ReportFilters()).rows) == [False, True]


def test_nothing_is_decided_in_a_closed_campaign(small_world: World) -> None:
    world = small_world
    file = in_force(world)
    campaign = opened(world)
    report = report_of(campaign.id, file)
    with db.unit_of_work(write=True) as session:
        session.get_one(type(campaign), campaign.id).closed_at = campaign.created_at
    with db.unit_of_work(write=True) as session, pytest.raises(WrongState):
        exempt(session, world.actor("performance_a"), report.id, version(report), "关闭后")
