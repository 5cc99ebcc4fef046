"""Review rules (规则预审): deterministic, offline, over the canonical document only.

Contract: a rule is one file ``<name>.py`` with one ``Rule`` of that name, made by ``@rule``; it gets the document and
a ``Context`` and yields ``Found``s; it never raises. To add one: the file, one line in ``RULES`` (errors first, in the
order of the paper form), and ``tests/unit/rules/test_<name>.py``.
"""

from collections.abc import Container, Iterator

from workflow.canonical import Declaration
from workflow.rules.budget_change_explained import budget_change_explained
from workflow.rules.comparator_not_loosened import comparator_not_loosened
from workflow.rules.deadline_dated import deadline_dated
from workflow.rules.deadline_in_fiscal_year import deadline_in_fiscal_year
from workflow.rules.details_match_sources import details_match_sources
from workflow.rules.direction_fits import direction_fits
from workflow.rules.finding import Context, Finding, Found, Rule
from workflow.rules.form_not_copied import form_not_copied
from workflow.rules.indicator_not_renamed import indicator_not_renamed
from workflow.rules.indicators_kept import indicators_kept
from workflow.rules.indicators_own_work import indicators_own_work
from workflow.rules.last_year_column_matches import last_year_column_matches
from workflow.rules.listed_in_overall import listed_in_overall
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
from workflow.rules.project_declared_once import project_declared_once
from workflow.rules.projects_match_overall import projects_match_overall
from workflow.rules.quantity_is_counted import quantity_is_counted
from workflow.rules.rate_has_percent import rate_has_percent
from workflow.rules.required_fields import required_fields
from workflow.rules.siblings_differ import siblings_differ
from workflow.rules.sources_match_budget import sources_match_budget
from workflow.rules.target_differs_from_name import target_differs_from_name
from workflow.rules.target_not_a_dash import target_not_a_dash
from workflow.rules.target_not_lowered import target_not_lowered
from workflow.rules.target_present import target_present
from workflow.rules.target_readable import target_readable
from workflow.rules.target_unit_kept import target_unit_kept
from workflow.rules.target_verifiable import target_verifiable
from workflow.rules.targets_not_swapped import targets_not_swapped
from workflow.rules.text_of_this_year import text_of_this_year
from workflow.rules.texts_own_work import texts_own_work
from workflow.rules.trend_has_baseline import trend_has_baseline
from workflow.rules.unit_present import unit_present
from workflow.rules.unit_well_formed import unit_well_formed
from workflow.rules.weights_sum import weights_sum
from workflow.types import Scope, Severity

RULES: tuple[Rule, ...] = (
    required_fields,
    sources_match_budget,
    details_match_sources,
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

_WORST_FIRST = tuple(Severity)


def check(document: Declaration, context: Context, scopes: Container[Scope] = (Scope.form,)) -> list[Finding]:
    """All findings of the rules of these scopes as the region has set them: the worst first, then as in ``RULES``."""
    found = [item for rule in RULES if rule.scope in scopes for item in _of(rule, document, context)]
    spoken = {(item.rule, item.path) for item in found}
    yielding = {rule.id: rule.yields_to for rule in RULES}
    told = [item for item in found if not any((other, item.path) in spoken for other in yielding[item.rule])]
    return sorted(told, key=lambda item: _WORST_FIRST.index(item.severity))


def _of(rule: Rule, document: Declaration, context: Context) -> Iterator[Finding]:
    severity = context.settings.severity(rule.id, rule.severity)
    if severity is None:
        return
    for hit in rule.check(document, context):
        yield Finding(rule.id, severity, hit.path, hit.zh, hit.en, rule.source, hit.excerpt, hit.suggestion)
