"""The review queue as its template shows it, and the way through it from a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, plural
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import action_label, desk_label
from webapp.present.paging import pager
from webapp.present.queue_place import asked_now, word_of
from webapp.present.times import due_tone, due_words, held_words, hour
from workflow import clock
from workflow.permissions import Actor
from workflow.queries.decisions import live_on
from workflow.queries.keyset import PAGE_SIZE, Window
from workflow.queries.listings.review import desks_of
from workflow.queries.review_queue import FALLING, SORTS, Asked, QueuedFile, Standing, neighbours
from workflow.review.weight import (
    ADJUSTED_POINTS,
    AMOUNTS_WAN,
    CHANGE_POINTS,
    ERROR_POINTS,
    ERRORS_MOST,
    HIGH,
    MEDIUM,
    NEW_POINTS,
    RETURN_POINTS,
    RETURNS_MOST,
    WARNING_POINTS,
    WARNINGS_MOST,
    amount_part,
    change_percent,
    risk_level,
)
from workflow.types import Desk
from workflow.workdays import workdays_until

View = dict[str, Any]
COLUMNS = (
    ("name", "link", ""),
    ("risk", "custom", "risk"),
    ("budget", "custom", "amount"),
    ("due", "lines", "due"),
    ("since", "short", "since"),
)
BULK = {Desk.section: "pass_review", Desk.performance: "clear", Desk.batch: "approve"}
"""What may be done to many files at once, by the desk they lie at."""
RISK_TONES = {"high": "bad", "medium": "warn", "low": "ok"}


def queue_view(
    actor: Actor, page: Window[QueuedFile], standing: Standing, departments: Sequence[tuple[int, str]], asked: Asked
) -> View:
    """Variables of ``queue/index.html``."""
    desks = desks_of(actor)
    desk = asked.desk or (desks[0] if len(desks) == 1 else "")
    bulk = BULK[Desk(desk)] if desk in desks and page.rows else ""
    return {
        "columns": [_column(key, kind, sort, asked) for key, kind, sort in COLUMNS],
        "rows": [_row(item, asked, len(desks) > 1) for item in page.rows],
        "tabs": _tabs(asked, standing),
        "fields": _fields(asked, desks, departments),
        "hidden": {"turned": "1"} if asked.turned else {},
        "reset": _href(Asked()) if asked.department_id or asked.desk else "",
        "pager": pager(page, lambda cursor: _href(asked, cursor)),
        "standing": standing,
        "pace_words": pace_words(standing),
        "pending": standing.held + standing.sent,
        "bulk": bulk,
        "bulk_label": _("%(action)s the ticked files", action=action_label(bulk)) if bulk else "",
        "select": {"name": "id", "form": "bulk"} if bulk else None,
        "asked": asked,
        "low_href": _href(Asked(asked.sort, asked.turned, asked.department_id, asked.desk, low_risk=True)),
        "amounts": [f"{least:,}" for least in AMOUNTS_WAN],
        "points": _points(),
    }


def _points() -> View:
    """The numbers of the explanation below the list."""
    changes = [_("%(percent)s%% and more: %(points)s", percent=least, points=found) for least, found in CHANGE_POINTS]
    return {
        "error": ERROR_POINTS,
        "errors": ERRORS_MOST,
        "warning": WARNING_POINTS,
        "warnings": WARNINGS_MOST,
        "back": RETURN_POINTS,
        "backs": RETURNS_MOST,
        "fresh": NEW_POINTS,
        "adjusted": ADJUSTED_POINTS,
        "changes": _(", ").join(reversed(changes)),
        "high": HIGH,
        "medium": MEDIUM,
    }


def pace_words(standing: Standing) -> list[str]:
    """ "剩 143 份，日均 12 份" and what it is counted from."""
    if not standing.left:
        return []
    words = [_("%(n)s files left, %(pace)s a day", n=f"{standing.left:,}", pace=f"{standing.pace:,}")]
    if standing.due_on:
        words.append(
            _(
                "%(n)s of them by %(day)s (%(left)s)",
                n=f"{standing.pressing:,}",
                day=standing.due_on.isoformat(),
                left=_days_left(standing.due_on),
            )
        )
    if standing.overdue:
        words.append(_("%(n)s past the review deadline", n=standing.overdue))
    return words


def _row(item: QueuedFile, asked: Asked, with_desk: bool) -> View:
    file, card = item.file, item.card
    name = file.project_name
    if file.revision > 1:
        name = _("%(name)s (revision %(n)s)", name=name, n=file.revision)
    sub = [item.unit_name, *([desk_label(file.desk)] if with_desk and file.desk else [])]
    budget = file.budget_year_fen if file.budget_year_fen is not None else file.budget_total_fen
    return {
        "id": file.id,
        "name": file.project_name,
        "href": url_for("declarations.show", declaration_id=file.id, queue=word_of(asked)),
        "sub": " · ".join(sub),
        "cells": {
            "name": name,
            "risk": risk_view(card, budget),
            "budget": {"text": wan(budget), "sub": amount_words(budget)},
            "due": _due(card),
            "since": held_words(file.held_since),
        },
    }


def risk_view(card: Any, budget_fen: int | None) -> View:
    """高、中、低 with what it comes from."""
    if card is None:
        return {"label": _("not weighed yet"), "tone": "neutral", "why": ""}
    level = risk_level(card.risk)
    labels = {"high": _("High risk"), "medium": _("Medium risk"), "low": _("Low risk")}
    return {"label": labels[level], "tone": RISK_TONES[level], "why": _(", ").join(_reasons(card, budget_fen))}


def _reasons(card: Any, budget_fen: int | None) -> list[str]:
    found = []
    if card.errors:
        found.append(_("%(n)s points explained instead of fixed", n=card.errors))
    if card.warnings:
        found.append(_("%(n)s points should be fixed", n=card.warnings))
    if card.returns:
        found.append(_("returned %(n)s times", n=card.returns))
    if card.is_new:
        found.append(_("new project"))
    if card.adjusted:
        found.append(_("adjustment"))
    change = change_percent(budget_fen, card.budget_before_fen)
    if change:
        found.append(_("budget %(change)s against last time", change=f"{change:+d}%"))
    if card.unchanged:
        found.append(_("same as last time"))
    return found or [_("no findings")]


def amount_words(budget_fen: int | None) -> str:
    """The band of the amount."""
    part = amount_part(budget_fen)
    if part == 1:
        return _("below %(wan)s × 10,000 yuan", wan=AMOUNTS_WAN[-1])
    return _("%(wan)s × 10,000 yuan and more", wan=f"{AMOUNTS_WAN[5 - part]:,}")


def _due(card: Any) -> View:
    if card is None:
        return {"text": "—", "sub": ""}
    return {"text": _days_left(card.due_on), "sub": card.due_on.isoformat(), "late": due_tone(card.due_on) == "bad"}


def _days_left(due: date) -> str:
    """In working days, today included; calendar days once it has passed."""
    today = clock.business_date()
    if due <= today:
        return due_words(due)
    return plural("%(num)s working day left", "%(num)s working days left", workdays_until(today, due))


def _tabs(asked: Asked, standing: Standing) -> list[View]:
    """All, and those that are quickly done."""
    place = (asked.sort, asked.turned, asked.department_id, asked.desk)
    return [
        {
            "label": _("All"),
            "href": _href(Asked(*place)),
            "active": not asked.low_risk,
            "count": None if asked.low_risk else standing.left,
        },
        {
            "label": _("Unchanged, low risk"),
            "href": _href(Asked(*place, low_risk=True)),
            "active": asked.low_risk,
            "count": standing.low_risk,
        },
    ]


def _fields(asked: Asked, desks: Sequence[str], departments: Sequence[tuple[int, str]]) -> list[View]:
    places = [("", _("All departments")), *((str(key), name) for key, name in departments)]
    fields = [_select("sort", _("Order"), asked.sort, [(key, sort_label(key)) for key in SORTS])]
    if len(desks) > 1:
        options = [("", _("All desks")), *((desk, desk_label(desk)) for desk in desks)]
        fields.append(_select("desk", _("With"), asked.desk, options))
    if len(departments) > 1:
        fields.append(_select("department", _("Department"), str(asked.department_id or ""), places))
    return fields


def _select(name: str, label: str, value: str, options: Sequence[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}


def sort_label(sort: str) -> str:
    """What a queue may be ordered by."""
    return {
        "priority": _("Risk × amount × deadline"),
        "risk": _("Risk"),
        "amount": _("Budget"),
        "due": _("Review deadline"),
        "since": _("Longest waiting"),
    }[sort]


def _column(key: str, kind: str, sort: str, asked: Asked) -> View:
    label = column_label("review_queue", key)
    column: View = {"key": key, "label": label, "kind": kind, "wide": key == "risk", "num": key == "budget"}
    if sort:
        here = sort == asked.sort
        turned = here and not asked.turned
        place = Asked(sort, turned, asked.department_id, asked.desk, asked.low_risk)
        falls = FALLING[sort] is not asked.turned
        column["sort"] = {"href": _href(place), "dir": ("desc" if falls else "asc") if here else ""}
    return column


def _href(asked: Asked, cursor: str = "") -> str:
    """The address of this part of the queue."""
    values: View = {
        "sort": asked.sort if asked.sort != SORTS[0] else None,
        "turned": 1 if asked.turned else None,
        "department": asked.department_id,
        "desk": asked.desk or None,
        "group": "low" if asked.low_risk else None,
        "cursor": cursor or None,
    }
    return url_for("queue.index", **values)


def way_view(session: Session, actor: Actor, declaration_id: int) -> View | None:
    """Where a file stands in the queue it was opened from, its neighbours, and the way back; None outside a queue."""
    asked = asked_now()
    found = neighbours(session, actor, asked, declaration_id) if asked else None
    if asked is None or found is None:
        return None
    begins = found.cursor if found.position is None or found.position > PAGE_SIZE else ""
    return {
        "back": _href(asked, begins) + f"#row-{declaration_id}",
        "before": _file(found.before, asked),
        "after": _file(found.after, asked),
        "words": _("File %(n)s of %(total)s", n=f"{found.position:,}", total=f"{found.total:,}")
        if found.position
        else _("Decided; %(total)s files left", total=f"{found.total:,}"),
        "order": sort_label(asked.sort),
    }


def _file(declaration_id: int | None, asked: Asked) -> str:
    return url_for("declarations.show", declaration_id=declaration_id, queue=word_of(asked)) if declaration_id else ""


def place_after(session: Session, actor: Actor, declaration_id: int) -> str:
    """Where to go after something was done to a file: on to the next one once it has left the queue."""
    asked = asked_now()
    found = neighbours(session, actor, asked, declaration_id) if asked else None
    if asked is None or found is None or found.position:
        return url_for("declarations.show", declaration_id=declaration_id)
    return _file(found.after or found.before, asked) or _href(asked)


def own_decision(session: Session, actor: Actor, declaration_id: int) -> View | None:
    """The line on the page of a file about the reader's own decision that is not performed yet."""
    found = live_on(session, actor, declaration_id)
    if found is None:
        return None
    name = action_label(found.action)
    if found.status == "held":
        return {"text": _("Not sent yet. Nothing has changed for the unit."), "title": _("You saved: %(a)s", a=name)}
    return {
        "text": _("It is carried out at %(time)s unless you recall it.", time=hour(found.perform_at)),
        "title": _("You sent: %(a)s", a=name),
    }
