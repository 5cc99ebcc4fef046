"""Users and their grants (role × organisation)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, flag, long_text, one_of, ref
from workflow.types import Role


class UserAccount(Stamped, table=True):
    """A person who signs in. ``session_epoch`` grows to end all sessions; ``demo_password`` only in demo data.

    ``mail_digest``: one e-mail a day instead of one per message.
    """

    __table_args__ = (CheckConstraint("failed_logins >= 0", name="failed_logins_not_negative"),)

    username: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=60)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    password_hash: str = Field(max_length=200)
    active: bool = flag(True)
    language: str = Field(default="zh", max_length=8)
    mail_digest: bool = flag()
    session_epoch: int = 1
    failed_logins: int = 0
    locked_until: datetime | None = None
    last_login_at: datetime | None = None
    demo_password: str | None = Field(default=None, max_length=60)


class SignInSession(Stamped, table=True):
    """One sign-in of a person; the row is gone after signing out, and a cookie that carries its key with it."""

    user_id: int = ref("user_account.id")
    key: str = Field(max_length=64, unique=True)


class KnownBrowser(Stamped, table=True):
    """A browser somebody has signed in with: it counts its failures for itself, so nobody else locks it out."""

    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        CheckConstraint("failed_logins >= 0", name="failed_logins_not_negative"),
    )

    user_id: int = ref("user_account.id", index=False)
    key: str = Field(max_length=64)
    failed_logins: int = 0
    locked_until: datetime | None = None
    used_at: datetime


class Grant(Row, table=True):
    """A role at an organisation and its subtree; the three administrators (三员) exclude all others."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "organisation_id"), one_of("role", Role))

    user_id: int = ref("user_account.id", index=False)
    role: str = Field(max_length=32)
    organisation_id: int = ref("organisation.id")
    valid_from: date | None = None
    valid_to: date | None = None


class StandIn(Stamped, table=True):
    """AB角代办: ``stand_in_id`` acts with the grants of ``absent_id`` from ``from_on`` to ``until_on``, both included.

    It ends by itself after the last day, or at once by ``ended_at``.
    """

    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="from_before_until"),
        CheckConstraint("absent_id <> stand_in_id", name="not_oneself"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_at_by_person"),
    )

    absent_id: int = ref("user_account.id")
    stand_in_id: int = ref("user_account.id")
    from_on: date
    until_on: date
    reason: str = long_text()
    named_by: int = ref("user_account.id")
    ended_at: datetime | None = None
    ended_by: int | None = ref("user_account.id", nullable=True)
