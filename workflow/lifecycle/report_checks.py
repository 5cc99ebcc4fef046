"""What a monitoring report still lacks before it may be sent up or signed."""

from sqlmodel import Session

from workflow.documents.report_content import items_of
from workflow.execution import money_light, needs_cause
from workflow.lifecycle.checks import Problem
from workflow.models import MonitoringItem, MonitoringReport

UNSURE = ("possible", "impossible")


def missing_in(session: Session, report: MonitoringReport) -> list[Problem]:
    """All of it, in form order, each with its place; pages mark the same places while the unit is filling in."""
    items = (problem for item in items_of(session, report.id) for problem in _of_item(item))
    return [*_of_money(report), *items]


def money_needs_cause(report: MonitoringReport) -> bool:
    """A red or yellow light so far, or in the forecast for the year."""
    so_far = money_light(report.executed_fen, report.adjusted_fen, report.as_of.month)
    year = None if report.forecast_fen is None else money_light(report.forecast_fen, report.adjusted_fen)
    return needs_cause(so_far) or needs_cause(year)


def _of_money(report: MonitoringReport) -> list[Problem]:
    problems = []
    if report.forecast_raw:
        problems.append(Problem("unparsed_input", {"raw": report.forecast_raw}, "money/-/forecast"))
    elif report.forecast_fen is None and report.adjusted_fen > 0:
        problems.append(Problem("report_forecast_missing", {}, "money/-/forecast"))
    if money_needs_cause(report):
        for name in ("cause", "measure"):
            if not getattr(report, f"money_{name}").strip():
                problems.append(Problem(f"report_money_{name}_missing", {}, f"money/-/{name}"))
    return problems


def _of_item(item: MonitoringItem) -> list[Problem]:
    place, problems = f"items/{item.indicator_uid}", []
    if not item.actual.strip():
        problems.append(Problem("report_actual_missing", {}, f"{place}/actual"))
    if not item.likelihood:
        problems.append(Problem("report_likelihood_missing", {}, f"{place}/likelihood"))
    if item.likelihood in UNSURE and not (item.cause.strip() and item.measure.strip()):
        problems.append(Problem("report_cause_missing", {}, f"{place}/cause"))
    return problems
