"""The delivery log of e-mails and the list of background jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import null
from sqlmodel import Session, col, func, select

from workflow.models import JobRun, OutboxMessage, UserAccount
from workflow.notifications.outbox import deliveries_visible_to
from workflow.permissions import Actor
from workflow.types import JobState, OutboxState, Role

PAGE_SIZE = 50

DELIVERY_LABELS: dict[str, tuple[str, str]] = {
    OutboxState.due: ("待发送", "Waiting"),
    OutboxState.sending: ("发送中", "Sending"),
    OutboxState.sent: ("已发送", "Sent"),
    OutboxState.failed: ("发送失败", "Failed"),
    OutboxState.unknown: ("结果不明", "Unknown"),
    OutboxState.skipped: ("未发送（未配置发送渠道）", "Not sent (nothing is set up for it)"),
}

JOB_LABELS: dict[str, tuple[str, str]] = {
    JobState.queued: ("排队中", "Queued"),
    JobState.running: ("运行中", "Running"),
    JobState.done: ("已完成", "Done"),
    JobState.failed: ("失败", "Failed"),
    JobState.cancelled: ("已取消", "Cancelled"),
}


@dataclass(frozen=True)
class DeliveryLine:
    """One e-mail and what became of it; ``facts`` None: the reader keeps the machine and is not told the business."""

    id: int
    template: str
    facts: dict[str, Any] | None
    recipient: str
    channel: str
    address: str
    status: str
    attempts: int
    last_error: str
    not_before: datetime
    sent_at: datetime | None
    created_at: datetime


def deliveries(
    session: Session, actor: Actor, status: str = "", before: int | None = None, size: int = PAGE_SIZE
) -> list[DeliveryLine]:
    """Newest first, one page (and one more to tell whether there are older ones)."""
    row = OutboxMessage
    facts = null() if Role.system_admin in actor.roles else row.facts
    query = (
        select(  # type: ignore[call-overload]
            row.id, row.template, facts, UserAccount.name, row.channel, row.address, row.status, row.attempts,
            row.last_error, row.not_before, row.sent_at, row.created_at,
        )
        .join(UserAccount, col(UserAccount.id) == row.recipient_id)
        .where(deliveries_visible_to(actor))
        .order_by(col(row.id).desc())
        .limit(size + 1)
    )  # fmt: skip
    if status:
        query = query.where(row.status == status)
    if before:
        query = query.where(row.id < before)
    return [DeliveryLine(*found) for found in session.exec(query)]


def deliveries_by_status(session: Session, actor: Actor) -> dict[str, int]:
    """How many e-mails are in which state: ``failed`` and ``unknown`` want a look."""
    query = select(OutboxMessage.status, func.count()).where(deliveries_visible_to(actor))
    return dict(session.exec(query.group_by(col(OutboxMessage.status))).all())


def jobs(session: Session, actor: Actor, kind: str = "") -> list[JobRun]:
    """The newest jobs the actor asked for; all for the system administrator."""
    query = select(JobRun).order_by(col(JobRun.id).desc()).limit(PAGE_SIZE)
    if Role.system_admin not in actor.roles:
        query = query.where(JobRun.requested_by == actor.user_id)
    return list(session.exec(query.where(JobRun.kind == kind) if kind else query))
