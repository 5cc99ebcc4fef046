"""预警灯 of many reports at once, as they were kept when the report last changed (``lifecycle.report_lights``)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from workflow.models import MonitoringReport, Organisation
from workflow.permissions import Actor, visible_to
from workflow.types import ReportState

COUNTED = tuple(state for state in ReportState if state is not ReportState.cancelled)

NONE = "none"
"""How an address says "without a light"."""


def has_light(light: str) -> ColumnElement[bool]:
    """The WHERE clause of one light of the money (``none``: without one), of reports that count."""
    return and_(col(MonitoringReport.state).in_(COUNTED), col(MonitoringReport.money_light) == _stored(light))


def has_target_light(light: str) -> ColumnElement[bool]:
    """The WHERE clause of one light of the indicators (the worst of a report), of reports that count."""
    return and_(col(MonitoringReport.state).in_(COUNTED), col(MonitoringReport.target_light) == _stored(light))


def _stored(light: str) -> str:
    return "" if light == NONE else light


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


@dataclass(frozen=True)
class DepartmentLights:
    """Reports of one department by (light of the money, worst light of the targets); ``none`` = without one."""

    id: int
    name: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def by_department(session: Session, actor: Actor, campaign_id: int) -> list[DepartmentLights]:
    """资金 × 指标 of visible reports that count, department by department, by name."""
    columns: list[Any] = [Organisation.id, Organisation.name, Organisation.sort_key]
    columns += [MonitoringReport.money_light, MonitoringReport.target_light]
    query: Any = (
        select(*columns, func.count())  # type: ignore[call-overload]
        .join(MonitoringReport, col(MonitoringReport.department_id) == Organisation.id)
        .where(
            MonitoringReport.campaign_id == campaign_id,
            col(MonitoringReport.state).in_(COUNTED),
            visible_to(actor, MonitoringReport),
        )
        .group_by(*columns)
        .order_by(col(Organisation.sort_key), col(Organisation.id))
    )
    found: dict[int, DepartmentLights] = {}
    for key, name, _sort, money, target, count in session.exec(query):
        found.setdefault(key, DepartmentLights(key, name)).counts[money or NONE, target or NONE] += count
    return list(found.values())
