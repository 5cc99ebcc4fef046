"""Pending decisions (待发决定): nothing moves before its time, everything happens once."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import File, declaration_at, move, rows_of
from tests.domain.racing import race
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db
from workflow.errors import Conflict, NotFound, Refusal
from workflow.lifecycle import Inputs
from workflow.models import AuditEntry, Declaration, Grant, InboxMessage, PendingDecision
from workflow.notifications.messages import message_text
from workflow.services import pending_decisions
from workflow.services.decision_run import LEASE, MAX_ATTEMPTS, perform_due
from workflow.services.pending_decisions import Decision, inputs_of, recall, remove, send
from workflow.types import Grade

HOLD = timedelta(minutes=10)
PASS = Inputs(opinion="目标明确", grade=Grade.good)


def save(file: File, who: str, action: str = "pass_review", inputs: Inputs = PASS, batch: str = "") -> int:
    with db.unit_of_work(write=True) as session:
        seen = Decision(action, file.read().version, inputs, batch)
        return pending_decisions.save(session, file.world.actor(who), file.id, seen).id


def sent(file: File, who: str, *more: int) -> int:
    """Saved and sent."""
    key = save(file, who)
    send_now(file.world, who, key, *more)
    return key


def send_now(world: World, who: str, *keys: int) -> list[Refusal | None]:
    with db.unit_of_work(write=True) as session:
        return [item.refusal for item in send(session, world.actor(who), keys)]


def later(minutes: float = 10.1) -> Counter[str]:
    """What a worker does some minutes from now."""
    with clock.fixed(clock.now() + timedelta(minutes=minutes)):
        return perform_due()


def read(key: int) -> PendingDecision:
    with db.unit_of_work() as session:
        return session.get_one(PendingDecision, key)


def test_nothing_moves_before_its_time_and_then_once(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    before = file.read()
    key = save(file, "section_a", "return", Inputs(reason="请补充指标", due_on=date(2025, 4, 30)))
    assert inputs_of(read(key)) == Inputs(reason="请补充指标", due_on=date(2025, 4, 30))
    assert later(60) == Counter(), "saved is not sent"
    send_now(world, "section_a", key)
    assert later(9.9) == Counter(), "ten minutes to think again"
    now = file.read()
    assert (now.version, now.state, now.desk, now.taken_by) == (before.version, "submitted", "section", None)
    assert later() == Counter({"done": 1})
    assert later() == Counter()
    assert (file.pair, read(key).status) == ("drafted/department", "done")
    own = [entry.action for entry in trail(key)]
    assert own == ["hold_decision", "send_decision"]
    last = rows_of(file, AuditEntry)[-1]
    assert (last.action, last.actor_id, last.reason) == ("return", world.people["section_a"], "请补充指标")


def trail(key: int) -> list[AuditEntry]:
    with db.unit_of_work() as session:
        query = select(AuditEntry).where(AuditEntry.object_kind == "pending_decision", AuditEntry.object_id == key)
        return list(session.exec(query.order_by(AuditEntry.id)))  # type: ignore[arg-type]


def test_a_second_decision_replaces_the_unsent_one_and_waits_for_the_sent_one(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    key = save(file, "section_a")
    assert save(file, "section_a", "return", Inputs(reason="请改")) == key
    other = save(file, "section_b")
    assert other != key, "each reviewer has his own"
    send_now(world, "section_a", key, other)
    assert (read(key).action, read(key).status, read(other).status) == ("return", "sent", "held")
    with pytest.raises(Conflict, match="decision_sent"):
        save(file, "section_a")
    with pytest.raises(Conflict, match="decision_sent"), db.unit_of_work(write=True) as session:
        remove(session, world.actor("section_a"), key)
    with pytest.raises(NotFound), db.unit_of_work(write=True) as session:
        remove(session, world.actor("section_a"), other)
    with db.unit_of_work(write=True) as session:
        assert recall(session, world.actor("section_a"), [key, other]) == 1
    assert (read(key).status, later(60)) == ("held", Counter())


@pytest.mark.parametrize(
    ("who", "action", "inputs", "code"),
    [
        ("section_a", "pass_review", Inputs(grade=Grade.good), "opinion_missing"),
        ("section_a", "pass_review", Inputs(opinion="好", grade=Grade.fair), "grade_does_not_pass"),
        ("section_a", "take_up", Inputs(), "no_such_action"),
        ("performance_a", "clear", Inputs(), "wrong_state"),
        ("section_other", "pass_review", PASS, "no_such_file"),
        ("auditor", "return", Inputs(reason="x"), "no_role"),
    ],
)
def test_what_could_not_be_done_now_is_not_saved(
    sqlite_world: World, who: str, action: str, inputs: Inputs, code: str
) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    with pytest.raises(Refusal, match=code):
        save(file, who, action, inputs)


def test_a_file_that_was_changed_meanwhile_stays_and_the_reviewer_is_told(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    key = sent(file, "section_a")
    move(file, "section_b", "take_up")
    version = file.read().version
    assert later() == Counter({"failed": 1})
    assert (file.read().version, file.pair) == (version, "submitted/section")
    row = read(key)
    assert (row.status, row.outcome["code"], row.inputs["opinion"]) == ("failed", "version_changed", "目标明确")
    told = messages(sqlite_world, "section_a", file)
    assert told == [f"您对「{file.read().project_name}」的待发决定未能执行：这份申报刚刚被更新过，请刷新后再办理"]
    assert later() == Counter()
    assert messages(sqlite_world, "section_b", file) == []
    again = save(file, "section_b")
    assert again != key


def messages(world: World, who: str, file: File) -> list[str]:
    with db.unit_of_work() as session:
        query = select(InboxMessage).where(
            InboxMessage.recipient_id == world.people[who],
            InboxMessage.object_id == file.id,
            InboxMessage.template == "declaration.decision_failed",
        )
        return [message_text(item.template, item.facts) for item in session.exec(query)]


def test_what_is_stale_when_it_is_sent_stays_unsent(sqlite_world: World) -> None:
    good, stale = (declaration_at(sqlite_world, "submitted/section") for _ in range(2))
    keys = [save(file, "section_a") for file in (good, stale)]
    move(stale, "section_a", "take_up")
    refused = [item.code if item else None for item in send_now(sqlite_world, "section_a", *keys)]
    assert (refused, [read(key).status for key in keys]) == ([None, "version_changed"], ["sent", "held"])
    assert later() == Counter({"done": 1})


def test_who_lost_the_role_meanwhile_decides_nothing(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    key = sent(file, "section_b")
    person = sqlite_world.people["section_b"]
    with db.unit_of_work(write=True) as session:
        grant = session.exec(select(Grant).where(Grant.user_id == person)).one()
        grant.valid_to = date(2025, 3, 2)
    try:
        assert later() == Counter({"failed": 1})
    finally:
        with db.unit_of_work(write=True) as session:
            session.exec(select(Grant).where(Grant.user_id == person)).one().valid_to = None
    assert (file.pair, read(key).outcome["code"]) == ("submitted/section", "no_such_file")
    assert len(messages(sqlite_world, "section_b", file)) == 1


def test_deciding_at_once_makes_the_put_off_decision_void(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    key = sent(file, "section_a")
    move(file, "section_a", "return", reason="还是退回")
    assert (read(key).status, later()) == ("recalled", Counter())


def test_approvals_sent_together_are_one_batch(world: World) -> None:
    files = [declaration_at(world, "finance_reviewed/batch") for _ in range(2)]
    alone = declaration_at(world, "finance_reviewed/batch")
    keys = [save(file, "performance_b", "approve", Inputs(), "三月批复") for file in files]
    send_now(world, "performance_b", *keys)
    send_now(world, "performance_b", save(alone, "performance_b", "approve", Inputs(), "三月批复"))
    assert later() == Counter({"done": 3})
    one, two, three = [file.read().approval_batch_id for file in (*files, alone)]
    assert one == two != three


def test_recalling_while_it_is_performed(world: World) -> None:
    """Two real connections: either it comes back or it is done, never both."""
    for _ in range(4):
        file = declaration_at(world, "submitted/section")
        key = sent(file, "section_a")
        when = clock.now() + timedelta(minutes=10.1)
        told: Counter[str] = Counter()

        def take_back(key: int = key) -> None:
            with db.unit_of_work(write=True) as session:
                recall(session, world.actor("section_a"), [key])

        with clock.fixed(when):
            result = race(take_back, lambda: told.update(perform_due()))  # noqa: B023 - it runs at once
        recalled = result.results[0] is None
        assert (file.pair, read(key).status, dict(told)) == (
            ("submitted/section", "held", {}) if recalled else ("finance_reviewed/performance", "done", {"done": 1})
        )
        assert recalled or result.loser.code == "decision_under_way"


def test_two_workers_and_a_dead_one(world: World, ticking: Ticking) -> None:
    """Both claim what is due; each decision is performed once. A lease that lapsed is taken over, a few times."""
    files = [declaration_at(world, "submitted/section") for _ in range(4)]
    keys = [sent(file, "section_a") for file in files]
    for key, attempts in ((keys[0], 1), (keys[1], MAX_ATTEMPTS)):
        with db.unit_of_work(write=True) as session:
            row = session.get_one(PendingDecision, key)
            row.status, row.attempts, row.lease_until = "due", attempts, clock.now() + LEASE
    told: list[Any] = []
    with clock.fixed(clock.now() + timedelta(minutes=10.1)):
        result = race(*(lambda: told.append(perform_due()) for _ in range(2)))
    assert result.winners == 2
    assert sum(told, Counter()) == Counter({"done": 3, "failed": 1})
    assert [read(key).status for key in keys] == ["done", "failed", "done", "done"]
    assert [file.read().version for file in (files[0], *files[2:])] == [files[0].read().version] * 3
    assert read(keys[1]).outcome["code"] == "decision_gave_up"
    assert isinstance(files[1].read(), Declaration)
