"""What the moves in finance leave behind: who holds it, opinions, returns with deadline and comments, work items."""

from datetime import date
from typing import Any

import pytest

from tests.domain import hands
from tests.domain.factories import PASS, TARGET, TEXT, bring, declaration_at, move, refusal, rows_of
from tests.domain.test_effects_unit import standing
from tests.domain.ticking import Ticking
from tests.domain.world import LAX_YEAR, World
from tests.unit.invisible import INVISIBLE
from workflow.errors import RuleFailed
from workflow.models import Comment, ReturnOrder, ReviewOpinion, Signature, WorkItem
from workflow.services.editing import Outcome

DATABASES = ["sqlite"]

WHY: dict[str, Any] = {"reason": "指标值偏低"}


def test_who_took_it_up_holds_it_until_a_colleague_takes_over(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "take_up")
    assert file.read().taken_by == world.people["section_a"]
    found = refusal(file, "section_b", "pass_review", **PASS)
    assert (found.code, found.facts["holder"]) == ("taken_by_other", "人员section_a")
    move(file, "section_b", "take_up")
    assert file.read().taken_by == world.people["section_b"]
    move(file, "section_b", "pass_review", **PASS)


def test_the_first_comment_takes_the_file_up(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_b")
    assert file.read().taken_by == world.people["section_b"]
    assert refusal(file, "head_a", "withdraw").facts["holder"] == "人员section_b"


def test_pass_review_keeps_opinion_and_grade(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_b", "pass_review", opinion=" 目标明确 ", grade="excellent")
    [found] = rows_of(file, ReviewOpinion, "declaration_id")
    assert (found.action, found.grade, found.opinion, found.round) == ("pass_review", "excellent", "目标明确", 1)
    assert found.author_id == file.read().reviewed_by == file.read().taken_by == world.people["section_b"]


def test_a_proposed_refusal_is_graded_poor_and_decided_by_another(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_and_performance", "propose_refusal", reason="目标不明确", opinion="重复申报")
    [found] = rows_of(file, ReviewOpinion, "declaration_id")
    assert (found.action, found.grade, found.opinion) == ("propose_refusal", "poor", "重复申报")
    assert file.read().refusal_proposed_by == world.people["section_and_performance"]
    assert refusal(file, "section_and_performance", "refuse").code == "own_proposal"
    move(file, "performance_a", "refuse")
    row = file.read()
    assert (row.state, row.terminated_by, row.desk, row.held_since) == ("terminated", "refuse", None, None)


def test_a_reason_stands_for_the_opinion_of_a_proposed_refusal(world: World) -> None:
    file = declaration_at(world, "submitted/performance")
    assert [item.opinion for item in rows_of(file, ReviewOpinion, "declaration_id")] == ["目标不明确"]


def test_a_rejected_refusal_goes_back_to_its_reviewer(world: World) -> None:
    file = declaration_at(world, "submitted/performance")
    move(file, "performance_a", "reject_refusal", **WHY)
    row = file.read()
    assert (row.refusal_proposed_by, row.taken_by) == (None, world.people["section_a"])


@pytest.mark.parametrize("start", ["finance_reviewed/performance", "finance_reviewed/batch"])
def test_sent_back_for_review_nobody_holds_it(world: World, start: str) -> None:
    file = declaration_at(world, start)
    move(file, "performance_b", "send_to_review", **WHY)
    row = file.read()
    assert (row.taken_by, row.reviewed_by, row.cleared_by, row.refusal_proposed_by) == (None,) * 4
    move(file, "section_b", "pass_review", **PASS)


def test_clear_is_remembered_and_the_clearer_may_approve(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/batch")
    assert file.read().cleared_by == world.people["performance_a"]
    move(file, "performance_a", "approve")


# --- return ---------------------------------------------------------------------------------------------------------


def test_a_return_gives_three_working_days(world: World, ticking: Ticking) -> None:
    """Friday before Qingming 2025: 4 to 6 April are off, so it is Wednesday, 9 April."""
    ticking.forward(31)
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "return", **WHY)
    [order] = rows_of(file, ReturnOrder, "declaration_id")
    assert (order.due_on, order.round, order.reason) == (date(2025, 4, 9), 1, "指标值偏低")
    assert order.returned_by == world.people["section_a"]


def test_the_region_sets_the_days_from_a_year_on(world: World) -> None:
    file = declaration_at(world, "submitted/section", fiscal_year=LAX_YEAR)
    move(file, "section_a", "return", **WHY)
    assert rows_of(file, ReturnOrder, "declaration_id")[0].due_on == date(2025, 3, 10)


def test_a_return_takes_a_deadline_of_its_own_from_today_on(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    assert refusal(file, "section_a", "return", due_on=date(2025, 3, 2), **WHY).code == "due_date_past"
    move(file, "section_a", "return", due_on=date(2025, 3, 3), **WHY)
    assert rows_of(file, ReturnOrder, "declaration_id")[0].due_on == date(2025, 3, 3)


def test_a_return_to_the_department_keeps_signatures_and_one_to_the_filer_voids_them(world: World) -> None:
    kept, voided = declaration_at(world, "submitted/section"), declaration_at(world, "submitted/section", unit="hr_own")
    for file in (kept, voided):
        move(file, "section_a", "return", **WHY)
    assert len(standing(rows_of(kept, Signature))) == 2
    assert standing(rows_of(voided, Signature)) == []


def test_a_return_sends_what_was_published_and_keeps_what_was_not(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    shown, hidden = hands.comment(file, "section_a", TARGET), hands.comment(file, "section_a", publish=False)
    move(file, "section_a", "return")
    assert {item.id: item.sent_with for item in rows_of(file, Comment)} == {shown: "return", hidden: None}


def test_what_nobody_sees_is_neither_reason_nor_opinion_nor_document(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    assert refusal(file, "section_a", "return", reason=INVISIBLE).code == "comment_or_reason_missing"
    assert refusal(file, "section_a", "propose_refusal", reason=INVISIBLE).code == "reason_missing"
    assert refusal(file, "section_a", "pass_review", **PASS | {"opinion": INVISIBLE}).code == "opinion_missing"
    approved = declaration_at(world, "approved")
    paper: dict[str, Any] = {"reason": "停办", "document": INVISIBLE}
    assert refusal(approved, "performance_a", "terminate", **paper).code == "document_missing"
    move(file, "section_a", "return", reason="\x00请\u200b改\u202e")
    [written] = rows_of(file, Comment)
    assert written.text == "请改"


@pytest.mark.parametrize("publish", [True, False])
def test_a_return_needs_a_published_comment_or_a_reason(world: World, publish: bool) -> None:
    file = declaration_at(world, "submitted/section")
    assert refusal(file, "section_a", "return", reason="  ").code == "comment_or_reason_missing"
    hands.comment(file, "section_a", publish=publish)
    if publish:
        move(file, "section_a", "return")
    else:
        assert refusal(file, "section_a", "return").code == "comment_or_reason_missing"


def test_comments_written_before_the_batch_go_out_with_a_return_from_it(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/performance")
    hands.comment(file, "performance_a", TARGET)
    move(file, "performance_b", "clear")
    move(file, "performance_a", "return")
    assert [item.sent_with for item in rows_of(file, Comment)] == ["return"]


def test_the_sections_comments_do_not_speak_for_the_performance_section(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_a", TARGET)
    bring(file, "finance_reviewed/performance")
    assert refusal(file, "performance_a", "return").code == "comment_or_reason_missing"


def test_a_comment_of_an_earlier_round_stays_where_it_is(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_a", TARGET)
    bring(file, "finance_reviewed/performance")
    move(file, "performance_a", "return", **WHY)
    hands.answer_all(file, "reviewer_a")
    bring(file, "submitted/section")
    move(file, "section_a", "return", reason="仍偏低")
    sent = [(item.path, item.round, item.sent_with) for item in rows_of(file, Comment)]
    assert sent == [(TARGET, 1, None), ("form", 1, "return"), ("form", 2, "return")]


# --- answering ------------------------------------------------------------------------------------------------------


def test_every_comment_of_the_return_is_answered_before_it_is_submitted(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_a", TARGET)
    move(file, "section_a", "return", **WHY)
    found = refusal(file, "reviewer_a", "sign")
    assert isinstance(found, RuleFailed)
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("comment_unanswered", TARGET),
        ("comment_unanswered", "form"),
    ]
    hands.answer_all(file, "reviewer_a")
    move(file, "reviewer_a", "sign")


def test_answered_as_changed_means_that_the_value_differs(world: World) -> None:
    file = declaration_at(world, "submitted/section", unit="hr_own")
    hands.comment(file, "section_a", TEXT)
    move(file, "section_a", "return")
    hands.answer_all(file, "filer_own_a", "changed")
    move(file, "filer_own_a", "send_up")
    found = refusal(file, "head_own_a", "sign")
    assert isinstance(found, RuleFailed)
    assert (found.code, found.problems[0].path) == ("comment_not_changed", TEXT)
    move(file, "filer_own_a", "recall")
    assert hands.type_in(file, "filer_own_a", TEXT, "市政府专题会议纪要") is Outcome.applied
    bring(file, "submitted/section")


def test_a_general_reason_answered_as_changed_needs_a_change_somewhere(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "return", **WHY)
    hands.answer_all(file, "reviewer_a", "changed")
    assert refusal(file, "reviewer_a", "sign").code == "comment_not_changed"
    hands.type_in(file, "reviewer_a", TEXT, "市政府专题会议纪要")
    move(file, "reviewer_a", "sign")


def test_comments_of_a_decline_need_no_answer(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    hands.comment(file, "reviewer_a", TARGET)
    move(file, "reviewer_a", "decline", **WHY)
    bring(file, "submitted/section")


def test_what_finance_asked_still_has_to_be_answered_after_a_decline(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "return", **WHY)
    move(file, "reviewer_a", "decline", reason="请单位修改")
    bring(file, "drafted/department")
    assert refusal(file, "reviewer_a", "sign").code == "comment_unanswered"
    hands.answer_all(file, "filer_a")
    move(file, "reviewer_a", "sign")


def test_the_department_cannot_answer_for_the_unit_once_money_changed(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_a", TARGET)
    move(file, "section_a", "return")
    hands.type_in(file, "reviewer_a", TARGET, "≥6次")
    hands.answer_all(file, "reviewer_a", "changed")
    assert refusal(file, "reviewer_a", "sign").code == "unit_signature_void"
    move(file, "reviewer_a", "decline", reason="请重新审签")
    bring(file, "submitted/section")


# --- asking for return ----------------------------------------------------------------------------------------------


def test_asking_for_return_raises_a_work_item_that_ends_with_the_return(world: World) -> None:
    file = declaration_at(world, "finance_reviewed/batch")
    move(file, "head_a", "request_return", reason=" 金额有误 ")
    [item] = rows_of(file, WorkItem, "declaration_id")
    assert (item.action, item.reason, item.asked_by) == ("request_return", "金额有误", world.people["head_a"])
    assert item.done_at is None
    move(file, "performance_a", "return", **WHY)
    assert rows_of(file, WorkItem, "declaration_id")[0].done_at is not None


@pytest.mark.parametrize("end", ["approve", "refuse"])
def test_what_was_asked_ends_with_a_decision(world: World, end: str) -> None:
    file = declaration_at(world, "finance_reviewed/batch" if end == "approve" else "submitted/performance")
    move(file, "head_a", "request_return", reason="金额有误")
    move(file, "performance_b", end)
    assert rows_of(file, WorkItem, "declaration_id")[0].done_at is not None
