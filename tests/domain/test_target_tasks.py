"""目标调整任务: opened by much changed money, closed by adjusted targets or by a reason that was confirmed."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from tests.domain import hands
from tests.domain.factories import BUDGET, File, adjustment_of, bring, declaration_at, make_report, move
from tests.domain.world import World
from tests.services.payments import files
from workflow import clock, db
from workflow.errors import Refusal
from workflow.execution import Money
from workflow.execution.ledger import above_share
from workflow.models import CorrectiveAction, InboxMessage, TargetAdjustmentTask
from workflow.money_types import LedgerKind
from workflow.queries.adjustment_money import Followed, Grounds, booked_money, followed, grounds_of, of_correction
from workflow.queries.no_targets import NoTargets, pressing, without_targets
from workflow.queries.target_tasks import task as task_page
from workflow.queries.target_tasks import tasks, tasks_waiting
from workflow.services import ledger, target_tasks
from workflow.services.ledger import Typed

ADDITION, CUT, CARRY_OVER = LedgerKind.addition, LedgerKind.cut, LedgerKind.carry_over
TEN_WAN, THOUSAND = 10_000_000, 100_000
"""A percent of the ten 万元 that the declaration asks for."""


def enter(
    file: File, percent: int, kind: LedgerKind = ADDITION, document: str = "", correction: int | None = None
) -> int:
    """So many percent of the initial budget."""
    paper = document or f"{kind}{percent}号"
    typed = Typed(2025, percent * THOUSAND, date(2025, 3, 3), paper, "上级追加", correction)
    with db.unit_of_work(write=True) as session:
        project_id = file.read().project_id or 0
        return ledger.enter(session, file.world.actor("budget"), project_id, kind, typed).id


def tasks_of(file: File) -> list[TargetAdjustmentTask]:
    with db.unit_of_work() as session:
        query = select(TargetAdjustmentTask).where(TargetAdjustmentTask.project_id == file.read().project_id)
        return list(session.exec(query.order_by(col(TargetAdjustmentTask.id))))


def ends(file: File) -> list[str]:
    return [task.closed_as for task in tasks_of(file)]


def explain(file: File, who: str = "filer_a", reason: str = "单价上涨，数量不变") -> None:
    with db.unit_of_work(write=True) as session:
        target_tasks.explain(session, file.world.actor(who), tasks_of(file)[-1].id, reason)


def answer(file: File, who: str = "section_a", agrees: bool = True, note: str = "") -> None:
    with db.unit_of_work(write=True) as session:
        target_tasks.answer(session, file.world.actor(who), tasks_of(file)[-1].id, agrees, note)


def waits_for(file: File, who: str) -> bool:
    with db.unit_of_work() as session:
        return tasks_of(file)[-1].id in {one.id for one in tasks_waiting(session, file.world.actor(who))}


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refusal) as found:
        call(*args, **kwargs)
    return found.value.status, found.value.code


@pytest.mark.parametrize(
    ("change", "initial", "above"),
    [
        (20, 100, False),
        (21, 100, True),
        (-20, 100, False),
        (-21, 100, True),
        (1, 0, True),
        (0, 0, False),
        (1, -5, True),
    ],
)
def test_above_the_share(change: int, initial: int, above: bool) -> None:
    assert above_share(change, initial, 20) is above


def test_changes_add_up_to_a_task_that_an_explanation_closes(world: World) -> None:
    file = declaration_at(world, "approved")
    assert hands.ledger(file) == [("initial", TEN_WAN)]
    first = enter(file, 20)
    enter(file, 90, CARRY_OVER)
    assert ends(file) == [], "twenty percent is not more than twenty; carry-over is money only"
    second = enter(file, 3)
    [task] = tasks_of(file)
    assert (task.cause_ids, task.change_fen, task.initial_fen, task.share_percent) == (
        [first, second], 23 * THOUSAND, TEN_WAN, 20,
    )  # fmt: skip
    with db.unit_of_work() as session:
        told = session.exec(select(InboxMessage).where(InboxMessage.template == "target_task.opened")).all()
    assert world.people["filer_a"] in {one.recipient_id for one in told if one.object_id == task.id}
    assert (waits_for(file, "filer_a"), waits_for(file, "section_a"), waits_for(file, "filer_other")) == (
        True, False, False,
    )  # fmt: skip
    assert refused(answer, file) == (409, "target_task_not_explained")
    assert refused(explain, file, "section_a") == (403, "no_role")
    assert refused(explain, file, "filer_other") == (404, "no_such_target_task")
    assert refused(explain, file, reason=" ") == (422, "reason_missing")
    explain(file)
    assert (waits_for(file, "filer_a"), waits_for(file, "section_a")) == (False, True)
    assert refused(answer, file, "filer_a") == (403, "no_role")
    assert refused(answer, file, agrees=False) == (422, "reason_missing")
    answer(file, agrees=False, note="数量也应增加")
    assert waits_for(file, "filer_a")
    explain(file)
    enter(file, 5)  # what was explained was less
    assert waits_for(file, "filer_a") and refused(answer, file) == (409, "target_task_not_explained")
    explain(file)
    answer(file)
    assert ends(file) == ["explained"]
    assert refused(answer, file) == (409, "target_task_closed")
    enter(file, 20, document="又一份")
    assert ends(file) == ["explained"], "counted anew since the section agreed"
    enter(file, 1)
    assert ends(file) == ["explained", "open"]


def test_what_is_taken_back_needs_no_adjustment(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "approved")
    addition = enter(file, 30)
    with db.unit_of_work(write=True) as session:
        ledger.take_back(session, sqlite_world.actor("budget"), addition, "金额有误")
    assert ends(file) == ["lapsed"]
    enter(file, 30)
    explain(file)
    answer(file)
    with db.unit_of_work(write=True) as session:
        ledger.take_back(session, sqlite_world.actor("budget"), addition + 2, "文件撤销")
    assert ends(file) == ["lapsed", "explained", "open"], "a change of a budget that was looked at"
    move(file, "performance_a", "terminate", reason="项目取消", document="鄂州财预〔2025〕90号")
    assert ends(file)[-1] == "lapsed"


def test_adjusted_targets_close_it_and_book_the_document_once(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "approved")
    new = adjustment_of(file)
    enter(file, 25, document="鄂州财预〔2025〕9号")
    hands.type_in(new, "filer_a", BUDGET, "12.5")
    bring(new, "approved")
    [task] = tasks_of(file)
    assert (task.closed_as, task.declaration_id) == ("adjusted", new.id)
    assert hands.ledger(file) == [("initial", TEN_WAN)], "the difference is the addition that finance entered"
    assert hands.ledger(file, "budget") == [("addition", 25 * THOUSAND)]
    other = declaration_at(sqlite_world, "approved")
    second = adjustment_of(other)
    hands.type_in(second, "filer_a", BUDGET, "12.5")
    bring(second, "approved")
    for number in ("鄂州财预〔2025〕9号", "鄂州财预[2025] 9 号"):
        assert refused(enter, other, 25, ADDITION, number) == (422, "ledger_booked_by_approval")


def test_an_adjustment_that_answers_a_task_is_prefilled_and_books_nothing_again(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "approved")
    entries = [enter(file, 20, document="鄂州财社〔2025〕61号"), enter(file, 5, document="鄂州财社〔2025〕62号")]
    with db.unit_of_work() as session:
        said = grounds_of(session, file.read())
    assert said == Grounds(
        "addition", "鄂州财社〔2025〕61号、鄂州财社〔2025〕62号", date(2025, 3, 3), "鄂州市财政局", "", "上级追加"
    )
    assert waits_for(file, "filer_a")
    new = adjustment_of(file, **asdict(said))
    assert not waits_for(file, "filer_a"), "its adjustment is on the list of whoever has it"
    with db.unit_of_work() as session:
        actor, region = file.world.actor("filer_a"), file.world.regions["ezhou"]
        shown = task_page(session, actor, tasks_of(file)[0].id)
        found = {stage: tasks(session, actor, region, 2025, stage).rows for stage in ("open", "adjusting")}
    assert (shown.line.stage, shown.on_its_way) == ("adjusting", True)
    assert [len(rows) for rows in found.values()] == [0, 1]
    hands.type_in(new, "filer_a", BUDGET, "12.5")
    assert [task.adjustment_id for task in tasks_of(file)] == [new.id]
    with db.unit_of_work() as session:
        before = booked_money(session, new.read())
    bring(new, "approved")
    assert hands.ledger(file) == [("initial", TEN_WAN)], "both documents are in the ledger already"
    with db.unit_of_work() as session:
        after, ways = booked_money(session, new.read()), followed(session, file.read().project_id or 0, 2025)
    [task] = tasks_of(file)
    for booked in (before, after):
        assert [line.id for line in booked.linked] == entries
        assert (booked.linked_fen, booked.own, booked.task_id) == (25 * THOUSAND, [], task.id)
    assert ways == dict.fromkeys(entries, Followed(task.id, new.id))
    unrelated = adjustment_of(new, target="", adjustment_type="addition", document="鄂州财预〔2025〕90号")
    hands.type_in(unrelated, "filer_a", BUDGET, "13")
    bring(unrelated, "approved")
    assert hands.ledger(file)[-1] == ("addition", 5 * THOUSAND), "the task was answered by the one before"
    with db.unit_of_work() as session:
        assert [line.amount_fen for line in booked_money(session, unrelated.read()).own] == [5 * THOUSAND]


def test_an_order_to_cut_leads_to_the_ledger_and_to_the_targets(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "approved")
    report, other = make_report(file).read(), files.project(sqlite_world)
    with db.unit_of_work(write=True) as session:
        place = {key: getattr(report, key) for key in ("region_id", "fiscal_year", "department_id", "unit_id")}
        order = CorrectiveAction(
            created_at=clock.now(), report_id=report.id, declaration_id=file.id, kind="cut", problem="进度滞后",
            demand="压减培训场次", due_on=clock.business_date(), **place,
        )  # fmt: skip
        session.add(order)
        session.flush()
        key = order.id
    assert refused(enter, file, 5, correction=key) == (422, "ledger_not_the_cut_ordered")
    typed = Typed(2025, THOUSAND, date(2025, 3, 3), "别的项目", "压减", key)
    with db.unit_of_work(write=True) as session:
        found = refused(ledger.enter, session, sqlite_world.actor("budget"), other, CUT, typed)
    assert found == (422, "ledger_not_the_cut_ordered")
    assert refused(enter, file, 5, CUT, correction=key + 1) == (404, "no_such_correction")
    cut = enter(file, 5, CUT, correction=key)
    [task] = tasks_of(file)
    assert (task.cause_ids, task.closed_as) == ([cut], "open"), "however small it is"
    with db.unit_of_work() as session:
        done = of_correction(session, session.get_one(CorrectiveAction, key))
        ways = followed(session, file.read().project_id or 0, 2025)
    assert done is not None and ([line.id for line in done.entries], [one.id for one in done.tasks]) == (
        [cut], [task.id],
    )  # fmt: skip
    assert ways == {cut: Followed(task.id)}
    with db.unit_of_work(write=True) as session:
        ledger.take_back(session, sqlite_world.actor("budget"), cut, "登记有误")
    assert ends(file) == ["lapsed"]


def test_without_a_declaration_there_are_no_targets_to_adjust(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "finance_reviewed/batch")
    before = pressed(file)
    assert listed(file) is None, "no money, either"
    enter(file, 100, LedgerKind.initial)
    enter(file, 50)
    assert ends(file) == []
    line = listed(file)
    assert line is not None and (line.declaration_id, line.state) == (file.id, "finance_reviewed")
    assert line.money == Money(TEN_WAN, 50 * THOUSAND)
    assert pressed(file) == before + 1
    assert (listed(file, "filer_a"), listed(file, "filer_other"), listed(file, "section_other")) == (line, None, None)
    move(file, "performance_a", "approve")
    assert (listed(file), pressed(file)) == (None, before)
    move(file, "performance_a", "revoke_approval", reason="文件有误")
    assert listed(file) == line, "the money stays where finance has entered it"


def test_an_approval_that_was_revoked_leaves_no_money_behind(sqlite_world: World) -> None:
    file = declaration_at(sqlite_world, "approved")
    move(file, "performance_a", "revoke_approval", reason="文件有误")
    assert listed(file) is None


def listed(file: File, who: str = "performance_a") -> NoTargets | None:
    with db.unit_of_work() as session:
        row = file.read()
        found = without_targets(session, file.world.actor(who), row.region_id, 2025, size=1_000).rows
    return next((line for line in found if line.id == row.project_id), None)


def pressed(file: File) -> int:
    with db.unit_of_work() as session:
        found = pressing(session, file.world.actor("section_a"))
    return found.projects if found else 0
