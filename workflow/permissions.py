"""Who may do what to which object, and which rows an actor may see at all.

``Actor.holds(role, place)`` is the one predicate; ``visible_to(actor)`` is the one scope of every query. A role
reaches as far as the row of ``REACH`` says; a role that is not in the table reaches nothing: deny by default.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from workflow.clock import business_date
from workflow.errors import NotFound
from workflow.models import Declaration, Grant, MonitoringReport, Organisation, SelfEvaluation, StandIn, UserAccount
from workflow.types import ADMIN_ROLES, FINANCE_ROLES, OrganisationKind, Role


class Placed(Protocol):
    """An object that belongs to a region, a department and a unit: a declaration, a monitoring report, a letter."""

    @property
    def region_id(self) -> int:
        """财政区划."""

    @property
    def department_id(self) -> int:
        """主管部门."""

    @property
    def unit_id(self) -> int:
        """预算单位; 0 where it belongs to a department as a whole."""


@dataclass(frozen=True)
class Absent:
    """Whom somebody stands in for (AB角代办)."""

    id: int
    name: str


@dataclass(frozen=True)
class Held:
    """One grant as the domain needs it: the role, and the organisation it is held at.

    ``on_behalf_of`` says whose grant it is, where the actor only stands in for somebody.
    """

    role: Role
    organisation_id: int
    region_id: int
    department_ids: frozenset[int] = frozenset()
    on_behalf_of: Absent | None = None

    def reaches(self, place: Placed) -> bool:
        """Whether the grant reaches the object."""
        return self.role in REACH and REACH[self.role](self, place)


LONGEST_PART = 28
"""Of each name in "李明 代 王芳": both fit where one does."""


@dataclass(frozen=True)
class Actor:
    """A signed-in person with the grants valid today; ``user_id`` 0 is the system itself.

    ``on_behalf_of`` is set on the actor of one deed (``acting``): then ``name`` says both names.
    """

    user_id: int
    name: str
    grants: tuple[Held, ...] = ()
    on_behalf_of: Absent | None = None

    @property
    def persons(self) -> frozenset[int]:
        """Everybody this deed counts for when author and checker must differ: who does it, and in whose place."""
        return frozenset({self.user_id, self.seat})

    @property
    def seat(self) -> int:
        """Who holds the file afterwards: the absent person finds it in his own name again."""
        return self.on_behalf_of.id if self.on_behalf_of else self.user_id

    @property
    def absent_id(self) -> int | None:
        """In whose place this deed is done; rows keep it beside who did it."""
        return self.on_behalf_of.id if self.on_behalf_of else None

    @property
    def own_grants(self) -> tuple[Held, ...]:
        """What this person holds himself."""
        return tuple(grant for grant in self.grants if not grant.on_behalf_of)

    @property
    def absentees(self) -> tuple[Absent, ...]:
        """Whom this person stands in for today, each once."""
        return tuple(dict.fromkeys(grant.on_behalf_of for grant in self.grants if grant.on_behalf_of))

    @property
    def seats(self) -> frozenset[int]:
        """The actor and everybody he stands in for: what they have taken up is his to go on with."""
        return frozenset({self.user_id, *(absent.id for absent in self.absentees)})

    def acting(self, roles: Iterable[Role], place: Placed | None = None) -> "Actor":
        """The actor of a deed that takes one of the roles (over the object, if it is about one).

        In his own right where a grant of his own suffices, unless the file is in the hands of somebody he stands in
        for; else in the name of that person.
        """
        wanted = frozenset(roles)
        fitting = [held for held in self.grants if held.role in wanted and (place is None or held.reaches(place))]
        taken = getattr(place, "taken_by", None)
        lent = [held.on_behalf_of for held in fitting if held.on_behalf_of]
        absent = next((item for item in lent if item.id == taken), None)
        if absent is None and lent and len(lent) == len(fitting):
            absent = lent[0]
        if absent is None:
            return self
        name = f"{self.name[:LONGEST_PART]} 代 {absent.name[:LONGEST_PART]}"
        return replace(self, name=name, on_behalf_of=absent)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def holds(self, role: Role, place: Placed) -> bool:
        """Whether the actor holds ``role`` over the object."""
        return any(grant.role is role and grant.reaches(place) for grant in self.grants)

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


KEEPS_OVERALL = frozenset({Role.performance, Role.department_reviewer})
"""Who loads the overall statement (整体支出与预算表) of a department."""
READS_OVERALL = FINANCE_ROLES | {Role.auditor, Role.department_reviewer}
"""Who reads it, each for the departments he reaches."""
NAMING = frozenset({Role.section_head, Role.department_reviewer})
"""Who names a stand-in (代办人) for the people of his section or department, besides the person himself."""


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


def visible_to(
    actor: Actor, model: type[Declaration] | type[MonitoringReport] | type[SelfEvaluation]
) -> ColumnElement[bool]:
    """The WHERE clause of what the actor may see; everything outside it is 404."""
    clauses = {(REACH[grant.role], grant.organisation_id): grant for grant in actor.grants if grant.role in REACH}
    return or_(false(), *(reach_clause(model, grant) for grant in clauses.values()))


@dataclass
class DepartmentPlace:
    """A department as an object a role is held over."""

    region_id: int
    department_id: int
    unit_id: int = 0


def departments_in_reach(session: Session, actor: Actor, roles: Iterable[Role]) -> list[Organisation]:
    """The departments that stand today over which the actor holds one of the roles, in the order of lists."""
    today, wanted = business_date(), tuple(roles)
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.department,
        col(Organisation.region_id).in_({grant.region_id for grant in actor.grants}),
        or_(col(Organisation.valid_to).is_(None), col(Organisation.valid_to) >= today),
    )
    found = session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all()
    return [row for row in found if actor.holds_any(wanted, DepartmentPlace(row.region_id, row.id))]


def department_in_reach(session: Session, actor: Actor, department_id: int, roles: Iterable[Role]) -> Organisation:
    """One of them; raises ``NotFound`` for any other."""
    found = [row for row in departments_in_reach(session, actor, roles) if row.id == department_id]
    if not found:
        raise NotFound("no_such_department")
    return found[0]


def load_actor(session: Session, user_id: int) -> Actor | None:
    """The actor of an active account with the grants valid today, or None.

    His own come first; behind them those of everybody he stands in for today. Administrators neither lend nor borrow.
    """
    user = session.get(UserAccount, user_id)
    if user is None or not user.active:
        return None
    borrowed = and_(col(StandIn.id).is_not(None), col(UserAccount.active))
    lent = (col(StandIn.absent_id) == Grant.user_id, col(StandIn.stand_in_id) == user_id, standing_in_today())
    columns: tuple[Any, ...] = (
        Grant.role, Organisation.id, Organisation.region_id, UserAccount.id, UserAccount.name,
    )  # fmt: skip
    rows = session.exec(
        select(*columns)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .outerjoin(StandIn, and_(*lent))
        .where(_valid_today(), or_(col(Grant.user_id) == user_id, borrowed))
        .order_by(col(Grant.user_id) != user_id, col(Grant.id))
    ).all()
    own = {Role(role) for role, *_, holder, _ in rows if holder == user_id}
    grants = [
        Held(
            Role(role), org, region, _departments_of(session, Role(role), org),
            None if holder == user_id else Absent(holder, name),
        )
        for role, org, region, holder, name in rows
        if holder == user_id or (Role(role) not in ADMIN_ROLES and not own & ADMIN_ROLES)
    ]  # fmt: skip
    return Actor(user.id, user.name, tuple(dict.fromkeys(grants)))


def standing_in_today() -> ColumnElement[bool]:
    """Stand-ins (代办) that hold today."""
    today = business_date()
    return and_(col(StandIn.from_on) <= today, col(StandIn.until_on) >= today, col(StandIn.ended_at).is_(None))


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


def people_at(session: Session, roles: Iterable[Role], place: Placed, *, stand_ins: bool = True) -> set[int]:
    """Active users who hold one of the roles over the object today, and who stands in for them.

    Without ``stand_ins`` where somebody is named for what he is: a stand-in then acts in that person's place.
    """
    wanted = list(roles)
    if not wanted:
        return set()
    places = (place.unit_id, place.department_id)
    section = session.exec(select(Organisation.section_id).where(Organisation.id == place.department_id)).first()
    bureau = select(Organisation.id).where(
        Organisation.region_id == place.region_id, col(Organisation.kind).in_(("bureau", "section"))
    )
    held_at = or_(
        col(Grant.organisation_id).in_([*places, section] if section else places),
        col(Grant.organisation_id).in_(bureau),
    )
    holders = session.exec(_holders(wanted, held_at)).all()
    found = [people for *people, role, org in holders if _reaches(Role(role), org, org == section, place)]
    return {user for people in found for user in (people if stand_ins else people[:1]) if user}


def _reaches(role: Role, organisation_id: int, of_section: bool, place: Placed) -> bool:
    held = Held(role, organisation_id, place.region_id, frozenset({place.department_id} if of_section else ()))
    return role in REACH and REACH[role](held, place)


def people_in_region(session: Session, roles: Iterable[Role], region_id: int) -> set[int]:
    """Active users who hold one of the roles anywhere in the region today, and who stands in for them."""
    inside = select(Organisation.id).where(Organisation.region_id == region_id)
    rows = session.exec(_holders(list(roles), col(Grant.organisation_id).in_(inside)))
    return {user for holder, deputy, _, _ in rows for user in (holder, deputy) if user}


def _holders(roles: list[Role], held_at: ColumnElement[bool]) -> Any:
    """The query for (holder, who stands in for him, role, organisation) of the grants that hold today."""
    deputy = UserAccount.__table__.alias("deputy")  # type: ignore[attr-defined]
    return (
        select(Grant.user_id, deputy.c.id, Grant.role, Grant.organisation_id)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .outerjoin(StandIn, and_(col(StandIn.absent_id) == Grant.user_id, standing_in_today()))
        .outerjoin(deputy, and_(deputy.c.id == StandIn.stand_in_id, deputy.c.active))
        .where(col(UserAccount.active), col(Grant.role).in_(roles), _valid_today(), held_at)
    )
