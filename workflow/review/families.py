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
    Family("填写完整", "Completeness", ("required_fields", "output_and_benefit_present", "target_present")),
    Family("金额勾稽", "Sums", ("sources_match_budget", "details_match_sources")),
    Family("指标权重", "Weights", ("weights_sum",)),
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
            "target_differs_from_name", "target_verifiable", "output_quantified", "trend_has_baseline",
            "quantity_is_counted", "direction_fits", "deadline_in_fiscal_year", "deadline_dated",
        ),
    ),
)  # fmt: skip
REST: dict[Scope, Family] = {
    Scope.form: Family("表内其他", "Other rules of the form"),
    Scope.linked: Family("与上年、部门整体和同部门项目比对", "Against last year and the department's other tables"),
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
