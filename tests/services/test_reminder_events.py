"""Every event finds its objects on both databases, and what a region changes about a rule holds at the next look."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from tests.domain.factories import declaration_at, move
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened
from workflow import db
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.models import AuditEntry, InboxMessage, OutboxMessage, ReminderLog
from workflow.notifications.messages import message_text
from workflow.queries.reminder_preview import preview
from workflow.reminding.stored import own_rule, rule_in_force, rules_in_force
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.reminding.typed import fields_of
from workflow.review.settings import stand_of
from workflow.services import reminder_rules
from workflow.services.campaign_choices import extend_unit
from workflow.services.reminder_rules import add_rule, remove_rule, set_rule
from workflow.services.reminders import remind_all
from workflow.services.tasks_admin import open_task
from workflow.types import Role

DUE_SOON = "monitoring_report.due_soon"


def change(world: World, code: str, who: str = "performance_a", seen: str = "", **changes: object) -> ReminderRule:
    """What the page does."""
    with db.unit_of_work(write=True) as session:
        rule = rule_in_force(session, world.regions["ezhou"], 2025, code).rule
        wanted = replace(rule, **({"text": rule.sentence} | changes))  # type: ignore[arg-type]
        stand = seen or stand_of(fields_of(rule))
        set_rule(session, world.actor(who), world.regions["ezhou"], 2025, wanted, stand)
    return wanted


def told(world: World, rule: str) -> Counter[tuple[str, date]]:
    with db.unit_of_work() as session:
        rows = session.exec(select(ReminderLog).where(ReminderLog.rule == rule, ReminderLog.outcome == "sent"))
        return Counter((world.names[row.recipient_id], row.day) for row in rows)


def looks(calendar: Calendar, first: date, last: date) -> None:
    """Two looks a day."""
    while first <= last:
        calendar.today = first
        remind_all(first)
        remind_all(first)
        first += timedelta(days=1)


def test_a_file_is_reminded_of_at_the_desk_where_it_lies(world: World, calendar: Calendar) -> None:
    """Signing, closing date, correction, review: each with its own people and days, once."""
    for code in ("signing_head", "declaration_due_soon", "return_due_soon", "review_overdue"):
        change(world, code, active=True)
    calendar.today = date(2025, 3, 3)  # a Monday
    waiting = declaration_at(world, "drafted/head")
    looks(calendar, date(2025, 3, 3), date(2025, 3, 10))
    heads = {"head_a", "head_b", "filer_and_head", "head_and_finance", "head_of_two"}
    assert told(world, "signing_head") == Counter(
        (who, day) for who in heads for day in (date(2025, 3, 5), date(2025, 3, 7))
    )
    move(waiting, "head_a", "decline", reason="数字不对")
    with db.unit_of_work() as session:
        ends = preview(session, world.regions["ezhou"], calendar.today, calendar.today, date(2025, 12, 31))
    planned = {(line.rule.code, line.outcome) for line in ends if line.object_id == waiting.id}
    assert planned == {("declaration_due_soon", "planned")}
    last = max(line.day for line in ends if line.object_id == waiting.id)
    looks(calendar, last, last)
    filers = {"filer_a", "filer_b", "filer_and_head", "filer_and_reviewer", "filer_and_finance"}
    assert {who for who, day in told(world, "declaration_due_soon")} == filers


def test_a_returned_file_has_its_own_deadline(small_world: World, calendar: Calendar) -> None:
    calendar.today = date(2025, 3, 3)
    change(small_world, "return_overdue", active=True)
    change(small_world, "declaration_overdue", active=True)
    file = declaration_at(small_world, "submitted/section")
    move(file, "section_a", "return", reason="请补充", due_on=date(2025, 3, 6))
    looks(calendar, date(2025, 3, 6), date(2025, 3, 10))
    assert {day for _, day in told(small_world, "return_overdue")} == {date(2025, 3, 7)}
    assert told(small_world, "declaration_overdue") == Counter()


def test_what_is_changed_holds_at_the_next_look_and_is_audited(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    in_force(small_world)
    opened(small_world)
    change(small_world, "monitoring_report-7", active=False)
    change(small_world, "monitoring_report-3", channels=(), text=("请报「{project_name}」", "Report {project_name}"))
    looks(calendar, DEADLINE - timedelta(days=7), DEADLINE - timedelta(days=3))
    assert told(small_world, "monitoring_report-7") == Counter()
    with db.unit_of_work() as session:
        message = session.exec(
            select(InboxMessage).where(InboxMessage.template == "monitoring_report.due_soon")
        ).first()
        letters = session.exec(
            select(OutboxMessage).where(OutboxMessage.template == "monitoring_report.due_soon")
        ).all()
        audited = session.exec(select(AuditEntry.actor_id).where(AuditEntry.action == "set_reminder_rule")).all()
    assert message is not None
    assert message_text(message.template, message.facts).startswith("请报「项目")
    assert letters == []
    assert audited == [small_world.people["performance_a"]] * 2


def test_two_rules_of_one_day_are_both_sent(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    in_force(small_world)
    opened(small_world)
    change(small_world, "monitoring_report-7", days=(1,))
    looks(calendar, DEADLINE + timedelta(days=1), DEADLINE + timedelta(days=1))
    day = DEADLINE + timedelta(days=1)
    assert {when for _, when in told(small_world, "monitoring_report-7")} == {day}
    assert {when for _, when in told(small_world, "monitoring_report+1")} == {day}


def test_after_a_month_it_is_too_late(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    in_force(small_world)
    opened(small_world)
    late = DEADLINE + timedelta(days=60)
    looks(calendar, late, late)
    with db.unit_of_work() as session:
        rows = session.exec(select(ReminderLog.outcome, ReminderLog.reason)).all()
    assert set(rows) == {("skipped", "late")}


def test_only_who_may_changes_a_rule_and_two_at_once_are_told(small_world: World) -> None:
    for who in ("section_a", "auditor", "performance_other", "security_admin"):
        with pytest.raises(NotAllowed):
            change(small_world, "monitoring_report-7", who, active=False)
    change(small_world, "monitoring_report-7", "system_admin", active=False)
    with pytest.raises(Conflict):
        change(small_world, "monitoring_report-7", seen=stand_of(fields_of(SHIPPED["monitoring_report-7"])))


def test_the_preview_says_who_and_why_not(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=3)
    in_force(small_world, "hr_own")
    opened(small_world)
    remind_all(calendar.today)
    region = small_world.regions["ezhou"]
    with db.unit_of_work() as session:
        found = preview(session, region, calendar.today, DEADLINE - timedelta(days=9), DEADLINE + timedelta(days=20),
                        event="monitoring_due", with_off=True)  # fmt: skip
    told_now = {line.rule.code: line.outcome for line in found if line.title.startswith("项目")}
    assert told_now == {
        "monitoring_report-7": "opened_later", "monitoring_report-3": "sent", "monitoring_report+0": "planned",
        "monitoring_report+1": "planned", "monitoring_report+3": "no_department", "monitoring_report+5": "planned",
        "monitoring_report_leader": "off",
    }  # fmt: skip
    assert next(line.people for line in found if line.outcome == "sent") == ("人员filer_own_a", "人员filer_own_b")


def test_escalation_to_the_leader_after_ten_working_days(small_world: World, calendar: Calendar) -> None:
    """The leader of the region reaches every file of it."""
    calendar.today = DEADLINE - timedelta(days=10)
    in_force(small_world)
    opened(small_world)
    change(small_world, "monitoring_report_leader", active=True)
    day = date(2025, 9, 12)  # ten working days after Sunday, 31 August
    looks(calendar, day, day)
    assert told(small_world, "monitoring_report_leader") == Counter({("leader", day): 1})
    assert Role.leader in SHIPPED["monitoring_report_leader"].roles


def test_a_unit_with_a_later_deadline_is_reminded_of_that_one(small_world: World, calendar: Calendar) -> None:
    in_force(small_world, "centre")
    campaign = opened(small_world)
    later = DEADLINE + timedelta(days=20)
    with db.unit_of_work(write=True) as session:
        unit = small_world.organisations["centre"]
        extend_unit(session, small_world.actor("performance_a"), campaign.id, unit, later, "汛期抢险")
    looks(calendar, DEADLINE - timedelta(days=3), DEADLINE + timedelta(days=1))
    assert not any(told(small_world, f"monitoring_report{step}") for step in ("-3", "+0", "+1"))
    looks(calendar, later, later + timedelta(days=1))
    assert {day for _, day in told(small_world, "monitoring_report+0")} == {later}
    assert {day for _, day in told(small_world, "monitoring_report+1")} == {later + timedelta(days=1)}


def test_whoever_must_act_is_told_once_when_something_begins(world: World, calendar: Calendar) -> None:
    """A campaign once a unit, however many reports it has; a task every filer of the region; never again later."""
    for code in ("campaign_opened", "task_opened"):
        change(world, code, active=True)
    calendar.today = DEADLINE - timedelta(days=20)
    for unit in ("centre", "centre", "hr_own"):
        in_force(world, unit)
    opened(world)
    with db.unit_of_work(write=True) as session:
        open_task(session, world.regions["ezhou"], 2026, "ezhou-2025-approval", date(2025, 12, 1))
    looks(calendar, calendar.today, calendar.today + timedelta(days=2))
    begun, filers = DEADLINE - timedelta(days=20), {"filer_a", "filer_b", *("filer_and_head", "filer_and_reviewer")}
    here = filers | {"filer_and_finance", "filer_own_a", "filer_own_b"}
    assert told(world, "campaign_opened") == Counter((who, begun) for who in here)
    opens = told(world, "task_opened")
    assert {who for who, day in opens if day == begun} == here | {"filer_other"} and set(opens.values()) == {1}
    with db.unit_of_work() as session:
        message = session.exec(
            select(InboxMessage).where(InboxMessage.template == "monitoring_campaign.opened")
        ).first()
    assert message is not None and message.object_kind == "monitoring_campaign"
    assert "请于 2025-08-31 前报送" in message_text(message.template, message.facts)


def test_a_reminder_of_the_regions_own(world: World, calendar: Calendar) -> None:
    """Shown before it is saved, told when its day comes, gone with a word in the audit trail."""
    calendar.today = DEADLINE - timedelta(days=10)
    in_force(world)
    opened(world)
    region, words = world.regions["ezhou"], ("「{project_name}」只剩五天", "{project_name}: five days left")
    wanted = replace(own_rule("monitoring_due"), days=(-5,), roles=(Role.leader,), text=words)
    day = DEADLINE - timedelta(days=5)
    with db.unit_of_work(write=True) as session:
        shown = preview(session, region, calendar.today, calendar.today, DEADLINE, only=wanted)
        code = add_rule(session, world.actor("performance_a"), region, 2025, wanted)
    assert [(line.day, line.people, line.outcome) for line in shown] == [(day, ("人员leader",), "planned")]
    looks(calendar, day, day)
    assert told(world, code) == Counter({("leader", day): 1})
    with db.unit_of_work(write=True) as session:
        message = session.exec(select(InboxMessage).where(InboxMessage.template == "reminder.own")).one()
        assert message_text(message.template, message.facts).endswith("」只剩五天") and message.object_id
        with pytest.raises(NotFound):
            remove_rule(session, world.actor("performance_a"), region, 2025, "monitoring_report-3")
        remove_rule(session, world.actor("performance_a"), region, 2025, code)
        assert code not in {line.rule.code for line in rules_in_force(session, region, 2025)}
        audited = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    assert [action for action in audited if "reminder_rule" in action] == ["add_reminder_rule", "remove_reminder_rule"]


def test_who_may_add_reminders_and_how_many(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    region, rule = small_world.regions["ezhou"], own_rule("return_due")
    monkeypatch.setattr(reminder_rules, "MOST_OWN", 1)
    with db.unit_of_work(write=True) as session:
        with pytest.raises(NotAllowed):
            add_rule(session, small_world.actor("section_a"), region, 2025, rule)
        add_rule(session, small_world.actor("system_admin"), region, 2025, rule)
        with pytest.raises(RuleFailed):
            add_rule(session, small_world.actor("performance_a"), region, 2025, rule)
