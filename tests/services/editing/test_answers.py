"""Answers to the return's comments, and explanations of findings."""

import pytest

from tests.domain.factories import File, bring, declaration_at, make_declaration, move, refusal, rows_of
from tests.domain.hands import explain_all
from tests.domain.world import World
from tests.services.editing.hands import WIDE, put, refused, returned
from tests.unit.invisible import INVISIBLE
from workflow import db, regional, rules
from workflow.documents.assemble import document_of
from workflow.models import AuditEntry, Comment, Declaration, Waiver
from workflow.rules import Finding
from workflow.services import answers, waivers
from workflow.types import Severity

WHO, TARGET = "filer_own_a", "indicators/i013/target"


def answer(file: File, kind: str, text: str = "", who: str = WHO, number: int = 0) -> Comment:
    [comment] = rows_of(file, Comment, sent_with="return")[number : number + 1]
    with db.unit_of_work(write=True) as session:
        answers.answer(session, file.world.actor(who), file.id, comment.id, kind, text)
    given: Comment = rows_of(file, Comment, id=comment.id)[0]
    return given


@pytest.fixture
def back(world: World) -> File:
    return returned(world, TARGET)


def test_changed_demands_that_the_value_differs(back: File) -> None:
    found = refused(answer, back, "changed")
    assert (found.status, found.code) == (422, "comment_not_changed")
    put(back, WHO, TARGET, "≥77%")
    given = answer(back, "changed")
    assert (given.answer, given.answer_text, given.answered_by) == ("changed", "≥77%", back.world.people[WHO])
    assert [entry.action for entry in rows_of(back, AuditEntry, action="answer")] == ["answer"]


def test_the_answer_follows_what_is_typed_later(back: File) -> None:
    put(back, WHO, TARGET, "≥77%")
    answer(back, "changed")
    put(back, WHO, TARGET, "≥78%")
    assert rows_of(back, Comment, sent_with="return")[0].answer_text == "≥78%"


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [("kept", "  ", "reason_missing"), ("", "x", "unknown_answer"), ("kept", "长" * 2001, "comment_too_long")],
)
def test_kept_demands_a_reason(back: File, kind: str, text: str, code: str) -> None:
    assert refused(answer, back, kind, text).code == code


def test_a_kept_value_can_still_be_changed_later(back: File) -> None:
    before = back.read().version
    assert answer(back, "kept", "按标准执行").answer_text == "按标准执行"
    put(back, WHO, TARGET, "≥77%")
    assert answer(back, "changed").answer_text == "≥77%"
    assert back.read().version == before + 3


def test_only_the_comments_of_this_return_are_answered_by_whoever_edits(back: File) -> None:
    assert refused(answer, back, "kept", "x", who="section_a").status == 403
    assert refused(answer, back, "kept", "x", who="filer_other").status == 404
    answer(back, "kept", "x")
    bring(back, "submitted/section")
    move(back, "section_a", "return", reason="再改")
    found = refused(answer, back, "kept", "x", number=0)
    assert (found.status, found.code) == (404, "no_such_comment")


def test_all_answered_goes_up_and_in(back: File) -> None:
    move(back, WHO, "send_up")
    assert refusal(back, "head_own_a", "sign").code == "comment_unanswered"
    move(back, "head_own_a", "decline", reason="请答复")
    answer(back, "kept", "按标准执行")
    bring(back, "submitted/section")


def test_a_section_as_a_whole_is_answered_by_any_change_in_it(world: World) -> None:
    file = returned(world, "goals")
    assert refused(answer, file, "changed").code == "comment_not_changed"
    put(file, WHO, "goals/g1/text", "新的目标说明")
    assert "新的目标说明" in answer(file, "changed").answer_text


# --- explanations ----------------------------------------------------------------------------------------------------


def findings(file: File) -> list[Finding]:
    with db.unit_of_work() as session:
        row = session.get_one(Declaration, file.id)
        return rules.check(document_of(session, row), rules.Context(regional.profile(session, row.form_profile)))


def explain(file: File, key: str, reason: str, who: str = WHO) -> None:
    with db.unit_of_work(write=True) as session:
        waivers.explain(session, file.world.actor(who), file.id, key, reason)


def test_an_explanation_is_said_in_words_that_can_be_seen(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    key = findings(file)[0].key
    assert refused(explain, file, key, INVISIBLE).code == "reason_missing"
    explain(file, key, "按公开\x00文本\u200b填报")
    assert [item.reason for item in rows_of(file, Waiver, "declaration_id")] == ["按公开文本填报"]


def test_explained_errors_do_not_block_and_other_numbers_need_it_anew(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    errors = [finding for finding in findings(file) if finding.severity is Severity.error]
    for finding in errors:
        explain(file, finding.key, "按公开文本填报")
    move(file, WHO, "send_up")
    move(file, WHO, "recall")
    put(file, WHO, "basics/-/budget_year", "6794")
    assert refusal(file, WHO, "send_up").code == "finding"
    assert len(rows_of(file, AuditEntry, action="waive")) == len(errors) == 5


def test_an_explanation_is_replaced_and_taken_back(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    key = findings(file)[0].key
    explain(file, key, "第一次")
    explain(file, key, "第二次")
    standing = [item.reason for item in rows_of(file, Waiver, "declaration_id") if item.withdrawn_at is None]
    assert standing == ["第二次"]
    with db.unit_of_work(write=True) as session:
        waivers.withdraw(session, world.actor(WHO), file.id, key)
    assert all(item.withdrawn_at for item in rows_of(file, Waiver, "declaration_id"))
    assert [item.reason for item in rows_of(file, AuditEntry, action="withdraw_waiver")] == ["第二次"]


def test_what_cannot_be_explained(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    key = findings(file)[0].key
    assert refused(explain, file, "0" * 64, "x").code == "waiver_without_finding"
    assert refused(explain, file, key, " ").code == "reason_missing"
    assert refused(explain, file, key, "长" * 2001).code == "comment_too_long"
    assert refused(explain, file, key, "x", who="head_own_a").status == 403
    sent = declaration_at(world, "drafted/head", unit="hr_own")
    assert refused(explain, sent, key, "x").status == 409
    explain_all(file)
