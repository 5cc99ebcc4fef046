"""Projects (项目): what lives over the years; a declaration is one project in one fiscal year."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from workflow.models.base import Stamped, ref


class Project(Stamped, table=True):
    """A budget project of a unit. The 21-character code may be unknown for years, then it is NULL."""

    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        Index(
            "uq_project_region_code",
            "region_id",
            "code",
            unique=True,
            sqlite_where=text("code IS NOT NULL"),
            postgresql_where=text("code IS NOT NULL"),
        ),
    )

    region_id: int = ref("region.id")
    department_id: int = ref("organisation.id")
    unit_id: int = ref("organisation.id", index=False)
    code: str | None = Field(default=None, max_length=21)
    name: str = Field(max_length=200)
    sort_key: str = Field(default="", max_length=400)
    initials: str = Field(default="", max_length=200)
