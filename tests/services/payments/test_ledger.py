"""预算指标台账: what is entered adds up, is never changed, and never falls below what was spent."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.domain.racing import race
from tests.domain.world import World
from tests.services.payments import conftest, files
from workflow import db
from workflow.errors import Conflict, NotAllowed, NotFound, Refusal, RuleFailed
from workflow.execution import Money
from workflow.execution.ledger import ENTRY_KINDS, TYPED
from workflow.models import AuditEntry, ExecutionRate, InboxMessage, LedgerEntry
from workflow.money_facts import project_money
from workflow.money_types import LedgerKind
from workflow.queries import ledger as read
from workflow.services import ledger
from workflow.services.ledger import Typed
from workflow.services.rates import compute_rates

pytestmark = pytest.mark.usefixtures("calendar")
YEAR_END = date(2025, 12, 31)
WAN = 1_000_000


def typed(wan: int = 10, day: str = "2025-06-15", document: str = "鄂州财预〔2025〕7号", **more: Any) -> Typed:
    return Typed(more.get("year", 2025), wan * WAN, date.fromisoformat(day), document, more.get("reason", "上级追加"))


def enter(world: World, project: int, kind: LedgerKind, what: Typed, who: str = "budget") -> int:
    with db.unit_of_work(write=True) as session:
        return ledger.enter(session, world.actor(who), project, kind, what).id


def money(project: int, day: date = YEAR_END) -> Money:
    with db.unit_of_work() as session:
        return project_money(session, [project], 2025, day)[project]


def take_back(world: World, entry: int, reason: str = "登记有误") -> int:
    with db.unit_of_work(write=True) as session:
        return len(ledger.take_back(session, world.actor("budget"), entry, reason))


def paid(world: World, yuan: str) -> int:
    """A project with an initial budget of 100 万元 that has paid this much."""
    project = files.project(world)
    enter(world, project, LedgerKind.initial, typed(100, "2025-01-01"))
    files.pay(world, project, int(yuan) * 100)
    return project


def test_entries_add_up_by_kind_and_by_day_of_effect(world: World) -> None:
    project = paid(world, "300000")
    enter(world, project, LedgerKind.carry_over, typed(5, "2025-01-20"))
    enter(world, project, LedgerKind.carry_over, typed(6, "2025-03-20"))
    enter(world, project, LedgerKind.addition, typed(20))
    cut = enter(world, project, LedgerKind.cut, typed(30, "2025-07-01"))
    recall = enter(world, project, LedgerKind.recall, typed(1, "2025-07-02"))
    assert money(project) == Money(100 * WAN, -11 * WAN, 11 * WAN, 30 * WAN)
    assert money(project, date(2025, 6, 14)) == Money(100 * WAN, 0, 11 * WAN, 30 * WAN)
    assert take_back(world, cut) == 1
    assert money(project, date(2025, 7, 1)).adjusted_fen == 131 * WAN
    with db.unit_of_work() as session:
        found = read.project_entries(session, project, 2025, YEAR_END)
        assert [line.adjusted_fen // WAN for line in found] == [100, 105, 111, 131, 101, 131, 130]
        assert [line.line.taken_back for line in found] == [False] * 4 + [True, False, False]
        kept = session.get_one(LedgerEntry, recall)
        assert (kept.amount_fen, kept.entered_by, kept.origin) == (-WAN, world.people["budget"], "budget")
        told = session.exec(select(InboxMessage).where(InboxMessage.dedupe_key == f"ledger:{recall}")).all()
        assert {one.recipient_id for one in told} >= {world.people["filer_a"], world.people["head_a"]}
        assert told[0].facts["amount"] == "-1.00"
        trail = session.exec(
            select(AuditEntry.action).where(AuditEntry.object_kind == "project", AuditEntry.object_id == project)
        ).all()
    assert (trail.count("enter_ledger"), trail.count("take_back_ledger_entry")) == (6, 1)


def test_stored_rates_that_an_entry_makes_wrong_are_made_anew(world: World) -> None:
    project = paid(world, "300000")
    days = [date(2025, 5, 31), date(2025, 6, 30), date(2025, 8, 1)]
    with db.unit_of_work(write=True) as session:
        for day in days:
            compute_rates(session, world.regions["ezhou"], 2025, day)
    enter(world, project, LedgerKind.addition, typed(20))
    with db.unit_of_work() as session:
        assert {one.as_of for one in session.exec(select(ExecutionRate))} == {days[0]}
    files.work_off()
    with db.unit_of_work() as session:
        stored = session.exec(select(ExecutionRate).where(ExecutionRate.scope == "project")).all()
    assert {(one.as_of, one.adjustment_fen) for one in stored} == {(days[0], 0), (days[2], 20 * WAN)}


def test_a_transfer_is_two_entries_or_none(world: World) -> None:
    giver, receiver = paid(world, "300000"), files.project(world, "职业培训补贴", unit="inspection")
    with db.unit_of_work(write=True) as session:
        out, into = ledger.transfer(session, world.actor("budget"), giver, receiver, typed(70))
        assert (out.amount_fen, into.amount_fen, into.transfer_id) == (-70 * WAN, 70 * WAN, out.id)
        halves = out.id, into.id
    assert (money(giver).adjusted_fen, money(receiver).adjusted_fen) == (30 * WAN, 70 * WAN)
    with db.unit_of_work() as session:
        for entry, other in zip(halves, ("职业培训补贴", "就业见习补贴"), strict=True):
            shown = read.entry(session, world.actor("budget"), entry)
            assert (len(shown), shown[0].id, shown[0].other_project) == (2, entry, other)
    with pytest.raises(RuleFailed, match="ledger_below_spent"), db.unit_of_work(write=True) as session:
        ledger.transfer(session, world.actor("budget"), giver, receiver, typed(1, document="另一份"))
    cut = enter(world, receiver, LedgerKind.cut, typed(1))
    with pytest.raises(RuleFailed, match="ledger_below_spent"):
        take_back(world, halves[1])
    take_back(world, cut)
    assert take_back(world, halves[1]) == 2, "from either side"
    assert (money(giver).adjusted_fen, money(receiver).adjusted_fen) == (100 * WAN, 0)


def test_one_document_gives_the_same_amount_to_several_projects(world: World) -> None:
    giver = paid(world, "1")
    receivers = [files.project(world, name, unit="inspection") for name in ("职业培训补贴", "创业担保贷款")]

    def given(receiver: int) -> int:
        with db.unit_of_work(write=True) as session:
            return ledger.transfer(session, world.actor("budget"), giver, receiver, typed(20))[0].id

    first, _second = (given(receiver) for receiver in receivers)
    for receiver in receivers:
        with pytest.raises(RuleFailed, match="ledger_same_entry"):
            given(receiver)
    assert [money(project).adjusted_fen for project in (giver, *receivers)] == [60 * WAN, 20 * WAN, 20 * WAN]
    take_back(world, first)
    given(receivers[0])  # what was taken back may be given again
    with pytest.raises(RuleFailed, match="ledger_same_entry"):
        given(receivers[1])


REFUSED: list[tuple[str, LedgerKind, Typed, type[Refusal]]] = [
    ("ledger_below_spent", LedgerKind.cut, typed(71), RuleFailed),
    ("ledger_below_spent", LedgerKind.recall, typed(71), RuleFailed),
    ("ledger_initial_exists", LedgerKind.initial, typed(1), RuleFailed),
    ("ledger_amount_not_positive", LedgerKind.cut, typed(0), RuleFailed),
    ("ledger_amount_not_positive", LedgerKind.addition, typed(-1), RuleFailed),
    ("ledger_day_outside", LedgerKind.addition, typed(day="2025-08-02"), RuleFailed),
    ("ledger_day_outside", LedgerKind.addition, typed(day="2024-12-31"), RuleFailed),
    ("document_missing", LedgerKind.addition, typed(document=" \u200b"), RuleFailed),
    ("reason_missing", LedgerKind.addition, typed(reason=" "), RuleFailed),
    ("ledger_text_too_long", LedgerKind.addition, typed(reason="长" * 501), RuleFailed),
    ("ledger_kind_missing", LedgerKind.transfer_in, typed(), RuleFailed),
    ("ledger_kind_missing", LedgerKind.adjustment, typed(), RuleFailed),
]


def test_what_is_wrong_is_refused_and_nothing_is_booked(world: World) -> None:
    project = paid(world, "300000")
    for code, kind, what, refusal in REFUSED:
        with pytest.raises(refusal, match=code):
            enter(world, project, kind, what)
    with pytest.raises(RuleFailed) as found:
        enter(world, project, LedgerKind.addition, typed(0, document="", reason=""))
    assert len(found.value.problems) == 3, "all at once"
    with pytest.raises(RuleFailed) as found:
        enter(world, project, LedgerKind.cut, typed(71))
    assert (found.value.facts["spent"], found.value.facts["left"], found.value.facts["most"]) == (
        "30.00", "29.00", "70.00",
    )  # fmt: skip
    addition = enter(world, project, LedgerKind.addition, typed())
    with pytest.raises(RuleFailed, match="ledger_same_entry"):
        enter(world, project, LedgerKind.addition, typed())
    with pytest.raises(RuleFailed, match="reason_missing"):
        take_back(world, addition, " ")
    assert take_back(world, addition) == 1
    with pytest.raises(Conflict, match="ledger_taken_back"):
        take_back(world, addition)
    with pytest.raises(RuleFailed, match="ledger_counter_entry"):
        take_back(world, addition + 1)
    enter(world, project, LedgerKind.addition, typed())  # what was taken back may be entered again
    for who, refused in (("filer_a", NotAllowed), ("treasury", NotAllowed), ("filer_other", NotFound),
                         ("performance_other", NotFound), ("system_admin", NotFound)):  # fmt: skip
        with pytest.raises(refused):
            enter(world, project, LedgerKind.addition, typed(1), who)
    assert money(project).adjusted_fen == 110 * WAN


def test_of_two_cuts_at_once_the_second_sees_what_the_first_left(world: World) -> None:
    project = paid(world, "300000")
    world.actor("budget")
    cuts = [typed(40, document="甲"), typed(40, document="乙")]
    found = race(*(partial(enter, world, project, LedgerKind.cut, cut) for cut in cuts))
    assert (found.winners, found.loser.code) == (1, "ledger_below_spent")
    twice = partial(enter, world, project, LedgerKind.addition, typed(5))
    found = race(twice, twice)
    assert (found.winners, found.loser.code) == (1, "ledger_same_entry")
    assert money(project).adjusted_fen == 65 * WAN


def test_what_an_approval_booked_goes_only_with_the_approval(world: World) -> None:
    project = files.project(world)
    files.ledger(project, "initial", WAN)
    with db.unit_of_work(write=True) as session:
        entry: LedgerEntry = session.exec(select(LedgerEntry)).one()
    with pytest.raises(RuleFailed, match="ledger_entry_of_approval"):
        take_back(world, entry.id)


def test_every_kind_has_its_words_its_column_and_its_sign() -> None:
    assert set(ENTRY_KINDS) == set(LedgerKind)
    assert all(hasattr(Money(), kind.column) and all(kind.words) for kind in ENTRY_KINDS.values())
    assert all(ENTRY_KINDS[kind].sign for kind in TYPED)


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*(kind.value for kind in TYPED), "transfer", "take_back"]),
        st.integers(0, 2),
        st.integers(1, 50),
    ),
    max_size=10,
)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_no_order_of_steps_breaks_the_sum_or_falls_below_what_was_spent(
    world: World, steps: list[tuple[str, int, int]]
) -> None:
    conftest.empty()
    projects = [files.project(world, name) for name in ("就业见习补贴", "乙", "丙")]
    files.pay(world, projects[0], 30 * WAN)
    with db.unit_of_work(write=True) as session:
        start = Typed(2025, 60 * WAN, date(2025, 1, 1), "批", "批")
        ledger.enter(session, world.actor("budget"), projects[0], LedgerKind.initial, start)
    for number, (step, which, wan) in enumerate(steps):
        before = [money(project).adjusted_fen for project in projects]
        try:
            with db.unit_of_work(write=True) as session:
                changes = _take(session, world, step, projects, which, typed(wan, document=f"{number}号"))
        except (RuleFailed, Conflict):
            changes = {}
        after = [money(project).adjusted_fen for project in projects]
        assert after == [fen + changes.get(at, 0) for at, fen in enumerate(before)]
        spent = [30 * WAN, 0, 0]
        assert all(after[at] >= spent[at] for at in changes if changes[at] < 0)
    with db.unit_of_work() as session:
        for project in projects:
            found = read.project_entries(session, project, 2025, YEAR_END)
            assert (found[-1].adjusted_fen if found else 0) == money(project).adjusted_fen


def _take(session: Session, world: World, step: str, projects: list[int], which: int, what: Typed) -> dict[int, int]:
    """One step; what it changes per project."""
    actor, project = world.actor("budget"), projects[which]
    if step == "transfer":
        receiver = (which + 1) % 3
        ledger.transfer(session, actor, project, projects[receiver], what)
        return {which: -what.amount_fen, receiver: what.amount_fen}
    if step == "take_back":
        rows = session.exec(select(LedgerEntry.id).where(LedgerEntry.project_id == project)).all()
        made = ledger.take_back(session, actor, rows[0], "更正") if rows else []
        return {projects.index(one.project_id): one.amount_fen for one in made}
    kind = LedgerKind(step)
    entry = ledger.enter(session, actor, project, kind, what)
    return {which: entry.amount_fen}
