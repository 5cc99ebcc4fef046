"""Who is signed in where: every sign-in has a key of its own, so signing out ends it, copied cookies included."""

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import SignInSession, UserAccount


def begin(session: Session, user_id: int, lasting: timedelta) -> str:
    """The key of a new sign-in; rows of sign-ins that are over by age are swept out, whoever's they were."""
    now = clock.now()
    session.exec(delete(SignInSession).where(col(SignInSession.created_at) < now - lasting))
    key = secrets.token_urlsafe(24)
    session.add(SignInSession(created_at=now, user_id=user_id, key=key))
    return key


def end(session: Session, key: str) -> None:
    """Nobody is signed in with this key any more; the person's other sign-ins stay."""
    session.exec(delete(SignInSession).where(col(SignInSession.key) == key))


def stands(session: Session, key: str, user_id: int, epoch: int) -> bool:
    """Not signed out, and no end of all sessions since. Reads the account, which ``load_actor`` then has at hand."""
    query = (
        select(UserAccount)
        .join(SignInSession, col(SignInSession.user_id) == UserAccount.id)
        .where(SignInSession.key == key, UserAccount.id == user_id, UserAccount.session_epoch == epoch)
    )
    return session.exec(query).first() is not None
