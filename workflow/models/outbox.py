"""What leaves the house after the commit: inbox rows (exactly once) and e-mail (at most once)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, any_id, one_of, ref
from workflow.types import Channel, OutboxState


class InboxMessage(Stamped, table=True):
    """A message in a person's inbox, written in the transaction of what it tells about."""

    __table_args__ = (
        UniqueConstraint("recipient_id", "dedupe_key"),
        Index("ix_inbox_message_unread", "recipient_id", "read_at", "id"),
    )

    recipient_id: int = ref("user_account.id", index=False)
    dedupe_key: str = Field(max_length=160)
    template: str = Field(max_length=60)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    object_kind: str = Field(default="", max_length=32)
    object_id: int | None = any_id(nullable=True)
    read_at: datetime | None = None


class OutboxMessage(Stamped, table=True):
    """One message that leaves the house. ``sending`` is committed before; a row left there becomes ``unknown``.

    ``address``: an e-mail address, a phone number, or the code of the organisation whose group it is for; then the
    recipient is one of those whose matter it is.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_outbox_due", "status", "not_before"),
        one_of("status", OutboxState),
        one_of("channel", Channel),
    )

    dedupe_key: str = Field(max_length=160)
    template: str = Field(max_length=60)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    recipient_id: int = ref("user_account.id")
    channel: str = Field(default=Channel.mail.value, max_length=8)
    address: str = Field(default="", max_length=200)
    not_before: datetime
    lease_until: datetime | None = None
    attempts: int = 0
    status: str = Field(default=OutboxState.due.value, max_length=16)
    sent_at: datetime | None = None
    last_error: str = Field(default="", max_length=400)
