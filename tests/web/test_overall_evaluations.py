"""The self-evaluation of a unit as a whole over HTTP: asked for by kind, filled in, each money with its source."""

from datetime import date
from typing import Any

from sqlmodel import select

from tests.domain.factories import File, rows_of
from tests.services.test_overall_evaluations import overall, statement
from tests.tasks.monitoring import in_force, pay
from tests.web.clicking import Web
from tests.web.filling import inputs
from tests.web.test_evaluations import OPENING, TASKS, YEAR
from workflow import db
from workflow.models import EvaluationTask, SelfEvaluation


def test_a_unit_as_a_whole_is_asked_for_filled_in_and_says_where_its_money_comes_from(web: Web) -> None:
    statement(web.world)
    whole, project = overall(web.world), in_force(web.world, "hr_own", year=YEAR)
    pay(project, 80_000_000, date(YEAR, 5, 1))
    page = web.page("performance_a", f"{TASKS}/new")
    assert "自评对象" in page.text and "可自评的部门整体支出申报 1 份" in page.text
    preview = web.post("performance_a", f"{TASKS}/preview", OPENING | {"kinds": ["project", "overall"]})
    assert preview.status_code == 200 and "400.00" not in preview.get_data(as_text=True), "basic counts once it is said"
    assert web.post("performance_a", f"{TASKS}/", OPENING | {"kinds": ["project", "overall"]}).status_code == 303
    with db.unit_of_work() as session:
        task = session.exec(select(EvaluationTask)).one().id
    form = File(web.world, SelfEvaluation, rows_of(whole, SelfEvaluation, "declaration_id")[0].id, "hr_own")
    assert "项目支出 1 · 部门整体支出 1" in web.page("performance_a", f"{TASKS}/{task}").text
    alone, name = web.page("performance_a", f"{TASKS}/{task}?kind=overall").text, project.read().project_name
    assert name not in alone and whole.read().project_name in alone
    shown = web.page("filer_own_a", f"/evaluations/{form.id}")
    for words in ("部门整体支出", "预算指标台账和国库支付数据", "填写执行数后计入 300.00 万元", "所属项目自评情况"):
        assert words in shown.text, words
    typed = inputs(shown) | {"money/-/basic": "285.5"}
    told: Any = web.post("filer_own_a", f"/evaluations/{form.id}/points", typed).json
    assert told["rows"].keys() == {"i001", "i003"}
    assert web.post("filer_own_a", f"/evaluations/{form.id}", typed).status_code == 303
    assert "执行数由单位填报" in web.page("filer_own_a", f"/evaluations/{form.id}").text
    refused = web.post("filer_own_a", f"/evaluations/{form.id}", inputs(
        web.page("filer_own_a", f"/evaluations/{form.id}")) | {"money/-/basic": "很多"})  # fmt: skip
    assert refused.status_code == 422 and "“很多”不是金额" in refused.get_data(as_text=True)
