"""Regions and the tree of organisations: adding to it, finding in it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow import clock, pinyin
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import Organisation, Region
from workflow.permissions import SYSTEM, Actor
from workflow.services.phrases import load_shipped
from workflow.texts import said
from workflow.types import OrganisationKind

PARENTS: dict[OrganisationKind, OrganisationKind | None] = {
    OrganisationKind.bureau: None,
    OrganisationKind.section: OrganisationKind.bureau,
    OrganisationKind.department: None,
    OrganisationKind.unit: OrganisationKind.department,
}
"""What kind of organisation stands above each."""


@dataclass
class Place:
    """Where a unit stands: what a role is held over."""

    region_id: int
    department_id: int
    unit_id: int


def add_region(session: Session, code: str, name: str, zone: str = "Asia/Shanghai", by: Actor = SYSTEM) -> Region:
    """A region (财政区划); raises ``RuleFailed``: ``code_taken``, ``name_missing``."""
    code, name = said(code), shown_name(name)
    if session.exec(select(Region.id).where(Region.code == code)).first():
        raise RuleFailed("code_taken", given=code)
    region = Region(code=code, name=name, zone=zone)
    session.add(region)
    session.flush()  # organisations point to its id
    _record(session, by, "add_region", "region", region.id, code=code, name=name)
    load_shipped(session, region.id, by)
    return region


def add_organisation(
    session: Session,
    region_id: int,
    kind: OrganisationKind,
    code: str,
    name: str,
    *,
    short_name: str = "",
    parent_id: int | None = None,
    section_id: int | None = None,
    own_level: bool = False,
    by: Actor = SYSTEM,
) -> Organisation:
    """A body of the tree, valid from now on; raises ``RuleFailed`` if it does not fit where it is put."""
    code, name = said(code), shown_name(name)
    parent = _parent(session, region_id, kind, parent_id)
    if section_id is not None:
        _check_section(session, region_id, kind, section_id)
    _check_code(session, region_id, code)
    row = Organisation(
        region_id=region_id,
        kind=kind,
        code=code,
        name=name,
        short_name=said(short_name),
        sort_key=pinyin.sort_key(name),
        parent_id=parent_id,
        section_id=section_id,
        own_level=own_level and kind is OrganisationKind.unit,
    )
    session.add(row)
    session.flush()  # the path holds its own id
    row.path = f"{parent.path if parent else '/'}{row.id}/"
    _record(session, by, "add_organisation", "organisation", row.id, code=code, name=name, kind=str(kind))
    return row


def _parent(session: Session, region_id: int, kind: OrganisationKind, parent_id: int | None) -> Organisation | None:
    parent = session.get(Organisation, parent_id) if parent_id is not None else None
    fits = parent is None or parent.region_id == region_id
    if not fits or (parent.kind if parent else None) != PARENTS[kind]:
        raise RuleFailed("parent_unfit")
    return parent


def _check_section(session: Session, region_id: int, kind: OrganisationKind, section_id: int) -> None:
    section = session.get(Organisation, section_id)
    known = section is not None and section.kind == OrganisationKind.section and section.region_id == region_id
    if kind is not OrganisationKind.department or not known:
        raise RuleFailed("section_unfit")


def _check_code(session: Session, region_id: int, code: str) -> None:
    today = clock.business_date()
    same = select(Organisation).where(Organisation.region_id == region_id, Organisation.code == code)
    if any(row.valid_to is None or row.valid_to >= today for row in session.exec(same)):
        raise RuleFailed("code_taken", given=code)


def shown_name(text: str) -> str:
    """The name of a body or a person, cleaned; raises ``RuleFailed('name_missing')`` for one nobody could see."""
    name = said(text)
    if not name:
        raise RuleFailed("name_missing")
    return name


def find_region(session: Session, code: str = "") -> Region:
    """By code; without one the only region there is. Raises ``NotFound`` or ``RuleFailed('region_unclear')``."""
    query = select(Region).where(Region.code == code) if code else select(Region)
    found = session.exec(query).all()
    if not found:
        raise NotFound("no_such_region", given=code)
    if len(found) > 1:
        raise RuleFailed("region_unclear")
    return found[0]


def find_organisation(session: Session, code: str, region_code: str = "") -> Organisation:
    """By its code, in a region where codes repeat; the newest of one code. Raises like ``find_region``."""
    query = select(Organisation).where(Organisation.code == code).order_by(col(Organisation.valid_from).desc())
    if region_code:
        query = query.where(Organisation.region_id == find_region(session, region_code).id)
    found = session.exec(query).all()
    if not found:
        raise NotFound("no_such_organisation", given=code)
    if len({row.region_id for row in found}) > 1:
        raise RuleFailed("region_unclear")
    return found[0]


def ancestors(path: str) -> list[int]:
    """The ids of an organisation's path, from the top down to itself."""
    return [int(part) for part in path.split("/") if part]


def place_of(unit: Organisation) -> Place:
    """The place of a unit under its department."""
    return Place(unit.region_id, unit.parent_id or unit.id, unit.id)


def _record(session: Session, by: Actor, action: str, object_kind: str, object_id: int, **details: object) -> None:
    append_audit(
        session,
        actor_id=by.user_id,
        actor_name=by.name,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        details=details,
    )
