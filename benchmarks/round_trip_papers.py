"""Write → read for the papers that are no declaration form: 批复 with annexes, 整体, 监控表, 自评表.

Made of the published documents: the overall statements with all their rows, monitoring and evaluation of each project
with invented results. What a reader does not keep is not compared, and named here: of a letter its paragraphs, 抄送
and 印发; of an overall form who filled it in and when; of evaluated money its weight. 调整后预算数 is the budget.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from workflow.canonical import Declaration
from workflow.canonical.document import Goal, Indicator
from workflow.canonical.overall import Overall
from workflow.canonical.profile import shipped
from workflow.documents.intake.readers import read
from workflow.documents.intake.reading import FormRead, Reading
from workflow.documents.intake.recognise import recognise
from workflow.documents.render import (
    Annex,
    EvaluatedRow,
    Format,
    Letter,
    MoneyRow,
    MonitoredRow,
    Monitoring,
    OverallPaper,
    Paper,
    SelfEvaluation,
    render,
)
from workflow.execution.words import CAUSE_KINDS, LIKELIHOODS

HERE = Path(__file__).parent
OVERALL = {"01-ezhou-2025": "002", "02-jianghan-2024": "", "03-dongxihu-2020": "004-D"}
"""Published overall statements → their rows in ``intake_truth``; "" where the projects' own rows stand in for them."""
Normal = dict[str, Any]


def letter_of(documents: list[Declaration]) -> Letter:
    """One letter with all of them behind it."""
    return Letter(
        issuer="江城市财政局",
        number="江城财绩发〔2025〕3号", title="江城市财政局关于批复2025年度项目支出绩效目标的通知",
        addressee="江城市人力资源和社会保障局",
        paragraphs=("现将绩效目标批复如下：", "一、请按照批复的绩效目标组织预算执行。"),
        signed_by="江城市财政局", day=date(2025, 2, 10), code="3fa9c0d1" * 8, voids="江城财绩发〔2025〕1号",
        annexes=tuple(Annex(one, shipped()[one.form_profile]) for one in documents), copies=("江城市审计局",),
    )  # fmt: skip


def letter_head(letter: Letter) -> Normal:
    """What intake keeps of a letter."""
    names = ("issuer", "number", "title", "addressee", "voids", "code")
    return {name: getattr(letter, name) for name in names} | {"day": letter.day.isoformat()}


def overall_papers() -> Iterator[tuple[str, OverallPaper]]:
    """The published overall statements with all their rows."""
    for name, truth in OVERALL.items():
        overall = Overall.model_validate_json((HERE.parent / "examples/overall" / f"{name}.json").read_text("utf-8"))
        goals, rows, classes = _rows(truth)
        yield name, OverallPaper(
            title=f"{overall.fiscal_year}年部门整体绩效目标批复", department=overall.department,
            fiscal_year=overall.fiscal_year, prior_years=overall.prior_years, income=overall.income,
            expenditure=overall.expenditure, functions="一、贯彻执行法律法规。\n二、统筹城乡就业和社会保障。",
            annual_tasks="稳就业、保民生，推进“放管服”改革。", projects=overall.projects,
            purposes=tuple(f"{line.name}的人员和公用支出" for line in overall.projects), goals=goals, indicators=rows,
            categories=classes, long_term_until=overall.long_term_until, code="3fa9c0d17e22",
        )  # fmt: skip


def _rows(truth: str) -> tuple[tuple[Goal, ...], tuple[Indicator, ...], dict[str, str]]:
    if not truth:
        paths = sorted((HERE.parent / "examples/declarations/jianghan-2024").glob("*.json"))
        first = Declaration.model_validate_json(paths[0].read_text("utf-8"))
        return first.goals, first.indicators, {}
    form = json.loads((HERE / "intake_truth" / f"{truth}.json").read_text("utf-8"))
    words, names = {"long_term": "长期绩效目标", "annual": "年度绩效目标"}, dict[str, str]()
    goals: list[Goal] = []
    for goal in form["goals"]:
        number = 1 + sum(one.horizon == goal["horizon"] for one in goals)
        goals.append(Goal(uid=f"g{len(goals)}", name=f"{words[goal['horizon']]}{number}", horizon=goal["horizon"],
                          text=goal["text"]))  # fmt: skip
        names[f"{goal['horizon']}{goal.get('name') or words[goal['horizon']][:2] + '目标' + str(number)}"] = goals[
            -1
        ].uid
    rows, classes = [], {}
    for at, row in enumerate(form["indicators"]):
        own = next(one.uid for one in goals if one.horizon == row["horizon"])
        goal = names.get(f"{row['horizon']}{row.get('goal', '')}", own)
        given = {key: row[key] for key in ("horizon", "level1", "level2", "level3", "target", "basis") if key in row}
        priors = tuple([*row.get("prior_years", []), "", ""][:2]) if row["horizon"] == "annual" else ("", "")
        rows.append(Indicator.model_validate({"uid": f"i{at}", "goal": goal, "prior_years": priors} | given))
        if row.get("category"):
            classes[f"i{at}"] = row["category"]
    return tuple(goals), tuple(rows), classes


def overall_printed(paper: OverallPaper) -> Normal:
    """What the overall form shows."""
    names = {goal.uid: goal.name for goal in paper.goals}
    purposes = [*paper.purposes, *("" for _ in paper.projects)]
    return {
        "department": paper.department, "fiscal_year": paper.fiscal_year, "until": paper.long_term_until,
        "functions": paper.functions, "annual_tasks": paper.annual_tasks,
        "money": [{"part": part, **line.model_dump()} for part in ("income", "expenditure")
                  for line in getattr(paper, part)],
        "projects": [line.model_dump() | {"purpose": purpose} for line, purpose in
                     zip(paper.projects, purposes, strict=False)],
        "goals": [goal.model_dump(exclude={"uid"}) for goal in paper.goals],
        "indicators": [{**row.model_dump(exclude={"uid", "weight"}), "goal": names.get(row.goal, ""),
                        "prior_years": row.prior_years if row.horizon == "annual" else ("", ""),
                        "category": paper.categories.get(row.uid, "")} for row in paper.indicators],
    }  # fmt: skip


def overall_read(form: FormRead) -> Normal:
    """The same of what was read."""
    keys = ("horizon", "goal", "level1", "level2", "level3", "target", "prior_years", "basis", "category")
    return {
        "department": form.department, "fiscal_year": form.fiscal_year, "until": form.long_term_until,
        "functions": form.functions, "annual_tasks": form.annual_tasks,
        "money": [line.model_dump() for line in form.money],
        "projects": [line.model_dump() for line in form.projects],
        "goals": [goal.model_dump(exclude={"actual"}) for goal in form.goals],
        "indicators": [row.model_dump(include=set(keys)) for row in form.indicators],
    }  # fmt: skip


_BODIES = ("东街街道办事处", "西街社区（示范点）", "市科技、工业和信息化促进中心")
_WHO = ("fiscal_year", "project_name", "department", "unit")


def monitoring_of(document: Declaration, chance: random.Random) -> Monitoring:
    """A report halfway through the year on a declaration."""
    year = document.budget_year or document.budget_total or "100.00"
    paid = f"{chance.randint(1, 9)}.12"
    money = (
        MoneyRow("年度资金总额", year, year, paid, "51.73%（调整后49.80%）", forecast=year),
        MoneyRow("其中：本年一般公共预算拨款", year, year, paid, "51.73%", forecast=year),
        MoneyRow("其他资金（上年结转）", "0.00", "3.50", "1.20", "—（调整后34.29%）", forecast="2.80"),
    )
    rows = tuple(
        MonitoredRow(
            row.level1, row.level2, row.level3, row.target, actual=row.target, forecast=row.target,
            causes=(chance.choice(list(CAUSE_KINDS.values()))[0],) if chance.random() < 0.3 else (),
            cause="合同按季度结算；招标推迟。" if chance.random() < 0.3 else "",
            likelihood=chance.choice(list(LIKELIHOODS.values()))[0], note="加快进度" if chance.random() < 0.3 else "",
        )
        for row in document.indicators if row.horizon == "annual"
    )  # fmt: skip
    return Monitoring(
        fiscal_year=document.fiscal_year, through_month=7, project_name=document.project_name,
        department=f"{document.department}（{chance.randint(1, 999):03}）", unit=document.unit, money=money,
        bodies=_BODIES,
        goal="全年目标：按计划完成各项工作（7项）。", rows=rows,
        money_cause="资金集中在下半年支付。", money_measure="按月调度。", code="3fa9c0d17e22",
    )  # fmt: skip


def monitoring_printed(paper: Monitoring) -> Normal:
    """What the monitoring form shows."""
    money, *of_which = paper.money
    causes, likely = ({zh: code for code, (zh, _) in table.items()} for table in (CAUSE_KINDS, LIKELIHOODS))
    names = ("level1", "level2", "level3", "target", "actual", "forecast")
    return {name: getattr(paper, name) for name in (*_WHO, "goal", "money_cause", "money_measure")} | {
        "money": [money.initial, money.adjusted, money.executed, money.rate, money.forecast],
        "of_which": [[row.initial, row.executed, row.forecast] for row in of_which],
        "bodies": [paper.unit, *paper.bodies],
        "rows": [{name: getattr(row, name) for name in names} | {
            "causes": [causes[zh] for zh in row.causes], "likelihood": likely.get(row.likelihood, ""),
            "deviation": row.cause, "measure": row.note} for row in paper.rows],
    }  # fmt: skip


def monitoring_read(form: FormRead) -> Normal:
    """The same of what was read."""
    names = {"level1", "level2", "level3", "target", "actual", "forecast", "causes", "likelihood", "deviation",
             "measure"}  # fmt: skip
    money = [form.budget_initial, form.budget_year, form.executed, form.execution_rate, form.budget_forecast]
    goal = "".join(goal.text for goal in form.goals)
    return {name: getattr(form, name) for name in (*_WHO, "money_cause", "money_measure")} | {
        "goal": goal, "money": money, "bodies": form.executing_bodies,
        "of_which": [[row.initial, row.executed, row.forecast] for row in form.funding_sources],
        "department": f"{form.department}（{form.department_code}）" if form.department_code else form.department,
        "rows": [row.model_dump(include=names) for row in form.indicators],
    }  # fmt: skip


def evaluation_of(document: Declaration, chance: random.Random) -> SelfEvaluation:
    """The year's end of a declaration."""
    year = document.budget_year or document.budget_total or "100.00"
    rows = tuple(
        EvaluatedRow(row.level1, row.level2, row.level3, row.target, actual=row.target, weight="5",
                     score=str(chance.randint(0, 5)), deviation="疫情影响。" if chance.random() < 0.2 else "")
        for row in document.indicators if row.horizon == "annual"
    )  # fmt: skip
    return SelfEvaluation(
        fiscal_year=document.fiscal_year, project_name=document.project_name, department=document.department,
        unit=document.unit, money=(MoneyRow("年度资金总额", year, year, year, "100%", weight="10", score="10"),),
        goal="按计划完成各项工作。", reached="已全部完成。", rows=rows, total="96.5", grade="优",
    )  # fmt: skip


def evaluation_printed(paper: SelfEvaluation) -> Normal:
    """What the evaluation form shows."""
    [money] = paper.money
    return {name: getattr(paper, name) for name in (*_WHO, "goal", "reached", "total", "grade")} | {
        "money": [money.initial, money.adjusted, money.executed, money.rate, money.score],
        "rows": [asdict(row) for row in paper.rows],
    }  # fmt: skip


def evaluation_read(form: FormRead) -> Normal:
    """The same of what was read."""
    names = set(asdict(EvaluatedRow("", "", "", "")))
    goals = form.goals[0] if form.goals else None
    money = [form.budget_initial, form.budget_year, form.executed, form.execution_rate, form.execution_score]
    return {name: getattr(form, name) for name in _WHO} | {
        "goal": goals.text if goals else "", "reached": goals.actual if goals else "", "total": form.score,
        "grade": form.grade, "money": money, "rows": [row.model_dump(include=names) for row in form.indicators],
    }  # fmt: skip


def read_back(paper: Paper, file_format: Format) -> Reading:
    """The paper written and read again."""
    return recognise(read(f"paper.{file_format}", render(paper, file_format)))
