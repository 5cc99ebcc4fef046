"""目标调整: types, filing of small ones, revisions in force over time, and that nothing is lost on the way."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import (
    BUDGET,
    GROUNDS,
    TARGET,
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_report,
    move,
    refusal,
    rows_of,
)
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db
from workflow.documents.differences import diff
from workflow.execution.adjustments import booked_as, same_paper
from workflow.models import ApprovalBatch, Attachment, AuditEntry, Declaration, InboxMessage
from workflow.queries.filings import Filing, filings
from workflow.queries.versions import Version, in_force_at, versions
from workflow.queries.versions import adjustment_of as adjustment_page

DATABASES = ["sqlite"]
OPENED = "open_adjustment"
DEMANDED = "declaration.demand_review"


def sent_in(world: World, **how: str) -> tuple[File, File]:
    old = declaration_at(world, "approved")
    return old, bring(adjustment_of(old, **how), "submitted/section")


def history(world: World, file: File) -> list[Version]:
    with db.unit_of_work() as session:
        return versions(session, world.actor("performance_a"), session.get_one(Declaration, file.id))


def in_force(file: File, at: datetime) -> int | None:
    row = file.read()
    with db.unit_of_work() as session:
        found = in_force_at(session, row.project_id or 0, row.fiscal_year, at)
        return found.revision if found else None


def test_a_small_adjustment_is_filed_at_once_without_a_letter(world: World) -> None:
    old, new = sent_in(world)
    report = make_report(old)
    with db.unit_of_work() as session:
        letters = len(session.exec(select(ApprovalBatch)).all())
        told = session.exec(select(InboxMessage.recipient_id).where(InboxMessage.object_id == new.id)).all()
    assert new.read().small_adjustment
    assert world.people["performance_a"] in told
    move(new, "performance_a", "file_adjustment")
    row = new.read()
    assert (new.pair, row.in_force, row.approval_batch_id, old.read().in_force) == ("approved", True, None, False)
    assert hands.snapshot(row.approved_snapshot_id).content_hash == new.hash()
    assert report.pair == "cancelled"
    assert [item.filed for item in history(world, new)] == [False, True]
    with db.unit_of_work() as session:
        assert len(session.exec(select(ApprovalBatch)).all()) == letters


def test_a_small_adjustment_is_turned_over_to_a_review(world: World) -> None:
    _old, new = sent_in(world)
    assert [line.stage for line in listed(world, new)] == ["waits"]
    assert refusal(new, "performance_a", "demand_review", reason=" ").code == "reason_missing"
    move(new, "performance_a", "demand_review", reason="涉及民生，按程序审核")
    assert (new.pair, new.read().small_adjustment) == ("submitted/section", False)
    with db.unit_of_work() as session:
        query = select(InboxMessage).where(InboxMessage.object_id == new.id, InboxMessage.template == DEMANDED)
        told = {message.recipient_id for message in session.exec(query)}
    assert {world.people[name] for name in ("filer_a", "head_a", "section_a")} <= told
    assert refusal(new, "performance_a", "file_adjustment").code == "adjustment_review_demanded"
    with db.unit_of_work() as session:
        said = adjustment_page(session, session.get_one(Declaration, new.id))
    assert said and said.hindrance and said.hindrance.code == "adjustment_review_demanded", "the page says the same"
    [line] = listed(world, new)
    assert (line.stage, line.demanded_because) == ("review", "涉及民生，按程序审核")
    move(new, "head_a", "withdraw")
    bring(new, "submitted/section")
    assert not new.read().small_adjustment, "also when it comes a second time"
    bring(new, "approved")
    assert new.read().approval_batch_id is not None
    assert [line.stage for line in listed(world, new)] == ["review"], "approved after a review is not filed"


def test_what_was_filed_stands_in_the_list_with_who_and_when(world: World) -> None:
    _old, new = sent_in(world)
    move(new, "performance_a", "file_adjustment")
    [line] = listed(world, new)
    row = new.read()
    assert (line.stage, line.filed_at, line.project_name) == ("filed", row.approved_at, row.project_name)
    assert line.filed_by and line.asked_by and line.asked_at and line.before_fen == line.after_fen
    assert listed(world, new, "performance_other") == []


def listed(world: World, file: File, who: str = "performance_a") -> list[Filing]:
    with db.unit_of_work() as session:
        found = filings(session, world.actor(who), world.regions["ezhou"], file.read().fiscal_year, size=500).rows
        return [line for line in found if line.declaration_id == file.id]


def test_filing_carries_monitoring_over_and_books_the_money(world: World) -> None:
    old = declaration_at(world, "monitored")
    new = adjustment_of(old, target="", adjustment_type="addition")
    hands.type_in(new, "filer_a", BUDGET, "10.50")
    bring(new, "submitted/section")
    move(new, "performance_a", "file_adjustment")
    assert new.pair == "monitored"
    assert hands.ledger(old)[-1] == ("addition", 500_000)


def test_a_larger_or_looser_adjustment_waits_for_its_review(world: World) -> None:
    _old, new = sent_in(world, target="≥4次")
    assert not new.read().small_adjustment


def test_the_grounds_are_corrected_without_losing_what_was_typed(world: World) -> None:
    new = adjustment_of(declaration_at(world, "approved"), adjustment_type="transfer", counterpart="另一个项目")
    typed = new.document()
    move(
        new, "head_a", "amend_adjustment", **GROUNDS | {"document": "鄂州政发〔2025〕3号", "counterpart": "另一个项目"}
    )
    row = new.read()
    grounds = (row.adjustment_type, row.adjustment_document, row.counterpart)
    assert grounds == ("policy", "鄂州政发〔2025〕3号", "")  # only a transfer has another project
    assert new.document() == typed


def test_money_that_is_taken_back_leaves_a_budget_of_zero(world: World) -> None:
    new = adjustment_of(declaration_at(world, "approved"), target="", adjustment_type="recall")
    hands.type_in(new, "filer_a", BUDGET, "0")
    hands.explain_all(new)  # sources and details still add up to what there was
    bring(new, "submitted/section")
    assert not new.read().small_adjustment
    bring(new, "approved")
    assert hands.ledger(new)[-1] == ("recall", -10_000_000)


@pytest.mark.parametrize(
    ("kind", "difference", "booked"),
    [
        ("addition", 1, "addition"),
        ("cut", -1, "cut"),
        ("transfer", 1, "transfer_in"),
        ("transfer", -1, "transfer_out"),
        ("recall", -1, "recall"),
        ("policy", -1, "adjustment"),
        ("", 1, "adjustment"),
        ("addition", -1, "adjustment"),
    ],
)
def test_the_type_decides_what_is_booked(kind: str, difference: int, booked: str) -> None:
    assert booked_as(kind, difference) == booked


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("鄂州财预〔2025〕9号", "鄂州财预[2025] 9 号", True),
        ("鄂州财预〔2025〕9号", "鄂州财预（２０２５）９号", True),
        ("鄂州财预〔2025〕9号", "鄂州财预〔2025〕19号", False),
        ("", "", False),
    ],
)
def test_one_document_however_its_number_is_typed(one: str, other: str, same: bool) -> None:
    assert same_paper(one, other) is same


def test_nothing_is_lost_when_an_adjustment_is_withdrawn_returned_or_cancelled(world: World) -> None:
    old, new = sent_in(world, target="≥8次")
    hands.attach(new, "调整文件.pdf")
    kept = (new.document(), new.read().adjustment_type, new.read().adjustment_reason, new.read().document_date)
    move(new, "head_a", "withdraw")
    bring(new, "submitted/section")
    move(new, "section_a", "return", reason="请补充")
    hands.answer_all(new, "reviewer_a")
    move(new, "reviewer_a", "decline", reason="请填报人修改")
    move(new, "filer_a", "cancel_adjustment", reason="文件作废")
    row = new.read()
    assert (new.document(), row.adjustment_type, row.adjustment_reason, row.document_date) == kept
    assert (new.pair, old.read().in_force, old.pair) == ("terminated", True, "approved")
    assert [item.name for item in rows_of_attachments(new)] == ["调整文件.pdf"]
    again = adjustment_of(old)
    assert [(item.row.id, item.since is not None) for item in history(world, old)] == [
        (old.id, True), (new.id, False), (again.id, False),
    ]  # fmt: skip


def rows_of_attachments(file: File) -> list[Attachment]:
    with db.unit_of_work() as session:
        return list(session.exec(select(Attachment).filter_by(owner_kind="declaration", owner_id=file.id)))


def test_which_revision_was_in_force_on_a_day(world: World, ticking: Ticking) -> None:
    old, new = sent_in(world)
    before = clock.now()
    ticking.forward(5)
    move(new, "performance_a", "file_adjustment")
    assert (in_force(old, before), in_force(new, before)) == (1, 1)
    assert (in_force(old, clock.now()), in_force(old, before - timedelta(days=900))) == (2, None)
    first, second = history(world, old)
    assert (first.until, second.until) == (second.since, None)


STEPS = st.lists(st.sampled_from(["file", "review", "cancel", "return"]), min_size=2, max_size=3)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 99))
def test_any_sequence_of_adjustments_leaves_one_revision_in_force_and_a_complete_history(
    sqlite_world: World, steps: list[str], seed: int
) -> None:
    random, first = Random(seed), declaration_at(sqlite_world, "approved")
    standing, asked, made = first, 5, [first.id]
    for step in steps:
        asked += random.randrange(1, 5)
        new = adjustment_of(standing, target=f"≥{asked}次")
        made.append(new.id)
        before, after = standing.document(), new.document()
        assert [item.path for item in diff(before, after)] == [TARGET]
        assert diff(after, after) == []
        if step == "cancel":
            move(new, "filer_a", "cancel_adjustment", reason="不再调整")
        else:
            bring(new, "submitted/section")
            if step == "return":
                move(new, "section_a", "return", reason="请核对")
                hands.answer_all(new, "reviewer_a")
                bring(new, "submitted/section")
            standing = _in_force(new, "file_adjustment" if step == "file" else "approve")
        assert [row.row.id for row in history(sqlite_world, first) if row.row.in_force] == [standing.id]
    assert sorted(row.row.id for row in history(sqlite_world, first)) == (made if len(made) > 1 else [])
    opened = [entry for file in made for entry in rows_of(File(first.world, Declaration, file, first.unit), AuditEntry)]
    assert sum(entry.action == OPENED for entry in opened) == len(steps)


def _in_force(file: File, action: str) -> File:
    if action == "file_adjustment":
        move(file, "performance_a", action)
        return file
    return bring(file, "approved")
