"""Self-evaluations: opened with what is known, scored as they are typed, signed, accepted, confirmed."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import PLAIN, File, adjustment_of, bring, declaration_at, example, move
from tests.domain.world import World
from tests.tasks.monitoring import in_force, opened, pay, report_of
from workflow import clock, db
from workflow.documents.evaluation_content import evaluation_hash, items_of
from workflow.errors import Refusal, RuleFailed
from workflow.lifecycle import Inputs
from workflow.lifecycle.evaluations.missing import missing_in
from workflow.lifecycle.evaluations.scores import traces_of
from workflow.models import (
    AuditEntry,
    Declaration,
    EvaluationTask,
    Indicator,
    RegionSetting,
    SelfEvaluation,
    SelfEvaluationItem,
)
from workflow.notifications.refusals import refusal_text
from workflow.notifications.refusals_evaluation import EVALUATION_REFUSALS
from workflow.queries.worklist import waiting_for
from workflow.services.cloning.results import with_result
from workflow.services.evaluation_opening import refresh_evaluations, sync_open_tasks
from workflow.services.evaluation_tasks import close_task, open_task
from workflow.services.evaluations import fill_evaluation
from workflow.services.moves import move_evaluation
from workflow.services.reports import Filled, fill_report

pytestmark = pytest.mark.usefixtures("calendar")
DEADLINE = date(2025, 12, 31)
YEAR = 2024
FULL = {
    "items/i001/actual": "3次", "items/i003/actual": "4次", "form/-/reached": "全部完成",
    "money/-/cause": "项目下半年启动",
}  # fmt: skip
MISSED = {"items/i001/actual": "2次", "items/i001/cause": "场地关闭", "items/i001/measure": "提前预订"}


def a_task(world: World, who: str = "performance_a", **changes: Any) -> EvaluationTask:
    told: dict[str, Any] = {"year": YEAR, "deadline": DEADLINE} | changes
    with db.unit_of_work(write=True) as session:
        return open_task(session, world.actor(who), world.regions["ezhou"], **told)


def form_of(world: World, declaration: File) -> File:
    """The newest form of a declaration."""
    with db.unit_of_work() as session:
        found = session.exec(select(SelfEvaluation.id).where(SelfEvaluation.declaration_id == declaration.id)).all()
    return File(world, SelfEvaluation, max(found), declaration.unit)


def a_form(world: World, unit: str = "centre", paid: int = 86_200_000, **how: Any) -> File:
    declaration = in_force(world, unit, year=YEAR, **how)
    pay(declaration, paid, date(YEAR, 12, 1))
    a_task(world)
    return form_of(world, declaration)


def fill(form: File, values: dict[str, str], who: str = "filer_a", version: int | None = None) -> Filled:
    with db.unit_of_work(write=True) as session:
        seen = form.read().version if version is None else version
        return fill_evaluation(session, form.world.actor(who), form.id, seen, values)


def act(form: File, who: str, action: str, version: int | None = None, **inputs: Any) -> None:
    with db.unit_of_work(write=True) as session:
        row = session.get_one(SelfEvaluation, form.id)
        if action == "sign":
            inputs.setdefault("content_hash", evaluation_hash(session, row))
        move_evaluation(session, form.world.actor(who), form.id, action, version or row.version, Inputs(**inputs))


ROAD = {
    "drafted/filer": ("filer_a", "send_up"), "drafted/head": ("head_a", "sign"),
    "drafted/department": ("reviewer_a", "sign"), "submitted/section": ("section_a", "accept"),
}  # fmt: skip


def go(form: File, place: str) -> File:
    while form.pair != place:
        act(form, *ROAD[form.pair])
    return form


def lacks(form: File) -> list[tuple[str, str]]:
    with db.unit_of_work() as session:
        return [(item.code, item.path) for item in missing_in(session, session.get_one(SelfEvaluation, form.id))]


def items(form: File) -> list[SelfEvaluationItem]:
    with db.unit_of_work() as session:
        return items_of(session, form.id)


def refused(form: File, who: str, action: str, **inputs: Any) -> str:
    with pytest.raises(Refusal) as told:
        act(form, who, action, **inputs)
    return told.value.code


def test_it_opens_with_targets_money_and_the_last_accepted_actuals(world: World) -> None:
    declaration = in_force(world, year=YEAR)
    in_force(world, "hr_own", year=2025)
    pay(declaration, 86_200_000, date(YEAR, 12, 1))
    pay(declaration, 5_000_000, date(2025, 1, 2))
    report = report_of(opened(world, year=YEAR, deadline=DEADLINE).id, declaration)
    said = {f"items/{uid}/{name}": text for uid in ("i001", "i003")
            for name, text in {"actual": "2次", "likelihood": "certain"}.items()}  # fmt: skip
    money = {f"money/-/{name}": "100" for name in ("forecast", "cause", "measure")}
    with db.unit_of_work(write=True) as session:
        fill_report(session, world.actor("filer_a"), report.id, 1, said | money)
    bring(report, "accepted")
    a_task(world)
    form = form_of(world, declaration)
    row = form.read()
    assert (row.initial_fen, row.adjusted_fen, row.executed_fen) == (100_000_000, 100_000_000, 86_200_000)
    assert (row.as_of, row.weight_hundredths, row.points_hundredths) == (date(YEAR, 12, 31), 1000, 862)
    assert [(one.indicator_uid, one.actual, one.weight_hundredths) for one in items(form)] == [
        ("i001", "2次", 4500), ("i003", "2次", 4500),
    ]  # fmt: skip
    assert [one.points_hundredths for one in items(form)] == [3000, 3000]
    assert (row.total_hundredths, row.grade) == (6862, "fair")
    assert sync_open_tasks() == 0
    with db.unit_of_work() as session:
        [waiting] = [one for one in waiting_for(session, world.actor("filer_a")) if one.object_id == form.id
                     and one.object_kind == "self_evaluation"]  # fmt: skip
    assert (waiting.due_on, waiting.campaign) == (DEADLINE, "2024年度项目支出绩效自评")


def test_typing_scores_at_once_and_says_how(small_world: World) -> None:
    world = small_world
    form = a_form(world)
    assert fill(form, FULL | MISSED).problems == []
    row, (first, second) = form.read(), items(form)
    assert (first.points_hundredths, second.points_hundredths) == (3000, 4500)
    assert traces_of(first)[0].words("zh") == "分值 × 完成值 ÷ 指标值：45 × 2 ÷ 3 = 30。"
    assert traces_of(row)[0].words("zh") == "分值 × 执行率：10 × 86.2% = 8.62。"
    assert (row.total_hundredths, row.grade) == (862 + 3000 + 4500, "good")
    fill(form, {"items/i001/points": "35.5", "items/i001/reason": "因防汛取消一次，已补课"})
    assert [trace.code for trace in traces_of(items(form)[0])] == ["by_hand", "forward"]
    assert form.read().total_hundredths == 862 + 3550 + 4500
    fill(form, {"items/i001/points": ""})
    assert form.read().total_hundredths == 8362


def test_what_is_missing_is_said_with_its_place(small_world: World) -> None:
    world = small_world
    form = a_form(world)
    assert lacks(form) == [
        ("evaluation_money_cause_missing", "money/-/cause"),
        ("evaluation_reached_missing", "form/-/reached"),
        ("evaluation_actual_missing", "items/i001/actual"),
        ("evaluation_actual_missing", "items/i003/actual"),
    ]
    fill(form, FULL | {"items/i001/actual": "2次", "items/i003/actual": "约4次"})
    assert lacks(form) == [
        ("evaluation_cause_missing", "items/i001/cause"),
        ("evaluation_measure_missing", "items/i001/measure"),
        ("evaluation_points_missing", "items/i003/points"),
    ]
    assert form.read().total_hundredths is None
    told = fill(form, MISSED | {"items/i003/points": "四十五"})
    assert [(one.code, one.path) for one in told.problems] == [("points_unreadable", "items/i003/points")]
    assert lacks(form) == [("points_unreadable", "items/i003/points")]
    fill(form, {"items/i003/points": "４５.1"})
    assert lacks(form) == [
        ("points_out_of_range", "items/i003/points"),
        ("evaluation_reason_missing", "items/i003/reason"),
    ]
    assert refused(form, "filer_a", "send_up") == "points_out_of_range"
    fill(form, {"items/i003/points": "45", "items/i003/reason": "有签到表为证"})
    assert lacks(form) == []
    go(form, "drafted/head")


def test_no_budget_means_points_by_hand(small_world: World) -> None:
    world = small_world
    form = a_form(world, paid=1)
    with db.unit_of_work(write=True) as session:
        session.get_one(SelfEvaluation, form.id).adjusted_fen = 0
    fill(form, FULL)
    assert lacks(form) == [("evaluation_points_missing", "money/-/points")]
    fill(form, {"money/-/points": "10", "money/-/reason": "资金由上级统一支付"})
    assert (lacks(form), form.read().total_hundredths) == ([], 10_000)


def test_the_whole_way_to_evaluated(small_world: World) -> None:
    world = small_world
    form = a_form(world, state="monitored")
    declaration = File(world, Declaration, form.read().declaration_id, "centre")
    fill(form, FULL)
    assert refused_on(declaration, "performance_a") == "evaluation_not_accepted"
    go(form, "submitted/section")
    act(form, "section_a", "return", reason="请补充佐证")
    assert form.pair == "drafted/department"
    act(form, "reviewer_a", "decline", reason="请单位补充")
    go(form, "accepted")
    assert declaration.pair == "monitored", "the performance section confirms"
    before = form.read()
    move(declaration, "performance_a", "accept_evaluation")
    assert declaration.pair == "evaluated"
    assert form.read() == before


def refused_on(declaration: File, who: str, action: str = "accept_evaluation", **inputs: Any) -> str:
    with pytest.raises(Refusal) as told:
        move(declaration, who, action, **inputs)
    return told.value.code


def test_what_was_never_monitored_is_confirmed_with_a_reason(small_world: World) -> None:
    world = small_world
    form = go_full(a_form(world))
    declaration = File(world, Declaration, form.read().declaration_id, "centre")
    assert refused_on(declaration, "performance_a", "revoke_approval", reason="重办") == "evaluation_submitted"
    assert refused_on(declaration, "performance_a") == "reason_missing"
    assert refused_on(declaration, "section_a", reason="补报") == "no_role"
    move(declaration, "performance_a", "accept_evaluation", reason="年底追加，未纳入监控")
    assert declaration.pair == "evaluated"


def go_full(form: File) -> File:
    fill(form, FULL)
    return go(form, "accepted")


def test_late_payments_reach_forms_at_the_filers_desk_and_no_others(small_world: World) -> None:
    form = a_form(small_world)
    fill(form, FULL)
    sent = a_form_beside(small_world, form)
    for one in (form, sent):
        declaration = File(small_world, Declaration, one.read().declaration_id, "centre")
        pay(declaration, 5_000_000, date(YEAR, 12, 31))
        pay(declaration, 3_000_000, date(2025, 1, 5))
    with db.unit_of_work(write=True) as session:
        assert refresh_evaluations(session, small_world.regions["ezhou"], YEAR) == 1
        assert refresh_evaluations(session, small_world.regions["ezhou"], YEAR) == 0
    assert (form.read().executed_fen, form.read().points_hundredths) == (91_200_000, 912)
    assert (sent.read().executed_fen, sent.read().points_hundredths) == (86_200_000, 862)


def test_its_result_goes_into_next_years_declaration(small_world: World) -> None:
    form = a_form(small_world)
    with db.unit_of_work() as session:
        source, old = session.get_one(Declaration, form.read().declaration_id), example(PLAIN)
        assert with_result(session, source, old) == old, "not accepted yet"
    fill(form, FULL | MISSED)
    go(form, "accepted")
    with db.unit_of_work() as session:
        assert with_result(session, source, old).prior_evaluation == (
            "2024年度绩效自评得分83.62分，等级为“良”。未达到目标的指标：实际2次（目标≥3次），改进措施：提前预订。"
        )


def test_an_adjustment_cancels_the_form_and_the_new_one_takes_over_what_was_typed(small_world: World) -> None:
    world = small_world
    declaration = declaration_at(world, "approved")
    a_task(world, year=2025, as_of=date(2025, 3, 1))
    old = form_of(world, declaration)
    uid = items(old)[0].indicator_uid
    fill(old, {f"items/{uid}/actual": "41人", "form/-/reached": "进行中"})
    new = adjustment_of(declaration)
    bring(new, "approved")
    assert old.pair == "cancelled"
    assert sync_open_tasks() == 1
    form = form_of(world, new)
    assert (items(form)[0].actual, form.read().reached) == ("41人", "进行中")


def test_changed_rules_count_from_the_next_save_and_never_for_what_was_sent(small_world: World) -> None:
    world = small_world
    form = a_form(world)
    fill(form, FULL | {"items/i003/actual": "9次"})
    sent = a_form_beside(world, form)
    with db.unit_of_work(write=True) as session:
        place: dict[str, Any] = {"region_id": world.regions["ezhou"], "changed_at": clock.now()}
        session.add(RegionSetting(key="evaluation_overshoot_percent", year=0, value=30, **place))
    assert form.read().total_hundredths == sent.read().total_hundredths == 9862
    go(sent, "accepted")
    assert sent.read().total_hundredths == 9862
    assert refused(form, "filer_a", "send_up") == "evaluation_cause_missing"
    fill(form, {"form/-/note": "无"})
    assert items(form)[1].points_hundredths == 4300


def a_form_beside(world: World, form: File) -> File:
    declaration = in_force(world, year=YEAR)
    pay(declaration, 86_200_000, date(YEAR, 12, 1))
    sync_open_tasks()
    other = form_of(world, declaration)
    fill(other, FULL | {"items/i003/actual": "9次"})
    return go(other, "drafted/head")


def test_who_may_not_fill_it(small_world: World) -> None:
    form = a_form(small_world)
    for who, version, code in (
        ("filer_other", None, "no_such_evaluation"),
        ("performance_other", None, "no_such_evaluation"),
        ("head_a", None, "no_role"),
        ("filer_b", 7, "version_changed"),
        ("reviewer_a", None, "not_editable"),
    ):
        with pytest.raises(Refusal) as told:
            fill(form, FULL, who, version)
        assert told.value.code == code
    with pytest.raises(RuleFailed):
        fill(form, {"items/i002/actual": "x"})


def test_tasks_are_refused_in_words_and_end_with_a_reason(world: World) -> None:
    today = clock.business_date()
    for changes, code in (
        ({"as_of": date(2023, 12, 31)}, "evaluation_as_of_outside"),
        ({"year": today.year}, "evaluation_year_not_over"),
        ({"deadline": date(2025, 1, 1)}, "deadline_past"),
        ({"who": "section_a"}, "no_role"),
    ):
        with pytest.raises(Refusal) as told:
            a_task(world, **changes)
        assert told.value.code == code
    form = a_form(world)
    with pytest.raises(Refusal) as told:
        a_task(world)
    assert told.value.code == "evaluation_task_still_open"
    fill(form, FULL)
    go(form, "drafted/department")
    task_id = form.read().task_id
    with db.unit_of_work(write=True) as session:
        for who, reason, code in (("performance_other", "", "no_such_evaluation_task"), ("section_a", "", "no_role"),
                                  ("performance_a", " ", "evaluation_task_unfinished")):  # fmt: skip
            with pytest.raises(Refusal) as told:
                close_task(session, world.actor(who), task_id, reason)
            assert told.value.code == code
    with db.unit_of_work(write=True) as session:
        close_task(session, world.actor("performance_a"), task_id, "改由部门评价")
        with pytest.raises(Refusal) as told:
            close_task(session, world.actor("performance_a"), task_id)
    assert told.value.code == "evaluation_task_closed"
    assert (form.pair, form.read().cancelled_by) == ("cancelled", "cancel")
    again = a_task(world)
    assert again.round == 2
    with db.unit_of_work() as session:
        told_of = session.exec(select(AuditEntry.action).where(AuditEntry.object_kind == "evaluation_task")).all()
    assert told_of == ["open_evaluation_task", "close_evaluation_task", "open_evaluation_task"]


def test_every_refusal_has_a_case_here_and_its_words() -> None:
    files = (Path(__file__), Path(__file__).with_name("test_overall_evaluations.py"))
    said = "".join(file.read_text(encoding="utf-8") for file in files)
    facts = {"name": "甲", "year": 2024, "count": 1, "raw": "x", "low": "0", "high": "9"}
    for code in EVALUATION_REFUSALS:
        assert re.search(rf'"{code}"', said), code
        for language in ("zh", "en"):
            assert "{" not in refusal_text(code, facts, language)


def test_indicators_that_have_weights_keep_them(small_world: World) -> None:
    world = small_world
    declaration = in_force(world, year=YEAR)
    with db.unit_of_work(write=True) as session:
        for indicator in session.exec(select(Indicator).where(Indicator.declaration_id == declaration.id)):
            indicator.weight_hundredths = 6000 if indicator.uid == "i001" else 2000
    a_task(world)
    form = form_of(world, declaration)
    assert [one.weight_hundredths for one in items(form)] == [6000, 2000]
    assert form.read().weight_hundredths == 2000, "weights of 80 leave 20 for the money"
