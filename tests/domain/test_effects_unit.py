"""What the moves inside the unit and its department leave behind: signatures, submissions, comments, recalls."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain import hands
from tests.domain.factories import (
    BUDGET,
    TARGET,
    TEXT,
    adjustment_of,
    bring,
    declaration_at,
    make_declaration,
    move,
    refusal,
    rows_of,
)
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db
from workflow.canonical import content_hash, unpack
from workflow.errors import RuleFailed
from workflow.models import Comment, Signature, Submission, WorkItem
from workflow.services.editing import Outcome

DATABASES = ["sqlite"]


def standing(file_rows: list[Signature]) -> list[tuple[str, int]]:
    return [(item.desk, item.user_id) for item in file_rows if item.voided_at is None]


def test_each_signature_is_bound_to_what_was_seen(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    people = world.people
    found = rows_of(file, Signature)
    assert standing(found) == [("head", people["head_a"]), ("department", people["reviewer_a"])]
    assert {item.content_hash for item in found} == {file.hash()}
    [snapshot_id] = {item.snapshot_id for item in found}
    snapshot = hands.snapshot(snapshot_id)
    assert content_hash(unpack(snapshot.packed)) == file.hash() == snapshot.content_hash


def test_every_round_is_a_submission_with_its_snapshot(world: World) -> None:
    file = declaration_at(world, "submitted/section", unit="hr_own")
    first = file.hash()
    move(file, "head_own_a", "withdraw")
    hands.type_in(file, "filer_own_a", TEXT, "市政府专题会议纪要")
    bring(file, "submitted/section")
    found = rows_of(file, Submission, "declaration_id")
    assert [item.round for item in found] == [1, 2]
    assert [item.submitted_by for item in found] == [world.people["head_own_a"]] * 2
    hashes = [hands.snapshot(item.snapshot_id).content_hash for item in found]
    assert hashes == [first, file.hash()]
    assert first != file.hash()
    assert file.read().round == 2


def test_recall_by_a_colleague_voids_the_signature_of_who_sent_it(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    move(file, "head_b", "recall")
    assert standing(rows_of(file, Signature)) == []
    assert rows_of(file, Signature)[0].voided_by_action == "recall"


@pytest.mark.parametrize("how", ["recalled", "returned"])
def test_what_was_not_sent_from_here_is_not_recalled(world: World, how: str) -> None:
    file = declaration_at(world, "drafted/department")
    if how == "recalled":
        move(file, "head_a", "recall")
        assert refusal(file, "filer_a", "recall").code == "not_sent_from_here"
    else:
        bring(file, "submitted/section")
        move(file, "section_a", "return", reason="理由")
        assert refusal(file, "head_a", "recall").code == "not_sent_from_here"


def test_recall_ends_when_the_next_desk_has_commented_or_edited(world: World) -> None:
    commented = declaration_at(world, "drafted/head")
    hands.comment(commented, "head_a", publish=False)
    assert refusal(commented, "filer_a", "recall").code == "already_handled"
    edited = declaration_at(world, "drafted/department")
    assert hands.type_in(edited, "reviewer_a", TEXT, "市政府专题会议纪要") is Outcome.applied
    assert refusal(edited, "head_a", "recall").code == "already_handled"


def test_what_the_next_desk_did_at_an_earlier_time_does_not_stop_a_recall(world: World) -> None:
    file = declaration_at(world, "drafted/head")
    hands.comment(file, "head_a")
    move(file, "head_a", "decline")
    move(file, "filer_a", "send_up")
    move(file, "filer_a", "recall")
    assert file.pair == "drafted/filer"


def test_what_the_department_typed_at_an_earlier_time_or_elsewhere_does_not_stop_a_recall(world: World) -> None:
    file, other = declaration_at(world, "drafted/department"), declaration_at(world, "drafted/department")
    hands.type_in(file, "reviewer_a", TEXT, "市政府专题会议纪要")
    move(file, "reviewer_a", "decline", reason="理由")
    bring(file, "drafted/department")
    hands.type_in(other, "reviewer_a", TEXT, "市政府专题会议纪要")
    comment_id = hands.comment(other, "reviewer_b")
    with db.unit_of_work(write=True) as session:  # a report of the same number is another file
        known = session.get_one(Comment, comment_id)
        twin = {"object_kind": "monitoring_report", "object_id": file.id}
        session.add(Comment(**known.model_dump(exclude={"id"}) | twin))
    move(file, "head_a", "recall")
    assert file.pair == "drafted/head"


def test_decline_sends_the_published_comments_of_the_desk_and_voids_all_signatures(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    shown, hidden = hands.comment(file, "reviewer_a", TARGET), hands.comment(file, "reviewer_a", publish=False)
    move(file, "reviewer_a", "decline")
    sent = {item.id: item.sent_with for item in rows_of(file, Comment)}
    assert sent == {shown: "decline", hidden: None}
    assert standing(rows_of(file, Signature)) == []
    assert refusal(file, "filer_a", "sign").status == 403  # and it lies with the filer again


def test_a_general_reason_of_a_decline_is_a_comment_on_the_form(world: World) -> None:
    file = declaration_at(world, "drafted/head")
    move(file, "head_a", "decline", reason="  依据不足  ")
    [found] = rows_of(file, Comment)
    assert (found.path, found.text, found.desk, found.sent_with) == ("form", "依据不足", "head", "decline")
    assert found.author_id == world.people["head_a"]
    assert found.published_at is not None


def test_small_edits_of_the_department_keep_the_units_signature(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    hands.type_in(file, "reviewer_a", TEXT, "市政府专题会议纪要")
    move(file, "reviewer_a", "sign")  # who edits at the department's desk may sign there
    assert file.pair == "submitted/section"
    assert len(standing(rows_of(file, Signature))) == 2


@pytest.mark.parametrize(("path", "value"), [(TARGET, "≥6次"), (BUDGET, "12.5")])
def test_an_amount_or_target_changed_by_the_department_voids_the_units_signature(
    world: World, path: str, value: str
) -> None:
    file = declaration_at(world, "drafted/department")
    old = {TARGET: "≥5次", BUDGET: "10"}[path]
    hands.type_in(file, "reviewer_a", path, value)
    found = refusal(file, "reviewer_b", "sign")
    assert isinstance(found, RuleFailed)
    assert (found.code, found.problems[0].path) == ("unit_signature_void", path)
    hands.type_in(file, "reviewer_a", path, old)
    move(file, "reviewer_b", "sign")


def test_the_department_needs_a_unit_signature_under_its_own(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    hands.void_signatures(file)
    assert refusal(file, "reviewer_a", "sign").code == "unit_signature_missing"


def test_a_withdrawal_voids_signatures_and_forgets_what_was_asked(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/performance")
    move(file, "head_a", "request_return", reason="金额有误")
    move(file, "performance_a", "send_to_review", reason="请再看")
    move(file, "reviewer_a", "withdraw")
    assert standing(rows_of(file, Signature)) == []
    assert all(item.done_at for item in rows_of(file, WorkItem, "declaration_id"))
    assert file.read().taken_by is None


# --- the window -----------------------------------------------------------------------------------------------------

LAST_DAY = date(2025, 3, 10)  # a Monday; the clock starts on 3 March


def test_the_closing_date_includes_its_last_second(world: World, ticking: Ticking) -> None:
    file = declaration_at(world, "drafted/head", unit="hr_own", closes_on=LAST_DAY)
    with clock.fixed(datetime(2025, 3, 10, 16, 0, tzinfo=UTC)):  # midnight in Ezhou
        late = refusal(file, "head_own_a", "sign")
        assert (late.code, late.facts["closes_on"]) == ("window_closed", "2025-03-10")
    with clock.fixed(datetime(2025, 3, 10, 15, 59, 59, tzinfo=UTC)):
        move(file, "head_own_a", "sign")
    assert file.pair == "submitted/section"


def test_an_extension_opens_the_window_for_its_unit_only(world: World, ticking: Ticking) -> None:
    file = declaration_at(world, "drafted/department", closes_on=LAST_DAY)
    other = declaration_at(world, "drafted/department", unit="inspection", closes_on=LAST_DAY)
    ticking.forward(8)
    assert refusal(file, "reviewer_a", "sign").code == "window_closed"
    hands.extend(file, LAST_DAY + timedelta(days=1))
    move(file, "reviewer_a", "sign")
    assert refusal(other, "reviewer_a", "sign").code == "window_closed"


def test_the_window_binds_only_the_submission(world: World, ticking: Ticking) -> None:
    file = make_declaration(world, closes_on=LAST_DAY)
    ticking.forward(30)
    bring(file, "drafted/department")


def test_a_return_has_its_own_deadline_after_the_window(world: World, ticking: Ticking) -> None:
    file = declaration_at(world, "submitted/section", closes_on=LAST_DAY)
    ticking.forward(30)
    move(file, "section_a", "return", reason="理由")
    hands.answer_all(file, "reviewer_a")
    move(file, "reviewer_a", "sign")
    assert file.pair == "submitted/section"


def test_a_late_answer_to_a_return_needs_an_extension(world: World, ticking: Ticking) -> None:
    file = declaration_at(world, "submitted/section")
    hands.extend(file, date(2025, 12, 31))  # given before the return: the return's own deadline stands
    move(file, "section_a", "return", reason="理由", due_on=date(2025, 3, 5))
    hands.answer_all(file, "reviewer_a")
    ticking.forward(7)
    assert refusal(file, "reviewer_a", "sign").facts["closes_on"] == "2025-03-05"
    hands.extend(file, date(2025, 3, 12))
    move(file, "reviewer_a", "sign")
    assert file.pair == "submitted/section"


def test_an_adjustment_is_bound_by_a_returns_deadline_but_not_by_the_window(world: World, ticking: Ticking) -> None:
    old = declaration_at(world, "approved", unit="hr_own", closes_on=LAST_DAY)
    file = adjustment_of(old, "filer_own_a")
    ticking.forward(30)
    bring(file, "submitted/section")
    move(file, "section_a", "return", reason="理由")
    hands.answer_all(file, "filer_own_a")
    ticking.forward(30)
    move(file, "filer_own_a", "send_up")
    assert refusal(file, "head_own_a", "sign").code == "window_closed"


def test_a_withdrawal_after_the_window_warns_first(world: World, ticking: Ticking) -> None:
    file = declaration_at(world, "submitted/section", closes_on=LAST_DAY)
    ticking.forward(8)
    assert refusal(file, "head_a", "withdraw").code == "withdraw_needs_extension"
    move(file, "head_a", "withdraw", acknowledged=True)


def test_an_adjustment_is_withdrawn_without_a_warning(world: World, ticking: Ticking) -> None:
    file = adjustment_of(declaration_at(world, "approved", closes_on=LAST_DAY))
    ticking.forward(30)
    bring(file, "submitted/section")
    move(file, "head_a", "withdraw")
    assert file.pair == "drafted/filer"


def test_what_finance_reviewed_before_is_reviewed_anew(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/batch")
    move(file, "performance_a", "return", reason="理由")
    row = file.read()
    assert (row.taken_by, row.reviewed_by, row.cleared_by, row.refusal_proposed_by) == (None,) * 4
    hands.answer_all(file, "reviewer_a")
    bring(file, "submitted/section")
    move(file, "section_b", "pass_review", opinion="同意", grade="good")
    assert file.read().reviewed_by == world.people["section_b"]
