"""The wider rule check (关联核对): overall statements, fingerprints of texts, what is due, what was found."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, one_of, ref
from workflow.types import Scope


class OverallStatement(Stamped, table=True):
    """部门整体支出绩效目标 of a department and year: what its projects must agree with (``canonical.Overall``)."""

    __table_args__ = (UniqueConstraint("department_id", "fiscal_year"),)

    department_id: int = ref("organisation.id", index=False)
    fiscal_year: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)


class Fingerprint(Row, table=True):
    """One piece of one text of a declaration; the index answers where else in region and year the piece stands."""

    __table_args__ = (
        Index("ix_fingerprint_piece", "region_id", "fiscal_year", "piece", "department_id", "declaration_id"),
    )

    region_id: int = ref("region.id", index=False)
    fiscal_year: int
    piece: int = Field(sa_type=BigInteger)
    department_id: int = ref("organisation.id", index=False)
    declaration_id: int = ref("declaration.id")
    path: str = Field(max_length=120)


class ReviewDue(Row, table=True):
    """A declaration whose wider check is due. ``marks`` grows with every change, so that none is lost while it runs."""

    __table_args__ = (UniqueConstraint("declaration_id"), Index("ix_review_due_next", "due_at", "id"))

    declaration_id: int = ref("declaration.id", index=False)
    due_at: datetime
    marks: int = 1
    lease_until: datetime | None = None


class ReviewResult(Row, table=True):
    """What the rules of one scope found in this content, beside these documents (``inputs_hash``), as they were set.

    ``outline_hash`` is what the department's other declarations see of this one.
    """

    __table_args__ = (UniqueConstraint("declaration_id", "scope"), one_of("scope", Scope))

    declaration_id: int = ref("declaration.id", index=False)
    scope: str = Field(max_length=16)
    content_hash: str = Field(max_length=64)
    inputs_hash: str = Field(max_length=64)
    outline_hash: str = Field(max_length=64)
    rules_version: str = Field(max_length=64, index=True)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, nullable=False)
    checked_at: datetime
