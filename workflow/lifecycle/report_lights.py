"""The lights of monitoring reports: judged with the targets in force and the rules of the region, kept for lists.

What a page of one report shows is judged anew each time; the columns serve lists, boards and filters. They are written
whenever money or content of a report changes, and again when the region changes its rules (``lit_by``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col, select

from workflow.documents.report_money import year_forecast
from workflow.execution import Judged, Light, LightRules, judge, money_light, worst
from workflow.execution.rates import MONTHS
from workflow.models import Indicator, MonitoringItem, MonitoringReport
from workflow.regional.lights import fingerprint, light_rules

NO_TARGET = Judged(None, "no_target")


@dataclass(frozen=True)
class Lit:
    """An indicator's light so far, and by what is expected at the end of the year."""

    actual: Judged
    forecast: Judged


@dataclass(frozen=True)
class MoneyLights:
    """The light of the money so far, and of the spending expected in the year; None without a budget or forecast."""

    actual: Light | None
    forecast: Light | None


def money_lights(report: MonitoringReport, rules: LightRules) -> MoneyLights:
    """Execution rate against the time that has passed, and the forecast against the whole year."""
    budget, forecast = report.adjusted_fen, year_forecast(report)
    return MoneyLights(
        money_light(report.executed_fen, budget, report.as_of.month, rules.bands),
        None if forecast is None else money_light(forecast, budget, bands=rules.bands),
    )


def lit(item: MonitoringItem, indicator: Indicator | None, report: MonitoringReport, rules: LightRules) -> Lit:
    """Both lights of one indicator; one that the revision in force dropped has none."""
    if indicator is None:
        return Lit(NO_TARGET, NO_TARGET)
    target, level1, level2 = indicator.target, indicator.level1, indicator.level2
    actual, forecast = (
        judge(text, target, level1, level2, year=report.fiscal_year, month=month, rules=rules)
        for text, month in ((item.actual, report.as_of.month), (item.forecast, MONTHS))
    )
    return Lit(actual, forecast)


def indicators_of(session: Session, reports: Iterable[MonitoringReport]) -> dict[tuple[int, str], Indicator]:
    """(declaration, uid) → what was promised."""
    wanted = {report.declaration_id for report in reports}
    query = select(Indicator).where(col(Indicator.declaration_id).in_(wanted))
    return {(one.declaration_id, one.uid): one for one in session.exec(query)}


def relight(session: Session, reports: Sequence[MonitoringReport]) -> None:
    """Write the lights of reports and their items; flushes what was typed before."""
    session.flush()  # items are read from the database
    indicators, items = indicators_of(session, reports), _items(session, reports)
    rules = {key: light_rules(session, *key) for key in {_place(report) for report in reports}}
    for report in reports:
        _light_up(report, items.get(report.id, []), indicators, rules[_place(report)])


def _place(report: MonitoringReport) -> tuple[int, int]:
    return report.region_id, report.fiscal_year


def _items(session: Session, reports: Iterable[MonitoringReport]) -> dict[int, list[MonitoringItem]]:
    wanted = col(MonitoringItem.report_id).in_([report.id for report in reports])
    found = session.exec(select(MonitoringItem).where(wanted).order_by(col(MonitoringItem.report_id)))
    return {report_id: list(rows) for report_id, rows in groupby(found, key=lambda item: item.report_id)}


def _light_up(
    report: MonitoringReport,
    items: Sequence[MonitoringItem],
    indicators: dict[tuple[int, str], Indicator],
    rules: LightRules,
) -> None:
    money = money_lights(report, rules)
    for item in items:
        found = lit(item, indicators.get((report.declaration_id, item.indicator_uid)), report, rules)
        item.light, item.forecast_light = found.actual.light or "", found.forecast.light or ""
    report.money_light, report.forecast_light = money.actual or "", money.forecast or ""
    report.target_light = worst(Light(item.light) for item in items if item.light) or ""
    report.lit_by = fingerprint(rules)
