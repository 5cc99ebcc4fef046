"""Regions, their year-versioned settings, code lists and form profiles: what differs from county to county is data."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, ref


class Region(Row, table=True):
    """财政区划 with its time zone."""

    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=120)
    zone: str = Field(default="Asia/Shanghai", max_length=64)


class RegionSetting(Row, table=True):
    """One setting of a region from ``year`` on (``year`` 0 = always); the newest year ≤ the asked one holds."""

    __table_args__ = (UniqueConstraint("region_id", "key", "year"),)

    region_id: int = ref("region.id", index=False)
    key: str = Field(max_length=80)
    year: int = 0
    value: Any = Field(sa_type=JSON, nullable=False)
    changed_at: datetime
    changed_by: int | None = ref("user_account.id", nullable=True)


class CodeItem(Row, table=True):
    """One code of a code list (level names, natures, sources, bases, economic classes …) with years and aliases."""

    __table_args__ = (UniqueConstraint("list_name", "code", "year_from"),)

    list_name: str = Field(max_length=40)
    code: str = Field(max_length=80)
    label: str = Field(max_length=200)
    parent_code: str = Field(default="", max_length=80)
    year_from: int = 0
    year_to: int = 9999
    aliases: list[str] = Field(default_factory=list, sa_type=JSON, nullable=False)
    position: int = 0


class FormProfile(Row, table=True):
    """A form profile as data; ``definition`` is a ``canonical.Profile``."""

    code: str = Field(max_length=60, unique=True)
    region_id: int | None = ref("region.id", nullable=True)
    year: int | None = None
    kind: str = Field(max_length=16)
    title: str = Field(max_length=200)
    definition: dict[str, Any] = Field(sa_type=JSON, nullable=False)
