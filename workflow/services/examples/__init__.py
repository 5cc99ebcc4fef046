"""Example data: 27 published declarations brought to all states by real moves, with the people and money around them.

What is told stands in ``examples/seed/*.json`` (who, when, what); these modules know how. Everything is counted in
days from today, so that a fresh demo always has something due; fiscal years stay as printed. ``derived`` computes from
the published documents what the full demo adds to them.
"""

from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from workflow.models import Grant, Organisation, UserAccount
from workflow.types import OrganisationKind


def has_users(session: Session) -> bool:
    """Whether this database is in use: example data go into an empty one only."""
    return session.exec(select(UserAccount.id).limit(1)).first() is not None


def load_examples(session: Session, *, full: bool = False) -> None:
    """Fill an empty database; needs ``unit_of_work(write=True)``. Raises ``Conflict('examples_present')``.

    ``full``: also a year before and a full queue of the finance bureau (``examples/seed/full``), for people who look at
    the demo; without it the published declarations alone, which is what tests and the walk of ``jixiao demo`` need.
    """
    from workflow.services.examples.load import load  # only when asked: it pulls in rules, readers and calendars

    load(session, full=full)


def demo_accounts(session: Session) -> list[dict[str, Any]]:
    """Who may sign in to the demo, with the password everybody may know; a changed password is not shown."""
    above = aliased(Organisation)
    rows = session.exec(
        select(UserAccount, Grant.role, Organisation, above.name)
        .join(Grant, col(Grant.user_id) == UserAccount.id)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .outerjoin(above, col(above.id) == Organisation.parent_id)
        .where(col(UserAccount.demo_password).is_not(None), col(UserAccount.active))
        .order_by(col(UserAccount.id), col(Grant.id))
    )
    return [
        {
            "username": user.username,
            "password": user.demo_password,
            "role": role,
            "unit": f"{bureau}{place.name}" if place.kind == OrganisationKind.section else place.name,
            "name": user.name,
        }
        for user, role, place, bureau in rows
    ]
