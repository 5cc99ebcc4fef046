"""The declarations of the examples: all states, reached by moves that anybody may read off the audit trail."""

from collections import Counter
from datetime import timedelta

from sqlmodel import Session, col, select

from tests.examples.reading import FILES, load, name_of
from tests.services.seed.filled import NOW, TODAY
from workflow import canonical, clock, regional, rules
from workflow.canonical import content_hash, unpack
from workflow.documents.assemble import document_of
from workflow.lifecycle import pair_of
from workflow.lifecycle.export import rows
from workflow.models import (
    AuditEntry,
    Comment,
    Declaration,
    DeclarationTask,
    Project,
    ReturnOrder,
    Signature,
    Snapshot,
    Submission,
    TaskExtension,
    Waiver,
    WorkItem,
)
from workflow.services.examples.reading import overall_declaration
from workflow.types import Severity

PAIRS = {
    "drafted/filer": 4,  # a new one, two returned, one adjustment
    "drafted/head": 2,
    "drafted/department": 1,
    "submitted/section": 4,
    "submitted/performance": 1,
    "finance_reviewed/performance": 1,
    "finance_reviewed/batch": 2,
    "approved": 7,  # one of them of a department as a whole
    "monitored": 3,
    "evaluated": 1,
    "terminated": 3,
}


def files(session: Session) -> list[Declaration]:
    return list(session.exec(select(Declaration).order_by(col(Declaration.id))))


def trail(session: Session, kind: str, row_id: int) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.object_kind == kind, AuditEntry.object_id == row_id)
    return list(session.exec(query.order_by(col(AuditEntry.id))))


def test_every_state_and_desk_has_its_files(session: Session) -> None:
    assert Counter(pair_of(row) for row in files(session)) == PAIRS
    by_state = Counter(row.state for row in files(session))
    assert by_state.pop("evaluated") == 1
    assert min(by_state.values()) >= 2
    assert by_state.keys() == {"drafted", "submitted", "finance_reviewed", "approved", "monitored", "terminated"}
    assert {row.terminated_by for row in files(session) if row.state == "terminated"} == {
        "discard",
        "refuse",
        "terminate",
    }
    taken = [row.taken_by is None for row in files(session) if pair_of(row) == "submitted/section"]
    assert sorted(taken) == [False, True, True, True]


def test_the_27_documents_say_what_was_published(session: Session) -> None:
    printed = {name_of(path): canonical.Declaration.model_validate(load(path)) for path in FILES}
    held = [document_of(session, row) for row in files(session) if row.revision == 1 and row.project_id]
    assert len(held) == 27
    assert sorted(held, key=content_hash) == sorted(printed.values(), key=content_hash)
    [whole] = [row for row in files(session) if not row.project_id]
    assert document_of(session, whole) == overall_declaration("jianghan-2024")


def test_the_trail_of_every_file_leads_to_where_it_stands(session: Session) -> None:
    table = {(row.action, row.from_[0], row.desk_from, row.to or row.from_[0], row.desk_to) for row in rows()}
    for row in files(session):
        moves = [entry for entry in trail(session, "declaration", row.id) if entry.state_to]
        assert moves[-1].state_to == pair_of(row) if moves else row.revision > 1
        where = "drafted/filer" if row.revision > 1 else ""
        for entry in moves:
            assert entry.state_from == where
            where = entry.state_to
            if entry.action != "create":
                before, after = entry.state_from.partition("/"), entry.state_to.partition("/")
                assert (entry.action, before[0], before[2] or None, after[0], after[2] or None) in table
        assert all(entry.actor_id for entry in moves)


def test_the_trail_is_told_in_order_of_time(session: Session) -> None:
    entries = list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert all(entry.at < NOW for entry in entries)
    of_moves = [entry for entry in entries if entry.object_kind == "declaration"]
    assert len({entry.transaction for entry in of_moves}) > 150  # each step was a transaction of its own
    hours = {clock.local(entry.at).hour for entry in of_moves}
    assert hours <= set(range(9, 18))


def test_submissions_signatures_and_snapshots_belong_together(session: Session) -> None:
    snapshots = {row.id: row for row in session.exec(select(Snapshot))}
    submissions = list(session.exec(select(Submission)))
    for row in files(session):
        of_file = [item for item in submissions if item.declaration_id == row.id]
        assert [item.round for item in of_file] == list(range(1, row.round + 1))
        if row.approved_snapshot_id:
            frozen = snapshots[row.approved_snapshot_id]
            assert frozen.content_hash == content_hash(document_of(session, row))
            assert of_file[-1].snapshot_id == frozen.id
    assert all(content_hash(unpack(row.packed)) == row.content_hash for row in snapshots.values())
    signed = list(session.exec(select(Signature).where(Signature.object_kind == "declaration")))
    assert {item.content_hash for item in signed} <= {row.content_hash for row in snapshots.values()}, "kept at 送审"
    assert {item.voided_by_action for item in signed} >= {"decline", "withdraw", None}


def test_reviewer_signer_and_approver_are_three_people(session: Session) -> None:
    for row in files(session):
        people = [row.created_by, row.reviewed_by, row.approved_by]
        given = [person for person in people if person]
        assert len(set(given)) == len(given), row.project_name


def test_one_returned_file_has_open_and_answered_comments(session: Session) -> None:
    row = session.exec(select(Declaration).where(Declaration.project_name == "企业薪酬调查")).one()
    comments = list(session.exec(select(Comment).where(Comment.object_id == row.id, Comment.round == row.round)))
    order = session.exec(select(ReturnOrder).where(ReturnOrder.declaration_id == row.id)).one()
    assert (pair_of(row), row.round) == ("drafted/filer", 1)
    assert {comment.path.count("/") for comment in comments} == {0, 1, 2}  # section and form, row, cell
    assert len(comments) == 5
    assert Counter(comment.answer for comment in comments) == {None: 3, "kept": 2}
    assert order.due_on == TODAY + timedelta(days=5)


def test_a_file_that_was_corrected_says_what_changed(session: Session) -> None:
    row = session.exec(select(Declaration).where(Declaration.project_name == "农民工工资清欠工作经费")).one()
    comments = list(session.exec(select(Comment).where(Comment.object_id == row.id, Comment.sent_with == "return")))
    assert (pair_of(row), row.round) == ("finance_reviewed/performance", 2)
    assert Counter(comment.answer for comment in comments) == {"changed": 2, "kept": 1}
    assert all(comment.old_value != comment.answer_text for comment in comments if comment.answer == "changed")


def test_one_adjustment_is_open_beside_the_revision_in_force(session: Session) -> None:
    [new] = [row for row in files(session) if row.revision == 2]
    old = session.get_one(Declaration, new.supersedes_id)
    assert (pair_of(new), pair_of(old), old.in_force) == ("drafted/filer", "approved", True)
    assert (new.adjustment_document, bool(new.adjustment_reason)) == ("鄂州财预〔2025〕56号", True)
    assert old.budget_total_fen is not None
    assert new.budget_total_fen is not None
    assert new.budget_total_fen < old.budget_total_fen


def test_what_is_wrong_is_explained_and_nothing_else(session: Session) -> None:
    explained = 0
    for row in files(session):
        form = regional.profile(session, row.form_profile)
        findings = rules.check(document_of(session, row), rules.Context(form))
        waivers = {
            item.finding_key: item for item in session.exec(select(Waiver).where(Waiver.declaration_id == row.id))
        }
        assert {finding.key for finding in findings if finding.severity is Severity.error} == waivers.keys()
        for waiver in waivers.values():
            assert waiver.author_id
            assert len(waiver.reason) > 10
            assert waiver.statement
        explained += len(waivers)
    assert explained == 20


def test_tasks_close_in_the_future_and_one_unit_has_longer(session: Session) -> None:
    found = session.exec(select(DeclarationTask)).all()
    assert [task.form_profile for task in found if task.kind == "overall"] == ["jianghan-2024-overall"]
    tasks = {task.fiscal_year: task for task in found if task.kind == "project"}
    assert {year: task.form_profile for year, task in tasks.items()} == {
        2025: "hubei-2025",
        2024: "jianghan-2024",
        2020: "dongxihu-2020",
    }
    assert {task.closes_on for task in tasks.values()} == {TODAY + timedelta(days=30)}
    assert session.exec(select(TaskExtension)).one().closes_on == TODAY + timedelta(days=45)


def test_there_is_work_besides_the_files(session: Session) -> None:
    item = session.exec(select(WorkItem).where(col(WorkItem.done_at).is_(None))).one()
    assert item.action == "request_return"
    declared = set(session.exec(select(Declaration.project_id)))
    listed = [row.name for row in session.exec(select(Project)) if row.id not in declared]
    assert sorted(listed) == ["人事考试考务费", "人民调解以案定补", "工伤预防宣传", "零工驿站运行经费"]
