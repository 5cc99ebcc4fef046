"""Who is asking, and the first gate of every route. The domain is the second gate: it checks role and object again.

Every view carries exactly one gate: ``@public``, ``@signed_in`` or ``@roles(...)``; a test walks the route map and
fails for a view without one.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.settings import Settings
from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import NotAllowed
from workflow.permissions import Actor, load_actor
from workflow.services import sessions
from workflow.types import Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
GATE = "jixiao_gate"


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions["jixiao"])


def actor() -> Actor:
    """The signed-in person; only behind a gate other than ``public``."""
    return cast(Actor, g.actor)


def install(app: Flask) -> None:
    """Find out who is asking before every request."""
    app.before_request(identify)


def start_session(user_id: int, epoch: int, key: str) -> None:
    """A fresh session after sign-in, by the key of that sign-in: nothing of an earlier one stays."""
    language, year = session.get("language"), session.get("year")
    session.clear()
    now = _now()
    session.update(user=user_id, epoch=epoch, key=key, started=now, seen=now, language=language, year=year)


def identify() -> None:
    """Load the actor of the session; an idle, old or ended session counts as none and says so at sign-in."""
    g.actor, g.session_ended = None, False
    if request.endpoint == "static" or "user" not in session:
        return
    limits = settings()
    idle, age = _now() - session["seen"], _now() - session["started"]
    late = idle > limits.session_idle_minutes * 60 or age > limits.session_absolute_minutes * 60
    with unit_of_work() as database:
        if not late and sessions.stands(database, session.get("key", ""), session["user"], session["epoch"]):
            g.actor = load_actor(database, session["user"])
    if g.actor is None:
        session.clear()
        g.session_ended = True
    elif idle > 60:
        session["seen"] = _now()


def _now() -> int:
    return int(clock.now().timestamp())


def session_ends_at() -> datetime:
    """When the absolute limit of this session is reached."""
    return datetime.fromtimestamp(session["started"], UTC) + timedelta(minutes=settings().session_absolute_minutes)


def public(view: View) -> View:
    """No sign-in needed."""
    setattr(view, GATE, "public")
    return view


def signed_in(view: View) -> View:
    """Any signed-in person; objects are scoped in the query."""
    return _gated(view, "signed_in", lambda _actor: True)


def roles(*wanted: Role) -> Callable[[View], View]:
    """Only people who hold one of the roles somewhere; the domain checks where."""
    return lambda view: _gated(view, "roles:" + ",".join(wanted), lambda who: not who.roles.isdisjoint(wanted))


def _gated(view: View, name: str, allowed: Callable[[Actor], bool]) -> View:
    @wraps(view)
    def gate(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if g.actor is None:
            return ask_to_sign_in()
        if not allowed(g.actor):
            raise NotAllowed("no_role")
        return view(*args, **kwargs)

    setattr(gate, GATE, name)
    return cast(View, gate)


def ask_to_sign_in() -> ResponseReturnValue:
    """Scripts get 401 and keep what was typed; people get the sign-in page and come back."""
    if request.headers.get("Accept", "").startswith("application/json") or request.headers.get("HX-Request"):
        return {"error": "signed_out"}, 401
    return redirect(url_for("session.sign_in", next=_place(), ended=int(g.session_ended) or None), 303)


def _place() -> str:
    """Where the person was: this page, or for a form the page that held it."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return f"{came_from.path}?{came_from.query}".rstrip("?") or "/"
