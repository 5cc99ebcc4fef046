"""Files dropped to be read (导入申报材料), and the forms in them until a person confirms them or leaves them out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, Stamped, long_text, one_of, ref
from workflow.types import IntakeStatus


class IntakeFile(Stamped, table=True):
    """One file of one unit; the same bytes are one row, however often they are dropped.

    ``reading`` is the compressed JSON of what was read; ``trouble`` the code of the refusal, with its sentence in both
    languages. ``runs`` counts the jobs that were asked for.
    """

    __table_args__ = (
        UniqueConstraint("unit_id", "sha256"),
        Index("ix_intake_file_department", "department_id", "id"),
    )

    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id", index=False)
    unit_id: int = ref("organisation.id", index=False)
    uploaded_by: int | None = ref("user_account.id", nullable=True)
    name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    size: int
    job_id: int | None = ref("job_run.id", nullable=True)
    runs: int = 0
    reading: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    trouble: str = Field(default="", max_length=40)
    message_zh: str = long_text()
    message_en: str = long_text()
    finished_at: datetime | None = None


class IntakeForm(Row, table=True):
    """One form of a file and what a person says about it; the draft itself is computed from the reading.

    ``typed`` are corrections by path, ``settled`` the doubtful places somebody confirmed, ``version`` counts both.
    ``fiscal_year`` and ``project_name`` as printed. ``task_id`` is the chosen task (None = as proposed).
    """

    __table_args__ = (
        UniqueConstraint("file_id", "number"),
        Index("ix_intake_form_open", "status", "unit_id"),
        one_of("status", IntakeStatus),
    )

    file_id: int = ref("intake_file.id", index=False)
    number: int
    region_id: int = ref("region.id", index=False)
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id")
    form_type: str = Field(max_length=32)
    project_name: str = Field(default="", max_length=200)
    fiscal_year: int | None = None
    status: str = Field(default=IntakeStatus.open.value, max_length=16)
    task_id: int | None = ref("declaration_task.id", nullable=True)
    typed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    settled: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    version: int = 1
    declaration_id: int | None = ref("declaration.id", nullable=True)
    settled_by: int | None = ref("user_account.id", nullable=True)
    settled_at: datetime | None = None
