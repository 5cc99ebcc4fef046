"""Pending decisions (待发决定) as their page shows them: saved, on their way, and what became of them."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language, plural
from webapp.present.files import file_href
from webapp.present.labels import action_label, grade_label
from webapp.present.times import hour, moment
from workflow import clock
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.decisions import Decided, own
from workflow.services.moves import ItemResult
from workflow.types import DecisionState

View = dict[str, Any]


def decisions_view(session: Session, actor: Actor) -> View:
    """Variables of ``decisions/index.html``."""
    held = own(session, actor, DecisionState.held)
    sent = own(session, actor, DecisionState.sent, DecisionState.due)
    ended = own(session, actor, DecisionState.done, DecisionState.failed)
    return {
        "held": [_held(item) for item in held],
        "sent": [_sent(item) for item in sent],
        "ended": [_ended(item) for item in ended],
        "stale": sum(item.stale for item in held),
        "recallable": [row["id"] for row in (_sent(item) for item in sent) if row["id"]],
    }


def sent_words(results: Sequence[ItemResult]) -> list[tuple[str, str]]:
    """(words, tone) of the lines after sending."""
    sent = sum(item.refusal is None for item in results)
    kept = len(results) - sent
    lines = []
    if sent:
        words = plural(
            "%(num)s decision is on its way and can still be recalled.",
            "%(num)s decisions are on their way and can still be recalled.",
            sent,
        )
        lines.append((words, "ok"))
    if kept:
        lines.append(
            (_("%(n)s stayed here: their files have changed, or the move is not open now. Open them.", n=kept), "warn")
        )
    return lines or [(_("Nothing was sent."), "info")]


def what(decision: Any) -> View:
    """The decision in words: the verb with its grade, and what was written."""
    typed = decision.inputs
    grade = f" · {grade_label(typed['grade'])}" if typed.get("grade") else ""
    said = typed.get("opinion") or typed.get("reason") or ""
    if typed.get("due_on"):
        said = _("%(said)s To be answered by %(day)s.", said=said, day=typed["due_on"]).strip()
    return {"text": action_label(decision.action) + grade, "sub": said}


def _row(item: Decided) -> View:
    name = item.file.project_name if item.visible else _("File no. %(n)s", n=item.file.id)
    href = file_href(item.file.id) if item.visible else ""
    return {"name": name, "href": href, "sub": item.unit_name, "cells": {"name": name, "what": what(item.decision)}}


def _held(item: Decided) -> View:
    row, key = _row(item), item.decision.id
    edit = url_for("moves.ask", declaration_id=item.file.id, action=item.decision.action)
    buttons = [
        {"label": _("Change"), "href": edit},
        {"label": _("Remove"), "action": url_for("decisions.remove", decision_id=key)},
    ]
    state = _("The file has changed since: look again") if item.stale else moment(item.decision.created_at)
    cells = {"state": {"text": state, "late": item.stale}, "do": buttons}
    return row | {"id": key, "tone": "warn" if item.stale else "", "cells": row["cells"] | cells}


def _sent(item: Decided) -> View:
    row, decision = _row(item), item.decision
    open_still = decision.status == DecisionState.sent
    state = {"text": _("Being carried out"), "sub": ""}
    if open_still and decision.perform_at:
        left = max(0, round((decision.perform_at - clock.now()).total_seconds() / 60))
        words = plural("%(num)s minute to recall it", "%(num)s minutes to recall it", left)
        state = {"text": _("Carried out at %(time)s", time=hour(decision.perform_at)), "sub": words}
    recall = [{"label": _("Recall"), "action": url_for("decisions.recall"), "fields": {"id": decision.id}}]
    cells = {"state": state, "do": recall if open_still else []}
    return row | {"id": decision.id if open_still else None, "cells": row["cells"] | cells}


def _ended(item: Decided) -> View:
    row, decision = _row(item), item.decision
    failed = decision.status == DecisionState.failed
    words = {"text": _("Not carried out") if failed else _("Carried out"), "sub": moment(decision.finished_at)}
    again: list[View] = []
    if failed:
        told = decision.outcome
        words["sub"] = refusal_text(told.get("code", ""), told.get("facts", {}), language())
        if item.visible:
            again = [{"label": _("Open the file"), "href": row["href"]}]
        again.append({"label": _("Remove"), "action": url_for("decisions.remove", decision_id=decision.id)})
    cells = {"state": words | {"late": failed}, "do": again}
    return row | {"tone": "bad" if failed else "", "cells": row["cells"] | cells}
