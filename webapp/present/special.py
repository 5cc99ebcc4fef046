"""特批: the form of the move, the notice and the tab of a file, lines of the work list."""

from datetime import date
from typing import Any

from flask import request, url_for

from webapp.i18n import _, plural
from webapp.present.files import chip, wan
from webapp.present.times import date_input, due_tone, due_words, held_words, moment
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries.file_page import FileFacts
from workflow.queries.special import Granted, OpenPoint
from workflow.services.special_points import may_close

View = dict[str, Any]
POINTS = range(1, 7)
"""The page offers six lines; a document that leaves more open is better returned."""


def read_points() -> tuple[tuple[str, date | None], ...]:
    """The lines in which anything stands; raises ``RuleFailed('not_a_date')``."""
    lines = [(request.form.get(f"point_{n}", ""), request.form.get(f"point_due_{n}", "").strip()) for n in POINTS]
    return tuple((words, _day(due)) for words, due in lines if words.strip() or due)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RuleFailed("not_a_date", raw=text) from None


def point_lines(typed: Any) -> list[View]:
    """The lines of the form, with what was just sent."""
    lines = []
    for number in POINTS:
        due = typed(f"point_due_{number}")
        lines.append(
            {
                "number": number,
                "text": typed(f"point_{number}"),
                "due": due,
                "due_type": date_input(due) if due else "date",
            }
        )
    return lines


def notice_view(facts: FileFacts, file_id: int) -> View | None:
    """What stands above the form of a specially approved file."""
    if not facts.special:
        return None
    newest, left = facts.special[0], [point for item in facts.special for point in item.left]
    late = [point for point in left if due_tone(point.due_on) == "bad"]
    words = _("Every open point is closed.")
    if left:
        first = min(point.due_on for point in left).isoformat()
        words = plural(
            "%(num)s open point, the first due on %(day)s.",
            "%(num)s open points, the first due on %(day)s.",
            len(left),
            day=first,
        )
    return {
        "kind": "bad" if late else "warn" if left else "info",
        "title": _("Specially approved by %(leader)s, %(document)s", leader=newest.approval.leader,
                   document=newest.approval.document),
        "text": words,
        "href": url_for("declarations.show", declaration_id=file_id, tab="special") + "#side",
    }  # fmt: skip


def special_view(facts: FileFacts, row: Any, actor: Actor, asked: View) -> View:
    """Variables of the tab."""
    closing = may_close(row, actor)
    return {"items": [_granted(item, facts, row, closing, asked) for item in facts.special]}


def _granted(item: Granted, facts: FileFacts, row: Any, closing: bool, asked: View) -> View:
    approval = item.approval
    return {
        "id": approval.id,
        "leader": approval.leader,
        "document": approval.document,
        "reason": approval.reason,
        "who": facts.names(approval.granted_by, approval.on_behalf_of),
        "when": moment(approval.created_at),
        "round": approval.round,
        "lapsed": row.round != approval.round,
        "points": [_point(point, facts, closing, asked) for point in item.points],
    }


def _point(point: Any, facts: FileFacts, closing: bool, asked: View) -> View:
    refused = asked.get("refused") == point.id
    is_open = point.closed_at is None
    return {
        "id": point.id,
        "text": point.text,
        "due": point.due_on.isoformat(),
        "due_words": due_words(point.due_on) if is_open else "",
        "tone": due_tone(point.due_on) if is_open else "",
        "open": is_open,
        "note": point.closing_note,
        "who": facts.names(point.closed_by, point.closed_for),
        "when": moment(point.closed_at),
        "may_close": is_open and closing,
        "error": asked.get("error", "") if refused else "",
        "typed": asked.get("text", "") if refused else "",
    }


def point_item(point: OpenPoint) -> View:
    """One line of the work list."""
    return {
        "href": url_for("declarations.show", declaration_id=point.declaration_id, tab="special") + "#side",
        "name": point.project_name,
        "meta": f"{point.unit_name} · {_('Year %(year)s', year=point.fiscal_year)}",
        "verb": point.text,
        "state": chip(point.state),
        "amount": wan(point.budget_fen),
        "since": moment(point.since),
        "since_words": held_words(point.since),
        "due": point.due_on.isoformat(),
        "due_words": due_words(point.due_on),
        "due_tone": due_tone(point.due_on),
        "kind": "file",
    }
