"""上级转移支付: the list, the form, one document with its parts, its line on the work list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.class_codes import class_fields, class_words, read_classes
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.refusals import problem_text, problem_texts, problems_of
from webapp.present.times import date_input, due_tone, due_words, held_words, moment
from workflow import clock
from workflow.errors import RuleFailed
from workflow.execution.class_codes import CodeLists
from workflow.money import fen_from_wan
from workflow.money_types import TransferLevel
from workflow.permissions import Actor
from workflow.queries.keyset import Window
from workflow.queries.listings.upper_transfers import SPLIT_VERBS, TRANSFER_KINDS, TRANSFER_LEVELS, TRANSFER_STAGES
from workflow.queries.payments import ProjectChoice
from workflow.queries.upper_transfers import TransferLine, TransferPage, TransferPart, UpperTargets
from workflow.services.upper_transfers import TypedTransfer
from workflow.texts import whole
from workflow.types import Role

View = dict[str, Any]
LOOKS = {"open": "running", "late": "failed", "done": "approved"}
FIELDS = ("number", "title", "received_on", "amount", "targets")
FIELD_OF = {
    "transfer_number_missing": "number", "transfer_number_taken": "number", "transfer_title_missing": "title",
    "transfer_kind_missing": "kind", "transfer_level_missing": "granted_by",
    "transfer_day_wrong": "received_on", "not_a_date": "received_on",
} | dict.fromkeys(
    ("attachment_missing", "attachment_type", "attachment_empty", "attachment_too_large", "attachment_content",
     "attachment_macros", "file_secret"), "scan",
)  # fmt: skip


def chip(line: TransferLine) -> View:
    """How far it is split."""
    return {"key": LOOKS[line.stage], "label": pick(TRANSFER_STAGES[line.stage])}


def clock_words(line: TransferLine) -> str:
    """The time it has: counted from the day it was received, as the region set it for its kind."""
    given, left = (line.due_on - line.received_on).days, (line.due_on - clock.business_date()).days
    if line.stage == "done":
        return _("to be split by %(day)s", day=line.due_on.isoformat())
    facts = {"day": line.due_on.isoformat(), "given": given, "n": abs(left)}
    if left < 0:
        return _("%(given)s days to split it, until %(day)s: overdue for %(n)s days", **facts)
    return _("%(given)s days to split it, until %(day)s: %(n)s left", **facts)


def transfer_item(line: TransferLine) -> View:
    """One line of the budget section's work list."""
    return {
        "href": url_for("upper_transfers.show", transfer_id=line.id),
        "name": line.title,
        "meta": f"{pick(TRANSFER_LEVELS[line.granted_by])} · {line.number}",
        "verb": pick(SPLIT_VERBS[line.stage]),
        "state": chip(line),
        "amount": wan(line.rest_fen),
        "since": moment(line.entered_at),
        "since_words": held_words(line.entered_at),
        "due": line.due_on.isoformat(),
        "due_words": due_words(line.due_on),
        "due_tone": due_tone(line.due_on),
        "kind": "file",
    }


def targets_from_above(found: Sequence[UpperTargets]) -> list[View]:
    """Beside a declaration: what its project got from above, and the targets that came with it; read only."""
    return [
        {
            "title": _("From above: %(title)s (%(number)s)", title=one.title, number=one.number),
            "text": " ".join(
                (
                    _("Received on %(day)s, %(amount)s × 10,000 yuan for this project.",
                      day=one.received_on.isoformat(), amount=wan(one.amount_fen)),
                    _("Regional targets: %(text)s", text=one.targets) if one.targets else "",
                )
            ).strip(),
        }
        for one in found
    ]  # fmt: skip


def index_view(found: Window[TransferLine], actor: Actor, year: int) -> View:
    """Variables of ``upper_transfers/index.html``."""
    kinds = {
        "title": "link", "kind": "text", "stage": "chip", "received": "date", "due": "date", "amount": "num",
        "split": "num", "rest": "num",
    }  # fmt: skip
    return {
        "year": year,
        "may_enter": Role.budget_section in actor.roles,
        "columns": [
            {"key": key, "label": column_label("upper_transfers", key), "kind": kind} for key, kind in kinds.items()
        ],
        "rows": [_listed(line) for line in found.rows],
        "pager": pager(found, lambda cursor: url_for("upper_transfers.index", cursor=cursor)),
    }


def _listed(line: TransferLine) -> View:
    return {
        "href": url_for("upper_transfers.show", transfer_id=line.id),
        "sub": line.number,
        "tone": "bad" if line.stage == "late" else "",
        "cells": {
            "title": line.title,
            "kind": pick(TRANSFER_KINDS[line.kind]),
            "stage": chip(line),
            "received": line.received_on.isoformat(),
            "due": line.due_on.isoformat(),
            "amount": wan(line.amount_fen),
            "split": wan(line.split_fen),
            "rest": wan(line.rest_fen),
        },
    }


def read_typed(form: Mapping[str, str], year: int) -> TypedTransfer:
    """Raises ``RuleFailed`` for an amount or a day that cannot be read, both at once."""
    given = {name: form.get(name, "").strip() for name in FIELDS}
    amount, day, problems = 0, date(year, 1, 1), list[RuleFailed]()
    try:
        amount = fen_from_wan(given["amount"]) if given["amount"] else 0
    except ValueError as fault:
        problems.append(RuleFailed(str(fault), raw=given["amount"]))
    try:
        day = date.fromisoformat(given["received_on"])
    except ValueError:
        problems.append(RuleFailed("not_a_date", raw=given["received_on"]))
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    return TypedTransfer(
        year, given["number"], given["title"], form.get("kind", ""), day, amount, given["targets"],
        form.get("granted_by", ""), read_classes(form),
    )  # fmt: skip


def read_part(form: Mapping[str, str]) -> tuple[int, int]:
    """Project and amount in fen; 0 where nothing was chosen or typed."""
    raw = form.get("amount", "").strip()
    try:
        return whole(form.get("project", "")) or 0, fen_from_wan(raw) if raw else 0
    except ValueError as fault:
        raise RuleFailed(str(fault), raw=raw) from None


def form_view(year: int, typed: Mapping[str, str], refusal: RuleFailed | None, lists: CodeLists) -> View:
    """Variables of ``upper_transfers/new.html``."""
    wrong: dict[str, str] = {}
    for problem in problems_of(refusal):
        name = str(problem.facts.get("field") or FIELD_OF.get(problem.code, "amount"))
        wrong[name] = problem_text(problem, language())
    today = clock.business_date().isoformat()
    return {
        "year": year,
        "kinds": [{"value": key, "label": pick(words)} for key, words in TRANSFER_KINDS.items()],
        "kind": typed.get("kind", ""),
        "levels": [
            {"value": key, "label": pick(words)}
            for key, words in TRANSFER_LEVELS.items()
            if key != TransferLevel.unknown
        ],
        "granted_by": typed.get("granted_by", ""),
        "classes": class_fields(lists, typed),
        "values": {name: typed.get(name, today if name == "received_on" else "") for name in FIELDS},
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "day_type": date_input(typed.get("received_on", today)),
        "back": url_for("upper_transfers.index"),
    }


def transfer_view(
    found: TransferPage,
    choices: Sequence[ProjectChoice],
    actor: Actor,
    typed: Mapping[str, str],
    text: str,
    refusal: RuleFailed | None,
    lists: CodeLists,
) -> View:
    """Variables of ``upper_transfers/show.html``."""
    line = found.line
    unit, left = _("× 10,000 yuan"), line.rest_fen
    return {
        "line": line,
        "chip": chip(line),
        "stats": [
            {"label": column_label("upper_transfers", "amount"), "value": wan(line.amount_fen), "unit": unit},
            {"label": column_label("upper_transfers", "split"), "value": wan(line.split_fen), "unit": unit},
            {"label": column_label("upper_transfers", "rest"), "value": wan(left), "unit": unit,
             "tone": "bad" if line.stage == "late" else "warn" if left else "ok",
             "note": clock_words(line)},
        ],
        "facts": [
            {"label": column_label("upper_transfers", "number"), "value": line.number},
            {"label": column_label("upper_transfers", "kind"), "value": pick(TRANSFER_KINDS[line.kind])},
            {"label": column_label("upper_transfers", "level"), "value": pick(TRANSFER_LEVELS[line.granted_by])},
            {"label": column_label("upper_transfers", "received"), "value": line.received_on.isoformat()},
            {"label": _("Functional class, economic class, nature"), "value": class_words(lists, line) or "—"},
            {"label": _("Entered"), "value": moment(line.entered_at), "note": line.entered_by},
            {"label": column_label("upper_transfers", "targets"), "value": line.targets or "—", "wide": True},
        ],
        "columns": [
            {"key": "project", "label": _("Project"), "kind": "link"},
            {"key": "amount", "label": column_label("upper_transfers", "amount"), "kind": "num"},
            {"key": "when", "label": _("Entered"), "kind": "date"},
            {"key": "state", "label": _("State"), "kind": "text"},
        ],
        "parts": [_part(part, line.fiscal_year) for part in found.parts],
        "classes": class_fields(lists, typed, line),
        "may_split": Role.budget_section in actor.roles and left > 0,
        "choices": [
            {"value": str(one.id), "label": one.name, "hint": " · ".join(filter(None, (one.unit_name, one.code)))}
            for one in choices
        ],
        "chosen": typed.get("project", ""),
        "amount": typed.get("amount", ""),
        "text": text,
        "scan": found.scan,
        "may_scan": Role.budget_section in actor.roles,
        **_refused(refusal),
    }  # fmt: skip


def _refused(refusal: RuleFailed | None) -> View:
    """What was wrong with a part, or with the scan."""
    words = problem_texts(refusal, language()) if refusal else []
    wrong = {
        str(one.facts["field"]): problem_text(one, language()) for one in problems_of(refusal) if "field" in one.facts
    }
    about_scan = refusal is not None and FIELD_OF.get(refusal.code) == "scan"
    return {
        "errors": [] if about_scan else [{"text": one, "href": "#f-amount"} for one in words],
        "wrong": wrong,
        "scan_error": " ".join(words) if about_scan else "",
    }


def _part(part: TransferPart, year: int) -> View:
    return {
        "href": url_for("execution.project", project_id=part.project_id, year=year, _anchor="ledger"),
        "sub": part.unit_name,
        "tone": "muted" if part.taken_back else "",
        "cells": {
            "project": part.project_name,
            "amount": wan(part.amount_fen),
            "when": moment(part.entered_at)[:10],
            "state": _("taken back, free to be split again") if part.taken_back else _("in the ledger"),
        },
    }
