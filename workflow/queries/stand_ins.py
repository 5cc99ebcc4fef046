"""代办 as read: who stands in for whom, and who could be named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import Grant, Organisation, StandIn, UserAccount
from workflow.permissions import NAMING, Actor
from workflow.types import ADMIN_ROLES

LONGEST = 100


@dataclass(frozen=True)
class Deputy:
    """One line: from when to when, and how it stands (coming | now | over | ended)."""

    id: int
    absent_id: int
    absent: str
    stand_in_id: int
    stand_in: str
    from_on: date
    until_on: date
    reason: str
    named_by: str
    stage: str


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be named, with where he works and as what."""

    id: int
    name: str
    place: str
    roles: tuple[str, ...]


def concerning(session: Session, actor: Actor, most: int = LONGEST) -> list[Deputy]:
    """The actor's own, and those of the people he names stand-ins for; the newest first."""
    people = UserAccount.__table__  # type: ignore[attr-defined]
    absent, deputy, namer = (people.alias(name) for name in ("absent", "deputy", "namer"))
    me = actor.user_id
    led = select(Grant.user_id).join(Organisation, col(Organisation.id) == Grant.organisation_id)
    mine = or_(
        col(StandIn.absent_id) == me,
        col(StandIn.stand_in_id) == me,
        col(StandIn.named_by) == me,
        col(StandIn.absent_id).in_(led.where(_below(session, _led(actor)))),
    )
    query = (
        select(StandIn, absent.c.name, deputy.c.name, namer.c.name)
        .join(absent, absent.c.id == StandIn.absent_id)
        .join(deputy, deputy.c.id == StandIn.stand_in_id)
        .join(namer, namer.c.id == StandIn.named_by)
        .where(mine)
        .order_by(col(StandIn.id).desc())
        .limit(most)
    )
    return [
        Deputy(
            row.id,
            row.absent_id,
            away,
            row.stand_in_id,
            here,
            row.from_on,
            row.until_on,
            row.reason,
            named,
            _stage(row),
        )
        for row, away, here, named in session.exec(query)
    ]


def _stage(row: StandIn) -> str:
    today = clock.business_date()
    if row.ended_at:
        return "ended"
    return "coming" if today < row.from_on else "over" if today > row.until_on else "now"


def absentees(session: Session, actor: Actor) -> list[Colleague]:
    """For whom the actor may name a stand-in: himself first, then the people of his section or department."""
    led = _people(session, _below(session, _led(actor)))
    own = [Colleague(actor.user_id, actor.name, "", ())]
    return own + [person for person in led if person.id != actor.user_id]


def colleagues(session: Session, actor: Actor) -> list[Colleague]:
    """Who may be named: people of the same department, or of the finance bureau; administrators are left out."""
    own = {grant.organisation_id for grant in actor.own_grants}
    paths = session.exec(select(Organisation.path).where(col(Organisation.id).in_(own)))
    return _people(session, _below(session, {int(path.split("/")[1]) for path in paths}))


def _led(actor: Actor) -> set[int]:
    return {grant.organisation_id for grant in actor.own_grants if grant.role in NAMING}


def _below(session: Session, organisations: Iterable[int]) -> ColumnElement[bool]:
    """At one of the organisations or under it."""
    paths = session.exec(select(Organisation.path).where(col(Organisation.id).in_(set(organisations)))).all()
    return or_(false(), *(col(Organisation.path).startswith(path) for path in paths))


def _people(session: Session, where: ColumnElement[bool]) -> list[Colleague]:
    today = clock.business_date()
    found = session.exec(
        select(UserAccount.id, UserAccount.name, Organisation.name, Grant.role)
        .join(Grant, col(Grant.user_id) == UserAccount.id)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .where(
            UserAccount.active,
            col(Grant.role).not_in(ADMIN_ROLES),
            or_(col(Grant.valid_from).is_(None), col(Grant.valid_from) <= today),
            or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= today),
            where,
        )
        .order_by(col(Organisation.path), col(UserAccount.id), col(Grant.id))
    )
    people: dict[int, tuple[str, str, list[str]]] = {}
    for user, name, place, role in found:
        people.setdefault(user, (name, place, []))[2].append(role)
    return [Colleague(user, name, place, tuple(dict.fromkeys(roles))) for user, (name, place, roles) in people.items()]
