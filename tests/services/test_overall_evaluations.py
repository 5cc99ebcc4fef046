"""Self-evaluations of a unit as a whole (部门整体支出): whose money, which weights, how they end, what they lead to."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from tests.domain.factories import File, move
from tests.domain.world import World
from tests.services.test_evaluation_file import as_read
from tests.services.test_evaluations import YEAR, a_task, act, fill, form_of, go, items, lacks
from tests.tasks.monitoring import BUDGET, in_force, pay
from workflow import clock, db
from workflow.canonical import Overall
from workflow.documents.render import Format
from workflow.errors import RuleFailed
from workflow.execution.scope import Scope
from workflow.lifecycle.evaluations.whole import projects_part
from workflow.models import Declaration, Goal, Indicator, LedgerEntry, Payment, RegionSetting, SelfEvaluation
from workflow.queries import evaluations as read
from workflow.queries.evaluation_paper import evaluation_paper
from workflow.queries.evaluation_whole import project_results
from workflow.services.cloning.results import result_text
from workflow.services.evaluation_file import receive, waiting
from workflow.services.evaluation_opening import refresh_evaluations, sync_open_tasks
from workflow.services.evaluations import try_points
from workflow.services.overall_statements import put_overall
from workflow.services.payments import totals
from workflow.services.result_uses import Proposal, propose
from workflow.types import Kind, ResultUseKind

pytestmark = pytest.mark.usefixtures("calendar")
BOTH = Scope(kinds=(Kind.project.value, Kind.overall.value))
WHOLE = Scope(kinds=(Kind.overall.value,))
BASIC_BUDGET = 300 * 10_000_00
DONE = {"items/i001/actual": "3次", "items/i003/actual": "4次", "form/-/reached": "各项职能履行到位"}


def overall(world: World, unit: str = "hr_own", **changes: Any) -> File:
    """An approved overall declaration; the project made beside it has no declaration and no money of its own."""
    file = in_force(world, unit, year=YEAR, kind="overall", project_id=None, **changes)
    with db.unit_of_work(write=True) as session:
        newest = session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id).desc())).first()
        session.delete(newest)
    return file


def statement(world: World, department: str = "hr") -> None:
    """The department's printed figures: 300 万元 of basic expenditure beside its projects."""
    lines = (("基本支出", "300"), ("项目支出", "400"), ("合计", "700"))
    told = Overall.model_validate({
        "form_profile": "overall", "kind": "overall", "fiscal_year": YEAR, "department": "局",
        "prior_years": (YEAR - 2, YEAR - 1), "expenditure": [{"item": item, "current": fen} for item, fen in lines],
    })  # fmt: skip
    with db.unit_of_work(write=True) as session:
        put_overall(session, world.organisations[department], told)


def basic_payment(file: File, fen: int, **printed: str) -> None:
    """A voucher of the unit that belongs to no project."""
    pay(file, 1, date(YEAR, 3, 1))
    with db.unit_of_work(write=True) as session:
        row = session.exec(select(Payment).order_by(col(Payment.id).desc())).first()
        assert row is not None
        row.sqlmodel_update({"amount_fen": fen, "project_id": None, "matched_by": "", **printed})
        session.flush()  # the totals are read from the rows
        totals.rebuild(session, row.region_id, row.fiscal_year)


def money_of(form: File) -> tuple[int, int, int]:
    row = form.read()
    return row.initial_fen, row.adjusted_fen, row.executed_fen


def test_the_department_itself_speaks_for_all_its_units(world: World) -> None:
    whole, own = overall(world), overall(world, "centre")
    for unit, paid in (("hr_own", 10_000_000), ("centre", 50_000_000)):
        pay(in_force(world, unit, year=YEAR), paid, date(YEAR, 6, 1))
    pay(in_force(world, "justice_own", year=YEAR), 70_000_000, date(YEAR, 6, 1))
    a_task(world, scope=BOTH)
    assert money_of(form_of(world, whole)) == (2 * BUDGET, 2 * BUDGET, 60_000_000)
    assert money_of(form_of(world, own)) == (BUDGET, BUDGET, 50_000_000)
    assert sync_open_tasks() == 0
    with db.unit_of_work() as session:
        actor = world.actor("performance_a")
        [line] = read.tasks(session, actor, YEAR)
        assert (line.by_kind, line.task.name) == (
            {"project": 3, "overall": 2},
            f"{YEAR}年度项目支出和部门整体支出绩效自评",
        )
        listed, _more = read.list_evaluations(session, actor, read.EvaluationFilters(line.task.id, kind="overall"))
        assert {one.id for one in listed} == {form_of(world, whole).id, form_of(world, own).id}
        form = session.get_one(SelfEvaluation, form_of(world, whole).id)
        assert len(project_results(session, actor, form)) == 2
        assert [one.unit_name for one in project_results(session, world.actor("filer_own_a"), form)] == [
            "鄂州市人力资源和社会保障局（本级）"
        ]


def test_an_old_task_without_kinds_leaves_them_out(small_world: World) -> None:
    whole = overall(small_world)
    in_force(small_world, "hr_own", year=YEAR)
    a_task(small_world)
    with db.unit_of_work() as session:
        assert [one.kind for one in session.exec(select(SelfEvaluation))] == [Kind.project]
    a_task(small_world, scope=WHOLE)  # its own task beside that of the projects
    assert form_of(small_world, whole).read().project_id is None
    with pytest.raises(RuleFailed) as told:
        a_task(small_world, scope=BOTH)
    assert told.value.code == "evaluation_task_still_open"


def test_basic_expenditure_counts_once_both_its_sides_are_known(small_world: World) -> None:
    statement(small_world)
    whole, project = overall(small_world), in_force(small_world, "hr_own", year=YEAR)
    pay(project, BUDGET, date(YEAR, 6, 1))
    a_task(small_world, scope=BOTH)
    form = form_of(small_world, whole)
    assert (form.read().basic_fen, form.read().basic_items) == (BASIC_BUDGET, "基本支出")
    assert money_of(form) == (BUDGET, BUDGET, BUDGET)
    assert ("evaluation_basic_missing", "money/-/basic") in lacks(form)
    with db.unit_of_work() as session:
        tried, _items = try_points(session, small_world.actor("filer_own_a"), form.id, {"money/-/basic": "150"})
        assert tried.executed_fen == BUDGET + 150 * 10_000_00
    problem = fill(form, {"money/-/basic": "12,3x"}, "filer_own_a").problems[0]
    assert (problem.code, form.read().basic_raw) == ("evaluation_basic_unreadable", "12,3x")
    fill(form, {"money/-/basic": "150"}, "filer_own_a")
    assert money_of(form) == (BUDGET + BASIC_BUDGET, BUDGET + BASIC_BUDGET, BUDGET + BASIC_BUDGET // 2)
    assert projects_part(form.read()) == (BUDGET, BUDGET, BUDGET)
    assert form.read().points_hundredths == 2000 * (BUDGET + BASIC_BUDGET // 2) // (BUDGET + BASIC_BUDGET)
    with db.unit_of_work(write=True) as session:
        refresh_evaluations(session, small_world.regions["ezhou"], YEAR)
    assert money_of(form)[1] == BUDGET + BASIC_BUDGET  # what was typed survives new payments
    fill(form, {"money/-/basic": ""}, "filer_own_a")
    assert money_of(form) == (BUDGET, BUDGET, BUDGET)
    project_form = form_of(small_world, project)
    with pytest.raises(RuleFailed) as told:
        fill(project_form, {"money/-/basic": "1"}, "filer_own_a")
    assert told.value.code == "bad_path"


def test_vouchers_without_a_project_are_basic_expenditure(small_world: World) -> None:
    statement(small_world)
    whole, project = overall(small_world), in_force(small_world, "hr_own", year=YEAR)
    name = "鄂州市人力资源和社会保障局"
    basic_payment(project, 100_000_000, unit_key=name)
    basic_payment(project, 50_000_000, unit_key=name, project_key="2024年人员经费")
    basic_payment(project, 7_000_000, unit_key=name, project_key="待对应的项目")  # waits for its project
    basic_payment(project, 9_000_000, unit_key="鄂州市司法局")
    a_task(small_world, scope=BOTH)
    form = form_of(small_world, whole)
    assert form.read().basic_paid_fen == 150_000_000
    assert money_of(form) == (BUDGET + BASIC_BUDGET, BUDGET + BASIC_BUDGET, 150_000_000)
    assert "evaluation_basic_missing" not in [code for code, _ in lacks(form)]


def test_it_is_scored_signed_accepted_and_evaluated_without_monitoring(world: World) -> None:
    whole, project = overall(world), in_force(world, "hr_own", year=YEAR)
    pay(project, BUDGET, date(YEAR, 6, 1))
    a_task(world, scope=WHOLE)
    form = form_of(world, whole)
    assert [one.weight_hundredths for one in items(form)] == [4000, 4000]  # 20/80 by its own setting
    fill(form, DONE, "filer_own_a")
    assert (form.read().total_hundredths, form.read().grade) == (10_000, "excellent")
    act(form, "filer_own_a", "send_up")
    act(form, "head_own_a", "sign")
    go(form, "submitted/section")
    act(form, "section_a", "accept")
    move(whole, "performance_a", "accept_evaluation")  # no reason: nobody reports on it during the year
    assert whole.pair == "evaluated"
    with db.unit_of_work() as session:
        source = session.get_one(Declaration, whole.id)
        assert result_text(session, source).startswith(f"{YEAR}年度绩效自评得分100分")
        assert result_text(session, session.get_one(Declaration, project.id)) == ""
    with pytest.raises(RuleFailed) as told, db.unit_of_work(write=True) as session:
        told_use = Proposal(ResultUseKind.cut, YEAR + 1, 100, "结余")
        propose(session, world.actor("performance_a"), form.id, told_use)
    assert told.value.code == "result_of_projects"


def test_a_region_weighs_the_six_groups(small_world: World) -> None:
    with db.unit_of_work(write=True) as session:
        session.add(RegionSetting(
            region_id=small_world.regions["ezhou"], year=YEAR, key="evaluation_overall_weights",
            value="10/10/20/30/10/10/10", changed_at=clock.now(),
        ))  # fmt: skip
    whole, project = overall(small_world), in_force(small_world, "hr_own", year=YEAR)
    with db.unit_of_work(write=True) as session:
        rows = session.exec(select(Indicator).where(Indicator.declaration_id == whole.id)).all()
        for row, level1 in zip(rows, ("运行成本", "", "管理效率"), strict=True):
            row.level1 = level1
    a_task(small_world, scope=BOTH)
    assert [one.weight_hundredths for one in items(form_of(small_world, whole))] == [3000, 6000]
    assert [one.weight_hundredths for one in items(form_of(small_world, project))] == [4500, 4500]


def test_its_paper_says_which_money_is_which_and_comes_back(small_world: World) -> None:
    statement(small_world)
    whole, project = overall(small_world), in_force(small_world, "hr_own", year=YEAR)
    pay(project, BUDGET, date(YEAR, 6, 1))
    with db.unit_of_work(write=True) as session:
        rows = session.exec(select(Indicator).where(Indicator.declaration_id == whole.id)).all()
        for row, name in zip(rows, ("公用经费控制率", "长期", "项目按期完成数"), strict=True):
            row.sqlmodel_update({"level1": "运行成本", "level2": "公用经费控制", "level3": name})
        session.add(Goal(declaration_id=whole.id, uid="g001", horizon="annual", position=0, text="保障部门履职"))
    a_task(small_world, scope=BOTH)
    form = form_of(small_world, whole)
    fill(form, DONE | {"money/-/basic": "285.5", "form/-/note": "决算已批复"}, "filer_own_a")
    with db.unit_of_work() as session:
        paper = evaluation_paper(session, small_world.actor("filer_own_a"), form.id)
    assert [(one.label, one.adjusted, one.executed) for one in paper.money] == [
        ("年度资金总额", "400.00", "385.50"), ("其中：项目支出", "100.00", "100.00"), ("基本支出", "300.00", "285.50"),
    ]  # fmt: skip
    kinds: tuple[Format, ...] = ("docx", "xlsx", "pdf")
    for kind in kinds:
        file = as_read(paper, kind)
        [read_back] = file.reading.forms
        assert (read_back.form_type, read_back.project_name) == ("self_evaluation", ""), kind
        with db.unit_of_work(write=True) as session:
            receive(session, small_world.actor("filer_own_a"), form.id, file)
        with db.unit_of_work() as session:
            found = waiting(session, small_world.actor("filer_own_a"), form.id).found
        assert found is not None
        assert [cell.path for cell in found.cells if not cell.same] == [], kind
        assert [one.key for one in found.facts if not one.same] == [], kind
        assert (found.other, found.left) == ({}, []), kind
