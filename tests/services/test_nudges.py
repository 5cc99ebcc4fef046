"""催办: who is pressed, how often, and what is left out with a reason; the list for a chat group."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.domain.factories import File
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened, report_of
from workflow import db
from workflow.errors import NotFound, Refusal
from workflow.models import AuditEntry, InboxMessage, MonitoringReport
from workflow.notifications.messages import message_text
from workflow.queries.monitoring import campaign as find
from workflow.queries.unsubmitted import chat_text, unsubmitted
from workflow.services.nudges import Nudged, nudge_reports
from workflow.services.reminders import remind_all


def press(world: World, campaign: int, reports: Sequence[File], who: str = "performance_a", note: str = "") -> Nudged:
    with db.unit_of_work(write=True) as session:
        return nudge_reports(session, world.actor(who), campaign, [report.id for report in reports], note)


def told(world: World) -> Counter[str]:
    with db.unit_of_work() as session:
        rows = session.exec(select(InboxMessage.recipient_id).where(InboxMessage.template == "monitoring_report.nudge"))
        return Counter(world.names[user] for user in rows)


def codes(found: Nudged) -> list[str]:
    return [problem.code for _, problem in found.left_out]


def test_the_desk_that_has_it_is_pressed_twice_a_week_and_once_a_day(world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    files = [in_force(world, unit) for unit in ("centre", "centre", "hr_own")]
    campaign = opened(world)
    reports = [report_of(campaign.id, file) for file in files]
    with db.unit_of_work(write=True) as session:
        done = session.get_one(MonitoringReport, reports[1].id)
        done.state, done.desk = "submitted", "section"
    found = press(world, campaign.id, reports, note="  请于下班前报  ")
    filers = {"filer_a", "filer_b", "filer_and_head", "filer_and_reviewer", "filer_and_finance"}
    assert (found.reports, found.people, codes(found)) == (2, len(filers) + 2, ["nudge_not_open"])
    assert told(world) == Counter(filers | {"filer_own_a", "filer_own_b"})
    with db.unit_of_work() as session:
        message = session.exec(select(InboxMessage).where(InboxMessage.object_id == reports[0].id)).first()
        audited = session.exec(select(AuditEntry.actor_name).where(AuditEntry.action == "nudge")).all()
    assert message is not None and message_text(message.template, message.facts).endswith("请抓紧办理。请于下班前报")
    assert audited == ["人员performance_a"] * 2
    assert codes(press(world, campaign.id, reports[:1], "section_a")) == ["nudge_today"]
    calendar.today += timedelta(days=3)
    assert press(world, campaign.id, reports[:1], "reviewer_a").reports == 1
    calendar.today += timedelta(days=1)
    [(_, limit)] = press(world, campaign.id, reports[:1]).left_out
    assert (limit.code, limit.facts["again_on"]) == ("nudge_limit", (DEADLINE - timedelta(days=3)).isoformat())
    calendar.today = DEADLINE - timedelta(days=3)
    assert press(world, campaign.id, reports[:1]).reports == 1
    assert remind_all(calendar.today).sent > 0, "what comes by itself comes all the same"


@pytest.mark.parametrize(
    ("who", "note", "chosen", "code"),
    [
        ("performance_other", "", 1, "no_such_report"),
        ("reviewer_other", "", 1, "no_such_report"),
        ("performance_a", "字" * 101, 1, "nudge_note_too_long"),
        ("performance_a", "", 0, "nudge_nothing_chosen"),
    ],
)
def test_refused_as_a_whole(
    small_world: World, calendar: Calendar, who: str, note: str, chosen: int, code: str
) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    file = in_force(small_world)
    campaign = opened(small_world)
    with pytest.raises(Refusal) as refused:
        press(small_world, campaign.id, [report_of(campaign.id, file)][:chosen], who, note)
    assert refused.value.code == code


def test_a_filer_presses_nobody_and_nobody_presses_himself(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=10)
    file = in_force(small_world, "hr_own")
    campaign = opened(small_world)
    report = report_of(campaign.id, file)
    assert codes(press(small_world, campaign.id, [report], "filer_own_a")) == ["no_role"]
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringReport, report.id).desk = "department"
    assert press(small_world, campaign.id, [report], "reviewer_a").people == 2, "his colleagues"


def test_the_list_names_roles_and_no_people(small_world: World, calendar: Calendar) -> None:
    calendar.today = DEADLINE - timedelta(days=2)
    for unit in ("centre", "hr_own", "justice_own"):
        in_force(small_world, unit)
    campaign = opened(small_world)
    with db.unit_of_work() as session:
        actor = small_world.actor("section_a")
        line, found = find(session, actor, campaign.id), unsubmitted(session, actor, campaign.id)
        text = chat_text(line.campaign, line.total, found, calendar.today)
        english = chat_text(line.campaign, line.total, found, DEADLINE + timedelta(days=1), "en")
        with pytest.raises(NotFound):
            find(session, small_world.actor("performance_other"), campaign.id)
    assert text.splitlines()[1:3] == ["应报 2 份，未报 2 份。", "1. 鄂州市人力资源和社会保障局（2 份）"]
    assert "还有 2 天" in text and "（待填报人办理）" in text and "司法局" not in text and "人员" not in text
    assert "1 days overdue" in english
