"""The canonical content of a monitoring report: what its signatures are bound to."""

import hashlib
import json
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import MonitoringItem, MonitoringReport

ITEM_FIELDS = ("actual", "forecast", "cause_kind", "cause", "measure", "likelihood")
MONEY_FIELDS = ("forecast_fen", "money_cause", "money_measure")


def items_of(session: Session, report_id: int) -> list[MonitoringItem]:
    """The indicators of a report in form order."""
    query = select(MonitoringItem).where(MonitoringItem.report_id == report_id)
    return list(session.exec(query.order_by(col(MonitoringItem.position), col(MonitoringItem.id))))


def report_content(session: Session, report: MonitoringReport) -> dict[str, Any]:
    """What a person filled in and the money it was filled in against."""
    return {
        "as_of": report.as_of.isoformat(),
        "executed_fen": report.executed_fen,
        "adjusted_fen": report.adjusted_fen,
        **{name: getattr(report, name) for name in MONEY_FIELDS},
        "items": [
            {"uid": item.indicator_uid, **{name: getattr(item, name) for name in ITEM_FIELDS}}
            for item in items_of(session, report.id)
        ],
    }


def report_hash(session: Session, report: MonitoringReport) -> str:
    """SHA-256 of the content, 64 hex digits."""
    text = json.dumps(report_content(session, report), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
