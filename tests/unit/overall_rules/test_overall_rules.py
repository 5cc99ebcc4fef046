"""Rules about 部门整体支出绩效目标: what they say of the published forms, of wrong ones, and of nearly wrong ones."""

from typing import Any

import pytest

from tests.unit.rules.beside import overall
from workflow.canonical import Overall
from workflow.rules.overall import OVERALL_RULES, check_overall

EZHOU, JIANGHAN, DONGXIHU = "01-ezhou-2025", "02-jianghan-2024", "03-dongxihu-2020"


def line(item: str, current: str | None, share: str = "", *priors: str | None) -> dict[str, Any]:
    return {"item": item, "current": current, "share": share, "prior_years": priors or (None, None)}


def spent(people: str, running: str, special: str, total: str, *shares: str) -> dict[str, Any]:
    names = ("人员类项目支出", "运转类项目支出", "特定目标类项目支出", "合计")
    marks = (*shares, "", "", "", "")[:4]
    amounts = (people, running, special, total)
    rows = [line(name, amount, mark) for name, amount, mark in zip(names, amounts, marks, strict=True)]
    return {"expenditure": rows, "income": [line("合计", total)], "projects": []}


def listed(*lines: tuple[str, str, str]) -> dict[str, Any]:
    return {"projects": [{"name": name, "budget_total": total, "budget_year": year} for name, total, year in lines]}


GOOD = spent("1.00", "2.00", "7.00", "10.00", "10%", "20%", "70%", "100%")
THIRDS = spent("1.00", "1.00", "1.00", "3.00", "33%", "33%", "33%", "100%")


def said(document: Overall) -> list[tuple[str, str]]:
    return [(item.rule, item.path) for item in check_overall(document)]


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        (
            EZHOU,
            [("overall_balanced", "expenditure/4/prior_years.1"), ("overall_share_has_percent", "expenditure/1/share")],
        ),
        (JIANGHAN, [("overall_share_present", "expenditure/2/share")]),
        (DONGXIHU, [("overall_projects_match", "projects"), ("overall_projects_once", "projects/4/name")]),
    ],
)
def test_the_published_ones(name: str, findings: list[tuple[str, str]]) -> None:
    """Ezhou 2024: income 7,431.06, expenditure 7,123.64; Dongxihu lists half of 地税征收费."""
    assert said(overall(name)) == findings


def test_the_numbers_that_disagree_are_named() -> None:
    [apart, *_] = check_overall(overall(EZHOU))
    assert apart.zh == "2024 年支出合计 7,123.64 万元与收入合计 7,431.06 万元相差 307.42 万元"
    [sums, *_] = check_overall(overall(DONGXIHU))
    assert sums.zh == "8 个项目合计 546.55 万元，支出构成中项目支出为 696.55 万元，相差 150.00 万元"


@pytest.mark.parametrize(
    ("changes", "rule", "path"),
    [
        (spent("1.00", "2.00", "6.00", "10.00"), "overall_columns_add_up", "expenditure/4/current"),
        (spent("1.00", "2.00", "7.01", "10.00"), "overall_columns_add_up", "expenditure/4/current"),
        (GOOD | {"income": [line("合计", "9.00")]}, "overall_balanced", "expenditure/4/current"),
        (GOOD | {"income": [line("财政拨款", "10.01")]}, "overall_balanced", "expenditure/4/current"),
        (GOOD | listed(("甲", "6.00", "6.00")), "overall_projects_match", "projects"),
        (GOOD | listed(("甲", "4.00", "4.00"), ("乙", "4.00", "4.00")), "overall_projects_match", "projects"),
        (GOOD | listed(("甲", "5.00", "7.00")), "overall_total_covers_year", "projects/1/budget_total"),
        (
            GOOD | listed(("甲", "3.00", "3.00"), ("乙", "3.99", "4.00")),
            "overall_total_covers_year",
            "projects/2/budget_total",
        ),
        (
            {"counts": {"annual_indicators": 0, "annual_goals": 1, "long_term_goals": 1, "long_term_indicators": 1}},
            "overall_goals_present",
            "goals/annual",
        ),
        (
            {"counts": {"annual_indicators": 1, "annual_goals": 1, "long_term_goals": 0, "long_term_indicators": 1}},
            "overall_goals_present",
            "goals/long_term",
        ),
        (spent("1.00", "2.00", "7.00", "10.00", "10%", "", "70%"), "overall_share_present", "expenditure/2/share"),
        (spent("1.00", "2.00", "7.00", "10.00", "10%", "20%", "-"), "overall_share_present", "expenditure/3/share"),
        (spent("1.00", "2.00", "7.00", "10.00", "10%", "30%", "70%"), "overall_share_correct", "expenditure/2/share"),
        (spent("1.00", "2.00", "7.00", "10.00", "10%", "20%", "7%"), "overall_share_correct", "expenditure/3/share"),
        (spent("1.00", "2.00", "7.00", "10.00", "10%", "30%", "70%"), "overall_shares_add_up", "expenditure"),
        (spent("1.00", "2.00", "7.00", "10.00", "20%", "20%", "70%"), "overall_shares_add_up", "expenditure"),
        (GOOD | listed(("甲", "3.50", "3.50"), ("甲", "3.50", "3.50")), "overall_projects_once", "projects/1/name"),
        (
            GOOD | listed(("乙", "1.00", "1.00"), *[("甲", "3.00", "3.00")] * 2),
            "overall_projects_once",
            "projects/2/name",
        ),
        (
            spent("1.00", "2.00", "7.00", "10.00", "10", "20%", "70%"),
            "overall_share_has_percent",
            "expenditure/1/share",
        ),
        (
            spent("1.00", "2.00", "7.00", "10.00", "10%", "20%", "70 "),
            "overall_share_has_percent",
            "expenditure/3/share",
        ),
    ],
)
def test_what_is_wrong(changes: dict[str, Any], rule: str, path: str) -> None:
    assert (rule, path) in said(overall(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        GOOD,
        THIRDS,
        GOOD | listed(("甲", "7.00", "7.00")),
        GOOD | listed(("甲", "9.50", "9.00")),
        GOOD | listed(("甲", "3.00", "3.00"), ("甲", "4.00", "4.00")),
        spent("1.00", "2.00", "7.00", "10.00"),
        spent("1.00", "2.00", "7.00", "10.00", "10.00%", "20.00％", "70.0%"),
        GOOD | {"income": []},
        GOOD | {"long_term_until": None, "counts": {"annual_goals": 1, "annual_indicators": 1}},
        {"income": [], "expenditure": [], "projects": []},
    ],
)
def test_nothing_is_said(changes: dict[str, Any]) -> None:
    assert said(overall(**changes)) == []


def test_what_a_rule_says_about_itself() -> None:
    assert len({rule.id for rule in OVERALL_RULES}) == len(OVERALL_RULES) >= 10
    assert all(rule.source and rule.title_zh and rule.title_en.isascii() for rule in OVERALL_RULES)
