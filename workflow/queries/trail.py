"""A declaration as it is stored right now, in one look: for the demo and the tests, which print what they re-read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.lifecycle import pair_of
from workflow.models import (
    AuditEntry,
    Comment,
    Declaration,
    DeclarationEdit,
    Indicator,
    MonitoringItem,
    MonitoringReport,
    OutboxMessage,
    Payment,
    PaymentBatch,
    ReminderLog,
    Signature,
    UserAccount,
)
from workflow.types import OutboxState


@dataclass(frozen=True)
class Trail:
    """Place, counters and the newest audit entry."""

    place: str
    version: int
    round: int
    last_actor: str
    last_action: str
    signatures: int
    comments: int
    open_comments: int
    executed_fen: int
    quarantined: int
    report: str
    report_filled: bool
    reminded: bool
    mailed: bool


def find_by_name(session: Session, project_name: str) -> int:
    """The newest open declaration of that name; raises ``LookupError``."""
    query = select(Declaration.id).where(Declaration.project_name == project_name)
    found = session.exec(query.order_by(col(Declaration.id).desc()).limit(1)).first()
    if found is None:
        raise LookupError(project_name)
    return found


def targets_of(session: Session, declaration_id: int) -> dict[str, str]:
    """Indicator → its target as typed."""
    query = select(Indicator.uid, Indicator.target).where(Indicator.declaration_id == declaration_id)
    return {uid: target for uid, target in session.exec(query)}


def trail(session: Session, declaration_id: int) -> Trail:
    """Read straight from the tables, without a scope: not for pages."""
    row = session.get_one(Declaration, declaration_id)
    standing = session.exec(
        select(func.count(col(Signature.id))).where(
            Signature.object_kind == "declaration",
            Signature.object_id == declaration_id,
            col(Signature.voided_at).is_(None),
        )
    ).one()
    remarks = session.exec(
        select(Comment).where(Comment.object_kind == "declaration", Comment.object_id == declaration_id)
    ).all()
    unanswered = sum(item.sent_with == "return" and item.answer is None for item in remarks)
    actor, action = _newest(session, declaration_id, remarks)
    executed, quarantined = _money(session, row)
    return Trail(
        place=pair_of(row),
        version=row.version,
        round=row.round,
        last_actor=actor,
        last_action=action,
        signatures=standing,
        comments=len(remarks),
        open_comments=unanswered,
        executed_fen=executed,
        quarantined=quarantined,
        **_monitoring(session, row),
    )


def _money(session: Session, row: Declaration) -> tuple[int, int]:
    """What was paid for the project, and how many rows of the newest payment file wait to be checked."""
    paid = session.exec(
        select(func.sum(Payment.amount_fen)).where(
            Payment.project_id == row.project_id, Payment.fiscal_year == row.fiscal_year
        )
    ).one()
    newest = select(PaymentBatch).where(PaymentBatch.region_id == row.region_id)
    batch = session.exec(newest.order_by(col(PaymentBatch.id).desc()).limit(1)).first()
    return int(paid or 0), batch.rows_quarantined if batch else 0


def _monitoring(session: Session, row: Declaration) -> dict[str, Any]:
    """Where the newest report is, whether it is filled in, whether its reminder was written and mailed."""
    report = _report_of(session, row.id)
    if report is None:
        return {"report": "", "report_filled": False, "reminded": False, "mailed": False}
    items = session.exec(select(MonitoringItem.actual).where(MonitoringItem.report_id == report.id)).all()
    logged = session.exec(
        select(ReminderLog).where(
            ReminderLog.object_kind == "monitoring_report",
            ReminderLog.object_id == report.id,
            ReminderLog.outcome == "sent",
        )
    ).all()
    letters = [f"{line.rule}:{report.id}:{line.day.isoformat()}:{line.recipient_id}" for line in logged]
    sent = session.exec(
        select(OutboxMessage.id).where(
            col(OutboxMessage.dedupe_key).in_(letters), OutboxMessage.status == OutboxState.sent
        )
    ).first()
    return {
        "report": pair_of(report),
        "report_filled": bool(items) and all(items),
        "reminded": bool(logged),
        "mailed": sent is not None,
    }


def _report_of(session: Session, declaration_id: int) -> MonitoringReport | None:
    query = select(MonitoringReport).where(MonitoringReport.declaration_id == declaration_id)
    return session.exec(query.order_by(col(MonitoringReport.id).desc()).limit(1)).first()


def newest_report(session: Session, declaration_id: int) -> int:
    """The report of the newest campaign; raises ``LookupError``."""
    report = _report_of(session, declaration_id)
    if report is None:
        raise LookupError("no monitoring report")
    return report.id


def _newest(session: Session, declaration_id: int, remarks: Sequence[Comment]) -> tuple[str, str]:
    """Who did what last: a move, a typed value, a comment or an answer."""
    moved = session.exec(
        select(AuditEntry)
        .where(AuditEntry.object_kind == "declaration", AuditEntry.object_id == declaration_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).one()
    typed = session.exec(
        select(DeclarationEdit)
        .where(DeclarationEdit.declaration_id == declaration_id)
        .order_by(col(DeclarationEdit.id).desc())
        .limit(1)
    ).first()
    deeds = [(moved.at, moved.actor_id, moved.action)]
    deeds += [(typed.at, typed.user_id, "edit")] if typed else []
    deeds += [(item.created_at, item.author_id, "comment") for item in remarks]
    deeds += [(item.answered_at, item.answered_by, "answer") for item in remarks if item.answered_at]
    _at, user_id, action = max(deeds, key=lambda deed: deed[0])
    user = session.get(UserAccount, user_id) if user_id else None
    return user.name if user else "", action


def comment_at(session: Session, declaration_id: int, path: str) -> int:
    """The comment of the newest return at a place; raises ``LookupError``."""
    query = select(Comment.id).where(
        Comment.object_kind == "declaration",
        Comment.object_id == declaration_id,
        Comment.sent_with == "return",
        Comment.path == path,
    )
    found = session.exec(query.order_by(col(Comment.id).desc()).limit(1)).first()
    if found is None:
        raise LookupError(path)
    return found
