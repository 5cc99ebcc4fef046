"""Which results of a form still are those of an earlier monitoring report: taken over, and not typed since."""

import json
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from workflow.lifecycle.facts import file_kind
from workflow.models import AuditEntry, MonitoringCampaign, MonitoringItem, MonitoringReport, SelfEvaluation
from workflow.types import ReportState

Form = MonitoringReport | SelfEvaluation


def carried_actuals(session: Session, row: Form, items: Iterable[Any]) -> dict[str, int]:
    """Indicator → the month its result was reported for; none once the form is with finance."""
    if row.state != ReportState.drafted or row.project_id is None:
        return {}
    month, before = _before(session, row)
    same = [item.indicator_uid for item in items if item.actual and before.get(item.indicator_uid) == item.actual]
    typed = _typed(session, row) if same else set()
    return {uid: month for uid in same if f"items/{uid}/actual" not in typed}


def _before(session: Session, row: Form) -> tuple[int, dict[str, str]]:
    """Month and results of the report the form was filled in from."""
    query = (
        select(MonitoringReport.id, MonitoringCampaign.cutoff_month)
        .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
        .where(MonitoringReport.project_id == row.project_id, MonitoringReport.fiscal_year == row.fiscal_year)
        .order_by(col(MonitoringCampaign.round).desc(), col(MonitoringReport.id).desc())
    )
    if isinstance(row, MonitoringReport):
        own = session.get_one(MonitoringCampaign, row.campaign_id).round
        if own == 1:
            return 0, {}
        query = query.where(col(MonitoringCampaign.round) < own)
    else:
        query = query.where(MonitoringReport.state == ReportState.accepted)
    found = session.exec(query.limit(1)).first()
    if found is None:
        return 0, {}
    said = select(MonitoringItem.indicator_uid, MonitoringItem.actual).where(MonitoringItem.report_id == found[0])
    return found[1], dict(session.exec(said).all())


def _typed(session: Session, row: Form) -> set[str]:
    """Places somebody has changed in this form."""
    query = select(AuditEntry.canonical).where(
        AuditEntry.object_kind == file_kind(row), AuditEntry.object_id == row.id, AuditEntry.state_to == ""
    )
    details = (json.loads(text)["details"] for text in session.exec(query))
    return {change["path"] for one in details for change in one.get("changes", ())}
