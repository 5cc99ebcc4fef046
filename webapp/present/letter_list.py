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
from workflow.lifecycle.letters.numbers import Series, series_of
from workflow.permissions import Actor, regions_seen
from workflow.queries import letters as read
from workflow.queries.letters import Checked, LetterLine, Wanted
from workflow.types import DocumentState

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


def read_filters(args: Mapping[str, str]) -> Wanted:
    """What the address asks for; nonsense counts as nothing."""

    def number(name: str) -> int | None:
        text = args.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    state = args.get("state", "")
    return Wanted(
        year=number("year"),
        state=state if state in DOCUMENT_STATE_LABELS else "",
        department_id=number("department"),
        text=args.get("q", "").strip()[:60],
        after=number("after") or 0,
    )


def list_view(session: Session, actor: Actor, wanted: Wanted) -> View:
    """Variables of ``letters/index.html``."""
    found = read.letters(session, actor, wanted)
    page = found[: read.PAGE_SIZE]
    given: dict[str, Any] = {
        "year": wanted.year or "",
        "state": wanted.state,
        "department": wanted.department_id or "",
        "q": wanted.text,
    }
    older = url_for("letters.index", **given, after=page[-1].id) if len(found) > len(page) else None
    return {
        "rows": letter_rows(page),
        "fields": _fields(session, actor, wanted),
        "filtered": any(given.values()),
        "older": older,
        "series": [_series(item) for item in series_of(session, sorted(regions_seen(actor)))],
    }


def letter_rows(lines: Sequence[LetterLine]) -> list[View]:
    """Rows of ``data_table``."""
    return [
        {
            "href": url_for("letters.show", letter_id=line.id),
            "sub": line.batch,
            "cells": {
                "name": line.department,
                "number": line.number,
                "state": state_view(line.state),
                "since": moment(line.issued_at) if line.issued_at else held_words(line.held_since),
                "forward": line.forward_number,
            },
        }
        for line in lines
    ]


def _fields(session: Session, actor: Actor, wanted: Wanted) -> list[View]:
    every = {"value": "", "label": _("All")}
    states = [
        {"value": key, "label": pick(words)} for key, words in DOCUMENT_STATE_LABELS.items() if key != "discarded"
    ]
    years = [{"value": year, "label": str(year)} for year in read.years_with_letters(session, actor)]
    departments = [{"value": key, "label": name} for key, name in read.departments_with_letters(session, actor)]
    return [
        {"name": "q", "label": _("Number or title"), "kind": "search", "value": wanted.text},
        {"name": "year", "label": _("Year"), "kind": "select", "value": wanted.year or "", "options": [every, *years]},
        {"name": "state", "label": _("State"), "kind": "select", "value": wanted.state, "options": [every, *states]},
        {
            "name": "department",
            "label": _("Department"),
            "kind": "select",
            "value": wanted.department_id or "",
            "options": [every, *departments],
        },
    ]


def _series(item: Series) -> View:
    gaps = _(", ").join(str(first) if first == last else f"{first}–{last}" for first, last in item.gaps)
    return {"name": f"{item.code}〔{item.year}〕", "given": item.given, "highest": item.highest, "gaps": gaps}


def letter_item(line: LetterLine) -> View:
    """One line of the work list."""
    due = forward_due(line.issued_at) if line.state == DocumentState.issued and line.issued_at else None
    return {
        "href": url_for("letters.show", letter_id=line.id),
        "name": _("Approval of %(department)s", department=line.department),
        "meta": f"{line.batch} · {_('Year %(year)s', year=line.fiscal_year)}",
        "verb": _verb(line.state),
        "state": state_view(line.state),
        "since": moment(line.held_since),
        "since_words": held_words(line.held_since),
        "due": due.isoformat() if due else "",
        "due_words": due_words(due),
        "due_tone": due_tone(due),
        "kind": "approve",
    }


def _verb(state: str) -> str:
    return {
        DocumentState.drafting: _("Draft the letter"),
        DocumentState.cosigning: _("Co-sign the letter"),
        DocumentState.signing: _("Sign the letter"),
        DocumentState.numbering: _("Give the number"),
        DocumentState.sealing: _("Record the seal"),
        DocumentState.issued: _("Forward to the units"),
    }[DocumentState(state)]


def checked_view(typed: str, found: Checked | None) -> View:
    """Variables of ``letters/verify.html``."""
    if found is None:
        return {"code": typed, "asked": bool(typed.strip()), "found": None}
    return {
        "code": typed,
        "asked": True,
        "found": {
            "holds": found.state != DocumentState.voided,
            "number": found.number,
            "title": found.title,
            "department": found.department,
            "issued": clock.local(found.issued_at).date().isoformat(),
            "replaced_by": found.replaced_by,
            "count": plural("It covers %(num)s declaration", "It covers %(num)s declarations", len(found.files)),
            "rows": [{"cells": {"name": name, "unit": unit, "budget": wan(fen)}} for name, unit, fen in found.files],
        },
    }
