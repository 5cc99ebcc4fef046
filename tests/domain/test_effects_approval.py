"""What approval leaves behind: snapshot, batch, document, ledger, revisions in force, and how each is undone."""

from typing import Any

import pytest
from sqlmodel import col, select

from tests.domain import hands
from tests.domain.factories import (
    BUDGET,
    GROUNDS,
    WEIGHTED,
    File,
    adjustment_of,
    bring,
    declaration_at,
    make_declaration,
    make_report,
    move,
    refusal,
    report_at,
    rows_of,
)
from tests.domain.world import World
from workflow import db
from workflow.models import ApprovalBatch, ApprovalDocument, Attachment, Signature
from workflow.money_types import LedgerKind
from workflow.services.moves import approve_many

DATABASES = ["sqlite"]

WHY: dict[str, Any] = {"reason": "指标下达"}
PAPER = "鄂州财预〔2025〕9号"
TEN_WAN = 10_000_000


def approved_revision(old: File, budget: str = "12.5") -> File:
    """An approved adjustment with another budget."""
    new = adjustment_of(old, target="", adjustment_type="addition")
    hands.type_in(new, "filer_a", BUDGET, budget)
    return bring(new, "approved", "monitored")


def test_approval_freezes_the_content_and_joins_a_batch_of_its_own(world: World) -> None:
    file = declaration_at(world, "approved")
    row = file.read()
    assert hands.snapshot(row.approved_snapshot_id).content_hash == file.hash()
    assert (row.approved_by, row.in_force) == (world.people["performance_b"], True)
    assert row.approved_at is not None
    with db.unit_of_work() as session:
        batch = session.get_one(ApprovalBatch, row.approval_batch_id)
    assert (batch.region_id, batch.fiscal_year, batch.approved_by) == (row.region_id, 2025, row.approved_by)
    assert documents_of(row.approval_batch_id) == [(row.department_id, None)]


def documents_of(batch_id: int) -> list[tuple[int, str | None]]:
    with db.unit_of_work() as session:
        query = select(ApprovalDocument).where(ApprovalDocument.batch_id == batch_id)
        return [(item.department_id, item.number) for item in session.exec(query.order_by(col(ApprovalDocument.id)))]


def test_one_click_approves_many_with_a_document_per_department(world: World) -> None:
    files = [
        declaration_at(world, "finance_reviewed/batch"),
        declaration_at(world, "finance_reviewed/batch", unit="hr_own"),
        declaration_at(world, "submitted/section"),
    ]
    files.append(declaration_at(world, "finance_reviewed/batch", unit="inspection"))
    chosen = [(file.id, file.read().version) for file in files]
    results = approve_many(world.actor("performance_b"), chosen, "第一批")
    assert [item.refusal.code if item.refusal else None for item in results] == [None, None, "wrong_state", None]
    [batch] = {item.batch_id for item in results if item.batch_id}
    assert [file.pair for file in files] == ["approved", "approved", "submitted/section", "approved"]
    assert documents_of(batch) == [(world.organisations["hr"], None)]
    again = approve_many(world.actor("performance_b"), chosen, "第一批")
    assert {item.refusal.status for item in again if item.refusal} == {409}
    assert len([item for item in again if item.refusal]) == 4


# --- ledger ---------------------------------------------------------------------------------------------------------


def test_approval_books_the_initial_budget(world: World) -> None:
    total = declaration_at(world, "approved")
    assert hands.ledger(total) == [("initial", TEN_WAN)]
    year = declaration_at(world, "approved", content=WEIGHTED)  # its form has a current-year amount
    assert hands.ledger(year) == [("initial", year.read().budget_year_fen)]


def test_treasurys_own_entry_is_not_doubled(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/batch")
    hands.book(file, LedgerKind.initial, 8_000_000)
    move(file, "performance_a", "approve")
    assert hands.ledger(file) == []


def test_an_overall_declaration_has_no_ledger_of_its_own(world: World) -> None:
    file = declaration_at(world, "approved", kind="overall")
    move(file, "performance_a", "revoke_approval", **WHY)
    assert file.pair == "finance_reviewed/performance"


def test_a_revision_books_the_difference_with_its_document(world: World) -> None:
    old = declaration_at(world, "approved")
    second = approved_revision(old)
    assert hands.ledger(old) == [("initial", TEN_WAN), ("addition", 2_500_000)]
    third = adjustment_of(second, target="", adjustment_type="cut", document="鄂州财预〔2025〕11号")
    hands.type_in(third, "filer_a", BUDGET, "9")
    bring(third, "approved")
    assert hands.ledger(old)[2:] == [("cut", -3_500_000)]


def test_a_revision_does_not_book_what_treasury_booked_under_the_same_document(world: World) -> None:
    old = declaration_at(world, "approved")
    hands.book(old, LedgerKind.addition, 2_500_000, PAPER)
    approved_revision(old)
    assert hands.ledger(old) == [("initial", TEN_WAN)]


def test_a_revision_without_a_difference_books_nothing(world: World) -> None:
    old = declaration_at(world, "approved")
    bring(adjustment_of(old), "approved")
    assert hands.ledger(old) == [("initial", TEN_WAN)]


# --- revoke ---------------------------------------------------------------------------------------------------------


def test_a_revoked_approval_leaves_no_trace_but_its_counter_entry(world: World) -> None:
    file = declaration_at(world, "approved")
    move(file, "performance_a", "revoke_approval", **WHY)
    row = file.read()
    approval = (row.approved_at, row.approved_by, row.approved_snapshot_id, row.approval_batch_id, row.cleared_by)
    assert approval == (None,) * 5
    assert (row.in_force, row.reviewed_by) == (False, world.people["section_a"])
    assert hands.ledger(file) == [("initial", TEN_WAN), ("initial", -TEN_WAN)]
    bring(file, "approved")
    move(file, "performance_a", "revoke_approval", **WHY)
    assert sum(fen for _, fen in hands.ledger(file)) == 0
    assert len(hands.ledger(file)) == 4


def test_a_revoked_approval_that_booked_nothing_books_nothing_back(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/batch")
    hands.book(file, LedgerKind.initial, 8_000_000)
    move(file, "performance_a", "approve")
    move(file, "performance_a", "revoke_approval", **WHY)
    assert hands.ledger(file) == []


def test_an_open_report_ends_with_a_revoked_approval(world: World) -> None:
    report = report_at(world, "drafted/head")
    declaration = hands.declaration_of(report)
    move(declaration, "performance_a", "revoke_approval", **WHY)
    assert (report.pair, report.read().cancelled_by) == ("cancelled", "revoke_approval")
    assert report_at(world, "cancelled").read().cancelled_by == "cancel"


@pytest.mark.parametrize("later", ["submitted/section", "drafted/department", "cancelled"])
def test_no_approval_is_revoked_once_a_report_was_submitted(world: World, later: str) -> None:
    report = report_at(world, "submitted/section")
    if later == "drafted/department":
        move(report, "section_a", "return", **WHY)
    if later == "cancelled":
        move(report, "performance_a", "cancel", **WHY)
    found = refusal(hands.declaration_of(report), "performance_a", "revoke_approval", **WHY)
    assert (found.status, found.code) == (409, "report_submitted")


def test_no_approval_is_revoked_after_its_document_was_issued(world: World) -> None:
    file, other = declaration_at(world, "approved"), declaration_at(world, "approved", unit="hr_own")
    hands.issue(file)
    found = refusal(file, "performance_a", "revoke_approval", **WHY)
    assert found.code == "document_issued"
    assert found.facts["number"].startswith("鄂州财绩")
    move(other, "performance_a", "revoke_approval", **WHY)


def test_a_number_that_was_not_issued_and_other_departments_documents_do_not_matter(world: World) -> None:
    file = declaration_at(world, "approved")
    row = file.read()
    with db.unit_of_work(write=True) as session:
        [own] = session.exec(select(ApprovalDocument).filter_by(batch_id=row.approval_batch_id))
        own.number = "鄂州财绩〔2025〕900号"  # typed in ahead
        other = ApprovalDocument(**own.model_dump(exclude={"id", "number", "department_id"}))
        other.department_id, other.number = world.organisations["justice"], "鄂州财绩〔2025〕901号"
        other.issued_at = other.created_at
        session.add(other)
    move(file, "performance_a", "revoke_approval", **WHY)


def test_what_superseded_something_is_not_revoked(world: World) -> None:
    new = approved_revision(declaration_at(world, "approved"))
    assert refusal(new, "performance_a", "revoke_approval", **WHY).code == "superseded_something"


# --- revisions ------------------------------------------------------------------------------------------------------


def test_an_adjustment_starts_as_a_copy_with_the_same_rows(world: World) -> None:
    old = declaration_at(world, "approved")
    hands.attach(old, "依据.pdf")
    new = adjustment_of(old, target="")
    row = new.read()
    assert new.document() == old.document()
    assert [item.name for item in rows_of_attachments(new)] == ["依据.pdf"]
    assert (row.revision, row.supersedes_id, row.round, row.version) == (2, old.id, 0, 1)
    assert (row.state, row.desk, row.in_force) == ("drafted", "filer", False)
    grounds = {name: getattr(row, name) for name in ("adjustment_type", "document_date", "document_issuer")}
    assert grounds.items() <= GROUNDS.items()
    assert (row.adjustment_reason, row.adjustment_document) == ("追加预算", PAPER)
    assert row.created_by == world.people["filer_a"]
    assert (row.sort_key, row.initials) == (old.read().sort_key, old.read().initials)
    assert rows_of(new, Signature) == []
    assert old.pair == "approved"


def rows_of_attachments(file: File) -> list[Attachment]:
    with db.unit_of_work() as session:
        return list(session.exec(select(Attachment).filter_by(owner_kind="declaration", owner_id=file.id)))


def test_one_revision_is_open_at_a_time_and_nothing_ends_under_it(world: World) -> None:
    old = declaration_at(world, "approved")
    adjustment_of(old)
    for who, action in (
        ("filer_a", "open_adjustment"),
        ("performance_a", "terminate"),
        ("performance_a", "revoke_approval"),
    ):
        found = refusal(old, who, action, document=PAPER, **WHY)
        assert (found.status, found.code, found.facts["revision"]) == (409, "revision_open", 2)


def test_a_unit_as_a_whole_has_its_own_revisions(world: World) -> None:
    """Neither a project of the unit, nor another unit, nor another year stands in the way; a second revision does."""
    overall = declaration_at(world, "approved", unit="inspection", kind="overall")
    make_declaration(world, unit="inspection")
    make_declaration(world, unit="hr_own", kind="overall")
    make_declaration(world, unit="inspection", kind="overall", fiscal_year=2024)
    adjustment_of(overall, "filer_other")
    found = refusal(overall, "filer_other", "open_adjustment", document=PAPER, **WHY)
    assert (found.code, found.facts["revision"]) == ("revision_open", 2)


def test_the_new_revision_comes_into_force_and_the_old_one_keeps_its_state(world: World) -> None:
    old = declaration_at(world, "approved")
    report = bring(make_report(old), "drafted/head")
    new = bring(adjustment_of(old), "finance_reviewed/batch")
    before = old.read()
    move(new, "performance_a", "approve")
    assert (old.pair, old.read().in_force, new.pair, new.read().in_force) == ("approved", False, "approved", True)
    assert old.read().version == before.version + 1  # whoever looked at the old one is told that it changed
    assert old.read().approved_at == before.approved_at
    assert report.pair == "cancelled"
    for who, action in (("filer_a", "open_adjustment"), ("performance_a", "terminate")):
        assert refusal(old, who, action, document=PAPER, **WHY).code == "not_in_force"
    assert refusal(old, "performance_a", "revoke_approval", **WHY).code == "not_in_force"


def test_a_cancelled_adjustment_frees_the_project(world: World) -> None:
    old = declaration_at(world, "approved")
    new = adjustment_of(old)
    move(new, "filer_a", "cancel_adjustment", **WHY)
    assert (new.read().terminated_by, new.pair) == ("cancel_adjustment", "terminated")
    assert old.read().in_force
    assert refusal(old, "filer_b", "open_adjustment", **GROUNDS | {"document": ""}).code == "document_missing"


def test_termination_ends_the_reports_under_way(world: World) -> None:
    report = report_at(world, "submitted/section")
    done = bring(make_report(hands.declaration_of(report)), "accepted")
    declaration = hands.declaration_of(report)
    move(declaration, "performance_a", "terminate", document=PAPER, **WHY)
    row = declaration.read()
    assert (row.state, row.in_force, row.terminated_by) == ("terminated", False, "terminate")
    assert row.approved_at is not None
    assert (report.pair, done.pair) == ("cancelled", "accepted")
