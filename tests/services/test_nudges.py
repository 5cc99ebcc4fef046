"""催办: who is pressed, how often, and what is left out with a reason; the list for a chat group."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.domain.factories import File, declaration_at, move
from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import DEADLINE, in_force, opened, report_of
from workflow import db
from workflow.errors import NotFound, Refusal
from workflow.models import AuditEntry, InboxMessage, MonitoringReport
from workflow.notifications.messages import message_text
from workflow.queries.monitoring import campaign as find
from workflow.queries.unsubmitted import chat_text, unsubmitted
from workflow.queries.unsubmitted_files import files_text, units_without, unsubmitted_files
from workflow.services.nudges import Nudged, nudge_declarations, nudge_reports
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
        english = chat_text(line.campaign, line.total, found, DEADLINE + timedelta(days=1), "en", "https://j.example")
        with pytest.raises(NotFound):
            find(session, small_world.actor("performance_other"), campaign.id)
    assert text.splitlines()[1:3] == ["应报 2 份，未报 2 份。", "1. 鄂州市人力资源和社会保障局（2 份）"]
    assert "还有 2 天" in text and "（待填报人办理）" in text and "司法局" not in text and "人员" not in text
    assert "1 day overdue" in english
    assert [f"https://j.example/reports/{one.id}" in english for one in found] == [True, True]


def press_files(world: World, files: Sequence[File], who: str = "performance_a", note: str = "") -> Nudged:
    with db.unit_of_work(write=True) as session:
        return nudge_declarations(session, world.actor(who), [file.id for file in files], note)


def test_declarations_are_pressed_for_at_their_desk_until_they_are_submitted(world: World, calendar: Calendar) -> None:
    """Never submitted, returned and not submitted again, submitted: whom it reaches, what it says, how often."""
    calendar.today = date(2025, 3, 3)
    waiting, returned, done = (declaration_at(world, at) for at in ("drafted/head", *["submitted/section"] * 2))
    move(returned, "section_a", "return", reason="请补充", due_on=date(2025, 3, 6))
    found = press_files(world, [waiting, returned, done])
    assert (found.reports, codes(found)) == (2, ["nudge_submitted"])
    with db.unit_of_work() as session:
        rows = session.exec(select(InboxMessage).where(InboxMessage.template.like("declaration.nudge%"))).all()  # type: ignore[attr-defined]
        audited = session.exec(select(AuditEntry.object_kind).where(AuditEntry.action == "nudge")).all()
    heads = {"head_a", "head_b", "filer_and_head", "head_and_finance", "head_of_two"}
    reviewers = {"reviewer_a", "reviewer_b", "filer_and_reviewer"}
    told = {
        id: {world.names[row.recipient_id] for row in rows if row.object_id == id} for id in (waiting.id, returned.id)
    }
    assert told == {waiting.id: heads, returned.id: reviewers} and found.people == len(heads | reviewers)
    again = next(row for row in rows if row.object_id == returned.id)
    said = message_text(again.template, again.facts)
    assert "须于 2025-03-06 前修改完毕重新报送" in said and f"{again.facts['unit_name']}「" in said
    assert audited == ["declaration"] * 2
    assert codes(press_files(world, [waiting], "reviewer_a")) == ["nudge_today"]
    for who in ("reviewer_other", "performance_other"):
        with pytest.raises(NotFound):
            press_files(world, [waiting], who)
    assert codes(press_files(world, [returned], "filer_a")) == ["no_role"]
    _list_of(world, waiting, returned)


def _list_of(world: World, waiting: File, returned: File) -> None:
    """What is missing, by which day, and who has not begun."""
    today = date(2025, 3, 7)
    with db.unit_of_work() as session:
        performance, other = world.actor("performance_a"), world.actor("reviewer_other")
        lines = {
            which: {line.id for line in unsubmitted_files(session, performance, 2025, today, which=which)}
            for which in ("", "new", "returned", "late")
        }
        every = unsubmitted_files(session, performance, 2025, today)
        units = units_without(session, performance, 2025, today)
        text = files_text(2025, every, units, today)
        assert unsubmitted_files(session, other, 2025, today) == []
        assert [name for _, name in units_without(session, other, 2025, today)] == ["鄂州市司法局（本级）"]
    both = {waiting.id, returned.id}
    assert lines == {"": both, "new": {waiting.id}, "returned": {returned.id}, "late": {returned.id}}
    assert {line.id: line.nudges for line in every} == {waiting.id: 1, returned.id: 1}
    names = ["鄂州市人力资源和社会保障局（本级）", "鄂州市劳动保障监察支队", "鄂州市司法局（本级）"]
    assert [name for _, name in units] == names
    assert (
        "未报送 2 份，其中退回后未重新报送 1 份。" in text and "（退回修改，待主管部门" in text and "人员" not in text
    )
