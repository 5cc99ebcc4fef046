"""A declaration or report as templates show it: chip, steps, lines of lists and of the work list."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.labels import action_label, desk_label, pick, report_state_label, state_label
from webapp.present.times import due_tone, due_words, held_words, moment
from workflow import money
from workflow.queries.file_history import Entry
from workflow.queries.file_page import Passage, Person
from workflow.queries.lists import ListedFile
from workflow.queries.work_words import draft_words, name_of, verb_of
from workflow.queries.worklist import WaitingFile

View = dict[str, Any]
STEPS = ("filer", "head", "department", "section", "performance", "batch")


def chip(
    state: str, desk: str | None = None, *, returned: bool = False, terminated_by: str | None = None
) -> dict[str, str]:
    """The state chip; a draft says whether it is to be changed or whose signature it waits for, an ended file how it
    ended."""
    if said := _draft_chip(state, desk, returned):
        return said
    note = action_label(terminated_by) if terminated_by else ""
    return {"key": state, "label": state_label(state), "note": note}


def report_chip(state: str, desk: str | None = None, *, returned: bool = False) -> dict[str, str]:
    """The same for monitoring reports and self-evaluations."""
    return _draft_chip(state, desk, returned) or {"key": state, "label": report_state_label(state)}


def _draft_chip(state: str, desk: str | None, returned: bool) -> dict[str, str] | None:
    words = draft_words(state, desk, returned=returned)
    return {"key": "returned" if returned else "waiting", "label": pick(words)} if words else None


def sent_back_view(found: Entry | None) -> View | None:
    """Why the form came back, for the head of its page."""
    if found is None:
        return None
    title = _(
        "%(name)s, %(when)s: %(action)s", action=action_label(found.action), name=found.who, when=moment(found.at)
    )
    return {
        "title": title,
        "text": found.reason or _("No reason was given for the whole form; see the remarks beside its lines."),
    }


def wan(fen: int | None) -> str | None:
    """万元 for people, None for an empty amount."""
    return None if fen is None else money.wan_grouped(fen)


def holder_view(desk: str | None, names: Sequence[str], since: Any, *, late: bool = False) -> View | str:
    """Who has a form of a list: the names, below them the desk and since when."""
    if desk is None:
        return ""
    who = _(", ").join(names[:2]) or _("nobody: ask the administrator")
    return {"text": who, "sub": f"{desk_label(desk)} · {held_words(since)}", "late": late}


def steps(state: str, desk: str | None, held_since: Any, passed: Sequence[Passage], who: Sequence[Person],
          *, needs_department: bool, returned: bool, late: bool = False,
          desks: Sequence[str] = STEPS) -> list[View]:  # fmt: skip
    """The step bar: desk by desk, the present one with names, phones and days held."""
    done = {passage.desk: passage for passage in passed}
    order = [step for step in desks if needs_department or step != "department"]
    position = order.index(desk) if desk in order else len(order)
    bar = []
    for index, step in enumerate(order):
        passage = done.get(step)
        item: View = {"label": _step_label(step), "status": _step_status(index, position, state, passage)}
        if item["status"] == "done" and passage:
            name = passage.actor_name
            item |= {
                "who": _("%(name)s (on paper)", name=name) if passage.on_paper else name,
                "when": moment(passage.at),
            }
        if index == position:
            item |= _present(held_since, who, returned and step in ("filer", "department"), late)
        bar.append(item)
    return bar


def _step_status(index: int, position: int, state: str, passage: Passage | None) -> str:
    """A file that ended early shows the desks it really passed."""
    if state in ("terminated", "cancelled"):
        return "done" if passage else "skipped"
    return "done" if index < position else "future"


def _present(held_since: Any, who: Sequence[Person], returned: bool, late: bool) -> View:
    first = who[0] if who else None
    names = _(", ").join(person.name for person in who[:3]) or _("nobody: ask the administrator")
    if len(who) > 3:
        names = _("%(names)s and %(n)s more", names=names, n=len(who) - 3)
    return {
        "status": "returned" if returned else "current",
        "who": names,
        "phone": first.phone if first else "",
        "held": held_words(held_since),
        "when": moment(held_since),
        "late": late,
    }


def _step_label(step: str) -> str:
    return {
        "filer": _("Filing"),
        "head": _("Signing by the head"),
        "department": _("Department"),
        "section": _("Section review"),
        "performance": _("Performance review"),
        "batch": _("Approval"),
    }[step]


def work_item(item: WaitingFile) -> View:
    """One line of the work list."""
    report = item.object_kind != "declaration"
    state = report_chip if report else chip
    return {
        "href": _PAGES[item.object_kind](item.object_id),
        "name": pick(name_of(item)),
        "meta": f"{item.unit_name} · {item.campaign or _('Year %(year)s', year=item.fiscal_year)}",
        "verb": pick(verb_of(item)),
        "state": state(item.state, item.desk, returned=item.returned),
        "amount": wan(item.budget_fen),
        "since": moment(item.held_since),
        "since_words": held_words(item.held_since),
        "due": item.due_on.isoformat() if item.due_on else "",
        "due_words": due_words(item.due_on),
        "due_tone": due_tone(item.due_on),
        "kind": "monitor" if report else "file",
    }


def file_href(declaration_id: int) -> str:
    """The page of a declaration."""
    return url_for("declarations.show", declaration_id=declaration_id)


_PAGES: dict[str, Callable[[int], str]] = {
    "declaration": file_href,
    "monitoring_report": lambda number: url_for("reports.show", report_id=number),
    "self_evaluation": lambda number: url_for("evaluations.show", evaluation_id=number),
}
"""Where the files of the work list are opened."""


def list_row(item: ListedFile) -> View:
    """One line of the list of declarations."""
    name = item.project_name
    if item.revision > 1:
        name = _("%(name)s (revision %(n)s)", name=name, n=item.revision)
    return {
        "id": item.id,
        "name": item.project_name,
        "href": file_href(item.id),
        "sub": " · ".join(
            filter(None, (item.unit_name, item.project_code, _("specially approved") if item.special else ""))
        ),
        "cells": {
            "name": name,
            "year": str(item.fiscal_year),
            "budget": wan(item.budget_fen),
            "state": chip(item.state, item.desk, returned=item.returned, terminated_by=item.terminated_by),
            "desk": desk_label(item.desk) if item.desk else "",
            "since": held_words(item.held_since) if item.held_since else "",
        },
        "tone": "muted" if item.state == "terminated" else "",
    }
