"""Review rules (规则预审): deterministic, offline, over the canonical document only.

Contract: a rule is one file ``<name>.py`` with one ``Rule`` of that name, made by ``@rule``; it gets the document and
a ``Context`` and yields ``Found``s; it never raises. To add one: the file, one line in ``RULES`` (errors first, in the
order of the paper form), and ``tests/unit/rules/test_<name>.py``.
"""

from workflow.canonical import Declaration
from workflow.rules.details_match_sources import details_match_sources
from workflow.rules.finding import Context, Finding, Found, Rule
from workflow.rules.output_and_benefit_present import output_and_benefit_present
from workflow.rules.required_fields import required_fields
from workflow.rules.sources_match_budget import sources_match_budget
from workflow.rules.target_present import target_present
from workflow.rules.weights_sum import weights_sum

RULES: tuple[Rule, ...] = (
    required_fields,
    sources_match_budget,
    details_match_sources,
    output_and_benefit_present,
    target_present,
    weights_sum,
)

__all__ = ["RULES", "Context", "Finding", "Found", "Rule", "check"]


def check(document: Declaration, context: Context) -> list[Finding]:
    """All findings of all rules, in the order of ``RULES``."""
    return [
        Finding(rule.id, rule.severity, hit.path, hit.zh, hit.en, rule.source, hit.excerpt, hit.suggestion)
        for rule in RULES
        for hit in rule.check(document, context)
    ]
