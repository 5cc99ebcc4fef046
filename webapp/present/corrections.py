"""整改: the list, the form that orders one, one order with its history, a line of the work list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language, plural
from webapp.present.adjustment_money import cut_view
from webapp.present.exports import column_label
from webapp.present.labels import listed, pick, with_label
from webapp.present.times import date_input, due_tone, due_words, held_words, moment
from workflow.errors import RuleFailed
from workflow.lifecycle.corrections import CORRECTION_STATES, HOLDS_MONEY, KIND_LABELS, TO_DO, Step, may_order
from workflow.lifecycle.deeds import ACTION_LABELS
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_evaluation, find_report
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries import corrections as read
from workflow.queries.adjustment_money import of_correction
from workflow.queries.corrections import CorrectionFilters, Happened, ListedCorrection
from workflow.queries.report_page import project_name
from workflow.services.corrections import ORDERABLE, Order, Origin, Told, find_correction, open_steps, origin_of
from workflow.types import CorrectionKind, CorrectionState

View = dict[str, Any]
TONES = {"ordered": "open", "answered": "submitted", "confirmed": "accepted", "closed": "closed"}
FIELD_OF = {"deadline_past": "due_on", "not_a_date": "due_on", "bad_kind": "kind"}
FIELDS = {"owner": ("line", 60), "measure": ("area", 2000), "result": ("area", 2000), "remark": ("area", 2000)}
"""What a step asks for, and how long it may be."""


def field_words(name: str) -> str:
    """The label of a field."""
    return {
        "problem": _("What is wrong"),
        "demand": _("What is demanded"),
        "document": _("Document number"),
        "owner": _("Who is responsible"),
        "measure": _("What was done"),
        "result": _("What came of it"),
        "remark": _("Opinion"),
        "due_on": _("Due on"),
    }[name]


def state_view(state: str, due_on: date) -> View:
    """A chip; overdue while the unit has it and the day has passed."""
    if state == CorrectionState.ordered and due_tone(due_on) == "bad":
        return {"key": "overdue", "label": _("Overdue")}
    return {"key": TONES[state], "label": pick(CORRECTION_STATES[CorrectionState(state)])}


def _wrong(refused: RuleFailed | None) -> dict[str, str]:
    if refused is None:
        return {}
    name = refused.code.removeprefix("correction_").removesuffix("_missing")
    field = FIELD_OF.get(refused.code, name if refused.code.endswith("_missing") else "")
    return {field: refusal_text(refused.code, refused.facts, language())}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleFailed("not_a_date", raw=text.strip()) from None


# --- the list -------------------------------------------------------------------------------------------------------


def index_view(found: Sequence[ListedCorrection], filters: CorrectionFilters) -> View:
    """Variables of ``corrections/index.html``."""
    kinds = {"name": "link", "kind": "short", "state": "chip", "due": "lines", "ordered": "date"}
    shown = found[: read.PAGE_SIZE]
    given: dict[str, Any] = {"state": filters.state, "correction": filters.kind, "declaration": filters.declaration_id}
    given = {key: value for key, value in given.items() if value}
    following = url_for("corrections.index", after=shown[-1].row.id, **given) if len(found) > len(shown) else ""
    return {
        "columns": [
            {"key": key, "label": column_label("corrections", key), "kind": kind} for key, kind in kinds.items()
        ],
        "rows": [_listed(line) for line in shown],
        "fields": [
            _select("state", _("State"), filters.state, CORRECTION_STATES, _("All states")),
            _select("correction", _("Kind"), filters.kind, KIND_LABELS, _("All kinds")),
        ],
        "filtered": bool(given),
        "reset": url_for("corrections.index"),
        "pager": {"prev": None, "next": following, "text": ""} if following else None,
    }


def _select(name: str, label: str, value: str, words: Mapping[Any, tuple[str, str]], every: str) -> View:
    options = [
        {"value": "", "label": every},
        *({"value": str(key), "label": pick(text)} for key, text in words.items()),
    ]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": options}


def _listed(line: ListedCorrection) -> View:
    row = line.row
    waiting = row.state == CorrectionState.ordered
    return {
        "href": url_for("corrections.show", correction_id=row.id),
        "sub": line.unit_name,
        "cells": {
            "name": line.project_name,
            "kind": pick(KIND_LABELS[CorrectionKind(row.kind)]),
            "state": state_view(row.state, row.due_on),
            "due": {
                "text": row.due_on.isoformat(),
                "sub": due_words(row.due_on) if waiting else "",
                "late": waiting and due_tone(row.due_on) == "bad",
            },
            "ordered": moment(row.created_at)[:10],
        },
    }


def work_item(line: ListedCorrection) -> View:
    """A line of the work list."""
    row = line.row
    return {
        "href": url_for("corrections.show", correction_id=row.id),
        "name": line.project_name,
        "meta": f"{line.unit_name} · {pick(KIND_LABELS[CorrectionKind(row.kind)])}",
        "verb": pick(TO_DO[CorrectionState(row.state)]),
        "state": state_view(row.state, row.due_on),
        "since": moment(row.created_at),
        "since_words": held_words(row.created_at),
        "kind": "file",
    }


def correction_line(row: Any) -> View:
    """A line on the page of a report."""
    cells = {
        "kind": pick(KIND_LABELS[CorrectionKind(row.kind)]),
        "state": state_view(row.state, row.due_on),
        "due": row.due_on.isoformat(),
        "problem": row.problem,
    }
    return {"href": url_for("corrections.show", correction_id=row.id), "cells": cells}


def notice_of(rows: Sequence[Any], declaration_id: int) -> View | None:
    """What stands above a declaration while corrections are open; payments that are held are said first."""
    left = [row for row in rows if row.state != CorrectionState.closed]
    if not left:
        return None
    held = [row for row in left if row.kind in HOLDS_MONEY]
    first = min(row.due_on for row in left).isoformat()
    words = plural(
        "%(num)s correction is open, the first due on %(day)s.",
        "%(num)s corrections are open, the first due on %(day)s.", len(left), day=first,
    )  # fmt: skip
    if held:
        kind = pick(KIND_LABELS[CorrectionKind(held[0].kind)])
        words = _("%(kind)s by %(document)s. %(rest)s", kind=kind, document=held[0].document, rest=words)
    return {
        "kind": "bad" if held else "warn",
        "text": words,
        "href": url_for("corrections.index", declaration=declaration_id),
    }


# --- ordering one ---------------------------------------------------------------------------------------------------


def may_order_on(actor: Actor, report: Any) -> bool:
    """Whether the page of a report offers it."""
    return report.state in ORDERABLE and actor.holds_any(may_order(CorrectionKind.rectify), report)


def new_view(
    session: Session, actor: Actor, report_id: int, typed: Mapping[str, str], refused: RuleFailed | None
) -> View:
    """Variables of ``corrections/new.html``; 404 outside the actor's scope."""
    report = find_report(session, actor, report_id)
    return _new_view(session, actor, report, url_for("corrections.create", report_id=report_id), typed, refused)


def new_on_evaluation_view(
    session: Session, actor: Actor, evaluation_id: int, typed: Mapping[str, str], refused: RuleFailed | None
) -> View:
    """The same after a self-evaluation."""
    form = find_evaluation(session, actor, evaluation_id)
    take = url_for("corrections.create_on_evaluation", evaluation_id=evaluation_id)
    return _new_view(session, actor, form, take, typed, refused)


def origin_link(origin: Origin) -> View:
    """The form behind a correction: its page, and what it is called in the path to it."""
    if file_kind(origin) == "monitoring_report":
        return {
            "label": _("Monitoring report"), "href": url_for("reports.show", report_id=origin.id),
            "area": {"label": _("Monitoring"), "href": url_for("campaigns.index")},
        }  # fmt: skip
    return {
        "label": _("Self-evaluation form"), "href": url_for("evaluations.show", evaluation_id=origin.id),
        "area": {"label": _("Self-evaluation"), "href": url_for("evaluation_tasks.index")},
    }  # fmt: skip


def _new_view(
    session: Session, actor: Actor, report: Origin, action: str, typed: Mapping[str, str], refused: RuleFailed | None
) -> View:
    wrong, allowed = _wrong(refused), [kind for kind in CorrectionKind if actor.holds_any(may_order(kind), report)]
    values = {name: typed.get(name, "") for name in ("kind", "problem", "demand", "document", "due_on")}
    return {
        "name": project_name(session, report),
        "origin": origin_link(report),
        "action": action,
        "kinds": [{"value": kind.value, "label": pick(KIND_LABELS[kind])} for kind in allowed],
        "values": values | {"kind": values["kind"] or CorrectionKind.rectify.value},
        "due_input": date_input(values["due_on"]) if values["due_on"] else "date",
        "labels": {name: field_words(name) for name in ("problem", "demand", "document", "due_on")},
        "may_hold": bool(HOLDS_MONEY & set(allowed)),
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
    }


def read_order(form: Mapping[str, str]) -> Order:
    """Raises ``RuleFailed`` for a kind nobody offers or a day that cannot be read."""
    kind = form.get("kind", "")
    if kind not in set(CorrectionKind):
        raise RuleFailed("bad_kind")
    due_on, document = _day(form.get("due_on", "")), form.get("document", "")
    return Order(CorrectionKind(kind), form.get("problem", ""), form.get("demand", ""), due_on, document)


def read_told(form: Mapping[str, str]) -> Told:
    """What is said with a step; a new day only where one was typed."""
    due = form.get("due_on", "").strip()
    owner, measure, result = form.get("owner", ""), form.get("measure", ""), form.get("result", "")
    remark, document = form.get("remark", ""), form.get("document", "")
    return Told(owner, measure, result, remark, document, _day(due) if due else None)


# --- one order ------------------------------------------------------------------------------------------------------


def show_view(
    session: Session,
    actor: Actor,
    correction_id: int,
    typed: Mapping[str, str],
    action: str,
    refused: RuleFailed | None,
) -> View:
    """Variables of ``corrections/show.html``; ``action`` is the step that was just refused."""
    row = find_correction(session, actor, correction_id)
    report, wrong = origin_of(session, actor, row), _wrong(refused)
    return {
        "row": row,
        "name": project_name(session, report),
        "kind": pick(KIND_LABELS[CorrectionKind(row.kind)]),
        "chip": state_view(row.state, row.due_on),
        "due": due_words(row.due_on) if row.state == CorrectionState.ordered else "",
        "facts": _facts(row),
        "steps": [_step(row, step, typed if step.action == action else {}) for step in open_steps(actor, row)],
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "origin": origin_link(report),
        "declaration_href": url_for("declarations.show", declaration_id=row.declaration_id),
        "cut": cut_view(row, of_correction(session, row), actor),
        "history": [_happened(entry) for entry in read.history(session, row)],
        "history_columns": [
            {"key": "when", "label": _("When"), "kind": "date"},
            {"key": "who", "label": _("Who"), "kind": "short"},
            {"key": "what", "label": _("What"), "kind": "short"},
            {"key": "words", "label": _("Opinion and content"), "kind": "text"},
        ],
    }


def _facts(row: Any) -> list[View]:
    given = {
        "problem": row.problem, "demand": row.demand, "document": row.document, "due_on": row.due_on.isoformat(),
        "owner": row.owner, "measure": row.measure, "result": row.result, "remark": row.remark,
    }  # fmt: skip
    found = [{"label": field_words(name), "value": text} for name, text in given.items() if text]
    if row.release_document:
        found.append({"label": _("Released by document"), "value": row.release_document})
    return found


def _step(row: Any, step: Step, typed: Mapping[str, str]) -> View:
    holds, reopens = row.kind in HOLDS_MONEY, step.action == "reopen"
    label = _("Release the payments") if step.action == "close" and holds else pick((step.zh, step.en))
    return {
        "action": url_for("corrections.take", correction_id=row.id, action=step.action),
        "label": label,
        "primary": not reopens,
        "fields": [
            {"name": name, "label": field_words(name), "kind": FIELDS[name][0], "limit": FIELDS[name][1],
             "value": typed.get(name, getattr(row, name) if step.action == "answer" else "")}
            for name in step.needs
        ],
        "document": typed.get("document", "") if step.action == "close" and holds else None,
        "due_on": typed.get("due_on", "") if reopens else None,
    }  # fmt: skip


def _happened(entry: Happened) -> View:
    names = ("problem", "demand", "document", "owner", "measure", "result", "remark")
    said = [with_label(field_words(name), entry.details[name]) for name in names if entry.details.get(name)]
    cells = {
        "when": moment(entry.at),
        "who": entry.actor,
        "what": pick(ACTION_LABELS[entry.action]),
        "words": listed(said),
    }
    return {"cells": cells}
