"""结果应用: the list, one proposal with its decision, and the form that proposes."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.evaluation_grid import shown
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import grade_label, pick
from webapp.present.times import held_words, moment
from workflow.errors import RuleFailed
from workflow.lifecycle.evaluations.finance import DECIDES, PROPOSES, find_use, years_of
from workflow.lifecycle.evaluations.results import result_of
from workflow.lifecycle.files import find_evaluation
from workflow.money import fen_from_wan
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries import result_uses as read
from workflow.queries.listings.rechecks import USE_KINDS, USE_STATES, use_booking
from workflow.queries.report_page import project_name
from workflow.queries.result_uses import ListedUse
from workflow.scoring.trace import figure
from workflow.services.result_uses import Proposal
from workflow.texts import whole
from workflow.types import ReportState, ResultUseKind, ResultUseState

View = dict[str, Any]
TONES = {"proposed": "submitted", "confirmed": "accepted", "refused": "closed"}
FIELD_OF = {
    "reason_missing": "reason", "result_amount_missing": "amount", "result_use_exists": "kind",
    "result_year_outside": "year", "document_missing": "document", "result_remark_missing": "remark",
    "comment_too_long": "reason", "ledger_below_spent": "document", "ledger_same_entry": "document",
    "ledger_booked_by_approval": "document",
}  # fmt: skip


def state_view(state: str) -> View:
    """A chip."""
    return {"key": TONES[state], "label": pick(USE_STATES[state])}


def _wrong(refused: RuleFailed | None) -> dict[str, str]:
    if refused is None:
        return {}
    return {FIELD_OF.get(refused.code, "kind"): refusal_text(refused.code, refused.facts, language())}


def index_view(found: list[ListedUse], state: str) -> View:
    """Variables of ``result_uses/index.html``; ``found`` may hold one line more than a page."""
    kinds = {"name": "link", "kind": "short", "amount": "num", "year": "short", "state": "chip", "points": "num",
             "grade": "text", "document": "text", "booked": "text"}  # fmt: skip
    rows, given = found[: read.PAGE_SIZE], View({"use": state} if state else {})
    more = len(found) > len(rows)
    following = url_for("result_uses.index", after=rows[-1].row.id, **given) if more else ""
    choices = [{"value": "", "label": _("All states")}]
    choices += [{"value": key, "label": pick(words)} for key, words in USE_STATES.items()]
    return {
        "columns": [
            {"key": key, "label": column_label("result_uses", key), "kind": kind} for key, kind in kinds.items()
        ],
        "rows": [_listed(line) for line in rows],
        "fields": [{"kind": "select", "name": "use", "label": _("State"), "value": state, "options": choices}],
        "filtered": bool(given),
        "reset": url_for("result_uses.index"),
        "pager": {"prev": None, "next": following, "text": ""} if more else None,
    }


def _listed(line: ListedUse) -> View:
    row = line.row
    cells = {
        "name": line.project_name, "kind": pick(USE_KINDS[row.kind]), "state": state_view(row.state),
        "year": str(row.applies_year), "amount": wan(row.amount_fen) if row.amount_fen else "",
        "points": shown(line.total_hundredths), "grade": grade_label(line.grade) if line.grade else "",
        "document": row.document, "booked": pick(use_booking(line)),
    }  # fmt: skip
    return {"href": url_for("result_uses.show", use_id=row.id), "sub": line.unit_name, "cells": cells}


def use_line(row: Any) -> View:
    """A line on the page of a self-evaluation."""
    cells = {
        "kind": pick(USE_KINDS[row.kind]), "state": state_view(row.state), "year": str(row.applies_year),
        "amount": wan(row.amount_fen) if row.amount_fen else "", "reason": row.reason,
    }  # fmt: skip
    return {"href": url_for("result_uses.show", use_id=row.id), "cells": cells}


def use_item(line: ListedUse) -> View:
    """A line of the work list."""
    row = line.row
    return {
        "href": url_for("result_uses.show", use_id=row.id),
        "name": line.project_name,
        "meta": f"{line.unit_name} · {pick(USE_KINDS[row.kind])}",
        "verb": _("Confirm what follows from the result"),
        "state": state_view(row.state),
        "amount": wan(row.amount_fen) if row.amount_fen else "",
        "since": moment(row.created_at),
        "since_words": held_words(row.created_at),
        "kind": "file",
    }


# --- proposing ------------------------------------------------------------------------------------------------------


def may_propose(actor: Actor, form: Any) -> bool:
    """Whether the page of the form offers it."""
    return form.project_id is not None and form.state == ReportState.accepted and actor.holds_any(PROPOSES, form)


def read_proposal(form: Mapping[str, str]) -> Proposal:
    """Raises ``RuleFailed`` for a kind nobody offers, a year or an amount that cannot be read."""
    kind, year, amount = form.get("kind", ""), whole(form.get("year", "").strip()), form.get("amount", "").strip()
    if kind not in set(ResultUseKind):
        raise RuleFailed("bad_kind")
    try:
        fen = fen_from_wan(amount) if amount else 0
    except ValueError:
        raise RuleFailed("result_amount_missing") from None
    return Proposal(ResultUseKind(kind), year or 0, fen, form.get("reason", ""))


def new_view(
    session: Session, actor: Actor, evaluation_id: int, typed: Mapping[str, str], refused: RuleFailed | None
) -> View:
    """Variables of ``result_uses/new.html``."""
    form, wrong = find_evaluation(session, actor, evaluation_id), _wrong(refused)
    first, second = years_of(form)
    left = form.adjusted_fen - form.executed_fen
    return {
        "name": project_name(session, form),
        "form_href": url_for("evaluations.show", evaluation_id=form.id),
        "action": url_for("result_uses.create", evaluation_id=form.id),
        "result": _result_words(session, form),
        "left": _("%(amount)s × 10,000 yuan of the budget were not spent", amount=wan(left)) if left > 0 else "",
        "kinds": [{"value": key, "label": pick(words), "hint": _hints()[key]} for key, words in USE_KINDS.items()],
        "years": [{"value": str(year), "label": str(year)} for year in (second, first)],
        "kind": typed.get("kind", ResultUseKind.cut.value),
        "year": typed.get("year", str(second)),
        "amount": typed.get("amount", ""),
        "reason": typed.get("reason", ""),
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
    }


def _hints() -> dict[str, str]:
    return {
        ResultUseKind.cut: _("Less money for the project in the year it holds for."),
        ResultUseKind.recall: _("Money that was not spent goes back."),
        ResultUseKind.keep: _("The budget stays as it is; the result is told to the next declaration."),
    }


def _result_words(session: Session, form: Any) -> str:
    found = result_of(session, form)
    points = "—" if found.points is None else figure(found.points)
    grade = grade_label(found.grade) if found.grade else ""
    if found.rechecked:
        return _(
            "%(year)s: %(points)s points, %(grade)s (by the re-check)",
            year=form.fiscal_year,
            points=points,
            grade=grade,
        )
    return _("%(year)s: %(points)s points, %(grade)s", year=form.fiscal_year, points=points, grade=grade)


# --- one proposal ---------------------------------------------------------------------------------------------------


def show_view(
    session: Session, actor: Actor, use_id: int, typed: Mapping[str, str], refused: RuleFailed | None
) -> View:
    """Variables of ``result_uses/show.html``."""
    row, form = find_use(session, actor, use_id)
    wrong, listed = _wrong(refused), read.listed_use(session, row)
    booked = pick(use_booking(listed))
    facts = {
        _("Result"): _result_words(session, form),
        _("Amount"): _("%(amount)s × 10,000 yuan", amount=wan(row.amount_fen)) if row.amount_fen else "",
        _("Holds for"): str(row.applies_year),
        _("Reason"): row.reason,
        _("Document number"): row.document,
        _("Carried out"): booked,
        _("Opinion of the budget section"): row.remark,
        _("Decided at"): moment(row.decided_at),
    }
    ledger = url_for("execution.project", project_id=row.project_id, year=row.applies_year, _anchor="ledger")
    return {
        "row": row,
        "name": project_name(session, form),
        "kind": pick(USE_KINDS[row.kind]),
        "chip": state_view(row.state),
        "form_href": url_for("evaluations.show", evaluation_id=form.id),
        "ledger_href": ledger if row.entry_id else "",
        "facts": [{"label": label, "value": text} for label, text in facts.items() if text],
        "decides": row.state == ResultUseState.proposed and actor.holds_any(DECIDES, form),
        "asks_document": row.kind != ResultUseKind.keep,
        "typed": {name: typed.get(name, "") for name in ("document", "remark")},
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
    }
