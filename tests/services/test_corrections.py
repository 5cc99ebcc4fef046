"""Corrective actions: who orders, answers, confirms and closes what, from where, with what; and who is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.factories import File, declaration_at, make_report, report_at, rows_of
from tests.domain.world import World
from workflow import clock, db
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.corrections import CORRECTION_STATES, KIND_LABELS, STEPS, TO_DO
from workflow.lifecycle.deeds import ACTION_LABELS
from workflow.models import CorrectiveAction, InboxMessage
from workflow.queries.corrections import CorrectionFilters, history, list_corrections, waiting
from workflow.services.corrections import Order, Told, open_steps, order, take_step
from workflow.types import CorrectionKind, CorrectionState

pytestmark = pytest.mark.usefixtures("calendar")
ANSWER = Told(owner="张科长", measure="增加班次", result="已补训 40 人")
OPINION = Told(remark="情况属实")


def tomorrow() -> date:
    return date.fromordinal(clock.business_date().toordinal() + 1)


def told(kind: str = "rectify", **changes: Any) -> Order:
    given: dict[str, Any] = {"kind": CorrectionKind(kind), "problem": "培训人数偏少", "demand": "年底前补足"}
    return Order(**given | {"due_on": tomorrow()} | changes)


def ordered(report: File, who: str = "section_a", what: Order | None = None) -> int:
    with db.unit_of_work(write=True) as session:
        return order(session, report.world.actor(who), report.id, what or told()).id


def take(world: World, correction: int, who: str, action: str, said: Told, version: int | None = None) -> None:
    with db.unit_of_work(write=True) as session:
        seen = session.get_one(CorrectiveAction, correction).version
        take_step(session, world.actor(who), correction, action, seen if version is None else version, said)


def state(correction: int) -> str:
    with db.unit_of_work() as session:
        return session.get_one(CorrectiveAction, correction).state


def at(world: World, place: str) -> tuple[File, int]:
    """A fresh order, brought along the road."""
    report = report_at(world, "submitted/section")
    correction = ordered(report)
    road = [("filer_a", "answer", ANSWER), ("section_a", "confirm", Told()), ("performance_a", "close", OPINION)]
    for who, action, said in road[: list(CORRECTION_STATES).index(CorrectionState(place))]:
        take(world, correction, who, action, said)
    assert state(correction) == place
    return report, correction


def test_every_word_is_there() -> None:
    assert set(KIND_LABELS) == set(CorrectionKind)
    assert set(CORRECTION_STATES) == set(CorrectionState)
    assert set(TO_DO) == set(CorrectionState) - {CorrectionState.closed}
    assert all(f"{step.action}_correction" in ACTION_LABELS for step in STEPS)


def test_from_order_to_close_everybody_is_told_in_his_turn(world: World) -> None:
    report = report_at(world, "submitted/section")
    correction = ordered(report)

    def in_work_list(who: str) -> bool:
        with db.unit_of_work() as session:
            return correction in {line.row.id for line in waiting(session, world.actor(who))}

    assert [in_work_list(who) for who in ("filer_a", "section_a", "performance_a")] == [True, False, False]
    take(world, correction, "filer_a", "answer", ANSWER)
    assert [in_work_list(who) for who in ("filer_a", "section_a", "performance_a")] == [False, True, False]
    take(world, correction, "section_a", "reopen", Told(remark="只补了一半", due_on=tomorrow()))
    take(world, correction, "head_a", "answer", ANSWER)
    take(world, correction, "section_a", "confirm", Told())
    assert [in_work_list(who) for who in ("filer_a", "section_a", "performance_a")] == [False, False, True]
    take(world, correction, "performance_a", "close", OPINION)
    with db.unit_of_work() as session:
        row = session.get_one(CorrectiveAction, correction)
        assert (row.state, row.owner, row.result, row.version) == ("closed", "张科长", "已补训 40 人", 6)
        assert row.closed_at and row.answered_at
        done = [entry.action.removesuffix("_correction") for entry in history(session, row)]
        assert done == ["order", "answer", "reopen", "answer", "confirm", "close"]
        mine = InboxMessage.recipient_id == world.people["filer_a"]
        about = (InboxMessage.object_kind == "corrective_action", InboxMessage.object_id == correction)
        got = session.exec(select(InboxMessage.template).where(mine, *about).order_by(InboxMessage.id)).all()  # type: ignore[arg-type]
        assert got == [f"corrective_action.{name}" for name in ("order", "reopen", "close")]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.action)
def test_a_step_is_refused_elsewhere_and_to_others(small_world: World, step: Any) -> None:
    who = {"filer": "filer_a", "section_reviewer": "section_a", "performance": "performance_a"}[step.who[0].value]
    others = {"filer_a", "section_a", "performance_a"} - {
        name for name in ("filer_a", "section_a", "performance_a")
        if {"filer_a": "filer", "section_a": "section_reviewer", "performance_a": "performance"}[name]
        in {role.value for role in step.who}
    }  # fmt: skip
    elsewhere = next(place for place in CorrectionState if place not in step.sources)
    _, correction = at(small_world, elsewhere)
    with pytest.raises(WrongState):
        take(small_world, correction, who, step.action, ANSWER)
    _, correction = at(small_world, step.sources[0])
    for other in others:
        with pytest.raises(NotAllowed):
            take(small_world, correction, other, step.action, ANSWER)
    with pytest.raises(Conflict):
        take(small_world, correction, who, step.action, ANSWER, version=99)
    if step.needs:
        with pytest.raises(RuleFailed) as refused:
            take(small_world, correction, who, step.action, Told())
        assert refused.value.code == f"correction_{step.needs[0]}_missing"


ORDERS: tuple[tuple[str, Callable[[], Order], type[Exception], str], ...] = (
    ("section_a", lambda: told(problem=" "), RuleFailed, "correction_problem_missing"),
    ("section_a", lambda: told(demand=""), RuleFailed, "correction_demand_missing"),
    ("section_a", lambda: told(due_on=date(2020, 1, 1)), RuleFailed, "deadline_past"),
    ("section_a", lambda: told(problem="长" * 2001), RuleFailed, "comment_too_long"),
    ("section_a", lambda: told("pause", document="鄂州财绩〔2025〕7号"), NotAllowed, "no_role"),
    ("performance_a", lambda: told("stop"), RuleFailed, "correction_document_missing"),
    ("filer_a", told, NotAllowed, "no_role"),
    ("section_other", told, NotFound, "no_such_report"),
)


def test_what_may_not_be_ordered(small_world: World) -> None:
    report = report_at(small_world, "submitted/section")
    for who, what, error, code in ORDERS:
        with pytest.raises(error) as refused:
            ordered(report, who, what())
        assert refused.value.code == code  # type: ignore[attr-defined]
    early = make_report(declaration_at(small_world, "approved"))
    with pytest.raises(WrongState):
        ordered(early)
    assert rows_of(early, CorrectiveAction, "report_id") == []


def test_payments_are_held_and_released_by_documents_of_the_performance_section(small_world: World) -> None:
    report = report_at(small_world, "submitted/section")
    correction = ordered(report, "performance_a", told("pause", document="鄂州财绩〔2025〕7号"))
    take(small_world, correction, "filer_a", "answer", ANSWER)
    take(small_world, correction, "performance_a", "confirm", Told())
    with pytest.raises(RuleFailed) as refused:
        take(small_world, correction, "performance_a", "close", OPINION)
    assert refused.value.code == "correction_document_missing"
    take(small_world, correction, "performance_a", "close", Told(remark="已整改", document="鄂州财绩〔2025〕9号"))
    with db.unit_of_work() as session:
        row = session.get_one(CorrectiveAction, correction)
        assert (row.document, row.release_document) == ("鄂州财绩〔2025〕7号", "鄂州财绩〔2025〕9号")
        assert open_steps(small_world.actor("performance_a"), row) == []
        outsider = small_world.actor("filer_other")
        assert list_corrections(session, outsider, CorrectionFilters()) == []
        mine = list_corrections(session, small_world.actor("filer_a"), CorrectionFilters(state="closed"))
        assert correction in {line.row.id for line in mine}
