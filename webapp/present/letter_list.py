"""Lists of approval documents: the page 批复文件, the batch page, lines of the work list; and the check of a code."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, plural
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.times import due_tone, due_words, held_words, moment
from workflow import clock
from workflow.lifecycle.letters.forwarding import forward_due
from workflow.lifecycle.letters.moves import DOCUMENT_STATE_LABELS
from workflow.lifecycle.letters.numbers import Series
from workflow.lifecycle.letters.reach import INSIDE
from workflow.permissions import Actor
from workflow.queries import letters as read
from workflow.queries.letters import Checked, LetterLine, Wanted
from workflow.queries.listings.papers import LETTERS, gap_words, letters_asked, number_series
from workflow.queries.work_words import LETTER_VERBS
from workflow.types import DocumentState, Role

View = dict[str, Any]
ICON = {
    DocumentState.drafting: "drafted",
    DocumentState.cosigning: "submitted",
    DocumentState.signing: "submitted",
    DocumentState.numbering: "finance_reviewed",
    DocumentState.sealing: "finance_reviewed",
    DocumentState.issued: "approved",
    DocumentState.voided: "terminated",
    DocumentState.discarded: "terminated",
}
"""Which look of ``_ui/state.html`` a state has."""


def state_view(state: str) -> View:
    """A chip."""
    return {"key": ICON[DocumentState(state)], "label": pick(DOCUMENT_STATE_LABELS[state])}


def is_units(actor: Actor) -> bool:
    """Whether the page is 我的批复: of the people of a unit, who get letters and write none."""
    return actor.roles.isdisjoint(INSIDE | {Role.department_reviewer})


def list_view(session: Session, actor: Actor, given: Mapping[str, str], before: int) -> View:
    """Variables of ``letters/index.html``."""
    wanted, mine = letters_asked(session, actor, given), is_units(actor)
    found = read.letters(session, actor, wanted, before)
    page = found[: read.PAGE_SIZE]
    asked: dict[str, Any] = {
        "year": wanted.year or "",
        "state": wanted.state,
        "department": wanted.department_id or "",
        "q": wanted.text,
    }
    older = url_for("letters.index", **asked, before=page[-1].id) if len(found) > len(page) else None
    return {
        "mine": mine,
        "columns": own_columns() if mine else columns(),
        "rows": [_own_row(line) for line in page] if mine else letter_rows(page),
        "fields": _fields(session, actor, wanted, mine),
        "filtered": any(given.get(name) for name in ("q", "year", "state", "department")),
        "older": older,
        "series": [_series(item) for item in number_series(session, actor)],
    }


def columns() -> list[View]:
    """Of the bureau and the departments."""
    return [
        {"key": "name", "label": _label("name"), "kind": "link"},
        {"key": "number", "label": _label("number")},
        {"key": "projects", "label": _label("projects"), "kind": "num", "hide": "md"},
        {"key": "budget", "label": _label("budget"), "kind": "num"},
        {"key": "state", "label": _label("state"), "kind": "chip"},
        {"key": "since", "label": _label("since")},
        {"key": "forward", "label": _label("forward"), "kind": "lines", "hide": "md"},
    ]


def own_columns() -> list[View]:
    """Of a unit: what was approved for it, and how its department passed it on."""
    return [
        {"key": "name", "label": _label("number"), "kind": "link"},
        {"key": "projects", "label": _label("projects"), "kind": "num"},
        {"key": "budget", "label": _label("budget"), "kind": "num"},
        {"key": "state", "label": _label("state"), "kind": "chip"},
        {"key": "since", "label": _("Issued at"), "kind": "date"},
        {"key": "forward", "label": _label("forward"), "kind": "lines"},
    ]


def _label(key: str) -> str:
    return pick(LETTERS.label(key))


def letter_rows(lines: Sequence[LetterLine]) -> list[View]:
    """Rows of ``data_table``."""
    return [
        {
            "href": url_for("letters.show", letter_id=line.id),
            "sub": line.batch,
            "cells": _cells(line)
            | {
                "name": line.department,
                "number": line.number,
                "since": moment(line.issued_at) if line.issued_at else held_words(line.held_since),
            },
        }
        for line in lines
    ]


def _own_row(line: LetterLine) -> View:
    return {
        "href": url_for("letters.show", letter_id=line.id),
        "sub": line.title,
        "cells": _cells(line) | {"name": line.number or line.title, "since": moment(line.issued_at)},
    }


def _cells(line: LetterLine) -> View:
    return {
        "projects": f"{line.projects:,}",
        "budget": wan(line.budget_fen),
        "state": state_view(line.state),
        "forward": _forwarded(line),
    }


def _forwarded(line: LetterLine) -> View | str:
    """The department's number and day; until when, where that is still to come; nothing for its own projects."""
    if line.forwarded_at:
        return {"text": line.forward_number, "sub": moment(line.forwarded_at)}
    if line.state != DocumentState.issued or not line.below or not line.issued_at:
        return ""
    due = forward_due(line.issued_at)
    return {"text": _("not yet forwarded"), "sub": f"{due.isoformat()} {due_words(due)}"}


def _fields(session: Session, actor: Actor, wanted: Wanted, mine: bool) -> list[View]:
    every = {"value": "", "label": _("All")}
    known = ("issued", "voided") if mine else [key for key in DOCUMENT_STATE_LABELS if key != "discarded"]
    states = [{"value": key, "label": pick(DOCUMENT_STATE_LABELS[key])} for key in known]
    years = [{"value": year, "label": str(year)} for year in read.years_with_letters(session, actor)]
    departments = [{"value": key, "label": name} for key, name in read.departments_with_letters(session, actor)]
    found: list[View] = [
        {"name": "q", "label": _("Number or title"), "kind": "search", "value": wanted.text},
        {"name": "year", "label": _("Year"), "kind": "select", "value": wanted.year or "", "options": [every, *years]},
        {"name": "state", "label": _("State"), "kind": "select", "value": wanted.state, "options": [every, *states]},
    ]
    if len(departments) > 1:
        options = [every, *departments]
        value = wanted.department_id or ""
        found.append(
            {"name": "department", "label": _("Department"), "kind": "select", "value": value, "options": options}
        )
    return found


def _series(item: Series) -> View:
    name = f"{item.code}〔{item.year}〕"
    return {"name": name, "given": item.given, "highest": item.highest, "gaps": gap_words(item)}


def letter_item(line: LetterLine) -> View:
    """One line of the work list."""
    due = forward_due(line.issued_at) if line.state == DocumentState.issued and line.issued_at else None
    return {
        "href": url_for("letters.show", letter_id=line.id),
        "name": _("Approval of %(department)s", department=line.department),
        "meta": f"{line.batch} · {_('Year %(year)s', year=line.fiscal_year)}",
        "verb": pick(LETTER_VERBS[line.state]),
        "state": state_view(line.state),
        "since": moment(line.held_since),
        "since_words": held_words(line.held_since),
        "due": due.isoformat() if due else "",
        "due_words": due_words(due),
        "due_tone": due_tone(due),
        "kind": "approve",
    }


def checked_view(typed: str, found: Checked | None, *, inside: bool) -> View:
    """Variables of ``letters/verify.html``; ``inside``: somebody is signed in and goes back to his work."""
    back = {"href": url_for("worklist.show"), "label": _("Back to the work list") if inside else _("Sign in")}
    view: View = {"code": typed, "asked": bool(typed.strip()), "found": None, "back": back}
    if found is None:
        return view
    count = plural("It covers %(num)s declaration", "It covers %(num)s declarations", len(found.files))
    return view | {
        "found": {
            "standing": _standing(found, count),
            "number": found.number,
            "title": found.title,
            "department": found.department,
            "day": {"label": day_label(found.state), "value": clock.local(found.issued_at).date().isoformat()},
            "rows": [{"cells": {"name": name, "unit": unit, "budget": wan(fen)}} for name, unit, fen in found.files],
        },
    }


def _standing(found: Checked, count: str) -> View:
    """What a paper with this code is worth: a letter counts from its seal on and until another one voids it."""
    if found.state == DocumentState.sealing:
        text = _("Only the sealed letter counts. Check the code again when the letter in hand bears its seal.")
        return {"kind": "warn", "title": _("Genuine: signed and numbered, not yet sealed"), "text": text}
    if found.state == DocumentState.voided:
        by = found.replaced_by
        text = _("%(number)s has taken its place.", number=by) if by else count
        return {"kind": "warn", "title": _("Genuine, but void"), "text": text}
    return {"kind": "ok", "title": _("Genuine: this letter was issued and is in force"), "text": count}


def day_label(state: str) -> str:
    """What the day is called on which the letter got its number, which is printed as its date."""
    return _("Numbered at") if state == DocumentState.sealing else _("Issued at")
