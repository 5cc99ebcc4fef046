"""What a monitoring report still lacks before it may be sent up or signed."""

from sqlmodel import Session

from workflow.documents.report_content import evidence_of, items_of
from workflow.documents.report_money import money_lines
from workflow.execution import Light, LightRules, asks_cause, needs_cause
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.report_lights import Lit, indicators_of, lit, money_lights
from workflow.models import MonitoringItem, MonitoringReport
from workflow.regional import setting
from workflow.regional.lights import light_rules
from workflow.regional.table import RED_NEEDS_EVIDENCE

UNSURE = ("possible", "impossible")
NO_NUMBER = "no_number"
"""An actual like “完成” against a number gets no light: without a word of explanation it would hide a red one. A number
in another unit stands there for everybody to see; its light says that it cannot be held against the target."""


def missing_in(session: Session, report: MonitoringReport) -> list[Problem]:
    """All of it, in form order, each with its place; pages mark the same places while the unit is filling in."""
    rules = light_rules(session, report.region_id, report.fiscal_year)
    targets = indicators_of(session, [report])
    proven = _proven(session, report)
    problems = _of_money(report, rules)
    for item in items_of(session, report.id):
        found = lit(item, targets.get((report.declaration_id, item.indicator_uid)), report, rules)
        problems += _of_item(item, found, rules)
        if proven is not None and found.actual.light is Light.red and item.indicator_uid not in proven:
            problems.append(Problem("report_evidence_missing", {}, f"items/{item.indicator_uid}/actual"))
    return problems


def _proven(session: Session, report: MonitoringReport) -> set[str] | None:
    """Indicators with a file beside them; None where the region asks for none."""
    if not setting(session, report.region_id, RED_NEEDS_EVIDENCE, report.fiscal_year):
        return None
    return {uid for uid, _file in evidence_of(session, report.id)}


def money_needs_cause(report: MonitoringReport, rules: LightRules) -> bool:
    """A light so far, or in the forecast for the year, that demands cause and measure."""
    found = money_lights(report, rules)
    return any(needs_cause(light, yellow_asks=rules.yellow_asks) for light in (found.actual, found.forecast))


def _of_money(report: MonitoringReport, rules: LightRules) -> list[Problem]:
    problems = []
    for line in money_lines(report):
        if line.forecast_raw:
            problems.append(Problem("unparsed_input", {"raw": line.forecast_raw}, line.path))
        elif line.unsaid:
            problems.append(Problem("report_forecast_missing", {}, line.path))
    if money_needs_cause(report, rules):
        for name in ("cause", "measure"):
            if not getattr(report, f"money_{name}").strip():
                problems.append(Problem(f"report_money_{name}_missing", {}, f"money/-/{name}"))
    return problems


def _of_item(item: MonitoringItem, found: Lit, rules: LightRules) -> list[Problem]:
    place, problems = f"items/{item.indicator_uid}", []
    if not item.actual.strip():
        problems.append(Problem("report_actual_missing", {}, f"{place}/actual"))
    elif found.actual.how == NO_NUMBER and not item.cause.strip():
        problems.append(Problem("report_actual_unjudged", {"raw": item.actual}, f"{place}/actual"))
    if not item.likelihood:
        problems.append(Problem("report_likelihood_missing", {}, f"{place}/likelihood"))
    if item.likelihood in UNSURE and not (item.cause.strip() and item.measure.strip()):
        return [*problems, Problem("report_cause_missing", {}, f"{place}/cause")]
    if asks_cause(found.actual, rules) or asks_cause(found.forecast, rules):
        return problems + [
            Problem(f"report_light_{name}_missing", {}, f"{place}/{name}")
            for name in ("cause", "measure")
            if not getattr(item, name).strip()
        ]
    if item.cause_kind and not item.cause.strip():
        problems.append(Problem("report_kind_unexplained", {}, f"{place}/cause"))
    return problems
