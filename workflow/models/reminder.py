"""Reminders (催报): what a region says about their rules, and the log of what was sent."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, any_id, flag, long_text, ref


class ReminderSetting(Row, table=True):
    """One reminder rule of a region from ``year`` on (0 = always); where there is none the shipped rule holds.

    The whole rule, not what differs: a later release must not change what somebody has decided. ``days`` after the
    event (negative: before), ``working`` days or calendar ones; ``every`` so many days it comes again (0 = never), at
    most ``times`` (0 = until it is done).
    """

    __table_args__ = (
        UniqueConstraint("region_id", "code", "year"),
        CheckConstraint("every >= 0", name="every_not_negative"),
        CheckConstraint("times >= 0", name="times_not_negative"),
        CheckConstraint("text_zh <> '' AND text_en <> ''", name="text_in_both_languages"),
    )

    region_id: int = ref("region.id", index=False)
    code: str = Field(max_length=60)
    year: int = 0
    event: str = Field(max_length=40)
    days: list[int] = Field(sa_type=JSON, nullable=False)
    working: bool = flag()
    every: int = 0
    times: int = 0
    roles: list[str] = Field(sa_type=JSON, nullable=False)
    channels: list[str] = Field(sa_type=JSON, nullable=False)
    text_zh: str = long_text()
    text_en: str = long_text()
    active: bool = flag(True)
    changed_at: datetime
    changed_by: int | None = ref("user_account.id", nullable=True)


class ReminderLog(Stamped, table=True):
    """Each (rule, object, recipient, day) at most once, even with two schedulers; skipped steps are logged too.

    ``reason`` says why one was skipped: ``overtaken`` by a newer one, or found too ``late``.
    """

    __table_args__ = (
        UniqueConstraint("rule", "object_kind", "object_id", "recipient_id", "day"),
        CheckConstraint("outcome IN ('sent', 'skipped')", name="outcome_known"),
        CheckConstraint("reason IN ('', 'overtaken', 'late')", name="reason_known"),
        CheckConstraint("reason = '' OR outcome = 'skipped'", name="reason_of_skipped"),
    )

    rule: str = Field(max_length=60)
    object_kind: str = Field(max_length=32)
    object_id: int = any_id()
    recipient_id: int = ref("user_account.id")
    day: date
    outcome: str = Field(max_length=16)
    reason: str = Field(default="", max_length=16)
