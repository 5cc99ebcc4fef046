"""Families of review rules, in the order of the page 规则设置; a rule nobody listed stands under its scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.rules import Rule
from workflow.types import Scope


@dataclass(frozen=True)
class Family:
    """A heading with the ids of its rules."""

    zh: str
    en: str
    rules: tuple[str, ...] = ()


FAMILIES: tuple[Family, ...] = (
    Family(
        "填写完整",
        "Completeness",
        (
            "required_fields", "output_and_benefit_present", "target_present", "goal_text_present",
            "template_filled_in",
        ),
    ),
    Family(
        "金额勾稽",
        "Sums",
        (
            "sources_match_budget", "details_match_sources", "year_within_total", "amounts_positive",
            "assets_within_budget", "cost_within_budget",
        ),
    ),
    Family(
        "支出明细与测算",
        "Expenditure and estimates",
        (
            "formula_result", "formula_complete", "formula_matches_amount", "funding_row_once", "line_complete",
            "line_once", "vague_lines", "asset_line_complete",
        ),
    ),
    Family(
        "绩效目标说明",
        "Goals",
        (
            "goal_text_clear", "goal_has_indicators", "goal_numbers_match", "annual_goal_own_words", "year_current",
        ),
    ),
    Family(
        "指标体系",
        "The set of indicators",
        (
            "level_known", "quantity_and_quality_present", "cost_present", "satisfaction_present",
            "enough_indicators", "indicator_in_place", "indicator_once", "input_not_output", "execution_rate_apart",
        ),
    ),
    Family("指标权重", "Weights", ("weights_sum", "weight_given", "weight_balanced", "satisfaction_weight")),
    Family(
        "指标值写法",
        "How a target is written",
        (
            "rate_has_percent", "percent_within_100", "percent_sign_once", "unit_present", "unit_well_formed",
            "number_stands_alone", "target_not_a_dash", "target_readable",
        ),
    ),
    Family(
        "指标能否考核",
        "Whether a target can be checked",
        (
            "target_differs_from_name", "target_verifiable", "words_verifiable", "output_quantified",
            "trend_has_baseline", "quantity_is_counted", "direction_fits", "deadline_in_fiscal_year",
            "deadline_dated", "long_term_ahead",
        ),
    ),
    Family(
        "长期、年度与前两年",
        "Long-term, annual and the two years before",
        ("annual_within_long_term", "tables_agree", "prior_years_kept", "prior_units_agree"),
    ),
    Family(
        "与上年批复比对",
        "Against what was approved last year",
        (
            "target_not_lowered", "targets_not_swapped", "comparator_not_loosened", "target_unit_kept",
            "indicators_kept", "indicator_not_renamed", "last_year_column_matches", "form_not_copied",
            "text_of_this_year", "prior_budget_updated", "budget_change_explained", "more_money_for_more",
        ),
    ),
)  # fmt: skip
REST: dict[Scope, Family] = {
    Scope.form: Family("表内其他", "Other rules of the form"),
    Scope.linked: Family("与部门整体和同部门项目比对", "Against the department's other tables"),
    Scope.corpus: Family("跨部门比对", "Across departments"),
}
"""Where the rules of a scope stand that no family names."""


def by_family(rules: Iterable[Rule]) -> list[tuple[Family, list[Rule]]]:
    """Every rule once, under its family; families without a rule are left out."""
    home = {rule: family for family in FAMILIES for rule in family.rules}
    groups: dict[Family, list[Rule]] = {family: [] for family in (*FAMILIES, *REST.values())}
    for rule in rules:
        groups[home.get(rule.id) or REST[rule.scope]].append(rule)
    return [(family, found) for family, found in groups.items() if found]
