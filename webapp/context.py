"""What every framed page shows: navigation by role, fiscal years, unread messages, the person."""

from importlib.metadata import version
from typing import Any

from flask import Flask, g, request, session, url_for

from webapp.i18n import LANGUAGES, PAGE_LANG, _, language
from webapp.nav import items_for
from webapp.present.labels import role_label
from workflow.db import unit_of_work
from workflow.permissions import Actor
from workflow.queries.frame import FrameFacts, frame_facts


def install(app: Flask) -> None:
    """Template variables of ``_frame/base.html``; built once per page, only for signed-in people."""
    app.context_processor(frame_context)


def frame_context() -> dict[str, Any]:
    """``page_lang``, ``frame`` and ``nav_items``."""
    context: dict[str, Any] = {"page_lang": PAGE_LANG[language()]}
    actor: Actor | None = g.get("actor")
    if actor is None or g.get("plain_page"):
        return context
    if "frame" not in g:
        with unit_of_work() as database:
            facts = frame_facts(database, actor)
        g.frame, g.nav_items = _frame(actor, facts), items_for(actor, facts)
    return context | {"frame": g.frame, "nav_items": g.nav_items}


def current_year() -> int | None:
    """The fiscal year lists are filtered by: the chosen one, else the newest with visible data."""
    chosen: int | None = session.get("year")
    if chosen is None and g.actor is not None:
        with unit_of_work() as database:
            years = frame_facts(database, g.actor).years
        chosen = years[0] if years else None
    return chosen


def _frame(actor: Actor, facts: FrameFacts) -> dict[str, Any]:
    other = next(code for code in LANGUAGES if code != language())
    return {
        "home": url_for("worklist.show"),
        "region_name": facts.region_name,
        "year": session.get("year") or (facts.years[0] if facts.years else None),
        "years": facts.years,
        "year_action": url_for("session.choose_year"),
        "search_action": url_for("declarations.index"),
        "search_value": request.args.get("q", ""),
        "inbox_href": url_for("inbox.index"),
        "inbox_count": facts.unread,
        "language_action": url_for("session.choose_language"),
        "other_language": {"code": PAGE_LANG[other], "label": LANGUAGES[other]},
        "user_name": actor.name,
        "user_role": _(", ").join(dict.fromkeys(role_label(grant.role) for grant in actor.grants)),
        "sign_out_action": url_for("session.sign_out"),
        "return_to": request.full_path.rstrip("?") if request.method == "GET" else url_for("worklist.show"),
        "version": version("jixiao"),
    }
