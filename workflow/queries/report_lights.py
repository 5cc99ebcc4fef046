"""预警灯 of many reports at once, as they were kept when the report last changed (``lifecycle.report_lights``)."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from workflow.models import MonitoringReport
from workflow.permissions import Actor, visible_to
from workflow.types import ReportState

COUNTED = tuple(state for state in ReportState if state is not ReportState.cancelled)


def has_light(light: str) -> ColumnElement[bool]:
    """The WHERE clause of one light of the money, of reports that count."""
    return and_(col(MonitoringReport.state).in_(COUNTED), col(MonitoringReport.money_light) == light)


def has_target_light(light: str) -> ColumnElement[bool]:
    """The WHERE clause of one light of the indicators (the worst of a report), of reports that count."""
    return and_(col(MonitoringReport.state).in_(COUNTED), col(MonitoringReport.target_light) == light)


def lights(session: Session, actor: Actor, campaign_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Campaign → how many visible reports have which light of the money; cancelled ones do not count."""
    ids = list(campaign_ids)
    light = col(MonitoringReport.money_light)
    query = (
        select(MonitoringReport.campaign_id, light, func.count())
        .where(
            col(MonitoringReport.campaign_id).in_(ids),
            col(MonitoringReport.state).in_(COUNTED),
            visible_to(actor, MonitoringReport),
            light != "",
        )
        .group_by(col(MonitoringReport.campaign_id), light)
    )
    found: dict[int, dict[str, int]] = {campaign_id: {} for campaign_id in ids}
    for campaign_id, name, count in session.exec(query):
        found[campaign_id][name] = count
    return found
