"""The order of refusals, all problems at once, and the people who may not check their own work."""

from typing import Any

import pytest

from tests.domain import hands
from tests.domain.factories import BUDGET, PASS, TARGET, bring, declaration_at, move, refusal
from tests.domain.world import LAX_YEAR, World
from workflow import db
from workflow.errors import RuleFailed
from workflow.permissions import load_actor

WHY: dict[str, Any] = {"reason": "理由"}


def test_the_order_of_refusals(world: World) -> None:
    """Everything is wrong at once; what is put right, step by step, shows what comes next."""
    file = declaration_at(world, "submitted/section", typed_by="filer_and_finance")
    version = file.read().version
    move(file, "section_a", "take_up")
    expected = [
        ("section_other", 404, "no_such_file", {"version": version}),
        ("filer_b", 403, "no_role", {"version": version}),
        ("filer_and_finance", 409, "version_changed", {"version": version}),
        ("filer_and_finance", 409, "taken_by_other", {}),
    ]
    for who, status, code, inputs in expected:
        told = refusal(file, who, "pass_review", **inputs)
        assert (told.status, told.code) == (status, code)
    move(file, "filer_and_finance", "take_up")
    assert refusal(file, "filer_and_finance", "pass_review").code == "own_work"
    move(file, "section_b", "take_up")
    told = refusal(file, "section_b", "pass_review")
    assert isinstance(told, RuleFailed)
    assert [problem.code for problem in told.problems] == ["opinion_missing", "grade_missing"]
    assert refusal(file, "section_b", "clear").status == 403
    move(file, "section_b", "pass_review", **PASS)
    assert refusal(file, "section_b", "pass_review").code == "wrong_state"


def test_a_stale_version_comes_before_the_wrong_desk(world: World) -> None:
    file = declaration_at(world, "drafted/head")
    assert refusal(file, "filer_a", "send_up", version=1).code == "version_changed"
    assert refusal(file, "filer_a", "send_up").code == "wrong_state"


def test_a_role_for_the_action_elsewhere_is_a_matter_of_place(world: World) -> None:
    """The section returns from its own desk only: at another desk it is 409, not 403."""
    file = declaration_at(world, "finance_reviewed/performance")
    assert refusal(file, "section_a", "return", **WHY).status == 409
    assert refusal(file, "head_a", "return", **WHY).status == 403


def test_the_hash_comes_before_the_person(world: World) -> None:
    file = declaration_at(world, "drafted/head", typed_by="filer_and_head")
    assert refusal(file, "filer_and_head", "sign", content_hash="0").code == "content_changed"
    assert refusal(file, "filer_and_head", "sign").code == "signer_is_filer"


def test_all_that_is_missing_is_told_at_once(world: World) -> None:
    file = declaration_at(world, "drafted/filer")
    hands.type_in(file, "filer_a", TARGET, "")
    hands.type_in(file, "filer_a", BUDGET, "十万")
    told = refusal(file, "filer_a", "send_up")
    assert isinstance(told, RuleFailed)
    assert [(problem.code, problem.path) for problem in told.problems] == [
        ("unparsed_input", BUDGET),  # and not that it is missing, too
        ("finding", TARGET),
    ]
    assert told.problems[0].facts["raw"] == "十万"


def test_a_waiver_explains_exactly_one_sentence(world: World) -> None:
    file = declaration_at(world, "drafted/filer")
    hands.type_in(file, "filer_a", TARGET, "")
    hands.explain_all(file)
    hands.type_in(file, "filer_a", "indicators/i003/target", "")
    told = refusal(file, "filer_a", "send_up")
    assert isinstance(told, RuleFailed)
    assert [problem.path for problem in told.problems] == ["indicators/i003/target"]
    hands.explain_all(file)
    hands.take_waivers_back(file)
    assert refusal(file, "filer_a", "send_up").code == "finding"
    hands.explain_all(file)
    bring(file, "submitted/section")


# --- people ---------------------------------------------------------------------------------------------------------


def test_the_region_may_let_a_head_sign_what_he_typed(world: World) -> None:
    file = declaration_at(world, "drafted/head", typed_by="filer_and_head", fiscal_year=LAX_YEAR)
    move(file, "filer_and_head", "sign")


def test_the_departments_trace_is_the_only_exception(world: World) -> None:
    """Who typed at the filer's desk does not sign at the department's, also if he typed there before."""
    file = declaration_at(world, "drafted/department")
    hands.type_in(file, "filer_and_reviewer", "basics/-/establishment_basis", "市政府专题会议纪要")
    move(file, "filer_and_reviewer", "decline", **WHY)
    hands.type_in(file, "filer_and_reviewer", "basics/-/establishment_basis", "市政府常务会议纪要")
    bring(file, "drafted/department")
    assert refusal(file, "filer_and_reviewer", "sign").code == "signer_is_filer"


@pytest.mark.parametrize("action", ["pass_review", "propose_refusal"])
def test_who_signed_does_not_review(world: World, action: str) -> None:
    file = declaration_at(world, "drafted/head")
    move(file, "head_and_finance", "sign")
    bring(file, "submitted/section")
    assert refusal(file, "head_and_finance", action, **WHY, **PASS).code == "own_work"


@pytest.mark.parametrize("place", ["submitted/performance", "finance_reviewed/performance", "finance_reviewed/batch"])
@pytest.mark.parametrize("how", ["typed", "signed"])
def test_who_typed_or_signed_decides_nothing_in_finance(world: World, place: str, how: str) -> None:
    if how == "typed":
        who, file = "filer_and_finance", declaration_at(world, place, typed_by="filer_and_finance")
    else:
        who, file = "head_and_finance", declaration_at(world, "drafted/head")
        move(file, who, "sign")
        bring(file, place)
    action = {"submitted/performance": "refuse", "finance_reviewed/performance": "clear"}.get(place, "approve")
    assert refusal(file, who, action).code == "own_work"


def test_a_voided_signature_is_remembered(world: World) -> None:
    file = declaration_at(world, "drafted/head")
    move(file, "head_and_finance", "sign")
    move(file, "reviewer_a", "decline", **WHY)
    bring(file, "submitted/section")
    assert refusal(file, "head_and_finance", "pass_review", **PASS).code == "own_work"


def test_who_reviewed_neither_clears_nor_approves(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_and_performance", "pass_review", **PASS)
    assert refusal(file, "section_and_performance", "clear").code == "own_review"
    move(file, "performance_a", "clear")
    assert refusal(file, "section_and_performance", "approve").code == "own_review"


@pytest.mark.parametrize("who", ["filer_gone", "head_inactive"])
def test_people_without_a_valid_grant_are_nobody(world: World, who: str) -> None:
    with db.unit_of_work() as session:
        actor = load_actor(session, world.people[who])
    assert actor is None or actor.grants == ()
