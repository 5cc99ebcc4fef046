"""The directory: organisations of the actor's regions and who holds which role there."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from workflow.models import Grant, Organisation, UserAccount
from workflow.permissions import Actor


@dataclass
class Place:
    """One organisation with its people; ``depth`` is its level in the tree."""

    id: int
    name: str
    kind: str
    depth: int
    people: list[tuple[str, str, list[str]]] = field(default_factory=list)


def directory(session: Session, actor: Actor) -> list[Place]:
    """In tree order; people as (name, phone, roles)."""
    regions = {grant.region_id for grant in actor.grants}
    rows = session.exec(
        select(Organisation).where(col(Organisation.region_id).in_(regions)).order_by(col(Organisation.path))
    ).all()
    places = {row.id: Place(row.id, row.name, row.kind, row.path.count("/") - 2) for row in rows}
    grants = session.exec(
        select(Grant.organisation_id, UserAccount.id, Grant.role)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .where(col(UserAccount.active).is_(True), col(Grant.organisation_id).in_(places))
        .order_by(col(UserAccount.id), col(Grant.id))
    ).all()
    ids = {user for _, user, _ in grants}
    users = {user.id: user for user in session.exec(select(UserAccount).where(col(UserAccount.id).in_(ids)))}
    roles: dict[tuple[int, int], list[str]] = {}
    for place, user, role in grants:
        roles.setdefault((place, user), []).append(role)
    for (place, user), held in roles.items():
        places[place].people.append((users[user].name, users[user].phone, held))
    return list(places.values())
