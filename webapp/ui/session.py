"""Sign-in, sign-out, language and fiscal year."""

import re
from datetime import timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp import browsers
from webapp.access import public, settings, signed_in, start_session
from webapp.i18n import LANGUAGES, PAGE_LANG, _, language
from webapp.limits import failed_sign_ins
from webapp.nav import home_of
from webapp.present.labels import role_label
from workflow.db import unit_of_work
from workflow.permissions import load_actor
from workflow.services import accounts, examples, sessions
from workflow.types import Role

bp = Blueprint("session", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if g.actor is not None:
        return redirect(url_for(home_of(g.actor)), 303)
    return _sign_in_page()


@bp.post("/sign-in")
@public
@failed_sign_ins
def do_sign_in() -> ResponseReturnValue:
    """Check the password; failures are counted although the answer is no."""
    form, shown = request.form, browsers.shown()
    with unit_of_work(write=True) as database:
        result = accounts.sign_in(database, form.get("username", ""), form.get("password", ""), shown)
        user = result.user
        lasting = timedelta(minutes=settings().session_absolute_minutes)
        key = sessions.begin(database, user.id, lasting) if user else ""
        home = home_of(load_actor(database, user.id) if user else None)
    if user is None:
        return _sign_in_page(error=_failure()), 422
    start_session(user.id, user.session_epoch, key)
    return browsers.remember(redirect(_safe(form.get("next"), home), 303), result.browser)


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session here and wherever its cookie was copied to."""
    with unit_of_work(write=True) as database:
        sessions.end(database, session["key"])
    chosen = session.get("language")
    session.clear()
    session["language"] = chosen
    flash(_("You are signed out."), "info")
    return redirect(url_for("session.sign_in"), 303)


@bp.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Chinese or English, remembered in the session."""
    session["language"] = request.form.get("language", "zh")[:2] if request.form else "zh"
    return redirect(_safe(request.form.get("next")), 303)


@bp.post("/fiscal-year")
@signed_in
def choose_year() -> ResponseReturnValue:
    """Filters the lists; the work list spans all years."""
    year = request.form.get("fiscal_year", type=int)
    session["year"] = year if year and 2000 <= year <= 2100 else None
    return redirect(_safe(request.form.get("next")), 303)


def _sign_in_page(error: str = "") -> str:
    other = next(code for code in LANGUAGES if code != language())
    return render_template(
        "login.html",
        action=url_for("session.do_sign_in"),
        username=request.form.get("username", ""),
        next=request.values.get("next", ""),
        error=error,
        notice_line=_("The session has ended. Sign in again; you come back to where you were.")
        if request.args.get("ended")
        else "",
        **_demo_accounts(),
        language_action=url_for("session.choose_language"),
        other_language={"code": PAGE_LANG[other], "label": LANGUAGES[other]},
    )


def _demo_accounts() -> dict[str, object]:
    """One account for every role in sight, in the order of a file's way; all others folded below."""
    if not settings().demo:
        return {}
    with unit_of_work() as database:
        rows = examples.demo_accounts(database)
    found = [row | {"code": row["role"], "role": role_label(row["role"])} for row in rows]
    of_role = {row["code"]: row for row in reversed(found)}
    first = [of_role[role] for role in Role if role in of_role]
    return {"demo_accounts": first, "more_accounts": [row for row in found if row not in first]}


def _failure() -> str:
    """One answer to every failure: whether an account is locked would tell that there is one of this name."""
    return _(
        "User name or password is wrong. Check both. After %(n)s failures an account is locked for %(m)s minutes.",
        n=accounts.MOST_FAILURES,
        m=accounts.LOCKED_FOR // timedelta(minutes=1),
    )


_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def _safe(target: str | None, home: str = "worklist.show") -> str:
    """Only a path of this site; anything else goes to the first page. Browsers read ``\\`` as ``/`` and skip tabs."""
    return target if target and _OWN_PATH.fullmatch(target) else url_for(home)
