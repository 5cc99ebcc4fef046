"""The people of the examples: every role, one public password, no mail about the past, no name out of the sources."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tests.examples.reading import EXAMPLES, load
from tests.services.seed.filled import NOW
from workflow import db
from workflow.models import Grant, InboxMessage, Organisation, OutboxMessage, UserAccount
from workflow.permissions import Actor, load_actor
from workflow.services import accounts, examples
from workflow.types import ADMIN_ROLES, Role


def actors(session: Session) -> dict[str, Actor]:
    users = session.exec(select(UserAccount.username, UserAccount.id)).all()
    found = {name: load_actor(session, user) for name, user in users}
    return {name: actor for name, actor in found.items() if actor}


def test_every_role_is_held_in_the_default_region(session: Session) -> None:
    first = session.exec(select(Organisation).order_by(col(Organisation.id))).first()
    assert first is not None
    held = [
        (role, user)
        for role, user in session.exec(
            select(Grant.role, Grant.user_id)
            .join(Organisation, col(Organisation.id) == Grant.organisation_id)
            .where(Organisation.region_id == first.region_id)
        )
    ]
    assert {role for role, _ in held} == set(Role)
    for role, least in {Role.filer: 4, Role.unit_head: 4, Role.section_reviewer: 3, Role.performance: 3}.items():
        assert len([user for of, user in held if of == role]) >= least, role


def test_administrators_hold_one_role_and_see_no_file(session: Session) -> None:
    admins = [actor for actor in actors(session).values() if actor.roles & ADMIN_ROLES]
    assert sorted(next(iter(actor.roles)) for actor in admins) == sorted(ADMIN_ROLES)
    assert all(len(actor.roles) == 1 for actor in admins)


def test_the_shown_accounts_sign_in(filled_url: str) -> None:
    db.configure(filled_url)
    with db.unit_of_work() as session:
        rows = examples.demo_accounts(session)
    assert len(rows) == 35
    assert all(row.keys() == {"username", "password", "role", "unit", "name"} for row in rows)
    assert rows[0] == {
        "username": "rsj.filer",
        "password": "jixiao-2025",
        "role": "filer",
        "unit": "鄂州市人力资源和社会保障局本级",
        "name": "沈青禾",
    }
    assert {row["unit"] for row in rows if row["username"] == "jh.shebao"} == {"武汉市江汉区财政局社会保障科"}
    for row in (rows[0], rows[-1]):
        with db.unit_of_work(write=True) as session:
            assert accounts.sign_in(session, row["username"], row["password"]).user is not None
    db.dispose()


def test_a_changed_password_is_not_shown_any_more(filled_url: str) -> None:
    db.configure(filled_url)
    with db.unit_of_work(write=True) as session:
        user = accounts.find_username(session, "sfj.head")
        accounts.reset_password(session, user.id, "Something-New-1")
        assert "sfj.head" not in {row["username"] for row in examples.demo_accounts(session)}
    db.dispose()


def test_no_mail_waits_and_old_news_are_read(session: Session) -> None:
    assert session.exec(select(OutboxMessage)).first() is None
    users = list(session.exec(select(UserAccount)))
    assert {user.email for user in users} == {f"{user.username}@jixiao.example" for user in users}
    messages = list(session.exec(select(InboxMessage)))
    since = NOW - timedelta(days=3)
    assert {message.read_at is None for message in messages if message.created_at >= since} == {True}
    assert all(message.read_at for message in messages if message.created_at < since)


def names_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and "username" in part:
        yield part["name"]
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from names_in(inner)


def test_nobody_of_the_sources_is_among_them(shared: Path) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt")))
    texts = {path: path.read_text(encoding="utf-8") for path in (EXAMPLES / "seed").glob("*.json")}
    people = set(names_in(load(EXAMPLES / "seed" / "organisations.json")))
    assert len(people) == 35
    assert not {name for name in people if name in sources}
    for path, text in texts.items():
        phones = re.findall(r"\d{3,4}-\d{7,8}", text)
        assert all(re.fullmatch(r"(0711|027)-5550\d{3}", phone) for phone in phones), path
