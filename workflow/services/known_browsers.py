"""Browsers a person has signed in with, known by a key that only they carry.

Whoever tries passwords at a name from elsewhere fails by the account's count; these have their own and stay usable.
"""

import secrets
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import KnownBrowser

KNOWN_FOR = timedelta(days=180)
"""Since the last sign-in with it."""
MOST = 20
"""Of one person: each is a place where a password may be tried five times."""


def find(session: Session, user_id: int, keys: Collection[str]) -> KnownBrowser | None:
    """The browser that shows one of the keys, if this person has used it lately."""
    if not keys:
        return None
    query = select(KnownBrowser).where(
        KnownBrowser.user_id == user_id,
        col(KnownBrowser.key).in_(keys),
        KnownBrowser.used_at > clock.now() - KNOWN_FOR,
    )
    return session.exec(query.order_by(col(KnownBrowser.id)).execution_options(populate_existing=True)).first()


def keep(session: Session, user_id: int, known: KnownBrowser | None) -> str:
    """The key of a browser the person has just signed in with; of too many the one unused for longest is forgotten."""
    row = known or KnownBrowser(
        created_at=clock.now(), user_id=user_id, key=secrets.token_urlsafe(24), used_at=clock.now()
    )
    row.used_at = clock.now()
    session.add(row)
    session.flush()  # it counts among the newest
    newest = select(KnownBrowser.id).where(KnownBrowser.user_id == user_id)
    kept = session.exec(newest.order_by(col(KnownBrowser.used_at).desc(), col(KnownBrowser.id).desc()).limit(MOST))
    session.exec(
        delete(KnownBrowser).where(col(KnownBrowser.user_id) == user_id, col(KnownBrowser.id).not_in(list(kept)))
    )
    return row.key


def forget(session: Session, user_id: int) -> None:
    """All of a person: at the next sign-in each counts as a stranger's."""
    session.exec(delete(KnownBrowser).where(col(KnownBrowser.user_id) == user_id))
