"""The canonical content of a monitoring report: what its signatures are bound to."""

import hashlib
import json
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from workflow.models import Attachment, MonitoringItem, MonitoringPart, MonitoringReport

EVIDENCE = "monitoring_item"
"""``owner_kind`` of files that prove what was reached (佐证材料); the owner is the item."""
ITEM_FIELDS = ("actual", "forecast", "cause_kind", "cause", "measure", "likelihood")
MONEY_FIELDS = ("forecast_fen", "money_cause", "money_measure")


def items_of(session: Session, report_id: int) -> list[MonitoringItem]:
    """The indicators of a report in form order."""
    query = select(MonitoringItem).where(MonitoringItem.report_id == report_id)
    return list(session.exec(query.order_by(col(MonitoringItem.position), col(MonitoringItem.id))))


def report_content(session: Session, report: MonitoringReport) -> dict[str, Any]:
    """What a person filled in and the money it was filled in against; parts, proof, a second line where there are any.

    What stands only where there is any leaves the signatures of older reports as they were.
    """
    beside = {
        "parts": _parts(session, report.id),
        "evidence": _evidence(session, report.id),
        "carry_over_forecast_fen": report.carry_over_forecast_fen,
    }
    return {key: said for key, said in beside.items() if said} | {
        "as_of": report.as_of.isoformat(),
        "executed_fen": report.executed_fen,
        "adjusted_fen": report.adjusted_fen,
        **{name: getattr(report, name) for name in MONEY_FIELDS},
        "items": [
            {"uid": item.indicator_uid, **{name: getattr(item, name) for name in ITEM_FIELDS}}
            for item in items_of(session, report.id)
        ],
    }


def _parts(session: Session, report_id: int) -> list[dict[str, Any]]:
    query = select(MonitoringPart).where(MonitoringPart.report_id == report_id)
    rows = session.exec(query.order_by(col(MonitoringPart.position), col(MonitoringPart.id)))
    return [row.model_dump(include={"name", "budget_fen", "executed_fen", "actuals"}) for row in rows]


def evidence_of(session: Session, report_id: int) -> list[tuple[str, Attachment]]:
    """(uid of the indicator, file), in form order."""
    query = (
        select(MonitoringItem.indicator_uid, Attachment)
        .join(Attachment, and_(col(Attachment.owner_kind) == EVIDENCE, col(Attachment.owner_id) == MonitoringItem.id))
        .where(MonitoringItem.report_id == report_id)
        .order_by(col(MonitoringItem.position), col(Attachment.id))
    )
    return list(session.exec(query).all())


def _evidence(session: Session, report_id: int) -> list[dict[str, str]]:
    found = evidence_of(session, report_id)
    return [{"uid": uid, "name": file.name, "sha256": file.sha256} for uid, file in found]


def report_hash(session: Session, report: MonitoringReport) -> str:
    """SHA-256 of the content, 64 hex digits."""
    text = json.dumps(report_content(session, report), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
