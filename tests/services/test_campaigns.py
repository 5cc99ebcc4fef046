"""Opening and closing campaigns, late approvals, money and what is carried over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import adjustment_of, bring, declaration_at, move
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import BUDGET, in_force, items, opened, pay, report_of, reports
from tests.unit.invisible import INVISIBLE
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.models import AuditEntry, FiledBy, InboxMessage, LedgerEntry, MonitoringReport
from workflow.queries import monitoring
from workflow.services.campaigns import close_campaign
from workflow.services.report_opening import refresh_money, sync_campaign, sync_open_campaigns
from workflow.services.reports import fill_report

pytestmark = pytest.mark.usefixtures("calendar")


def close(world: World, campaign_id: int, who: str = "performance_a", reason: str = "") -> None:
    with db.unit_of_work(write=True) as session:
        close_campaign(session, world.actor(who), campaign_id, reason)


def fill(world: World, report_id: int, who: str = "filer_a", **values: str) -> None:
    with db.unit_of_work(write=True) as session:
        report = session.get_one(MonitoringReport, report_id)
        paths = {name.replace("__", "/"): text for name, text in values.items()}
        assert not fill_report(session, world.actor(who), report_id, report.version, paths).problems


def test_each_declaration_in_force_gets_its_report_with_money_and_indicators(world: World) -> None:
    approved = in_force(world)
    monitored = in_force(world, "hr_own", state="monitored")
    in_force(world, year=2024)
    in_force(world, state="evaluated")
    in_force(world, in_force=False)
    pay(approved, 30_000_000, date(2025, 7, 31))
    pay(approved, -1_000_000, date(2025, 3, 1))
    pay(approved, 7_000_000, date(2025, 8, 1))
    with db.unit_of_work(write=True) as session:
        entry = {
            "project_id": approved.read().project_id,
            "fiscal_year": 2025,
            "created_at": approved.read().created_at,
        }
        session.add(LedgerEntry(kind="carry_over", amount_fen=1_000, **entry))
        session.add(LedgerEntry(kind="adjustment", amount_fen=-500, **entry))

    campaign = opened(world)

    first, second = reports(campaign.id)
    assert [first.declaration_id, second.declaration_id] == [approved.id, monitored.id]
    assert (first.initial_fen, first.adjusted_fen, first.executed_fen) == (BUDGET, BUDGET + 500, 29_000_000)
    assert (first.as_of, first.state, first.desk, first.version) == (date(2025, 7, 31), "drafted", "filer", 1)
    assert [item.indicator_uid for item in items(first.id)] == ["i001", "i003"]


def test_what_is_first_approved_after_the_deadline_is_left_to_the_next_campaign(world: World) -> None:
    """Its report would be overdue on the day it is opened."""
    in_force(world)
    campaign = opened(world)
    day_after = datetime.combine(campaign.deadline, time(17), UTC)  # 01:00 of the next day at the office
    late = in_force(world, "inspection", approved_at=day_after)
    assert sync_open_campaigns() == 0
    with db.unit_of_work() as session:
        told = {
            who: monitoring.campaign(session, world.actor(who), campaign.id).too_late for who in ("leader", "filer_a")
        }
    assert told == {"leader": [(late.id, late.read().project_name)], "filer_a": []}
    in_force(world, "hr_own", approved_at=day_after - timedelta(hours=2))
    assert sync_open_campaigns() == 1


def test_running_it_again_opens_only_what_was_approved_since(world: World) -> None:
    in_force(world)
    campaign = opened(world)
    assert sync_open_campaigns() == 0
    late = in_force(world, "inspection")
    assert sync_open_campaigns() == 1
    assert sync_open_campaigns() == 0
    assert reports(campaign.id)[-1].declaration_id == late.id


def test_a_large_campaign_is_opened_in_parts(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.services.report_opening.REPORTS_PER_RUN", 2)
    campaign = opened(small_world)
    for _ in range(3):
        in_force(small_world)
    with db.unit_of_work(write=True) as session:
        assert sync_campaign(session, campaign.id, limit=2) == 2
    assert sync_open_campaigns() == 1
    assert len(reports(campaign.id)) == 3


def test_a_closed_campaign_gets_no_more_reports(small_world: World) -> None:
    campaign = opened(small_world)
    close(small_world, campaign.id)
    in_force(small_world)
    assert sync_open_campaigns() == 0
    with db.unit_of_work(write=True) as session:
        assert sync_campaign(session, campaign.id) == 0


def test_the_next_round_begins_with_what_was_reached(world: World) -> None:
    declaration = in_force(world)
    first = report_of(opened(world).id, declaration)
    uid = items(first.id)[0].indicator_uid
    money = {"money__-__forecast": "5.00", "money__carry_over__forecast": "2.00"}
    fill(world, first.id, **{f"items__{uid}__actual": "3次", f"items__{uid}__likelihood": "certain"} | money)

    again = opened(world, cutoff_month=10)

    carried = items(report_of(again.id, declaration).id)
    assert again.round == 2
    row = report_of(again.id, declaration).read()
    assert (row.forecast_fen, row.carry_over_forecast_fen) == (None, None), "a forecast is of its day"
    assert [(item.actual, item.likelihood) for item in carried[:2]] == [("3次", ""), ("", "")]


def test_an_adjustment_in_the_middle_moves_to_a_new_report_that_keeps_what_was_typed(world: World) -> None:
    declaration = declaration_at(world, "approved")
    campaign = opened(world)
    old = report_of(campaign.id, declaration)
    uid = items(old.id)[0].indicator_uid
    fill(world, old.id, **{f"items__{uid}__actual": "3次", f"items__{uid}__likelihood": "certain"})

    revision = bring(adjustment_of(declaration), "approved")
    assert old.pair == "cancelled"
    assert sync_open_campaigns() == 1

    new = report_of(campaign.id, revision)
    assert (items(new.id)[0].actual, items(new.id)[0].likelihood) == ("3次", "certain")
    with db.unit_of_work() as session:
        typed = session.exec(
            select(FiledBy.user_id).where(FiledBy.object_kind == "monitoring_report", FiledBy.object_id == new.id)
        )
        assert list(typed) == [world.people["filer_a"]]


def test_a_report_that_fell_with_its_approval_is_opened_again_with_the_next_approval(world: World) -> None:
    declaration = declaration_at(world, "approved")
    campaign = opened(world)
    old = report_of(campaign.id, declaration)
    uid = items(old.id)[0].indicator_uid
    money = {"money__-__forecast": "5.00", "money__carry_over__forecast": "2.00", "money__-__cause": "招标晚"}
    fill(world, old.id, **{f"items__{uid}__actual": "3次"} | money)

    move(declaration, "performance_b", "revoke_approval", reason="金额有误")
    assert (old.pair, old.read().cancelled_by) == ("cancelled", "revoke_approval")
    assert sync_open_campaigns() == 0, "nothing is in force"

    bring(declaration, "approved")
    assert (sync_open_campaigns(), sync_open_campaigns()) == (1, 0)
    new = report_of(campaign.id, declaration)
    assert (new.id != old.id, new.pair, items(new.id)[0].actual) == (True, "drafted/filer", "3次")
    row = new.read()
    assert (row.forecast_fen, row.carry_over_forecast_fen, row.money_cause) == (5_000_000, 2_000_000, "招标晚")


def test_a_report_that_performance_cancelled_stays_cancelled(world: World) -> None:
    declaration = declaration_at(world, "approved")
    old = report_of(opened(world).id, declaration)
    move(old, "performance_a", "cancel", reason="本年不监控")
    assert (old.read().cancelled_by, sync_open_campaigns()) == ("cancel", 0)


def test_a_unit_as_a_whole_has_the_money_of_all_its_projects(world: World) -> None:
    projects = [in_force(world), in_force(world)]
    in_force(world, "inspection")
    for project in projects:
        pay(project, 1_000_000, date(2025, 5, 5))
    overall = in_force(world, kind="overall", project_id=None)
    report = report_of(opened(world).id, overall).read()
    assert report.project_id is None
    assert report.executed_fen == 2_000_000
    assert (
        report.adjusted_fen == 3 * BUDGET
    )  # a project whose declaration is not approved yet counts too: its money is there


def test_new_payments_reach_reports_at_the_filers_desk_only(world: World) -> None:
    at_filer, at_head = in_force(world), in_force(world)
    campaign = opened(world)
    with db.unit_of_work(write=True) as session:
        report = session.get_one(MonitoringReport, report_of(campaign.id, at_head).id)
        report.desk = "head"  # as after send_up; what it takes to get there is not this test's matter
    for file in (at_filer, at_head):
        pay(file, 2_000_000, date(2025, 7, 1))
    with db.unit_of_work(write=True) as session:
        assert refresh_money(session, world.regions["ezhou"], 2025) == 1
        assert refresh_money(session, world.regions["ezhou"], 2025) == 0
        assert refresh_money(session, world.regions["jianghan"], 2025) == 0
    assert [(one.executed_fen, one.version) for one in reports(campaign.id)] == [(2_000_000, 2), (0, 1)]


@pytest.mark.parametrize("who", ["section_a", "filer_a", "performance_other", "system_admin", "leader"])
def test_only_the_regions_performance_section_opens_and_closes(small_world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        opened(small_world, who)
    campaign = opened(small_world)
    with pytest.raises((NotAllowed, NotFound)) as refused:
        close(small_world, campaign.id, who)
    assert refused.type is (NotFound if who in ("performance_other", "system_admin") else NotAllowed)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cutoff_month": 0}, "bad_cutoff_month"),
        ({"cutoff_month": 13}, "bad_cutoff_month"),
        ({"deadline": date(2025, 7, 31)}, "deadline_past"),
    ],
)
def test_a_campaign_must_make_sense(small_world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleFailed) as refused:
        opened(small_world, **changes)
    assert refused.value.code == code


def test_closing_cancels_what_is_unfinished_and_asks_why(small_world: World) -> None:
    declaration = in_force(small_world)
    campaign = opened(small_world)
    half = report_of(campaign.id, declaration)
    uid = items(half.id)[0].indicator_uid
    fill(small_world, half.id, **{f"items__{uid}__actual": "3次", f"items__{uid}__likelihood": "certain"})
    with pytest.raises(RuleFailed) as refused:
        close(small_world, campaign.id)
    assert (refused.value.code, refused.value.facts) == ("campaign_unfinished", {"count": 1})

    with pytest.raises(RuleFailed):
        close(small_world, campaign.id, reason=INVISIBLE)

    close(small_world, campaign.id, reason="本轮监控提前结束\x00")

    assert report_of(campaign.id, declaration).pair == "cancelled"
    with pytest.raises(WrongState):
        close(small_world, campaign.id)
    with db.unit_of_work() as session:
        said = session.exec(select(AuditEntry.action).where(AuditEntry.object_kind == "monitoring_campaign"))
        assert list(said) == ["open_campaign", "close_campaign"]
        told = session.exec(select(InboxMessage.id).where(InboxMessage.template == "monitoring_report.cancel"))
        assert told.all()
    again = items(report_of(opened(small_world, cutoff_month=8).id, declaration).id)[0]
    assert items(half.id)[0].actual == "3次", "what was typed stays readable"
    assert (again.actual, again.likelihood) == ("3次", ""), "the next round begins with what was reached"


def test_a_report_already_accepted_stands_when_the_campaign_is_closed(small_world: World) -> None:
    file = declaration_at(small_world, "monitored")
    with db.unit_of_work() as session:
        [report] = session.exec(select(MonitoringReport)).all()
    close(small_world, report.campaign_id)
    assert file.pair == "monitored"
    assert reports(report.campaign_id)[0].state == "accepted"


def test_a_month_takes_one_open_campaign_and_another_once_it_is_closed(small_world: World) -> None:
    first = opened(small_world)
    with pytest.raises(RuleFailed) as refused:
        opened(small_world, name="又一次")
    facts = {"campaign_id": first.id, "name": first.name, "month": 7}
    assert (refused.value.code, refused.value.facts) == ("campaign_still_open", facts)
    assert opened(small_world, cutoff_month=8).round == 2
    assert opened(small_world, year=2026).round == 1
    close(small_world, first.id)
    assert opened(small_world).round == 3


def test_two_clicks_at_once_open_two_months_and_two_runs_open_each_report_once(world: World) -> None:
    for _ in range(4):
        in_force(world)
    with ThreadPoolExecutor(4) as pool:
        campaigns = list(pool.map(lambda month: opened(world, cutoff_month=month), (6, 7)))
        list(pool.map(lambda _: sync_open_campaigns(), range(4)))
    assert sorted(campaign.round for campaign in campaigns) == [1, 2]
    assert [len(reports(campaign.id)) for campaign in campaigns] == [4, 4]


def test_who_opened_a_report_does_not_matter_to_its_way(small_world: World, calendar: Calendar) -> None:
    """From the opened campaign to the monitored declaration by the product's own moves."""
    declaration = in_force(small_world)
    report = report_of(opened(small_world).id, declaration)
    calendar.today = date(2025, 8, 5)
    cells = {f"items__{item.indicator_uid}__actual": "3次" for item in items(report.id)}
    cells |= {f"items__{item.indicator_uid}__likelihood": "certain" for item in items(report.id)}
    money = {"money__-__forecast": "1000", "money__-__cause": "合同未到付款期", "money__-__measure": "九月付清"}
    fill(small_world, report.id, **cells, **money)
    bring(report, "accepted")
    assert declaration.pair == "monitored"
    with pytest.raises(WrongState):
        move(report, "section_a", "accept")
