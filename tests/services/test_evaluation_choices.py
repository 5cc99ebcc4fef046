"""What a self-evaluation task takes in: its scope and preview, exemptions, taking in again, more time; reminders."""

from datetime import date

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.test_evaluations import DEADLINE, YEAR, a_task, fill, form_of, items
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import in_force, pay
from workflow import clock, db
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.execution.scope import Scope
from workflow.lifecycle.choosing import EVALUATING
from workflow.models import EvaluationTask, ReminderLog, ReminderSetting, SelfEvaluation
from workflow.queries.campaign_scope import choices, extensions, preview_evaluations
from workflow.queries.worklist import waiting_for
from workflow.reminding.table import SHIPPED
from workflow.services.evaluation_choices import exempt, extend_unit, take_in_again
from workflow.services.evaluation_opening import sync_open_tasks
from workflow.services.reminders import remind_all

WAN = 1_000_000
pytestmark = pytest.mark.usefixtures("calendar")


def declarations(task: EvaluationTask) -> set[int]:
    with db.unit_of_work() as session:
        found = session.exec(select(SelfEvaluation).where(SelfEvaluation.task_id == task.id))
        return {row.declaration_id for row in found}


def switched_on(world: World, code: str) -> ReminderSetting:
    rule = SHIPPED[code]
    zh, en = rule.sentence
    return ReminderSetting(
        region_id=world.regions["ezhou"], code=code, event=rule.event, days=list(rule.days), channels=["mail"],
        roles=[role.value for role in rule.roles], text_zh=zh, text_en=en, changed_at=clock.now(),
    )  # fmt: skip


def test_the_scope_selects_what_the_preview_said_and_may_be_overruled(small_world: World) -> None:
    world = small_world
    slow, fast, other = (in_force(world, unit, year=YEAR) for unit in ("centre", "hr_own", "justice_own"))
    pay(fast, 70 * WAN, date(YEAR, 12, 31))
    scope = Scope(50 * WAN, 60, (), (world.organisations["hr"],))
    with db.unit_of_work() as session:
        shown = preview_evaluations(session, world.regions["ezhou"], YEAR, date(YEAR, 12, 31), scope)
    assert (shown.count, [line.id for line in shown.lines], shown.left_out) == (1, [slow.id], {"rate_high": 1})
    task = a_task(world, scope=scope)
    assert declarations(task) == {slow.id}
    pay(fast, -40 * WAN, date(YEAR, 12, 31))
    assert sync_open_tasks() == 0, "it was looked at with the money of that day"
    with db.unit_of_work(write=True) as session:
        actor = world.actor("performance_a")
        [choice] = choices(session, actor, task.id, EVALUATING)
        assert (choice.declaration_id, choice.outcome, choice.reason) == (fast.id, "outside", "rate_high")
        assert take_in_again(session, actor, task.id, choice.id, "群众反映较多") == 1
    assert declarations(task) == {slow.id, fast.id}, other.id


def test_an_exempt_project_goes_on_where_it_stood_and_more_time_moves_its_reminders(
    small_world: World, calendar: Calendar
) -> None:
    world, until = small_world, date(2026, 1, 9)
    declaration = in_force(world, year=YEAR)
    task, actor = a_task(world), world.actor("performance_a")
    form = form_of(world, declaration)
    fill(form, {"items/i001/actual": "2次"})
    for who, reason, refusal in (
        ("section_a", "涉密", NotAllowed), ("performance_a", " ", RuleFailed), ("performance_other", "涉密", NotFound),
    ):  # fmt: skip
        with db.unit_of_work(write=True) as session, pytest.raises(refusal):
            exempt(session, world.actor(who), form.id, form.read().version, reason)
    with db.unit_of_work(write=True) as session:
        exempt(session, actor, form.id, form.read().version, "资金已全部收回")
    assert (form.pair, sync_open_tasks()) == ("cancelled", 0)
    with db.unit_of_work(write=True) as session:
        [choice] = choices(session, actor, task.id, EVALUATING)
        assert (choice.outcome, choice.reason, choice.by) == ("exempt", "资金已全部收回", "人员performance_a")
        take_in_again(session, actor, task.id, choice.id, "另有结余")
    form = form_of(world, declaration)
    assert (form.pair, items(form)[0].actual) == ("drafted/filer", "2次")

    with db.unit_of_work(write=True) as session:
        for day, reason in ((DEADLINE, "停机"), (until, " ")):
            with pytest.raises(RuleFailed):
                extend_unit(session, actor, task.id, world.organisations["centre"], day, reason)
        extend_unit(session, actor, task.id, world.organisations["centre"], until, "系统停机")
        assert [one.deadline for one in extensions(session, actor, task.id, EVALUATING)] == [until]
        [waiting] = waiting_for(session, world.actor("filer_a"))
        assert waiting.due_on == until
        for code in ("evaluation_due_today", "evaluation_overdue"):
            session.add(switched_on(world, code))
    for day in (DEADLINE, until, date(2026, 1, 10)):
        calendar.today = day
        remind_all(day)
    with db.unit_of_work() as session:
        told = {(row.rule, row.day) for row in session.exec(select(ReminderLog)) if row.outcome == "sent"}
    assert told == {("evaluation_due_today", until), ("evaluation_overdue", date(2026, 1, 10))}
