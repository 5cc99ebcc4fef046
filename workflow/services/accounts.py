"""Accounts: signing in with lockout, passwords, grants. Every change leaves an audit entry.

Failures lock in two ways. A browser the person has signed in with (``known_browsers``) has a count of its own; all
others share that of the account, from wherever they come: guessing stays slow, and who does it from outside locks
nobody out of his own browser.

A wrong password is an answer, not an exception: ``unit_of_work`` rolls back on an exception, and a failure that is
rolled back is never counted.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from workflow import clock
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import Grant, KnownBrowser, Organisation, UserAccount
from workflow.permissions import SYSTEM, Actor, exclusive_roles_kept
from workflow.services import known_browsers
from workflow.services.organisations import shown_name
from workflow.texts import said
from workflow.types import OrganisationKind, Role

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD, LONGEST_PASSWORD, FEWEST_CLASSES = 8, 200, 3
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_CLASSES = tuple(re.compile(pattern) for pattern in ("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]"))

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id with the parameters OWASP recommends first; more would keep the embedded database's other writers waiting.

When they change, each hash follows at its owner's next sign-in.
"""
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$ZmJRzR6d5R4El1jfQSgYcA$U60qJfOyUCQKTWZGZwuEuMtq5vd1nyvlDsYpMHW/ycw"
"""The hash of a random password: an unknown name takes as long as a wrong password."""

_FINANCE = frozenset({OrganisationKind.bureau, OrganisationKind.section})
PLACES: dict[Role, frozenset[OrganisationKind]] = {
    Role.filer: frozenset({OrganisationKind.unit}),
    Role.unit_head: frozenset({OrganisationKind.unit}),
    Role.department_reviewer: frozenset({OrganisationKind.department}),
    Role.section_reviewer: frozenset({OrganisationKind.section}),
    Role.section_head: frozenset({OrganisationKind.section}),
    Role.auditor: frozenset(OrganisationKind),
}
"""At which kind of organisation a role may be held; every role that is not named: the bureau and its sections."""


@dataclass(frozen=True)
class SignIn:
    """Who signed in; or nobody, with the minutes to wait if the account is locked (0: wrong name or password).

    The minutes are not for whoever asks: they tell that the account exists.
    """

    user: UserAccount | None = None
    locked_minutes: int = 0
    browser: str = ""
    """The key by which this browser is known from now on."""


def sign_in(session: Session, username: str, password: str, browsers: Collection[str] = ()) -> SignIn:
    """Check a password. Five failures lock the account for 15 minutes, in which even the right one is refused.

    ``browsers``: the keys the browser showed; if it is known, only its own failures lock it, and they lock only it.
    An unknown or closed account answers like a wrong password, after the same work. Needs ``unit_of_work(write=True)``.
    """
    user = _named(session, username)
    if user is None or not user.active:
        _matches(_NOBODY, password)
        return SignIn()
    known = known_browsers.find(session, user.id, browsers)
    wait = _minutes_locked(known or user)
    right = _matches(_NOBODY if wait else user.password_hash, password)
    if wait:
        return SignIn(locked_minutes=wait)
    if not right:
        return SignIn(locked_minutes=_count_failure(session, user, known))
    key = known_browsers.keep(session, user.id, known)
    return SignIn(_welcome(session, user, password, known), browser=key)


def _locked(session: Session, which: ColumnElement[bool] | bool) -> UserAccount | None:
    """The row, locked: attempts at one account queue up, so none escapes the count."""
    query = select(UserAccount).where(which).with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.exec(query).first()


def _named(session: Session, username: str) -> UserAccount | None:
    """What cannot be a name is not even looked for: a database need not accept every character."""
    name = normal_name(username)
    return _locked(session, UserAccount.username == name) if _USERNAME.fullmatch(name) else None


def normal_name(username: str) -> str:
    """As people type it, with capitals or in wide letters, to as it is stored."""
    return unicodedata.normalize("NFKC", username).strip().lower()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _minutes_locked(counted: UserAccount | KnownBrowser) -> int:
    """Whole minutes left, rounded up; 0 = not locked."""
    left = counted.locked_until - clock.now() if counted.locked_until else timedelta()
    return max(0, -(-left // timedelta(minutes=1)))


def _count_failure(session: Session, user: UserAccount, known: KnownBrowser | None = None) -> int:
    """One more failure of the known browser, else of the account; answers the minutes it is locked now.

    A lock that ran out begins a new count.
    """
    counted = known or user
    counted.failed_logins = 1 if counted.locked_until else counted.failed_logins + 1
    counted.locked_until = clock.now() + LOCKED_FOR if counted.failed_logins >= MOST_FAILURES else None
    locked = "lock_browser" if known else "lock_account"
    _record(session, SYSTEM, locked if counted.locked_until else "sign_in_failed", user)
    return _minutes_locked(counted)


def _welcome(session: Session, user: UserAccount, password: str, known: KnownBrowser | None) -> UserAccount:
    """Clears the count of what signed in; that of the account goes on while a known browser is used."""
    counted = known or user
    counted.failed_logins, counted.locked_until, user.last_login_at = 0, None, clock.now()
    if HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = HASHER.hash(password)
    _record(session, Actor(user.id, user.name), "sign_in", user)
    return user


def change_password(session: Session, user_id: int, old: str, new: str) -> RuleFailed | None:
    """Own password: None, or why not. A wrong old one counts like a failed sign-in; success ends all sessions."""
    user = find_user(session, user_id)
    if _minutes_locked(user) or not _matches(user.password_hash, old):
        if not _minutes_locked(user):
            _count_failure(session, user)
        return RuleFailed("password_wrong")
    if old == new:
        return RuleFailed("password_unchanged")
    if not strong(new):
        return RuleFailed("password_weak")
    _set_password(session, user, new, Actor(user.id, user.name), "change_password")
    return None


def reset_password(session: Session, user_id: int, new: str, by: Actor = SYSTEM) -> None:
    """By an administrator: also unlocks, and no browser is known any more. Raises ``RuleFailed('password_weak')``."""
    _require_strong(new)
    known_browsers.forget(session, user_id)
    _set_password(session, find_user(session, user_id), new, by, "reset_password")


def strong(password: str) -> bool:
    """At least 8 characters of three kinds: capitals, small letters, digits, everything else."""
    kinds = sum(1 for kind in _CLASSES if kind.search(password))
    return SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD and kinds >= FEWEST_CLASSES


def _require_strong(password: str) -> None:
    if not strong(password):
        raise RuleFailed("password_weak")


def _set_password(session: Session, user: UserAccount, new: str, by: Actor, action: str) -> None:
    user.password_hash, user.demo_password = HASHER.hash(new), None
    user.failed_logins, user.locked_until = 0, None
    user.session_epoch += 1
    _record(session, by, action, user)


def end_sessions(session: Session, user_id: int, by: Actor = SYSTEM) -> None:
    """Whoever is signed in as this user is signed out at the next click."""
    user = find_user(session, user_id)
    user.session_epoch += 1
    _record(session, by, "end_sessions", user)


def close_account(session: Session, user_id: int, by: Actor = SYSTEM) -> None:
    """The person left: no sign-in, no session; what he did stays under his name."""
    user = find_user(session, user_id)
    known_browsers.forget(session, user_id)
    user.active = False
    user.session_epoch += 1
    _record(session, by, "close_account", user)


def find_user(session: Session, user_id: int) -> UserAccount:
    """The account, locked for a change; raises ``NotFound``."""
    user = _locked(session, UserAccount.id == user_id)
    if user is None:
        raise NotFound("no_such_user", username=str(user_id))
    return user


def find_username(session: Session, username: str) -> UserAccount:
    """The same by name."""
    user = _named(session, username)
    if user is None:
        raise NotFound("no_such_user", username=username)
    return user


def add_user(
    session: Session,
    *,
    username: str,
    name: str,
    password: str,
    phone: str = "",
    email: str = "",
    by: Actor = SYSTEM,
) -> UserAccount:
    """A new account without grants; raises ``RuleFailed`` for a taken or unusable name and a weak password."""
    _require_strong(password)
    return insert_user(session, username, name, HASHER.hash(password), phone=phone, email=email, by=by)


def insert_user(
    session: Session, username: str, name: str, password_hash: str, *, phone: str, email: str, by: Actor
) -> UserAccount:
    """The same with a hash made before."""
    username = normal_name(username)
    if not _USERNAME.fullmatch(username):
        raise RuleFailed("username_unusable", username=username)
    if session.exec(select(UserAccount.id).where(UserAccount.username == username)).first():
        raise RuleFailed("username_taken", username=username)
    user = UserAccount(
        created_at=clock.now(),
        username=username,
        name=shown_name(name),
        phone=said(phone),
        email=said(email),
        password_hash=password_hash,
    )
    session.add(user)
    session.flush()  # grants point to its id
    _record(session, by, "add_user", user)
    return user


def add_grant(session: Session, user_id: int, role: Role, organisation_id: int, by: Actor = SYSTEM) -> Grant:
    """A role at an organisation; raises ``RuleFailed`` where it cannot be held or the three administrators collide."""
    user = find_user(session, user_id)  # locked: two grants at once cannot both look free
    place = session.get(Organisation, organisation_id)
    if place is None:
        raise NotFound("no_such_organisation", given=str(organisation_id))
    if place.kind not in PLACES.get(role, _FINANCE):
        raise RuleFailed("role_not_here", role=str(role), name=place.name)
    held = list(session.exec(select(Grant).where(Grant.user_id == user.id)))
    lasting = [grant for grant in held if grant.valid_to is None or grant.valid_to >= clock.business_date()]
    if not exclusive_roles_kept(frozenset({role, *(Role(grant.role) for grant in lasting)})):
        raise RuleFailed("roles_exclusive")
    same = next((grant for grant in held if (grant.role, grant.organisation_id) == (role, place.id)), None)
    if same in lasting:
        raise RuleFailed("grant_exists", name=place.name)
    grant = same or Grant(user_id=user.id, role=role, organisation_id=place.id)
    grant.valid_to = None  # one that ended holds again
    session.add(grant)
    session.flush()  # whoever acts next in this transaction acts with it
    _record(session, by, "add_grant", user, role=str(role), organisation=place.name)
    return grant


def _record(session: Session, by: Actor, action: str, user: UserAccount, **details: object) -> None:
    append_audit(
        session,
        actor_id=by.user_id,
        actor_name=by.name,
        action=action,
        object_kind="user_account",
        object_id=user.id,
        details={"username": user.username, **details},
    )
