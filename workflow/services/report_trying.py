"""The lights a monitoring report would have with what is typed and not yet saved. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from workflow.documents.report_content import items_of
from workflow.documents.report_money import year_forecast
from workflow.lifecycle.files import find_report
from workflow.lifecycle.report_lights import Lit, MoneyLights, indicators_of, lit, money_lights
from workflow.models import MonitoringItem, MonitoringReport
from workflow.permissions import Actor
from workflow.regional.lights import light_rules
from workflow.services.reports import place_on, read_cell, require_editor, unread


@dataclass(frozen=True)
class Tried:
    """The lights of each indicator by uid with its item as typed, those of the money and what it comes to."""

    items: dict[str, tuple[MonitoringItem, Lit]]
    money: MoneyLights
    forecast_fen: int | None


def try_lights(session: Session, actor: Actor, report_id: int, values: Mapping[str, str]) -> Tried:
    """Raises like ``fill_report``, but for the version: whoever was faster is told of at the save."""
    row = find_report(session, actor, report_id)
    require_editor(actor, row, row.version)
    report = MonitoringReport(**row.model_dump())
    items = {item.indicator_uid: MonitoringItem(**item.model_dump()) for item in items_of(session, row.id)}
    cells = {f"items/{uid}": item for uid, item in items.items()}
    for path, raw in values.items():
        target, column = place_on(report, cells, path)
        try:
            read = read_cell(path, column, raw)
        except ValueError:  # said at the save; until then there is no forecast to judge
            read = unread(path, raw)
        for name, value in read.items():
            setattr(target, name, value)
    rules, targets = light_rules(session, row.region_id, row.fiscal_year), indicators_of(session, [row])
    return Tried(
        {uid: (item, lit(item, targets.get((row.declaration_id, uid)), report, rules)) for uid, item in items.items()},
        money_lights(report, rules),
        year_forecast(report),
    )
