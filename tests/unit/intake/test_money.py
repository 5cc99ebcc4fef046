"""Money of forms: units, totals, evaluated columns, the money and the projects of a department."""

import pytest

from tests.unit.intake.written import BASICS, HEADING, ROWS, TITLE, form, lines, reading, table
from workflow.documents.intake.source import Line

UNITS = {
    "万元": ("项目资金（万元）", "4,870.35", "4870.35"),
    "元": ("项目资金（元）", "48,703,500", "4870.35"),
    "亿元": ("项目资金（亿元）", "0.487035", "4870.35"),
    "of the label": ("项目资金", "48703500元", "4870.35"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_amounts_are_in_wan_whatever_the_form_prints(unit: str) -> None:
    label, printed, amount = UNITS[unit]
    money = [[label, "年度资金总额", "", printed], ["", "其中：财政拨款", "", printed], ["", "其他资金", "", "0"]]
    read = form(TITLE, table(*BASICS, *money, HEADING, *ROWS))
    assert read.budget_year == amount
    assert [(line.source, line.amount) for line in read.funding_sources] == [("fiscal", amount), ("other", "0.00")]


def test_evaluated_money_by_its_columns() -> None:
    read = form(
        Line("项目支出绩效自评表"),
        table(
            ["项目名称", "就业补助", "", "", "", "", ""],
            ["项目资金（万元）", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
            ["年度资金总额", "100", "120", "108", "10", "90%", "9"],
            ["其中：财政拨款", "100", "120", "108", "—", "—", "—"],
            ["年度总体目标", "预期目标", "", "", "实际完成情况", "", ""],
            ["", "培训100人", "", "", "培训98人", "", ""],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "培训人数", "≥100人", "98人", "50", "49"],
            ["总分", "", "", "", "", "100", "96"],
        ),
    )
    assert read.form_type == "self_evaluation"
    assert (read.budget_initial, read.budget_year, read.executed) == ("100.00", "120.00", "108.00")
    assert (read.execution_rate, read.execution_score, read.score) == ("90%", "9", "96")
    assert [(goal.text, goal.actual) for goal in read.goals] == [("培训100人", "培训98人")]
    (row,) = read.indicators
    assert (row.target, row.actual, row.weight, row.score) == ("≥100人", "98人", "50", "49")


def test_a_monitoring_form_says_what_was_done_so_far() -> None:
    read = form(
        Line("项目支出绩效目标执行监控表"),
        table(
            ["项目名称", "就业补助", "", "", "", "", ""],
            ["资金（万元）", "", "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数", ""],
            ["", "年度资金总额", "100", "60", "60%", "98", ""],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况", "全年预计完成情况", "偏差原因分析"],
            ["产出指标", "数量指标", "培训人数", "≥100人", "40人", "90人", "培训推迟"],
        ),
    )
    assert read.form_type == "monitoring"
    assert (read.budget_initial, read.executed, read.execution_rate) == ("100.00", "60.00", "60%")
    (row,) = read.indicators
    assert (row.target, row.actual, row.deviation) == ("≥100人", "40人", "培训推迟")


def test_money_and_projects_of_a_department_in_a_table() -> None:
    read = form(
        Line("2025年部门整体绩效目标申报表"),
        table(
            ["部门名称", "某县人社局", "", "", ""],
            ["总体资金情况", "当年金额", "占比", "2023年", "2024年"],
            ["财政拨款", "80", "80%", "70", ""],
            ["单位资金", "20", "", "", "5"],
            ["收入合计", "100", "100%", "70", "5"],
            ["人员类项目支出", "100", "100%", "70", "5"],
            ["项目支出情况", "", "", "", ""],
            ["项目名称", "项目类型", "项目总预算", "项目本年度预算", "项目主要支出方向和用途"],
            ["就业补助", "经常性项目", "300", "100", "发放补贴"],
            ["整体绩效总目标", "长期目标（截止2027年）", "", "年度目标", ""],
            ["", "目标1：甲目标2：乙", "", "目标1：丙", ""],
            ["长期绩效指标", "", "", "", ""],
            [*HEADING, ""],
            *([*row, ""] for row in ROWS),
        ),
    )
    assert [(line.part, line.item, line.current, line.prior_years) for line in read.money] == [
        ("income", "财政拨款", "80.00", ["70.00", None]),
        ("income", "单位资金", "20.00", [None, "5.00"]),
        ("income", "收入合计", "100.00", ["70.00", "5.00"]),
        ("expenditure", "人员类项目支出", "100.00", ["70.00", "5.00"]),
    ]
    assert [(one.name, one.budget_total, one.budget_year, one.purpose) for one in read.projects] == [
        ("就业补助", "300.00", "100.00", "发放补贴")
    ]
    assert [(goal.name, goal.text) for goal in read.goals] == [
        ("长期目标1", "甲"),
        ("长期目标2", "乙"),
        ("年度目标1", "丙"),
    ]
    assert (read.budget_year, read.long_term_until) == ("100.00", 2027)


def test_money_and_projects_of_a_department_in_wrapped_text() -> None:
    read = form(
        *lines(
            "部门整体支出绩效目标申报表\n（2020年度）\n部门名称\n某区人社局\n总体资金情况 当年金额 占比\n"
            "2018年 2019年\n"
            "收入构成\n财政拨款 80 80% 70 60\n其他资金 5\n合计 80 80% 70 65\n"
            "项目支出情况\n项目名称 项目类型 项目总预算\n"
            "项目本年度预算\n机关服务 经常性项目 47 47\n行政单位改\n革\n征收费 经常性项目 150  150地税征收\n"
            "整体绩效总目标\n长期目标 年度目标\n目标 1：稳定就业\n目标 2：提高保障\n目标 1：确保就业\n长期绩效指标\n"
            "一级指标 二级指标 指标内容 指标值 绩效标准\n产出指标\n数量指标 新增就业 1.2万 部门绩效目标"
        )
    )
    assert [(line.item, line.share, line.prior_years) for line in read.money] == [
        ("财政拨款", "80%", ["70.00", "60.00"]),
        ("其他资金", "", [None, "5.00"]),
        ("合计", "80%", ["70.00", "65.00"]),
    ]
    assert [(one.name, one.budget_year, one.purpose) for one in read.projects] == [
        ("机关服务", "47.00", "行政单位改革"),
        ("征收费", "150.00", "地税征收"),
    ]
    assert [(goal.name, goal.text) for goal in read.goals] == [
        ("长期目标1", "稳定就业"),
        ("长期目标2", "提高保障"),
        ("年度目标1", "确保就业"),
    ]


NAMELESS = {
    "blank label": (["", "", "15.00"], "15.00"),
    "merged away in front of a rate": (["", "16", "100%"], "16 | 100%"),
    "nothing but dashes": (["", "—", "—"], ""),
}


@pytest.mark.parametrize("case", NAMELESS)
def test_amounts_without_a_label_are_told_and_the_rest_is_read(case: str) -> None:
    cells, said = NAMELESS[case]
    money = [["项目资金（万元）", "年度资金总额", "20"], ["", "其中：财政拨款", "5"], cells]
    read = reading(TITLE, table(*(row[:3] for row in BASICS), *money, HEADING, *ROWS))
    assert [problem.code for problem in read.problems] == (["amount_nameless"] if said else [])
    assert all(f"“{said}”" in problem.message for problem in read.problems)
    [found] = read.forms
    assert (found.budget_year, found.funding_sources[0].amount, len(found.indicators)) == ("20.00", "5.00", len(ROWS))
