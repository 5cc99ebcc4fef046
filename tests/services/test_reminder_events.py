"""Every event finds its objects on both databases, and what a region changes about a rule holds at the next look."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.domain.factories import declaration_at, move
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened
from workflow import db
from workflow.errors import Conflict, NotAllowed
from workflow.models import AuditEntry, InboxMessage, OutboxMessage, ReminderLog
from workflow.notifications.messages import message_text
from workflow.queries.reminder_preview import preview
from workflow.reminding.stored import rule_in_force
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.reminding.typed import fields_of
from workflow.review.settings import stand_of
from workflow.services.campaign_choices import extend_unit
from workflow.services.reminder_rules import set_rule
from workflow.services.reminders import remind_all
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
