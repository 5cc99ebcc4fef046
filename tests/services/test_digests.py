"""每日汇总: one mail a day with everything new, written once, and a lost day is in the next one."""

from datetime import date, timedelta

from sqlmodel import select

from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from workflow import db
from workflow.models import AuditEntry, InboxMessage, OutboxMessage
from workflow.notifications.letters import body_of, link_of, subject_of
from workflow.notifications.outbox import notify
from workflow.services.digests import set_digest, write_digests
from workflow.services.inbox import mark_all_read

DAY = date(2025, 8, 4)


def tell(world: World, name: str, *people: str) -> None:
    facts = {"project_name": name, "deadline": "2025-08-31"}
    with db.unit_of_work(write=True) as session:
        ids = [world.people[who] for who in people]
        notify(
            session, ids, template="monitoring_report.overdue", key=name, object_kind="monitoring_report", object_id=7,
            facts=facts,
        )  # fmt: skip


def letters() -> list[OutboxMessage]:
    with db.unit_of_work() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)))  # type: ignore[arg-type]


def want(world: World, who: str, *, wanted: bool = True) -> None:
    with db.unit_of_work(write=True) as session:
        set_digest(session, world.actor(who), wanted=wanted)


def test_one_mail_a_day_with_all_that_is_new(world: World, calendar: Calendar) -> None:
    calendar.today = DAY
    want(world, "filer_a")
    want(world, "filer_a")
    want(world, "filer_b")  # has no address
    for name in ("甲项目", "乙项目"):
        tell(world, name, "filer_a", "filer_b", "head_a")
    assert {row.template for row in letters()} == {"monitoring_report.overdue"}
    assert {row.recipient_id for row in letters()} == {world.people["head_a"]}
    assert [write_digests(DAY), write_digests(DAY)] == [1, 0]
    digest = letters()[-1]
    assert subject_of(digest, "zh") == "预算绩效：您有 2 条新消息（2025-08-04）"
    with db.unit_of_work() as session:
        body = body_of(digest, "zh", link_of(session, digest, "https://j.example"))
        audited = session.exec(select(AuditEntry.action).where(AuditEntry.action == "set_digest")).all()
    assert "· 「甲项目」监控表已逾期" in body and "· 「乙项目」" in body and "https://j.example/inbox" in body
    assert body.count(" https://j.example/reports/7\n") == 2, "each with the place it is about"
    assert len(audited) == 2
    calendar.today = DAY + timedelta(days=1)
    assert write_digests(calendar.today) == 0, "nothing is new"
    tell(world, "丙项目", "filer_a")
    calendar.today = DAY + timedelta(days=4)  # days were lost
    tell(world, "丁项目", "filer_a")
    assert write_digests(calendar.today) == 1
    assert letters()[-1].facts["count"] == 2
    tell(world, "戊项目", "filer_a")
    with db.unit_of_work(write=True) as session:
        mark_all_read(session, world.actor("filer_a"))
    calendar.today += timedelta(days=1)
    assert write_digests(calendar.today) == 0, "what was read is not mailed"
    want(world, "filer_a", wanted=False)
    tell(world, "己项目", "filer_a")
    assert letters()[-1].template == "monitoring_report.overdue"


def test_a_message_committed_after_the_digest_is_in_the_next_one(small_world: World, calendar: Calendar) -> None:
    calendar.today = DAY
    want(small_world, "filer_a")
    tell(small_world, "甲项目", "filer_a")
    assert write_digests(DAY) == 1
    with db.unit_of_work(write=True) as session:
        late = session.exec(select(InboxMessage)).one().created_at
    tell(small_world, "乙项目", "filer_a")
    with db.unit_of_work(write=True) as session:
        for message in session.exec(select(InboxMessage)):
            message.created_at = late
    assert write_digests(DAY + timedelta(days=1)) == 1
    assert letters()[-1].facts["count"] == 1
