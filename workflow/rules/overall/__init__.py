"""Rules about 部门整体支出绩效目标: the tables of an overall declaration, checked in themselves.

A rule is one file as in ``workflow.rules``; places are ``<table>/<line, from 1>/<column>``.
"""

from workflow.canonical import Overall
from workflow.rules.finding import Finding, RuleOf, finding_of, worst_first
from workflow.rules.overall.overall_balanced import overall_balanced
from workflow.rules.overall.overall_columns_add_up import overall_columns_add_up
from workflow.rules.overall.overall_goals_present import overall_goals_present
from workflow.rules.overall.overall_projects_match import overall_projects_match
from workflow.rules.overall.overall_projects_once import overall_projects_once
from workflow.rules.overall.overall_share_correct import overall_share_correct
from workflow.rules.overall.overall_share_has_percent import overall_share_has_percent
from workflow.rules.overall.overall_share_present import overall_share_present
from workflow.rules.overall.overall_shares_add_up import overall_shares_add_up
from workflow.rules.overall.overall_total_covers_year import overall_total_covers_year

OverallRule = RuleOf[[Overall]]

OVERALL_RULES: tuple[OverallRule, ...] = (
    overall_columns_add_up,
    overall_balanced,
    overall_projects_match,
    overall_total_covers_year,
    overall_goals_present,
    overall_share_present,
    overall_share_correct,
    overall_shares_add_up,
    overall_projects_once,
    overall_share_has_percent,
)

__all__ = ["OVERALL_RULES", "OverallRule", "check_overall"]


def check_overall(overall: Overall) -> list[Finding]:
    """All findings, the worst first, then as in ``OVERALL_RULES``."""
    found = [finding_of(rule, rule.severity, hit) for rule in OVERALL_RULES for hit in rule.check(overall)]
    return worst_first(found)
