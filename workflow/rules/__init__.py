"""Review rules (规则预审): deterministic, offline, over the canonical document only.

Contract: a rule is one file ``<name>.py`` with one ``Rule`` of that name, made by ``@rule``; it gets the document and
a ``Context`` and yields ``Found``s; it never raises. To add one: the file, one line in ``RULES`` (errors first, in the
order of the paper form), and ``tests/unit/rules/test_<name>.py``.
"""

from collections.abc import Container, Iterator

from workflow.canonical import Declaration
from workflow.rules.amounts_positive import amounts_positive
from workflow.rules.annual_goal_own_words import annual_goal_own_words
from workflow.rules.annual_within_long_term import annual_within_long_term
from workflow.rules.asset_line_complete import asset_line_complete
from workflow.rules.assets_within_budget import assets_within_budget
from workflow.rules.budget_change_explained import budget_change_explained
from workflow.rules.comparator_not_loosened import comparator_not_loosened
from workflow.rules.cost_present import cost_present
from workflow.rules.cost_within_budget import cost_within_budget
from workflow.rules.deadline_dated import deadline_dated
from workflow.rules.deadline_in_fiscal_year import deadline_in_fiscal_year
from workflow.rules.details_match_sources import details_match_sources
from workflow.rules.direction_fits import direction_fits
from workflow.rules.enough_indicators import enough_indicators
from workflow.rules.execution_rate_apart import execution_rate_apart
from workflow.rules.finding import Context, Finding, Found, Rule, finding_of, worst_first
from workflow.rules.form_not_copied import form_not_copied
from workflow.rules.formula_complete import formula_complete
from workflow.rules.formula_matches_amount import formula_matches_amount
from workflow.rules.formula_result import formula_result
from workflow.rules.funding_row_once import funding_row_once
from workflow.rules.goal_has_indicators import goal_has_indicators
from workflow.rules.goal_numbers_match import goal_numbers_match
from workflow.rules.goal_text_clear import goal_text_clear
from workflow.rules.goal_text_present import goal_text_present
from workflow.rules.indicator_in_place import indicator_in_place
from workflow.rules.indicator_not_renamed import indicator_not_renamed
from workflow.rules.indicator_once import indicator_once
from workflow.rules.indicators_kept import indicators_kept
from workflow.rules.indicators_own_work import indicators_own_work
from workflow.rules.input_not_output import input_not_output
from workflow.rules.last_year_column_matches import last_year_column_matches
from workflow.rules.level_known import level_known
from workflow.rules.line_complete import line_complete
from workflow.rules.line_once import line_once
from workflow.rules.listed_in_overall import listed_in_overall
from workflow.rules.long_term_ahead import long_term_ahead
from workflow.rules.more_money_for_more import more_money_for_more
from workflow.rules.names_own_department import names_own_department
from workflow.rules.names_own_project import names_own_project
from workflow.rules.number_stands_alone import number_stands_alone
from workflow.rules.output_and_benefit_present import output_and_benefit_present
from workflow.rules.output_quantified import output_quantified
from workflow.rules.overall_amount_matches import overall_amount_matches
from workflow.rules.overall_type_matches import overall_type_matches
from workflow.rules.percent_sign_once import percent_sign_once
from workflow.rules.percent_within_100 import percent_within_100
from workflow.rules.prior_budget_updated import prior_budget_updated
from workflow.rules.prior_units_agree import prior_units_agree
from workflow.rules.prior_years_kept import prior_years_kept
from workflow.rules.project_declared_once import project_declared_once
from workflow.rules.projects_match_overall import projects_match_overall
from workflow.rules.quantity_and_quality_present import quantity_and_quality_present
from workflow.rules.quantity_is_counted import quantity_is_counted
from workflow.rules.rate_has_percent import rate_has_percent
from workflow.rules.required_fields import required_fields
from workflow.rules.satisfaction_present import satisfaction_present
from workflow.rules.satisfaction_weight import satisfaction_weight
from workflow.rules.siblings_differ import siblings_differ
from workflow.rules.sources_match_budget import sources_match_budget
from workflow.rules.tables_agree import tables_agree
from workflow.rules.target_differs_from_name import target_differs_from_name
from workflow.rules.target_not_a_dash import target_not_a_dash
from workflow.rules.target_not_lowered import target_not_lowered
from workflow.rules.target_present import target_present
from workflow.rules.target_readable import target_readable
from workflow.rules.target_unit_kept import target_unit_kept
from workflow.rules.target_verifiable import target_verifiable
from workflow.rules.targets_not_swapped import targets_not_swapped
from workflow.rules.template_filled_in import template_filled_in
from workflow.rules.text_of_this_year import text_of_this_year
from workflow.rules.texts_own_work import texts_own_work
from workflow.rules.trend_has_baseline import trend_has_baseline
from workflow.rules.unit_present import unit_present
from workflow.rules.unit_well_formed import unit_well_formed
from workflow.rules.vague_lines import vague_lines
from workflow.rules.weight_balanced import weight_balanced
from workflow.rules.weight_given import weight_given
from workflow.rules.weights_sum import weights_sum
from workflow.rules.words_verifiable import words_verifiable
from workflow.rules.year_current import year_current
from workflow.rules.year_within_total import year_within_total
from workflow.types import Scope

RULES: tuple[Rule, ...] = (
    required_fields,
    sources_match_budget,
    details_match_sources,
    year_within_total,
    amounts_positive,
    assets_within_budget,
    formula_result,
    output_and_benefit_present,
    target_present,
    weights_sum,
    rate_has_percent,
    percent_within_100,
    percent_sign_once,
    unit_present,
    unit_well_formed,
    target_differs_from_name,
    target_verifiable,
    number_stands_alone,
    output_quantified,
    trend_has_baseline,
    quantity_is_counted,
    target_not_a_dash,
    target_readable,
    direction_fits,
    deadline_in_fiscal_year,
    deadline_dated,
    formula_complete,
    formula_matches_amount,
    funding_row_once,
    line_complete,
    line_once,
    vague_lines,
    asset_line_complete,
    goal_text_present,
    goal_text_clear,
    goal_has_indicators,
    goal_numbers_match,
    annual_goal_own_words,
    year_current,
    template_filled_in,
    level_known,
    quantity_and_quality_present,
    cost_present,
    satisfaction_present,
    enough_indicators,
    indicator_in_place,
    indicator_once,
    input_not_output,
    execution_rate_apart,
    cost_within_budget,
    weight_given,
    weight_balanced,
    satisfaction_weight,
    words_verifiable,
    annual_within_long_term,
    tables_agree,
    prior_years_kept,
    prior_units_agree,
    long_term_ahead,
    target_not_lowered,
    targets_not_swapped,
    comparator_not_loosened,
    target_unit_kept,
    indicators_kept,
    indicator_not_renamed,
    last_year_column_matches,
    form_not_copied,
    text_of_this_year,
    prior_budget_updated,
    budget_change_explained,
    more_money_for_more,
    listed_in_overall,
    overall_amount_matches,
    overall_type_matches,
    projects_match_overall,
    project_declared_once,
    siblings_differ,
    names_own_department,
    names_own_project,
    texts_own_work,
    indicators_own_work,
)

__all__ = ["RULES", "Context", "Finding", "Found", "Rule", "check"]


def check(document: Declaration, context: Context, scopes: Container[Scope] = (Scope.form,)) -> list[Finding]:
    """All findings of the rules of these scopes as the region has set them: the worst first, then as in ``RULES``."""
    found = [item for rule in RULES if rule.scope in scopes for item in _of(rule, document, context)]
    spoken = {(item.rule, item.path) for item in found}
    yielding = {rule.id: rule.yields_to for rule in RULES}
    told = [item for item in found if not any((other, item.path) in spoken for other in yielding[item.rule])]
    return worst_first(told)


def _of(rule: Rule, document: Declaration, context: Context) -> Iterator[Finding]:
    severity = context.settings.severity(rule.id, rule.severity)
    if severity is None:
        return
    for hit in rule.check(document, context):
        yield finding_of(rule, severity, hit)
