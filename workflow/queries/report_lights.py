"""预警灯 of many reports at once: the same bands as ``execution.money_light``, as SQL in whole numbers."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, extract, null
from sqlmodel import Session, col, func, select

from workflow.execution import LIGHT_BANDS, Light
from workflow.models import MonitoringReport
from workflow.permissions import Actor, visible_to
from workflow.types import ReportState

MONTHS = 12
COUNTED = tuple(state for state in ReportState if state is not ReportState.cancelled)


def light_clause() -> ColumnElement[str | None]:
    """The light of a report so far; NULL without a budget."""
    executed, budget = col(MonitoringReport.executed_fen), col(MonitoringReport.adjusted_fen)
    month = extract("month", col(MonitoringReport.as_of))
    bands = [
        (executed * MONTHS * end.denominator < budget * month * end.numerator, light.value)
        for end, light in LIGHT_BANDS
    ]
    return case((budget <= 0, null()), *bands, else_=Light.blue.value)


def has_light(light: str) -> ColumnElement[bool]:
    """The WHERE clause of one light, of reports that count."""
    return and_(col(MonitoringReport.state).in_(COUNTED), light_clause() == light)


def lights(session: Session, actor: Actor, campaign_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Campaign → how many visible reports have which light; cancelled ones do not count."""
    ids = list(campaign_ids)
    light = light_clause().label("light")
    query = (
        select(MonitoringReport.campaign_id, light, func.count())
        .where(
            col(MonitoringReport.campaign_id).in_(ids),
            col(MonitoringReport.state).in_(COUNTED),
            visible_to(actor, MonitoringReport),
        )
        .group_by(col(MonitoringReport.campaign_id), light)
    )
    found: dict[int, dict[str, int]] = {campaign_id: {} for campaign_id in ids}
    for campaign_id, name, count in session.exec(query):
        if name:
            found[campaign_id][name] = count
    return found
