"""A round of monitoring or self-evaluation ends while somebody is at one of its forms: two connections, no circle.

On PostgreSQL both clicks are held at the form until each has taken what it takes before it; so the order of locks is
what decides, and not luck.
"""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.domain.factories import File, adjustment_of, bring, declaration_at, make_report
from tests.domain.racing import Click, Race, click, race
from tests.domain.test_races import PAPER
from tests.domain.world import World
from tests.services.test_evaluations import FULL, YEAR, a_task, fill, form_of, go
from tests.tasks.monitoring import in_force, pay
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle import Inputs
from workflow.lifecycle.reports import OPEN
from workflow.models import (
    AuditEntry,
    Declaration,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    SelfEvaluation,
)
from workflow.scoring.sampling import SampleRule
from workflow.services import campaign_choices, campaigns, evaluation_choices, evaluation_tasks
from workflow.services.corrections import Order, order, order_on_evaluation
from workflow.services.evaluation_opening import sync_task
from workflow.services.moves import move_evaluation, move_report
from workflow.services.rechecks import draw_sample
from workflow.services.report_opening import sync_campaign
from workflow.types import CorrectionKind

Moving = Callable[[File], Click]
"""From the form to a click about it."""
LATER = date(2025, 12, 31) + timedelta(days=20)


def step(who: str, action: str, **inputs: Any) -> Moving:
    """A move of a report or a self-evaluation, with the version that was seen."""

    def make(form: File) -> Click:
        actor, seen = form.world.actor(who), form.read().version
        moved = move_report if form.model is MonitoringReport else move_evaluation

        def press() -> None:
            with db.unit_of_work(write=True) as session:
                moved(session, actor, form.id, action, seen, Inputs(**inputs))

        return press

    return make


def signing(who: str) -> Moving:
    return lambda form: click(form, who, "sign", form.read().version, content_hash=form.hash())


def verb(call: Callable[..., object], who: str, place: Callable[[File], int], *more: object) -> Moving:
    def make(form: File) -> Click:
        actor, key = form.world.actor(who), place(form)

        def press() -> None:
            with db.unit_of_work(write=True) as session:
                call(session, actor, key, *more)

        return press

    return make


def exempting(call: Callable[..., object]) -> Moving:
    def make(form: File) -> Click:
        actor, seen = form.world.actor("performance_b"), form.read().version

        def press() -> None:
            with db.unit_of_work(write=True) as session:
                call(session, actor, form.id, seen, "涉密")

        return press

    return make


def round_of(form: File) -> int:
    row = form.read()
    return int(row.campaign_id if isinstance(row, MonitoringReport) else row.task_id)


def _extending(call: Callable[..., object]) -> Moving:
    return lambda form: verb(call, "performance_b", round_of, form.read().unit_id, LATER, "人手不足")(form)


def _revision_approved(form: File) -> Click:
    """The revision of the form's declaration, which cancels the form."""
    declaration = File(form.world, Declaration, form.read().declaration_id, form.unit)
    revision = bring(adjustment_of(declaration), "finance_reviewed/batch")
    return click(revision, "performance_b", "approve", revision.read().version)


def _declaration_ends(form: File) -> Click:
    declaration = File(form.world, Declaration, form.read().declaration_id, form.unit)
    return click(declaration, "performance_b", "terminate", declaration.read().version, **PAPER)


def _synced(call: Callable[..., object]) -> Moving:
    def make(form: File) -> Click:
        key = round_of(form)

        def press() -> None:
            with db.unit_of_work(write=True) as session:
                call(session, key)

        return press

    return make


ORDERED = Order(CorrectionKind.rectify, "资金闲置", "限期支付", date(2025, 4, 1))
CLOSE = verb(campaigns.close_campaign, "performance_a", round_of, "本轮提前结束")
CLOSE_TASK = verb(evaluation_tasks.close_task, "performance_a", round_of, "本轮提前结束")
EXEMPT, EXEMPT_FORM = exempting(campaign_choices.exempt), exempting(evaluation_choices.exempt)

REPORTS: dict[str, tuple[str, Moving, Moving]] = {
    "close, send up": ("drafted/filer", CLOSE, step("filer_a", "send_up")),
    "close, submit": ("drafted/department", CLOSE, signing("reviewer_a")),
    "close, accept": ("submitted/section", CLOSE, step("section_a", "accept")),
    "close, return": ("submitted/section", CLOSE, step("section_a", "return", reason="请改")),
    "close, exempt": ("drafted/filer", CLOSE, EXEMPT),
    "close, extend": ("drafted/filer", CLOSE, _extending(campaign_choices.extend_unit)),
    "close, order": ("submitted/section", CLOSE,
                     lambda form: verb(order, "section_a", lambda one: one.id, ORDERED)(form)),
    "close, revision": ("drafted/filer", CLOSE, _revision_approved),
    "close, terminate": ("drafted/filer", CLOSE, _declaration_ends),
    "close, open more": ("drafted/filer", CLOSE, _synced(sync_campaign)),
    "close, close": ("drafted/filer", CLOSE, CLOSE),
    "cancel, send up": ("drafted/filer", step("performance_a", "cancel", reason="重复"), step("filer_a", "send_up")),
    "exempt, accept": ("submitted/section", EXEMPT, step("section_a", "accept")),
    "exempt, revision": ("drafted/filer", EXEMPT, _revision_approved),
    "exempt, exempt": ("drafted/filer", EXEMPT, EXEMPT),
    "extend, accept": ("submitted/section", _extending(campaign_choices.extend_unit), step("section_a", "accept")),
}  # fmt: skip

FORMS: dict[str, tuple[str, Moving, Moving]] = {
    "close, send up": ("drafted/filer", CLOSE_TASK, step("filer_a", "send_up")),
    "close, accept": ("submitted/section", CLOSE_TASK, step("section_a", "accept")),
    "close, exempt": ("drafted/filer", CLOSE_TASK, EXEMPT_FORM),
    "close, extend": ("drafted/filer", CLOSE_TASK, _extending(evaluation_choices.extend_unit)),
    "close, terminate": ("drafted/filer", CLOSE_TASK, _declaration_ends),
    "close, open more": ("drafted/filer", CLOSE_TASK, _synced(sync_task)),
    "close, order": ("submitted/section", CLOSE_TASK,
                     lambda form: verb(order_on_evaluation, "performance_b", lambda one: one.id, ORDERED)(form)),
    "exempt, accept": ("submitted/section", EXEMPT_FORM, step("section_a", "accept")),
    "exempt, draw": ("accepted", EXEMPT_FORM,
                     verb(draw_sample, "performance_a", round_of, SampleRule(100, every_poor=False, every_red=False))),
    "close, draw": ("accepted", CLOSE_TASK,
                    verb(draw_sample, "performance_a", round_of, SampleRule(100, every_poor=False, every_red=False))),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_a_campaign_and_its_report(world: World, name: str) -> None:
    place, *two = REPORTS[name]
    for turned in turns(world):
        declaration = declaration_at(world, "approved") if "revision" in name else in_force(world, year=2023)
        form = bring(make_report(declaration), place)
        judge(form, together(form, two, turned=turned))


@pytest.mark.parametrize("name", FORMS)
def test_an_evaluation_task_and_its_form(world: World, name: str) -> None:
    place, *two = FORMS[name]
    for turned in turns(world):
        _close_what_is_open(world)
        declaration = in_force(world, year=YEAR)
        pay(declaration, 86_200_000, date(YEAR, 12, 1))
        a_task(world)
        form = form_of(world, declaration)
        fill(form, FULL)
        judge(go(form, place), together(form, two, turned=turned))


def turns(world: World) -> tuple[bool, ...]:
    """SQLite's writers queue before their first look at a row: there luck decides, whoever comes first."""
    return (False,) if world.is_sqlite else (False, True)


def _close_what_is_open(world: World) -> None:
    with db.unit_of_work(write=True) as session:
        for task in session.exec(select(EvaluationTask).where(EvaluationTask.closed_at == None)):  # noqa: E711
            evaluation_tasks.close_task(session, world.actor("performance_a"), task.id, "下一项测试")


def together(form: File, two: list[Moving], *, turned: bool) -> Race:
    first, second = (make(form) for make in (reversed(two) if turned else two))
    if form.world.is_sqlite:
        return race(first, second)
    results: list[BaseException | None] = [None, None]

    def run(number: int, press: Click) -> threading.Thread:
        def go_on() -> None:
            try:
                press()
            except BaseException as problem:  # the test looks at it
                results[number] = problem

        thread = threading.Thread(target=go_on, daemon=True)
        thread.start()
        return thread

    with db.engine().connect() as gate:
        gate.execute(select(form.model.id).where(form.model.id == form.id).with_for_update())
        threads = []
        for number, press in enumerate((first, second)):
            threads.append(run(number, press))
            stopped(threads)
        gate.rollback()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads), "a click hangs"
    return Race(results)


WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


def stopped(threads: list[threading.Thread]) -> None:
    """Every click waits for a lock, or is over."""
    for _ in range(400):
        alive = sum(thread.is_alive() for thread in threads)
        with db.engine().connect() as connection:
            if connection.execute(WAITING).scalar_one() >= alive:
                return
        time.sleep(0.01)
    raise AssertionError("a click neither waits nor ends")


def judge(form: File, result: Race) -> None:
    """At least one wins, a loser is told so (409, or why the form no longer goes on), and nothing is half done."""
    assert result.winners in (1, 2), result.results
    for problem in result.results:
        if problem is not None:
            assert isinstance(problem, Refusal), repr(problem)
            assert problem.status == 409 or problem.code in {"campaign_closed", "evaluation_task_closed"}, problem.code
    row = form.read()
    model: Any = MonitoringCampaign if form.model is MonitoringReport else EvaluationTask
    with db.unit_of_work() as session:
        closed = session.get_one(model, round_of(form)).closed_at
        entries = session.exec(select(AuditEntry).where(AuditEntry.object_id == form.id)).all()
    if closed:
        assert row.state not in OPEN, "a closed round has no open forms"
    if row.state == "cancelled":
        assert row.cancelled_by
    cancelled = [entry for entry in entries if entry.action == "cancel" and entry.object_kind in KINDS[form.model]]
    assert len(cancelled) == (row.state == "cancelled")


KINDS: dict[Any, tuple[str, ...]] = {MonitoringReport: ("monitoring_report",), SelfEvaluation: ("self_evaluation",)}
