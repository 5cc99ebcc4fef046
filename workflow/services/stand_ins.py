"""AB角代办: somebody acts with the grants of a person who is away, for a range of days and with both names recorded.

``permissions.load_actor`` adds the grants; the checks count both persons. Here it is decided who may be named by whom:
nobody for himself, no administrator, and nobody whose own role must be kept apart from the one he would get.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.words import within
from workflow.models import Organisation, StandIn, UserAccount
from workflow.notifications.outbox import notify
from workflow.permissions import NAMING, Actor, Held, load_actor
from workflow.services.accounts import find_user
from workflow.services.organisations import ancestors, place_of
from workflow.types import ADMIN_ROLES, FINANCE_ROLES, OrganisationKind, Role

LONGEST_REASON = 500
LONGEST_DAYS = 366
"""A year: who is away for longer is replaced, by grants of his own for the successor."""
APART: frozenset[frozenset[Role]] = frozenset(
    frozenset(pair)
    for pair in (
        (Role.filer, Role.unit_head),
        (Role.filer, Role.department_reviewer),
        *product((Role.filer, Role.unit_head, Role.department_reviewer), FINANCE_ROLES | {Role.auditor}),
        (Role.section_reviewer, Role.performance),
    )
)
"""Author ≠ checker: roles that one person does not get over the same unit by standing in for another.

Nobody of a unit reads what finance says about it among itself by this way either: so all its roles, not only those
that decide.
"""


def name_stand_in(
    session: Session, actor: Actor, absent_id: int, stand_in_id: int, from_on: date, until_on: date, reason: str
) -> StandIn:
    """From ``from_on`` to ``until_on``, both included. Needs ``unit_of_work(write=True)``.

    Raises ``NotAllowed`` if the absent person is not the actor's to speak for, ``RuleFailed`` for a range that is over
    or turned round or longer than a year, a missing reason, an unsuitable stand-in, or a second one for the same days.
    """
    absent = _person(session, absent_id)
    if not may_name(session, actor, absent):
        raise NotAllowed("stand_in_not_yours")
    if not stand_in_id:
        raise RuleFailed("choice_missing")
    deputy = _person(session, stand_in_id)
    why = within(reason, LONGEST_REASON)
    if not why:
        raise RuleFailed("reason_missing")
    if from_on > until_on or from_on < clock.business_date():
        raise RuleFailed("stand_in_dates")
    if until_on - from_on >= timedelta(days=LONGEST_DAYS):
        raise RuleFailed("stand_in_too_long", days=LONGEST_DAYS)
    for user_id in sorted((absent_id, stand_in_id)):
        find_user(session, user_id)  # locked: two at once cannot both look free
    _require_suitable(session, absent, deputy)
    _require_free(session, absent, from_on, until_on)
    _require_apart(session, absent, deputy, from_on, until_on)
    row = StandIn(
        created_at=clock.now(),
        absent_id=absent_id,
        stand_in_id=stand_in_id,
        from_on=from_on,
        until_on=until_on,
        reason=why,
        named_by=actor.user_id,
    )
    session.add(row)
    session.flush()  # its id names the messages
    _tell(session, actor, row, "named", absent.name, deputy.name)
    return row


def end_stand_in(session: Session, actor: Actor, stand_in_id: int) -> StandIn:
    """Before its last day: by either of the two, by who named it, or by who might have."""
    query = select(StandIn).where(StandIn.id == stand_in_id).with_for_update(key_share=True)
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None or not _concerns(session, actor, row):
        raise NotFound("no_such_stand_in")
    if row.ended_at or row.until_on < clock.business_date():
        raise Conflict("stand_in_over")
    row.ended_at, row.ended_by = clock.now(), actor.user_id
    names = dict(
        session.exec(
            select(UserAccount.id, UserAccount.name).where(col(UserAccount.id).in_([row.absent_id, row.stand_in_id]))
        ).all()
    )
    _tell(session, actor, row, "ended", names[row.absent_id], names[row.stand_in_id])
    return row


def may_name(session: Session, actor: Actor, absent: Actor) -> bool:
    """Whether the actor names stand-ins for this person: for himself, or as head of the section or department."""
    if actor.user_id == absent.user_id:
        return bool(absent.grants)
    held = {grant.organisation_id for grant in actor.own_grants if grant.role in NAMING}
    return any(set(ancestors(path)) & held for path in _paths(session, absent.own_grants))


def _person(session: Session, user_id: int) -> Actor:
    found = load_actor(session, user_id)
    if found is None:
        raise NotFound("no_such_user", username=str(user_id))
    return found


def _paths(session: Session, grants: Iterable[Held]) -> list[str]:
    wanted = {grant.organisation_id for grant in grants}
    return list(session.exec(select(Organisation.path).where(col(Organisation.id).in_(wanted))))


def _roots(session: Session, person: Actor) -> set[int]:
    """The departments, or the bureau, somebody works in."""
    return {ancestors(path)[0] for path in _paths(session, person.own_grants)}


def _require_suitable(session: Session, absent: Actor, deputy: Actor) -> None:
    if absent.user_id == deputy.user_id:
        raise RuleFailed("stand_in_self")
    if (absent.roles | deputy.roles) & ADMIN_ROLES:
        raise RuleFailed("stand_in_admin")
    if not _roots(session, absent) & _roots(session, deputy):
        raise RuleFailed("stand_in_elsewhere", name=deputy.name)
    if kept_apart(session, absent.own_grants, deputy.own_grants):
        raise RuleFailed("stand_in_barred", name=deputy.name)


def kept_apart(session: Session, lent: Iterable[Held], own: Iterable[Held]) -> bool:
    """Whether some unit would be filed and checked by one person: a pair of ``APART`` that reaches the same unit."""
    pairs = [(one, other) for one, other in product(lent, own) if frozenset({one.role, other.role}) in APART]
    regions = {one.region_id for one, _ in pairs}
    units = session.exec(
        select(Organisation).where(col(Organisation.region_id).in_(regions), Organisation.kind == OrganisationKind.unit)
    )
    places = [place_of(unit) for unit in units] if pairs else []
    return any(one.reaches(place) and other.reaches(place) for place in places for one, other in pairs)


def _require_free(session: Session, absent: Actor, from_on: date, until_on: date) -> None:
    taken = select(StandIn.id).where(
        StandIn.absent_id == absent.user_id,
        col(StandIn.ended_at).is_(None),
        StandIn.from_on <= until_on,
        StandIn.until_on >= from_on,
    )
    if session.exec(taken).first():
        raise RuleFailed("stand_in_overlaps", name=absent.name)


def _require_apart(session: Session, absent: Actor, deputy: Actor, from_on: date, until_on: date) -> None:
    """Two people kept apart are not both stood in for by one person on the same day: he would file and check."""
    others = select(StandIn.absent_id).where(
        StandIn.stand_in_id == deputy.user_id,
        col(StandIn.ended_at).is_(None),
        StandIn.from_on <= until_on,
        StandIn.until_on >= from_on,
    )
    for other in (_person(session, user_id) for user_id in session.exec(others)):
        if kept_apart(session, absent.own_grants, other.own_grants):
            raise RuleFailed("stand_in_two_barred", name=deputy.name, other=other.name)


def _concerns(session: Session, actor: Actor, row: StandIn) -> bool:
    if actor.user_id in (row.absent_id, row.stand_in_id, row.named_by):
        return True
    absent = load_actor(session, row.absent_id)
    return absent is not None and may_name(session, actor, absent)


def _tell(session: Session, actor: Actor, row: StandIn, what: str, absent: str, deputy: str) -> None:
    """Both hear of it, whoever did it; the trail has it at the absent person's account."""
    days = {"from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat()}
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=f"stand_in_{what}",
        object_kind="user_account",
        object_id=row.absent_id,
        reason=row.reason if what == "named" else "",
        details={"stand_in": row.id, "stand_in_id": row.stand_in_id, "name": deputy, **days},
    )
    notify(
        session,
        {row.absent_id, row.stand_in_id} - {actor.user_id},
        template=f"stand_in.{what}",
        key=f"stand_in_{what}:{row.id}",
        object_kind="stand_in",
        object_id=row.id,
        facts={"actor": actor.name, "absent": absent, "stand_in": deputy, "reason": row.reason, **days},
    )
