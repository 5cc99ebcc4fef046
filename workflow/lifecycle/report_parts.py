"""The executing bodies (执行单位) of a monitoring report, and what their entries come to."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from workflow.documents.report_content import items_of
from workflow.execution.parts import Part, Together, together
from workflow.lifecycle.report_lights import indicators_of
from workflow.models import MonitoringPart, MonitoringReport


def parts_of(session: Session, report_id: int) -> list[MonitoringPart]:
    """In the order they were typed."""
    query = select(MonitoringPart).where(MonitoringPart.report_id == report_id)
    return list(session.exec(query.order_by(col(MonitoringPart.position), col(MonitoringPart.id))))


def sums_of(session: Session, report: MonitoringReport) -> dict[str, Together]:
    """What the bodies come to, by uid of the indicator; nothing without bodies."""
    rows, targets = parts_of(session, report.id), indicators_of(session, [report])
    found = {}
    for item in items_of(session, report.id) if rows else []:
        promised = targets.get((report.declaration_id, item.indicator_uid))
        if promised:
            level = promised.level1 + promised.level2
            given = entries(rows, item.indicator_uid)
            found[item.indicator_uid] = together(given, promised.target, level, report.fiscal_year)
    return found


def entries(rows: Sequence[MonitoringPart], uid: str) -> list[Part]:
    """What each body says of one indicator."""
    return [Part(row.name, row.actuals.get(uid, ""), row.budget_fen) for row in rows]
