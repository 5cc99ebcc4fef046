"""Snapshots, submissions, signatures, waivers: what was sent, who stood for it, and what was explained."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Row, Stamped, any_id, flag, long_text, one_of, ref
from workflow.types import SignatureKind


class Snapshot(Stamped, table=True):
    """A frozen canonical document, found by its content hash; stored once however often it is used."""

    __table_args__ = (UniqueConstraint("content_hash", "schema_version"),)

    content_hash: str = Field(max_length=64)
    schema_version: int
    packed: bytes = Field(sa_type=LargeBinary)


class Submission(Stamped, table=True):
    """What was sent: edition 1 of a round is the submit (报送财政), later ones are signed edits (协商完善)."""

    __table_args__ = (UniqueConstraint("declaration_id", "round", "edition"),)

    declaration_id: int = ref("declaration.id", index=False)
    round: int
    edition: int = 1
    snapshot_id: int = ref("snapshot.id")
    submitted_by: int = ref("user_account.id")


class Signature(Stamped, table=True):
    """审签 of one object (declaration or monitoring report), bound to the content the signer saw.

    ``user_id`` is who signed, also on paper, where the filer who uploaded ``scan_id`` is the one of the audit entry.
    """

    __table_args__ = (
        Index("ix_signature_object", "object_kind", "object_id"),
        one_of("kind", SignatureKind),
        CheckConstraint("(kind = 'paper') = (scan_id IS NOT NULL)", name="scan_by_kind"),
    )

    object_kind: str = Field(max_length=32)
    object_id: int = any_id()
    desk: str = Field(max_length=20)
    user_id: int = ref("user_account.id")
    content_hash: str = Field(max_length=64)
    snapshot_id: int | None = ref("snapshot.id", nullable=True)
    voided_at: datetime | None = None
    voided_by_action: str | None = Field(default=None, max_length=32)
    on_behalf_of: int | None = ref("user_account.id", nullable=True)
    kind: str = Field(default=SignatureKind.screen, max_length=8)
    scan_id: int | None = ref("attachment.id", nullable=True)


class Waiver(Stamped, table=True):
    """情况说明: why a finding is carried along (带说明报送), visible to everyone who sees the file.

    It covers exactly the sentence it explains: when the numbers change, the explanation must be given again.
    """

    __table_args__ = (
        Index(
            "uq_waiver_open",
            "declaration_id",
            "finding_key",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    declaration_id: int = ref("declaration.id")
    rule: str = Field(max_length=60)
    path: str = Field(max_length=120)
    finding_key: str = Field(max_length=64)
    statement: str = long_text()
    reason: str = long_text()
    author_id: int | None = ref("user_account.id", nullable=True)
    on_behalf_of: int | None = ref("user_account.id", nullable=True, index=False)
    withdrawn_at: datetime | None = None


class FiledBy(Row, table=True):
    """Who typed in this declaration (per revision) or report: the people who may not check it later."""

    __table_args__ = (UniqueConstraint("object_kind", "object_id", "user_id"),)

    object_kind: str = Field(max_length=32)
    object_id: int = any_id()
    user_id: int = ref("user_account.id")
    department_trace: bool = flag()
