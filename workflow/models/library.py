"""指标库: indicators that were approved once, or that the performance section wrote for everybody to choose."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Stamped, flag, long_text, one_of, ref
from workflow.types import LibraryState


class LibraryIndicator(Stamped, table=True):
    """One indicator of a region's library; ``name_key`` is its name without blanks and signs.

    ``curated``: a person wrote or changed it, so the nightly build leaves everything but ``uses`` alone. ``low`` and
    ``high`` bound the typical targets in ``unit``; ``wording`` is the target of one that has no number. ``search`` is
    name, pinyin and initials in one text.
    """

    __table_args__ = (
        UniqueConstraint("region_id", "sector", "level1", "level2", "name_key"),
        Index("ix_library_indicator_list", "region_id", "sort_key", "id"),
        one_of("status", LibraryState),
        CheckConstraint("successor_id IS NULL OR status = 'deprecated'", name="successor_of_deprecated"),
        CheckConstraint("uses >= 0 AND version >= 1", name="counters"),
    )

    region_id: int = ref("region.id", index=False)
    sector: str = Field(max_length=60)
    level1: str = Field(max_length=60)
    level2: str = Field(max_length=60)
    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200)
    comparator: str = Field(default="", max_length=8)
    unit: str = Field(default="", max_length=40)
    low: str = Field(default="", max_length=40)
    high: str = Field(default="", max_length=40)
    wording: str = Field(default="", max_length=200)
    basis: str = Field(default="", max_length=60)
    owner_id: int | None = ref("organisation.id", nullable=True)
    status: str = Field(default=LibraryState.active.value, max_length=16)
    successor_id: int | None = ref("library_indicator.id", nullable=True)
    curated: bool = flag()
    uses: int = 0
    sort_key: str = Field(default="", max_length=400)
    search: str = long_text()
    source_id: int | None = ref("declaration.id", nullable=True)
    updated_at: datetime
    version: int = 1
