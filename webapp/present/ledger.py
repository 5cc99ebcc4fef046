"""The budget ledger (预算指标台账): the list, the ledger of a project with its running budget, and the three forms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.class_codes import class_fields, class_words, read_classes
from webapp.present.days import belongs_words, facts_field, known_words
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.ledger_lists import tabs
from webapp.present.ledger_ways import ways_on
from webapp.present.paging import pager
from webapp.present.refusals import problem_text, problems_of
from webapp.present.times import date_input, moment
from workflow import clock
from workflow.errors import RuleFailed
from workflow.execution import Money
from workflow.execution.class_codes import CodeLists, lists_of
from workflow.execution.ledger import ENTRY_KINDS, TYPED
from workflow.lifecycle.ledger import APPROVAL, TREASURY
from workflow.money import fen_from_wan
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.permissions import Actor
from workflow.queries.adjustment_money import Followed
from workflow.queries.keyset import Window
from workflow.queries.ledger import LedgerFilters, LedgerLine, LedgerProject, Running
from workflow.queries.listings.ledger import kind_words
from workflow.queries.payments import ProjectChoice
from workflow.services.ledger import ENTERING, Typed
from workflow.texts import whole

View = dict[str, Any]
FIELD_OF = {
    "ledger_kind_missing": "kind", "ledger_not_the_cut_ordered": "kind", "ledger_initial_exists": "kind",
    "ledger_day_outside": "effective_on",
    "not_a_date": "effective_on", "document_missing": "document", "ledger_same_entry": "document",
    "reason_missing": "reason", "ledger_receiver_missing": "to", "ledger_transfer_to_itself": "to",
    "ledger_entry_of_approval": "reason", "ledger_counter_entry": "reason",
}  # fmt: skip
"""Which field of a form a refusal is about; all others are about the amount."""
TEXTS = ("amount", "effective_on", "document", "reason")


# --- what was typed -------------------------------------------------------------------------------------------------


def read_kind(form: Mapping[str, str]) -> LedgerKind:
    """Raises ``RuleFailed`` where nothing was chosen."""
    chosen = form.get("kind", "")
    if chosen not in TYPED:
        raise RuleFailed("ledger_kind_missing")
    return LedgerKind(chosen)


def read_receiver(form: Mapping[str, str]) -> int:
    """Raises ``RuleFailed`` where no project was chosen."""
    chosen = whole(form.get("to", ""))
    if chosen is None:
        raise RuleFailed("ledger_receiver_missing")
    return chosen


def read_typed(form: Mapping[str, str], year: int) -> Typed:
    """Amount and day as they can be read; raises ``RuleFailed`` with both if neither can."""
    amount, day, problems = 0, date(year, 1, 1), list[RuleFailed]()
    given = {name: form.get(name, "").strip() for name in TEXTS}
    try:
        amount = fen_from_wan(given["amount"]) if given["amount"] else 0
    except ValueError as fault:
        problems.append(RuleFailed(str(fault), raw=given["amount"]))
    try:
        day = date.fromisoformat(given["effective_on"])
    except ValueError:
        problems.append(RuleFailed("not_a_date", raw=given["effective_on"]))
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    order = whole(form.get("correction", ""))
    return Typed(year, amount, day, given["document"], given["reason"], order, read_classes(form))


def _wrong(refusal: RuleFailed | None) -> View:
    """``wrong`` (by field) and ``errors`` of a form."""
    wrong: dict[str, str] = {}
    for problem in problems_of(refusal):
        name = str(problem.facts.get("field") or FIELD_OF.get(problem.code, "amount"))
        wrong[name] = problem_text(problem, language())
    return {"wrong": wrong, "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()]}


# --- lists ----------------------------------------------------------------------------------------------------------


def index_view(found: Window[LedgerLine], filters: LedgerFilters, year: int) -> View:
    """Variables of ``ledger/index.html``."""
    kinds = {
        "project": "link", "kind": "lines", "document": "text", "reason": "text", "effective": "date", "amount": "num",
        "when": "lines",
    }  # fmt: skip
    day = (filters.known or filters.until) if filters.until else None
    given: View = {
        "kind": filters.kind or None, "q": filters.text or None, "as_of": day.isoformat() if day else None,
        "facts": "known" if filters.known else None,
    }  # fmt: skip
    options = [("", _("All kinds")), *((kind.value, pick(row.words)) for kind, row in ENTRY_KINDS.items())]
    return {
        "tabs": tabs("ledger.index"),
        "year": year,
        "columns": [
            {"key": key, "label": column_label("ledger", key), "kind": kind, "wide": key == "reason",
             "hide": "md" if key in ("when", "reason") else ""}
            for key, kind in kinds.items()
        ],
        "rows": [_listed(line) for line in found.rows],
        "fields": [
            {"kind": "search", "name": "q", "label": _("Project, code or document"), "value": filters.text},
            {"kind": "select", "name": "kind", "label": _("Kind"), "value": filters.kind,
             "options": [{"value": key, "label": label} for key, label in options]},
            {"kind": "date", "name": "as_of", "label": _("As of"), "value": given["as_of"] or ""},
            facts_field(filters.known),
        ],
        "notes": ([belongs_words(filters.until)] if filters.until else [])
        + ([known_words(filters.known)] if filters.until and filters.known else []),
        "filtered": bool(filters.kind or filters.text or filters.until or filters.known),
        "pager": pager(found, lambda cursor: url_for("ledger.index", cursor=cursor, **given)),
    }  # fmt: skip


def entry_rows(lines: Sequence[LedgerLine]) -> View:
    """Some entries as a table: what made a task to adjust targets."""
    kinds = {"kind": "lines", "document": "text", "reason": "text", "effective": "date", "amount": "num"}
    columns = [{"key": key, "label": column_label("ledger", key), "kind": kind} for key, kind in kinds.items()]
    return {"columns": columns, "rows": [{"cells": _listed(line)["cells"]} for line in lines]}


def _listed(line: LedgerLine) -> View:
    ledger = url_for("execution.project", project_id=line.project_id, year=line.fiscal_year, _anchor="ledger")
    return {
        "href": ledger,
        "sub": line.unit_name,
        "tone": "muted" if line.taken_back or line.corrects_id else "",
        "cells": {
            "project": line.project_name,
            "kind": {"text": _kind(line), "sub": class_words(lists_of(line.fiscal_year), line)},
            "document": line.document,
            "reason": line.reason,
            "effective": line.counts_from.isoformat(),
            "amount": signed_wan(line.amount_fen),
            "when": {"text": moment(line.created_at)[:10], "sub": _who(line)},
        },
    }


def project_ledger(
    ledger: Sequence[Running], followed: Mapping[int, Followed], money: Money, actor: Actor, project_id: int, year: int
) -> View:
    """The ledger of a project, for ``execution/project.html``."""
    entering = not actor.roles.isdisjoint(ENTERING)
    kinds = {
        "kind": "lines", "document": "custom", "reason": "text", "effective": "date", "amount": "num",
        "adjusted": "num", "when": "lines",
    }  # fmt: skip
    columns: list[View] = [
        {"key": key, "label": column_label("project_ledger", key), "kind": kind, "wide": key == "reason"}
        for key, kind in kinds.items()
    ]
    if entering:
        columns.append({"key": "action", "label": "", "kind": "actions"})
    return {
        "ledger_columns": columns,
        "ledger": [_booked(row, followed.get(row.line.id)) for row in ledger],
        "ledger_foot": [{"cells": {"kind": _("Adjusted budget"), "adjusted": wan(money.adjusted_fen)}}],
        "ledger_actions": _ways(project_id, year) if entering else [],
    }


def _ways(project_id: int, year: int) -> list[View]:
    return [
        {
            "label": _("Record an entry"),
            "href": url_for("ledger.new", project_id=project_id, year=year),
            "icon": "plus",
        },
        {"label": _("Transfer"), "href": url_for("ledger.ask_transfer", project_id=project_id, year=year)},
    ]


def _booked(row: Running, came_of_it: Followed | None) -> View:
    line = row.line
    back = {"label": _("Take back"), "href": url_for("ledger.ask_take_back", entry_id=line.id)}
    classes = {"label": _("Classify"), "href": url_for("ledger.ask_classes", entry_id=line.id)}
    bound = line.taken_back or line.corrects_id or line.origin == APPROVAL
    declared = url_for("declarations.show", declaration_id=line.declaration_id) if line.declaration_id else ""
    return {
        "id": line.id,
        "tone": "muted" if line.taken_back or line.corrects_id else "",
        "cells": {
            "kind": {"text": _kind(line), "sub": class_words(lists_of(line.fiscal_year), line)},
            "document": {"text": line.document or (_("Declaration") if declared else ""), "href": declared,
                         "sub": line.other_project or "", "ways": ways_on(line.correction_id, came_of_it)},
            "reason": line.reason,
            "effective": line.counts_from.isoformat(),
            "amount": signed_wan(line.amount_fen),
            "adjusted": wan(row.adjusted_fen),
            "when": {"text": moment(line.created_at)[:10], "sub": _who(line)},
            "action": [*([] if bound else [back]), *([] if line.corrects_id else [classes])],
        },
    }  # fmt: skip


def _kind(line: LedgerLine) -> str:
    words = pick(kind_words(line))
    return _("%(kind)s (taken back)", kind=words) if line.taken_back else words


def _who(line: LedgerLine) -> str:
    if line.origin == APPROVAL:
        return _("by approval")
    return line.entered_by or (_("by the treasury") if line.origin == TREASURY else "")


def signed_wan(fen: int) -> str:
    """With its sign: every line of a ledger adds or takes away."""
    return f"+{wan(fen)}" if fen > 0 else str(wan(fen))


# --- forms ----------------------------------------------------------------------------------------------------------


def entry_view(
    project: LedgerProject, year: int, given: Mapping[str, str], refusal: RuleFailed | None, lists: CodeLists
) -> View:
    """Variables of ``ledger/new.html``."""
    hints = {
        LedgerKind.carry_over: _("Money only; several times a year. The targets stay as they are."),
        LedgerKind.cut: _("Less budget for the year, as approved."),
        LedgerKind.recall: _("Unused money that goes back to finance."),
    }
    kinds = [
        {"value": kind.value, "label": pick(ENTRY_KINDS[kind].words), "hint": str(hints.get(kind, ""))}
        for kind in TYPED
    ]
    order = whole(given.get("correction", ""))
    return _form(project, year, given, refusal) | {
        "classes": class_fields(lists, given),
        "kinds": kinds,
        "kind": given.get("kind", ""),
        "order": {"id": order, "href": url_for("corrections.show", correction_id=order)} if order else None,
    }


def transfer_view(
    project: LedgerProject,
    year: int,
    found: Sequence[ProjectChoice],
    given: Mapping[str, str],
    refusal: RuleFailed | None,
    lists: CodeLists,
) -> View:
    """Variables of ``ledger/transfer.html``."""
    choices = [
        {
            "value": str(choice.id),
            "label": choice.name,
            "hint": " · ".join(filter(None, (choice.unit_name, choice.code))),
        }
        for choice in found
        if choice.id != project.id
    ]
    return _form(project, year, given, refusal) | {
        "classes": class_fields(lists, given),
        "choices": choices,
        "chosen": given.get("to", ""),
        "text": given.get("q", ""),
    }


def _form(project: LedgerProject, year: int, given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    values = {name: given.get(name, "") for name in TEXTS}
    values["effective_on"] = values["effective_on"] or day_in(year, clock.business_date()).isoformat()
    return {
        "project": project,
        "year": year,
        "values": values,
        "day_type": date_input(values["effective_on"]),
        "stats": _stats(project.money),
        "back": url_for("execution.project", project_id=project.id, year=year, _anchor="ledger"),
        **_wrong(refusal),
    }


def _stats(money: Money) -> list[View]:
    unit = _("× 10,000 yuan")
    free = money.adjusted_fen - money.executed_fen
    return [
        {"label": _("Initial budget"), "value": wan(money.initial_fen), "unit": unit},
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit},
        {"label": _("Not yet paid"), "value": wan(free), "unit": unit, "tone": "bad" if free < 0 else ""},
    ]


def take_back_view(halves: Sequence[LedgerLine], given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``ledger/take_back.html``."""
    first = halves[0]
    titles = {LedgerKind.transfer_out: _("Out of the project"), LedgerKind.transfer_in: _("Into the project")}
    return {
        "entries": [{"title": titles.get(LedgerKind(line.kind), _("Entry")), "facts": _facts(line)} for line in halves],
        "entry": first,
        "values": {name: given.get(name, "") for name in ("document", "reason")},
        "back": url_for("execution.project", project_id=first.project_id, year=first.fiscal_year, _anchor="ledger"),
        **_wrong(refusal),
    }


def classes_view(line: LedgerLine, lists: CodeLists, given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``ledger/classes.html``."""
    return {
        "entry": line,
        "facts": _facts(line),
        "classes": class_fields(lists, given, line),
        "back": url_for("execution.project", project_id=line.project_id, year=line.fiscal_year, _anchor="ledger"),
        **_wrong(refusal),
    }


def _facts(line: LedgerLine) -> list[View]:
    return [
        {"label": _("Project"), "value": line.project_name, "note": line.unit_name},
        {"label": _("Kind"), "value": pick(kind_words(line))},
        {"label": _("Amount"), "value": _("%(sum)s × 10,000 yuan", sum=signed_wan(line.amount_fen))},
        {"label": _("In effect from"), "value": line.counts_from.isoformat()},
        {"label": _("Document"), "value": line.document},
        {"label": _("Entered by"), "value": _who(line), "note": moment(line.created_at)},
    ]
