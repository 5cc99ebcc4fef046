"""What a new report already says: its indicators, and what an earlier report of the same project and year said.

Values follow the indicator's ``uid`` over revisions. From an earlier round only what was reached is carried; a report
that was cancelled in this very campaign (its declaration was adjusted) hands over everything, with who typed it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from workflow.db import insert_once
from workflow.documents.report_content import ITEM_FIELDS
from workflow.lifecycle.facts import file_kind
from workflow.models import FiledBy, Indicator, MonitoringCampaign, MonitoringItem, MonitoringReport
from workflow.services.report_carrying import carry_evidence, carry_parts
from workflow.types import Horizon

MONEY_FIELDS = (
    "forecast_fen", "forecast_raw", "carry_over_forecast_fen", "carry_over_forecast_raw", "money_cause",
    "money_measure",
)  # fmt: skip
YEARLY = (Horizon.annual, Horizon.overall)
"""Goals of the year; old forms do not split long-term from annual."""


def prefill(session: Session, reports: Sequence[MonitoringReport]) -> None:
    """Write the items of reports that have none yet."""
    if not reports:
        return
    before = _earlier(session, reports)
    carried = _items(session, [report.id for report in before.values()])
    indicators = _indicators(session, reports)
    rows = [
        _row(report, indicator, position, before.get(_key(report)), carried)
        for report in reports
        for position, indicator in enumerate(indicators.get(report.declaration_id, []))
    ]
    if rows:
        session.exec(insert(MonitoringItem), params=rows)
    for report in reports:
        if old := before.get(_key(report)):
            _carry(session, old, report)


def _carry(session: Session, old: MonitoringReport, new: MonitoringReport) -> None:
    """Who the executing bodies are; within a campaign all there is."""
    same_round = old.campaign_id == new.campaign_id
    carry_parts(session, old, new, reached=same_round)
    if same_round:
        new.sqlmodel_update({name: getattr(old, name) for name in MONEY_FIELDS})
        carry_evidence(session, old, new)
        _carry_authors(session, old, new)


def _row(
    report: MonitoringReport,
    indicator: Indicator,
    position: int,
    before: MonitoringReport | None,
    carried: dict[tuple[int, str], MonitoringItem],
) -> dict[str, Any]:
    old = carried.get((before.id, indicator.uid)) if before else None
    fields = ITEM_FIELDS if before and before.campaign_id == report.campaign_id else ("actual",)
    values = dict.fromkeys(ITEM_FIELDS, "") | ({name: getattr(old, name) for name in fields} if old else {})
    return {"report_id": report.id, "indicator_uid": indicator.uid, "position": position, **values}


def _key(report: MonitoringReport) -> tuple[str, int]:
    return ("project", report.project_id) if report.project_id else ("unit", report.unit_id)


def _earlier(session: Session, reports: Sequence[MonitoringReport]) -> dict[tuple[str, int], MonitoringReport]:
    """The newest other report of the same project (or unit as a whole) and year."""
    query = (
        select(MonitoringReport)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .where(
            MonitoringReport.fiscal_year == reports[0].fiscal_year,
            MonitoringReport.region_id == reports[0].region_id,
            col(MonitoringReport.unit_id).in_({report.unit_id for report in reports}),
            col(MonitoringReport.id).not_in([report.id for report in reports]),
        )
        .order_by(col(MonitoringCampaign.round), col(MonitoringReport.id))
    )
    return {_key(report): report for report in session.exec(query)}


def _items(session: Session, report_ids: Sequence[int]) -> dict[tuple[int, str], MonitoringItem]:
    query = select(MonitoringItem).where(col(MonitoringItem.report_id).in_(report_ids))
    return {(item.report_id, item.indicator_uid): item for item in session.exec(query)}


def _indicators(session: Session, reports: Sequence[MonitoringReport]) -> dict[int, list[Indicator]]:
    query = (
        select(Indicator)
        .where(
            col(Indicator.declaration_id).in_([report.declaration_id for report in reports]),
            col(Indicator.horizon).in_(YEARLY),
        )
        .order_by(col(Indicator.declaration_id), col(Indicator.position), col(Indicator.id))
    )
    found: dict[int, list[Indicator]] = {}
    for indicator in session.exec(query):
        found.setdefault(indicator.declaration_id, []).append(indicator)
    return found


def _carry_authors(session: Session, old: MonitoringReport, new: MonitoringReport) -> None:
    typed = select(FiledBy).where(FiledBy.object_kind == file_kind(old), FiledBy.object_id == old.id)
    for author in session.exec(typed).all():
        insert_once(
            session,
            FiledBy,
            object_kind=file_kind(new),
            object_id=new.id,
            user_id=author.user_id,
            department_trace=author.department_trace,
        )
