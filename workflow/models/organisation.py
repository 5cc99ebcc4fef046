"""The finance bureau, its sections, departments and their budget units, as one date-ranged tree."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from workflow.models.base import Row, flag, one_of, ref
from workflow.types import OrganisationKind


class Organisation(Row, table=True):
    """One body from ``valid_from`` to ``valid_to``; a merged or renamed one points to its predecessor.

    ``path`` is ``/<id>/<id>/`` of the tree, so a subtree is a prefix. ``section_id`` is the business section (业务科室)
    that reviews a department. ``own_level`` marks the unit that is the department itself (本级): it needs no second
    signature by the department.
    """

    __table_args__ = (
        UniqueConstraint("region_id", "code", "valid_from"),
        one_of("kind", OrganisationKind),
        CheckConstraint("kind <> 'unit' OR parent_id IS NOT NULL", name="unit_has_parent"),
        CheckConstraint("section_id IS NULL OR kind = 'department'", name="section_of_department"),
    )

    region_id: int = ref("region.id", index=False)
    kind: str = Field(max_length=16)
    code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    short_name: str = Field(default="", max_length=60)
    sort_key: str = Field(default="", max_length=400)
    parent_id: int | None = ref("organisation.id", nullable=True)
    path: str = Field(default="", max_length=200, index=True)
    section_id: int | None = ref("organisation.id", nullable=True)
    own_level: bool = flag()
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    predecessor_id: int | None = ref("organisation.id", nullable=True)
