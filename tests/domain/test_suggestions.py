"""协商完善: suggested, answered, signed, and only then passed; the file stays at the section all the time."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.domain import invariants
from tests.domain.factories import PASS, TARGET, File, declaration_at, move, refusal, rows_of
from tests.domain.racing import click, race
from tests.domain.world import World
from workflow import clock, db
from workflow.canonical import unpack
from workflow.documents.values import value_at
from workflow.errors import Refusal
from workflow.models import (
    AuditEntry,
    DeclarationEdit,
    FiledBy,
    InboxMessage,
    RegionSetting,
    Signature,
    Snapshot,
    Submission,
    SuggestedEdit,
)
from workflow.services import suggestions

GOAL = "goals/g1/text"
WHY = "与往年完成数相比偏低"


def suggest(file: File, path: str = TARGET, words: str = "≥8次", who: str = "section_a", reason: str = WHY) -> int:
    with db.unit_of_work(write=True) as session:
        return suggestions.suggest(session, file.world.actor(who), file.id, path, words, reason).id


def answer(file: File, item: int, who: str = "filer_a", refuse: str = "") -> None:
    actor = file.world.actor(who)
    with db.unit_of_work(write=True) as session:
        if refuse:
            suggestions.refuse(session, actor, file.id, item, refuse)
        else:
            suggestions.accept(session, actor, file.id, item)


def withdraw(file: File, item: int, who: str = "section_a") -> None:
    with db.unit_of_work(write=True) as session:
        suggestions.withdraw(session, file.world.actor(who), file.id, item)


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refusal) as found:
        call(*args, **kwargs)
    return found.value.status, found.value.code


def told(file: File, template: str) -> set[str]:
    with_it = rows_of(file, InboxMessage, template=f"declaration.{template}")
    return {file.world.names[item.recipient_id] for item in with_it}


def basis_of(file: File) -> str:
    return value_at(file.document(), "indicators/i003/basis")


def test_from_the_suggestion_to_the_approval(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    before, old = file.document(), value_at(file.document(), TARGET)
    first, second = suggest(file), suggest(file, "indicators/i003/basis", "上年完成数")
    assert (file.read().taken_by, file.pair) == (world.people["section_a"], "submitted/section")
    assert told(file, "suggest_edit") >= {"filer_a", "filer_b"}
    assert (
        len(rows_of(file, InboxMessage, template="declaration.suggest_edit", recipient_id=world.people["filer_a"])) == 1
    )
    assert refusal(file, "section_a", "pass_review", **PASS).code == "suggestions_pending"
    assert refusal(file, "head_a", "sign_changes", content_hash=file.hash()).code == "nothing_to_sign"
    answer(file, first)
    assert value_at(file.document(), TARGET) == "≥8次"
    assert refusal(file, "head_a", "sign_changes", content_hash=file.hash()).code == "suggestions_pending"
    answer(file, second, "filer_b", refuse="依据是合同")
    assert refusal(file, "section_a", "pass_review", **PASS).code == "changes_unsigned"
    assert told(file, "changes_to_sign") >= {"head_a", "head_b"}
    assert told(file, "edits_answered") == {"section_a"}
    assert refusal(file, "head_a", "sign_changes", content_hash="0" * 64).code == "content_changed"
    move(file, "head_a", "sign_changes", content_hash=file.hash())
    assert {"reviewer_a", "section_a"} <= told(file, "sign_changes")
    assert "section_b" not in told(file, "sign_changes")
    _kept(file, before, old)
    move(file, "section_a", "pass_review", **PASS)
    assert file.pair == "finance_reviewed/performance"


def _kept(file: File, before: Any, old: str) -> None:
    """Two editions of round 1, the head's second signature, the trail of every step."""
    sent = rows_of(file, Submission, "declaration_id")
    assert [(item.round, item.edition) for item in sent] == [(1, 1), (1, 2)]
    with db.unit_of_work() as session:
        frozen = [unpack(session.get_one(Snapshot, item.snapshot_id).packed) for item in sent]
        invariants.hold(session, file)
    assert frozen == [before, file.document()]
    [*_, signed] = rows_of(file, Signature)
    assert (signed.desk, signed.content_hash) == ("head", file.hash())
    [edit] = rows_of(file, DeclarationEdit, "declaration_id")
    assert (edit.path, edit.old, edit.new, edit.desk) == (TARGET, old, "≥8次", "section")
    steps = [entry.action for entry in rows_of(file, AuditEntry)]
    assert steps[-6:] == ["take_up", "suggest_edit", "suggest_edit", "accept_edit", "refuse_edit", "sign_changes"]
    settled = [(item.answer, item.settled_by) for item in rows_of(file, SuggestedEdit, "declaration_id")]
    assert settled == [("accepted", "sign_changes"), ("refused", "refuse_edit")]


def test_refused_suggestions_need_no_signature_and_withdrawn_ones_no_answer(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    before = file.hash()
    answer(file, suggest(file), refuse="合同已定")
    withdraw(file, suggest(file, words="≥9次"))
    assert file.hash() == before
    move(file, "section_a", "pass_review", **PASS)
    assert len(rows_of(file, Submission, "declaration_id")) == 1


def test_what_a_return_leaves_open_is_over(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    item = suggest(file)
    move(file, "section_a", "return", reason="请补充依据")
    assert [found.settled_by for found in rows_of(file, SuggestedEdit, "declaration_id")] == ["return"]
    assert refused(answer, file, item) == (409, "not_at_section")


def test_an_accepted_target_voids_the_units_signature_for_the_department(sqlite_world: World) -> None:
    """Returned before anybody signed the accepted words: the department cannot send them up alone."""
    file = declaration_at(sqlite_world, "submitted/section")
    answer(file, suggest(file))
    move(file, "section_a", "return", reason="请补充依据")
    assert file.pair == "drafted/department"
    assert refusal(file, "reviewer_a", "sign").code == "unit_signature_void"


REFUSED: list[tuple[tuple[int, str], dict[str, Any]]] = [
    ((422, "not_suggestable"), {"path": "basics/-/budget_total", "words": "1"}),
    ((422, "not_suggestable"), {"path": "indicators/i002/weight", "words": "1"}),
    ((422, "not_suggestable"), {"path": "indicators/i002"}),
    ((422, "not_suggestable"), {"path": "form"}),
    ((422, "bad_path"), {"path": "indicators/i999/target"}),
    ((422, "bad_path"), {"path": "no/such/place/at-all"}),
    ((422, "suggestion_empty"), {"words": " \u200b"}),
    ((422, "reason_missing"), {"reason": "  "}),
    ((422, "comment_too_long"), {"reason": "长" * 501}),
    ((422, "too_long"), {"path": "indicators/i002/basis", "words": "长" * 61}),
    ((409, "taken_by_other"), {"who": "section_b"}),
    ((403, "no_role"), {"who": "section_head"}),
    ((403, "no_role"), {"who": "filer_a"}),
    ((404, "no_such_file"), {"who": "section_other"}),
]


def test_what_is_not_suggested(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    move(file, "section_a", "take_up")
    for expected, how in REFUSED:
        assert refused(suggest, file, **how) == expected, how
    same = value_at(file.document(), TARGET)
    assert refused(suggest, file, words=same) == (422, "suggestion_same")
    suggest(file)
    assert refused(suggest, file, words="≥9次") == (422, "suggestion_exists")
    at_batch = declaration_at(sqlite_world, "finance_reviewed/batch")
    assert refused(suggest, at_batch) == (409, "not_at_section")
    assert len(rows_of(file, SuggestedEdit, "declaration_id")) == 1


def test_nobody_is_asked_to_accept_what_could_not_be_signed(sqlite_world: World) -> None:
    """A 必改 rule of the region would reject the words: said to the reviewer, before the unit is asked."""
    strict = {"rules": {"target_not_a_dash": {"severity": "error"}}}
    with db.unit_of_work(write=True) as session:
        region = sqlite_world.regions["ezhou"]
        session.add(
            RegionSetting(region_id=region, key="review_rules", year=2027, value=strict, changed_at=clock.now())
        )
    assert suggest(declaration_at(sqlite_world, "submitted/section"), words="—")
    file = declaration_at(sqlite_world, "submitted/section", fiscal_year=2027)
    assert refused(suggest, file, words="—") == (422, "finding")


def test_who_answers_and_who_signs(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "submitted/section")
    other = declaration_at(sqlite_world, "submitted/section")
    item, foreign = suggest(file), suggest(other)
    for who, expected in {"head_a": 403, "section_a": 403, "filer_other": 404, "auditor": 403}.items():
        assert refused(answer, file, item, who)[0] == expected
    assert refused(answer, file, foreign) == (404, "no_such_suggestion")
    assert refused(withdraw, file, item, "section_b") == (409, "taken_by_other")
    answer(file, item, "filer_and_head")
    assert refused(answer, file, item, "filer_b") == (409, "suggestion_settled")
    assert sqlite_world.people["filer_and_head"] in {row.user_id for row in rows_of(file, FiledBy)}
    assert refusal(file, "filer_and_head", "sign_changes", content_hash=file.hash()).code == "signer_is_filer"
    assert refusal(file, "filer_a", "sign_changes", content_hash=file.hash()).code == "no_role"


@pytest.mark.parametrize("action", ["return", "pass_review"])
def test_the_reviewer_moves_the_file_while_the_unit_accepts(world: World, action: str) -> None:
    """One wins; the other is told who did what. A suggestion that was withdrawn leaves nothing in the way of a pass."""
    for _ in range(3):
        file = declaration_at(world, "submitted/section")
        item = suggest(file)
        if action == "pass_review":
            withdraw(file, item)
        world.actor("filer_a")
        seen = file.read().version
        result = race(
            click(file, "section_a", action, seen, **{"reason": "请补充", **PASS}),
            partial(answer, file, item),
        )
        if action == "pass_review":
            assert result.results[0] is None
            assert (result.loser.status, result.loser.facts["last_actor"]) == (409, "人员section_a")
            continue
        won = result.results.index(None)
        assert (result.winners, result.loser.status) == (1, 409)
        assert result.loser.facts["last_actor"] == ("人员section_a", "人员filer_a")[won]
        assert result.loser.facts["last_action"] == ("return", "accept_edit")[won]
        assert (value_at(file.document(), TARGET) == "≥8次") == bool(won)
