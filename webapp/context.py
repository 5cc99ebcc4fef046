"""What every framed page shows: navigation by role, fiscal years, unread messages, the person."""

from importlib.metadata import version
from typing import Any

from flask import Flask, g, request, session, url_for

from webapp.access import settings
from webapp.i18n import LANGUAGES, PAGE_LANG, _, language
from webapp.nav import items_for
from webapp.present.labels import role_label
from workflow import clock
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
        facts = _facts(actor)
        g.frame, g.nav_items = _frame(actor, facts), items_for(actor, facts)
    return context | {"frame": g.frame, "nav_items": g.nav_items}


def current_year() -> int | None:
    """The fiscal year lists are filtered by: the chosen one, else the newest with visible data."""
    chosen: int | None = session.get("year")
    if chosen is None and g.actor is not None:
        chosen = next(iter(_facts(g.actor).years), None)
    return chosen


def money_year() -> int:
    """The year of payments and rates: the chosen or newest one, else the present calendar year."""
    return current_year() or clock.business_date().year


def current_region() -> int:
    """The region the signed-in person works in; 0 = none."""
    actor: Actor = g.actor
    return actor.grants[0].region_id if actor.grants else 0


BESIDE = frozenset({"list", "cursor", "before", "after"})
"""Words of an address that say where a list begins, not what is in it."""


def asked() -> dict[str, str]:
    """What the address of a list asks for, with the year, the region and the zone of this person beside it.

    The same words give the page and its export (``workflow.queries.listings``), also when a job writes it later.
    """
    given = {**request.args.to_dict(), **{key: str(value) for key, value in (request.view_args or {}).items()}}
    return {key: value[:200] for key, value in given.items() if key not in BESIDE} | {
        "current_year": str(current_year() or ""),
        "money_year": str(money_year()),
        "region": str(current_region()),
        "zone": settings().region_zone,
    }


def files_waiting() -> int:
    """How many files wait for the signed-in person, however many a page lists."""
    return _facts(g.actor).waiting


def _facts(actor: Actor) -> FrameFacts:
    """Read once per request."""
    if "frame_facts" not in g:
        with unit_of_work() as database:
            g.frame_facts = frame_facts(database, actor)
    facts: FrameFacts = g.frame_facts
    return facts


def _banner(actor: Actor) -> dict[str, str] | None:
    """In whose place this person acts, on every page."""
    if not actor.absentees:
        return None
    names = _(", ").join(absent.name for absent in actor.absentees)
    return {
        "kind": "info",
        "text": _("You stand in for %(names)s. What you do in this role is recorded with both names.", names=names),
    }


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
        "user_role": _(", ").join(dict.fromkeys(role_label(grant.role) for grant in actor.own_grants)),
        "banner": _banner(actor),
        "sign_out_action": url_for("session.sign_out"),
        "return_to": request.full_path.rstrip("?") if request.method == "GET" else url_for("worklist.show"),
        "version": version("jixiao"),
    }
