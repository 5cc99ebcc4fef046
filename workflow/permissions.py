"""Who may do what to which object, and which rows an actor may see at all.

``Actor.holds(role, place)`` is the one predicate; ``visible_to(actor)`` is the one scope of every query. A role
reaches as far as the row of ``REACH`` says; a role that is not in the table reaches nothing: deny by default.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from workflow.clock import business_date
from workflow.models import Declaration, Grant, MonitoringReport, Organisation, UserAccount
from workflow.types import ADMIN_ROLES, Role


class Placed(Protocol):
    """An object that belongs to a region, a department and a unit: a declaration or a monitoring report."""

    region_id: int
    department_id: int
    unit_id: int


@dataclass(frozen=True)
class Held:
    """One grant as the domain needs it: the role, and the organisation it is held at."""

    role: Role
    organisation_id: int
    region_id: int
    department_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the grants valid today; ``user_id`` 0 is the system itself."""

    user_id: int
    name: str
    grants: tuple[Held, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def holds(self, role: Role, place: Placed) -> bool:
        """Whether the actor holds ``role`` over the object."""
        return any(grant.role is role and REACH[role](grant, place) for grant in self.grants if role in REACH)

    def holds_any(self, roles: Iterable[Role], place: Placed) -> bool:
        """Whether any one of the roles is held over the object."""
        return any(self.holds(role, place) for role in roles)

    def sees(self, place: Placed) -> bool:
        """Whether any grant reaches the object: the in-memory twin of ``visible_to``."""
        return self.holds_any(REACH, place)


SYSTEM = Actor(0, "系统")


def _own_unit(grant: Held, place: Placed) -> bool:
    return place.unit_id == grant.organisation_id


def _own_department(grant: Held, place: Placed) -> bool:
    return place.department_id == grant.organisation_id


def _own_section(grant: Held, place: Placed) -> bool:
    return place.department_id in grant.department_ids


def _own_region(grant: Held, place: Placed) -> bool:
    return place.region_id == grant.region_id


REACH = {
    Role.filer: _own_unit,
    Role.unit_head: _own_unit,
    Role.department_reviewer: _own_department,
    Role.section_reviewer: _own_section,
    Role.section_head: _own_section,
    Role.performance: _own_region,
    Role.treasury: _own_region,
    Role.budget_section: _own_region,
    Role.leader: _own_region,
    Role.auditor: _own_region,
}
"""How far a role reaches. The three administrators (三员) reach no business object."""


def regions_seen(actor: Actor) -> frozenset[int]:
    """The regions the actor sees as a whole: their payments, totals and files that belong to no unit."""
    return frozenset(grant.region_id for grant in actor.grants if REACH.get(grant.role) is _own_region)


def reach_clause(model: Any, grant: Held) -> ColumnElement[bool]:
    """What one grant reaches, as SQL; nothing for a role that is not in ``REACH``."""
    if grant.role not in REACH:
        return false()
    reach = REACH[grant.role]
    if reach is _own_unit:
        return col(model.unit_id) == grant.organisation_id
    if reach is _own_department:
        return col(model.department_id) == grant.organisation_id
    if reach is _own_section:
        return col(model.department_id).in_(sorted(grant.department_ids))
    return col(model.region_id) == grant.region_id


def visible_to(actor: Actor, model: type[Declaration] | type[MonitoringReport]) -> ColumnElement[bool]:
    """The WHERE clause of what the actor may see; everything outside it is 404."""
    clauses = {(REACH[grant.role], grant.organisation_id): grant for grant in actor.grants if grant.role in REACH}
    return or_(false(), *(reach_clause(model, grant) for grant in clauses.values()))


def load_actor(session: Session, user_id: int) -> Actor | None:
    """The actor of an active account with the grants valid today, or None."""
    user = session.get(UserAccount, user_id)
    if user is None or not user.active:
        return None
    rows = session.exec(
        select(Grant.role, Organisation.id, Organisation.region_id)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .where(Grant.user_id == user_id, _valid_today())
        .order_by(col(Grant.id))
    ).all()
    grants = (Held(Role(role), org, region, _departments_of(session, Role(role), org)) for role, org, region in rows)
    return Actor(user.id, user.name, tuple(grants))


def _valid_today() -> ColumnElement[bool]:
    today = business_date()
    return and_(
        or_(col(Grant.valid_from).is_(None), col(Grant.valid_from) <= today),
        or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= today),
    )


def _departments_of(session: Session, role: Role, section_id: int) -> frozenset[int]:
    if REACH.get(role) is not _own_section:
        return frozenset()
    return frozenset(session.exec(select(Organisation.id).where(Organisation.section_id == section_id)))


def exclusive_roles_kept(roles: frozenset[Role]) -> bool:
    """Three administrators: mutually exclusive, and none holds a business role (GB/T 22239 三员)."""
    return not roles & ADMIN_ROLES or len(roles) == 1


def people_at(session: Session, roles: Iterable[Role], place: Placed) -> set[int]:
    """Active users who hold one of the roles over the object today."""
    wanted = list(roles)
    if not wanted:
        return set()
    places = (place.unit_id, place.department_id)
    section = session.exec(select(Organisation.section_id).where(Organisation.id == place.department_id)).first()
    bureau = select(Organisation.id).where(
        Organisation.region_id == place.region_id, col(Organisation.kind).in_(("bureau", "section"))
    )
    holders = session.exec(
        select(Grant.user_id, Grant.role, Grant.organisation_id)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .where(
            col(UserAccount.active),
            col(Grant.role).in_(wanted),
            _valid_today(),
            or_(
                col(Grant.organisation_id).in_([*places, section] if section else places),
                col(Grant.organisation_id).in_(bureau),
            ),
        )
    ).all()
    return {user for user, role, org in holders if _reaches(Role(role), org, org == section, place)}


def _reaches(role: Role, organisation_id: int, of_section: bool, place: Placed) -> bool:
    held = Held(role, organisation_id, place.region_id, frozenset({place.department_id} if of_section else ()))
    return role in REACH and REACH[role](held, place)
