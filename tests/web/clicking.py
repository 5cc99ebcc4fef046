"""A person with a browser's cookie jar: signed in, with the form token of the session, in one of two languages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from pydantic import SecretStr
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.domain import world as worlds
from tests.domain.world import World
from tests.support import sessions as test_sessions
from tests.web.html import Page
from webapp.app import create_app
from webapp.settings import Settings
from workflow import clock, db
from workflow.models import UserAccount
from workflow.services import sessions

TOKEN = "form-token"
TICKED = {
    "tick_completeness": "met",
    "tick_relevance": "partly",
    "tick_appropriateness": "met",
    "tick_feasibility": "met",
}
"""The review sheet of an ordinary project, filled in."""
LASTING = timedelta(days=36_500)  # clocks of tests are turned back and forth


@dataclass
class Web:
    """The application, the world behind it, and one client per person."""

    app: Flask
    world: World
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    latest: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def client(self, who: str) -> FlaskClient:
        """The person's browser; a session that ran out is signed in again."""
        if who not in self.clients:
            self.clients[who] = self.app.test_client()
        if who:
            self._sign_in(who)
        return self.clients[who]

    def _sign_in(self, who: str) -> None:
        if clock.now() < self.latest:
            self.keys.clear()  # another test, whose clock begins anew; a later day may have swept the sign-ins out
        self.latest = clock.now()
        now = int(self.latest.timestamp())
        with self.clients[who].session_transaction() as session:
            if who not in self.keys:
                with db.unit_of_work(write=True) as database:
                    self.keys[who] = sessions.begin(database, self.world.people[who], LASTING)
            session.update(key=self.keys[who], user=self.world.people[who], epoch=1, started=now, seen=now)
            session.setdefault("language", "zh")
            session["csrf_token"] = TOKEN

    def get(self, who: str, path: str, **options: Any) -> TestResponse:
        """A click on a link."""
        return self.client(who).get(path, **options)

    def post(self, who: str, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """A form sent with its token."""
        client = self.client(who)
        return client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def token(self) -> str:
        """What a form of every session made above carries."""
        return str(URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token").dumps(TOKEN))

    def page(self, who: str, path: str, status: int = 200) -> Page:
        """A page as parsed HTML; the status is checked."""
        response = self.get(who, path)
        assert response.status_code == status, f"{who} {path}: {response.status_code}"
        return Page(response.get_data(as_text=True))

    def speak(self, who: str, language: str) -> None:
        """The person's language from now on."""
        client = self.client(who)
        with client.session_transaction() as session:
            session["language"] = language


def settings(url: str, folder: Path, **changes: Any) -> Settings:
    """Settings of a test application."""
    values: dict[str, Any] = {"home": folder, "database_url": url, "demo": False, **changes}
    return Settings(secret_key=SecretStr("a-secret-of-the-tests-0123456789-abcdef"), **values)


def application(url: str, folder: Path, **changes: Any) -> Flask:
    """The application of a test; templates are compiled once per test session."""
    app = create_app(settings(url, folder, **changes))
    compiled = test_sessions.folder() / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    return app


def open_web(url: str, folder: Path, **changes: Any) -> Web:
    """The application on a filled database."""
    return Web(application(url, folder, **changes), worlds.open_world(url))


def set_password(who: str, password_hash: str) -> None:
    """Give a person of the world a password."""
    with db.unit_of_work(write=True) as session:
        session.exec(select(UserAccount).where(UserAccount.username == who)).one().password_hash = password_hash
