"""目标调整: its type and document as a form, beside the differences, and as a line among the revisions."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.adjustment_money import booked_facts, booked_notice
from webapp.present.file_papers import attachment_line
from webapp.present.files import chip, wan
from webapp.present.labels import pick
from webapp.present.move_inputs import typed
from webapp.present.times import date_input, moment
from workflow.execution.adjustments import ADJUSTMENT_KINDS, BUDGET_PAPER
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.adjustment_money import booked_money, grounds_of
from workflow.queries.file_page import attachments
from workflow.queries.versions import Adjustment, Version, adjustment_of, versions
from workflow.types import Desk

View = dict[str, Any]
STATED = {"document": "adjustment_document", "adjustment_type": "adjustment_type", "document_date": "document_date",
          "document_issuer": "document_issuer", "counterpart": "counterpart"}  # fmt: skip
"""Field of the form → column of the revision."""


def type_words(code: str) -> str:
    """调增, 调减 …; adjustments from before types have none."""
    kind = ADJUSTMENT_KINDS.get(code)
    return pick(kind.label) if kind else ""


def adjustment_fields(session: Session, row: Any, action: str) -> View:
    """Variables of ``adjustment_form``: what was just sent, else what the revision says, else what the ledger says.

    A task to adjust targets that waits for this project fills in all that its entries of the ledger tell.
    """
    amends = action == "amend_adjustment"
    task = None if amends else grounds_of(session, row)
    values = {
        name: typed(name, _stated(row if amends else task, column if amends else name))
        for name, column in STATED.items()
    }
    return {
        "types": [
            {"value": item.code, "label": pick(item.label), "hint": pick(item.demands)}
            for item in ADJUSTMENT_KINDS.values()
        ],
        "values": values | {"date_input": date_input(values["document_date"])},
        "reason": typed("reason", _stated(row if amends else task, "adjustment_reason" if amends else "reason")),
        "task": bool(task),
    }


def _stated(said: Any, name: str) -> str:
    return str((getattr(said, name) if said else "") or "")


def adjustment_box(session: Session, row: Any) -> View | None:
    """What is adjusted and on which document; None for a first revision."""
    found = adjustment_of(session, row)
    if found is None:
        return None
    kind = ADJUSTMENT_KINDS.get(row.adjustment_type)
    files = [attachment_line(item, row) for item in attachments(session, row) if item.purpose == "adjustment"]
    facts: list[View] = [
        {"label": _("Type"), "value": type_words(row.adjustment_type)},
        {"label": _("Budget"), "value": budget_words(found.change.before_fen, found.change.after_fen)},
        {"label": pick(kind.paper if kind else BUDGET_PAPER), "value": document_words(row), "wide": True},
        {"label": _("Other project of the transfer"), "value": row.counterpart, "wide": True},
        {"label": _("Reason"), "value": row.adjustment_reason, "wide": True},
    ]
    booked = booked_money(session, row)
    return {
        "facts": [fact for fact in facts if fact["value"]] + booked_facts(row, booked, found),
        "files": files,
        "notices": [one for one in (booked_notice(row, booked, found), _filing(row, found)) if one],
    }


def budget_words(before: int, after: int) -> str:
    """100.00 → 80.00（-20.00）, in 万元."""
    unit = _("× 10,000 yuan")
    if before == after:
        return f"{wan(after)} {unit} ({_('unchanged')})"
    sign = "+" if after > before else "−"
    return f"{wan(before)} → {wan(after)} {unit} ({sign}{wan(abs(after - before))})"


def document_words(row: Any) -> str:
    """Number, issuer and date, as far as they are known."""
    day = row.document_date.isoformat() if row.document_date else ""
    return " · ".join(part for part in (row.adjustment_document, row.document_issuer, day) if part)


def _filing(row: Any, found: Adjustment) -> View | None:
    """At the section: whether it may be filed, and why (not)."""
    if row.desk != Desk.section:
        return None
    if found.hindrance:
        return {"kind": "info", "title": _("To be reviewed"),
                "text": refusal_text(found.hindrance.code, found.hindrance.facts, language())}  # fmt: skip
    return {"kind": "ok", "title": _("May be filed"), "text": small_words(found)}


def small_words(found: Adjustment) -> str:
    """Why it is small."""
    budget = budget_words(found.change.before_fen, found.change.after_fen)
    return _("Budget %(budget)s, within the share of the region; no target is loosened or removed.", budget=budget)


def version_rows(session: Session, actor: Actor, row: Any) -> list[View]:
    """The revisions as rows of a table, the newest first."""
    return [_version(item, row.id) for item in reversed(versions(session, actor, row))]


def _version(item: Version, here: int) -> View:
    row = item.row
    return {
        "name": _("Revision %(n)s", n=row.revision),
        "href": url_for("declarations.show", declaration_id=row.id) if row.id != here else "",
        "chip": chip(row.state, terminated_by=row.terminated_by),
        "filed": item.filed,
        "in_force": row.in_force,
        "type": type_words(row.adjustment_type),
        "budget": wan(item.after_fen) if item.before_fen is None else budget_words(item.before_fen, item.after_fen),
        "document": document_words(row),
        "reason": row.adjustment_reason,
        "opened": " ".join(part for part in (item.opened_by, moment(row.created_at)) if part),
        "approved": " ".join(part for part in (item.approved_by, moment(item.since)) if part) if item.since else "",
        "until": moment(item.until) if item.until else "",
    }
