"""The delivery log of e-mails and the list of background jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import null
from sqlmodel import Session, col, func, select

from workflow.models import Grant, JobRun, Organisation, OutboxMessage, UserAccount
from workflow.notifications.outbox import deliveries_visible_to
from workflow.permissions import Actor
from workflow.types import Channel, JobState, OutboxState, Role

PAGE_SIZE = 50

DELIVERY_LABELS: dict[str, tuple[str, str]] = {
    OutboxState.due: ("待发送", "Waiting"),
    OutboxState.sending: ("发送中", "Sending"),
    OutboxState.sent: ("已发送", "Sent"),
    OutboxState.failed: ("发送失败", "Failed"),
    OutboxState.unknown: ("结果不明", "Unknown"),
    OutboxState.skipped: ("未发送（未配置发送渠道）", "Not sent (nothing is set up for it)"),
}

REASONS: dict[str, tuple[str, str]] = {
    "no mail server is set": ("未配置邮件服务器", "no mail server is set up"),
    "no such place is set": ("未配置该部门的工作群或短信网关", "no group or gateway is set up for it"),
    "the worker died while sending": ("发送时后台进程中断", "the worker died while sending"),
    "no answer after the letter was handed over": ("交给邮件服务器后没有回音", "no answer after it was handed over"),
    "no answer after the message was handed over": ("交给对方后没有回音", "no answer after it was handed over"),
    "no connection": ("连接不上", "no connection"),
    "the host is not known": ("找不到该地址", "the host is not known"),
    "bad address": ("地址有误", "bad address"),
    "not an https address": ("不是 https 地址", "not an https address"),
    "only https leaves the house": ("只能发往 https 地址", "only https leaves the house"),
    "an answer that cannot be read": ("对方的回复无法识别", "an answer that cannot be read"),
    "an address inside the house that is not among allowed_hosts": (
        "内网地址，未列入允许名单", "an address inside the house that is not allowed",
    ),
}  # fmt: skip
"""What the product itself says about a message that did not go; the words of a server stay as they are."""


def reason_words(reason: str) -> tuple[str, str]:
    """The reason in both languages; what a server or a library added stays behind it."""
    what, colon, detail = reason.partition(": ")
    zh, en = REASONS.get(what, (what, what))
    behind = ("：" if what in REASONS else ": ", ": ") if colon else ("", "")
    return f"{zh}{behind[0]}{detail}", f"{en}{behind[1]}{detail}"


JOB_LABELS: dict[str, tuple[str, str]] = {
    JobState.queued: ("排队中", "Queued"),
    JobState.running: ("运行中", "Running"),
    JobState.done: ("已完成", "Done"),
    JobState.failed: ("失败", "Failed"),
    JobState.cancelled: ("已取消", "Cancelled"),
}


@dataclass(frozen=True)
class DeliveryLine:
    """One message and what became of it; ``facts`` None: the reader keeps the machine and is not told the business.

    ``group`` names the department whose work group a bot wrote to.
    """

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
    group: str = ""


def shown_address(line: DeliveryLine) -> str:
    """Where it went: a phone number only in part; a group has a name and no address."""
    if line.channel == Channel.sms:
        return f"{line.address[:3]}****{line.address[-4:]}"
    return "" if line.channel == Channel.bot else line.address


def deliveries(
    session: Session, actor: Actor, status: str = "", before: int | None = None, size: int = PAGE_SIZE
) -> list[DeliveryLine]:
    """Newest first, one page (and one more to tell whether there are older ones)."""
    row = OutboxMessage
    facts = null() if Role.system_admin in actor.roles else row.facts
    query = (
        select(  # type: ignore[call-overload]
            row.id, row.template, facts, UserAccount.name, row.channel, row.address, row.status, row.attempts,
            row.last_error, row.not_before, row.sent_at, row.created_at, func.coalesce(_group(), ""),
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


def _group() -> Any:
    """The organisation of a group message: what bears the code in the region of those whose matter it is."""
    held = select(Grant.organisation_id).where(Grant.user_id == OutboxMessage.recipient_id)
    place = Organisation.__table__.alias("place")  # type: ignore[attr-defined]
    regions = select(place.c.region_id).where(place.c.id.in_(held.correlate(OutboxMessage)))
    return (
        select(Organisation.name)
        .where(
            OutboxMessage.channel == Channel.bot,
            Organisation.code == OutboxMessage.address,
            col(Organisation.region_id).in_(regions.correlate(OutboxMessage)),
        )
        .order_by(col(Organisation.valid_from).desc())
        .limit(1)
        .correlate(OutboxMessage)
        .scalar_subquery()
    )


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
