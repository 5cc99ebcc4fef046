"""The directory: organisations of the actor's regions and who holds which role there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import tuple_
from sqlmodel import Session, col, or_, select

from workflow import clock
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


PAGE_SIZE = 200


def directory(
    session: Session, actor: Actor, text: str = "", after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Place], str | None]:
    """Organisations of the actor's regions in tree order, one page, and the cursor of the next one.

    People are (name, phone, roles); ``text`` is a part of the organisation's name.
    """
    query = select(Organisation).where(col(Organisation.region_id).in_({grant.region_id for grant in actor.grants}))
    if text:
        query = query.where(col(Organisation.name).contains(text, autoescape=True))
    if after:
        query = query.where(tuple_(col(Organisation.path), col(Organisation.id)) > _place(after))
    rows = session.exec(query.order_by(col(Organisation.path), col(Organisation.id)).limit(size + 1)).all()
    page = rows[:size]
    places = {row.id: Place(row.id, row.name, row.kind, row.path.count("/") - 2) for row in page}
    for place, name, phone, roles in _staff(session, list(places)):
        places[place].people.append((name, phone, roles))
    return list(places.values()), f"{page[-1].path}|{page[-1].id}" if len(rows) > size else None


def _place(cursor: str) -> tuple[str, int]:
    """What is no cursor begins at the top."""
    path, _, key = cursor.rpartition("|")
    return (path, int(key)) if key.isdecimal() and len(key) < 19 else ("", 0)


def _staff(session: Session, places: list[int]) -> Iterator[tuple[int, str, str, list[str]]]:
    """Who holds which roles where today; a person once per place."""
    today = clock.business_date()
    found = session.exec(
        select(Grant.organisation_id, Grant.role, UserAccount)
        .join(UserAccount, col(UserAccount.id) == Grant.user_id)
        .where(
            col(UserAccount.active).is_(True),
            col(Grant.organisation_id).in_(places),
            or_(col(Grant.valid_from).is_(None), col(Grant.valid_from) <= today),
            or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= today),
        )
        .order_by(col(UserAccount.id), col(Grant.id))
    ).all()
    for (place, _user), grants in groupby(sorted(found, key=_place_and_user), key=_place_and_user):
        held = list(grants)
        yield place, held[0][2].name, held[0][2].phone, [role for _place, role, _user in held]


def _place_and_user(row: tuple[int, str, UserAccount]) -> tuple[int, int]:
    return row[0], row[2].id
