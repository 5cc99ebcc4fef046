"""What finance makes of accepted self-evaluations: the sample and its re-checks, corrections, and what follows for the
money and for next year's declaration."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import File, declaration_at
from tests.domain.world import World
from tests.services.test_corrections import ANSWER, OPINION, take, told
from tests.services.test_evaluations import FULL, MISSED, YEAR, a_form, fill, go
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle.evaluations.results import reached_of, result_of
from workflow.lifecycle.record import append_audit
from workflow.models import (
    CorrectiveAction,
    Declaration,
    EvaluationRecheck,
    InboxMessage,
    Indicator,
    LedgerEntry,
    ResultUse,
    SelfEvaluation,
)
from workflow.notifications.refusals import refusal_text
from workflow.notifications.refusals_results import RESULT_REFUSALS
from workflow.queries.rechecks import differences, list_rechecks
from workflow.queries.result_uses import list_uses, waiting_uses
from workflow.scoring.sampling import Candidate, SampleRule, draw, rank_of
from workflow.services.cloning.results import result_text
from workflow.services.corrections import order_on_evaluation
from workflow.services.rechecks import draw_sample, save_recheck
from workflow.services.result_uses import Proposal, confirm, propose, refuse
from workflow.types import ResultUseKind

pytestmark = pytest.mark.usefixtures("calendar")
ALL = SampleRule(100, every_poor=False, every_red=False)
KEEP, CUT, RECALL = ResultUseKind.keep, ResultUseKind.cut, ResultUseKind.recall


def accepted(world: World) -> File:
    form = a_form(world)
    fill(form, FULL | MISSED)
    return go(form, "accepted")


def drawn(form: File, rule: SampleRule = ALL, who: str = "performance_a", seed: str = "7") -> int:
    with db.unit_of_work(write=True) as session:
        draw_sample(session, form.world.actor(who), form.read().task_id, rule, seed)
        return session.exec(select(EvaluationRecheck.id).where(EvaluationRecheck.evaluation_id == form.id)).one()


def check(form: File, recheck: int, values: dict[str, str], who: str = "performance_a", **how: Any) -> list[Any]:
    with db.unit_of_work(write=True) as session:
        how.setdefault("version", session.get_one(EvaluationRecheck, recheck).version)
        version = how.pop("version")
        told = save_recheck(session, form.world.actor(who), recheck, version, values, **how)
        return [(one.code, one.path) for one in told.problems]


def code_of(what: Any, *args: Any, **how: Any) -> str:
    with pytest.raises(Refusal) as refused:
        what(*args, **how)
    return refused.value.code


def test_the_draw_takes_what_the_rule_names_and_lots_of_the_rest_and_can_be_repeated() -> None:
    red = [Candidate(2, 100, "good", red=True)]
    others = [Candidate(1, 100, "poor", red=False), Candidate(3, 900, "good", red=False)]
    rest = [Candidate(number, 100, "good", red=False) for number in range(4, 15)]
    rule = SampleRule(20, every_poor=True, every_red=True, amount_from_fen=900)
    found = draw([*rest, *others, *red], rule, "2024-07")
    lots = sorted((one.id for one in rest), key=lambda key: sha256(f"2024-07:{key}".encode()).hexdigest())[:3]
    assert {one.id: one.why.value for one in found} == {
        1: "poor", 2: "red", 3: "amount", **dict.fromkeys(lots, "share"),
    }  # fmt: skip
    assert found == draw([*red, *others, *reversed(rest)], rule, "2024-07")
    assert found != draw([*rest, *others, *red], rule, "2024-08")
    assert draw(rest, SampleRule(0, every_poor=True, every_red=True), "1") == []
    assert rank_of("1", 2) != rank_of("12", 2)


def test_a_recheck_gives_its_own_points_with_reasons_and_tells_the_unit(world: World) -> None:
    form = accepted(world)
    before, recheck = form.read(), drawn(form)
    assert code_of(check, form, recheck, {}, "filer_a") == "no_such_recheck", "not finished: the unit knows of nothing"
    for who, code in (("section_a", "no_role"), ("performance_other", "no_such_recheck")):
        assert code_of(check, form, recheck, {}, who) == code
    assert code_of(check, form, recheck, {"items/i002/points": "1"}) == "bad_path"
    assert code_of(check, form, recheck, {}, version=9) == "version_changed"
    bad = {"items/i001/points": "很少", "items/i003/points": "45.5"}
    assert check(form, recheck, bad, finish=True) == [
        ("points_unreadable", "items/i001/points"), ("points_out_of_range", "items/i003/points"),
        ("recheck_opinion_missing", "form/-/opinion"),
    ]  # fmt: skip
    half = {"items/i001/points": "20", "items/i003/points": "", "form/-/opinion": "佐证不足"}
    assert check(form, recheck, half, finish=True) == [("recheck_reason_missing", "items/i001/reason")]
    assert check(form, recheck, {"items/i001/reason": "签到表仅一次"}, finish=True) == []
    assert code_of(check, form, recheck, {"form/-/opinion": "x"}) == "recheck_finished"
    with db.unit_of_work() as session:
        row = session.get_one(EvaluationRecheck, recheck)
        assert (row.state, row.total_hundredths, row.grade) == ("finished", 862 + 2000 + 4500, "fair")
        result = result_of(session, session.get_one(SelfEvaluation, form.id))
        assert (str(result.points), str(result.own), result.grade) == ("73.62", "83.62", "fair")
        told_of = session.exec(select(InboxMessage).where(InboxMessage.template == "self_evaluation.rechecked")).all()
        assert world.people["filer_a"] in {one.recipient_id for one in told_of}
        assert {(one.facts["points"], one.facts["own"]) for one in told_of} == {("73.62", "83.62")}
        rows = list_rechecks(session, world.actor("performance_a"), form.read().task_id)
        *_, whole = differences(rows)
        found = (whole.drawn, whole.finished, str(whole.mean), str(whole.mean_size), whole.lowered, whole.other_grade)
        assert found == (1, 1, "-10.00", "10.00", 1, 1)
        assert list_rechecks(session, world.actor("filer_a"), form.read().task_id) == []
    assert form.read() == before, "the unit's form stays as it was signed"
    assert code_of(drawn, form) == "sample_nothing_left"


def test_what_may_not_be_drawn_and_who_may_not_check(small_world: World) -> None:
    form = accepted(small_world)
    for rule, who, code in (
        (SampleRule(101, every_poor=True, every_red=True), "performance_a", "sample_share_outside"),
        (SampleRule(1, every_poor=True, every_red=True, amount_from_fen=-1), "performance_a", "sample_amount_outside"),
        (SampleRule(0, every_poor=True, every_red=True), "performance_a", "sample_empty"),
        (ALL, "section_a", "no_role"),
        (ALL, "performance_other", "no_such_evaluation_task"),
    ):
        assert code_of(drawn, form, rule, who) == code
    recheck = drawn(form)
    with db.unit_of_work(write=True) as session:
        row = session.get_one(EvaluationRecheck, recheck)
        append_audit(session, actor_id=small_world.people["performance_a"], actor_name="甲", action="accept",
                     object_kind="self_evaluation", object_id=row.evaluation_id)  # fmt: skip
    assert code_of(check, form, recheck, {}) == "recheck_by_acceptor"


def test_a_correction_after_an_evaluation_goes_to_its_end(small_world: World) -> None:
    form, world = accepted(small_world), small_world
    with db.unit_of_work(write=True) as session:
        for who, code in (("filer_a", "no_role"), ("section_other", "no_such_evaluation")):
            assert code_of(order_on_evaluation, session, world.actor(who), form.id, told()) == code
        made = order_on_evaluation(session, world.actor("section_a"), form.id, told()).id
    for who, action, said in (("filer_a", "answer", ANSWER), ("section_a", "confirm", OPINION),
                              ("performance_a", "close", OPINION)):  # fmt: skip
        take(world, made, who, action, said)
    with db.unit_of_work() as session:
        row = session.get_one(CorrectiveAction, made)
        assert (row.state, row.evaluation_id, row.report_id) == ("closed", form.id, None)


def proposed(form: File, kind: ResultUseKind, wan: int = 5, year: int = YEAR, who: str = "performance_a") -> int:
    with db.unit_of_work(write=True) as session:
        told = Proposal(kind, year, wan * 1_000_000, "项目结余较大")
        return propose(session, form.world.actor(who), form.id, told).id


def decide(form: File, use: int, what: Any, *said: str, who: str = "budget", version: int = 1) -> None:
    with db.unit_of_work(write=True) as session:
        what(session, form.world.actor(who), use, version, *said)


def test_a_result_becomes_money_once_the_budget_section_confirms(world: World) -> None:
    form = accepted(world)
    recall = proposed(form, RECALL)
    with db.unit_of_work() as session:
        assert [one.row.id for one in waiting_uses(session, world.actor("budget"))] == [recall]
        assert list_uses(session, world.actor("filer_a"), YEAR) == [], "a proposal is the bureau's own"
    for use, args, how, code in (
        (recall, ("",), {}, "document_missing"),
        (recall, ("7号",), {"who": "performance_a"}, "no_role"),
        (recall, ("7号",), {"who": "filer_a"}, "no_such_result_use"),
        (recall, ("7号",), {"version": 4}, "version_changed"),
        (99, ("7号",), {}, "no_such_result_use"),
    ):
        assert code_of(decide, form, use, confirm, *args, **how) == code
    assert code_of(decide, form, recall, refuse, " ") == "result_remark_missing"
    decide(form, recall, confirm, "鄂州财预〔2025〕3号")
    assert code_of(decide, form, recall, confirm, "8号", version=2) == "result_use_decided"
    with db.unit_of_work() as session:
        row = session.get_one(ResultUse, recall)
        entry = session.get_one(LedgerEntry, row.entry_id)
        assert (entry.kind, entry.amount_fen, entry.fiscal_year) == ("recall", -5_000_000, YEAR)
        assert [one.row.state for one in list_uses(session, world.actor("filer_a"), YEAR)] == ["confirmed"]
    cut = proposed(form, CUT, year=YEAR + 1)
    decide(form, cut, confirm, "鄂州财预〔2025〕4号")
    too_much = proposed(form, RECALL, wan=9_999)
    assert code_of(decide, form, too_much, confirm, "9号") == "ledger_below_spent"
    decide(form, too_much, refuse, "结余没有这么多")
    with db.unit_of_work() as session:
        assert session.get_one(ResultUse, cut).entry_id is None, "no budget of that year yet"
        source = session.get_one(Declaration, form.read().declaration_id)
        assert result_text(session, source).endswith(
            "结果应用：收回2024年资金5.00万元（鄂州财预〔2025〕3号）；调减2025年预算5.00万元（鄂州财预〔2025〕4号）。"
        )


def test_what_may_not_be_proposed(small_world: World) -> None:
    form = a_form(small_world)
    fill(form, FULL | MISSED)
    assert code_of(proposed, form, KEEP) == "result_needs_acceptance"
    go(form, "accepted")
    for kind, how, code in (
        (CUT, {"wan": 0}, "result_amount_missing"),
        (CUT, {"year": YEAR + 2}, "result_year_outside"),
        (CUT, {"who": "section_a"}, "no_role"),
        (CUT, {"who": "performance_other"}, "no_such_evaluation"),
    ):
        assert code_of(proposed, form, kind, **how) == code
    proposed(form, KEEP)
    assert code_of(proposed, form, KEEP) == "result_use_exists"


def test_next_years_figures_are_what_was_reached(small_world: World) -> None:
    form, fresh = accepted(small_world), declaration_at(small_world, "drafted/filer")
    with db.unit_of_work(write=True) as session:
        source = session.get_one(Declaration, form.read().declaration_id)
        reached = {"i001": "2次", "i003": "4次"}
        assert reached_of(session, source) == {YEAR: reached}
        later = session.get_one(Declaration, fresh.id)
        later.sqlmodel_update({"project_id": source.project_id, "fiscal_year": YEAR + 1})
        row = session.exec(select(Indicator).where(Indicator.declaration_id == later.id)).first()
        assert row is not None
        row.origin_uid = "i001"
        session.flush()
        assert reached_of(session, later) == {YEAR: {row.uid: "2次"}}, "while its own year is not over"
        assert result_text(session, later) == result_text(session, source)


def test_every_refusal_has_a_case_here_and_its_words() -> None:
    files = (Path(__file__), Path(__file__).with_name("test_overall_evaluations.py"))
    said = "".join(file.read_text(encoding="utf-8") for file in files)
    facts = {"raw": "x", "count": 1, "first": 2024, "second": 2025}
    for code in RESULT_REFUSALS:
        assert re.search(rf'"{code}"', said), code
        for language in ("zh", "en"):
            assert "{" not in refusal_text(code, facts, language)
