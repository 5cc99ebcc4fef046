"""国库外支付: the list, the form, one payment, and the table beside a project's treasury payments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.exports import column_label
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.refusals import problem_text, problem_texts, problems_of
from webapp.present.times import date_input, held_words, moment
from webapp.present.vouchers import yuan
from workflow import clock
from workflow.errors import RuleFailed
from workflow.money import fen_from_yuan
from workflow.money_facts import day_in
from workflow.money_types import OutsideState
from workflow.permissions import Actor
from workflow.queries.keyset import Window
from workflow.queries.ledger import LedgerProject
from workflow.queries.listings.outside import CHANNELS, OUTSIDE_STATES
from workflow.queries.outside import CONFIRMING, Beside, OutsideLine
from workflow.services.outside import ENTERING, TypedPayment

View = dict[str, Any]
LOOKS = {"entered": "waiting", "confirmed": "approved", "refused": "failed", "withdrawn": "closed"}
FIELDS = ("amount", "paid_on", "payee_name", "purpose", "document")
FIELD_OF = {
    "outside_day_outside": "paid_on", "not_a_date": "paid_on", "outside_channel_missing": "channel",
    "outside_payee_missing": "payee_name", "outside_purpose_missing": "purpose", "outside_proof_missing": "proof",
    "attachment_type": "proof", "attachment_empty": "proof", "attachment_too_large": "proof", "file_secret": "proof",
}  # fmt: skip


def chip(line: OutsideLine) -> View:
    """Where it stands."""
    return {"key": LOOKS[line.state], "label": pick(OUTSIDE_STATES[line.state])}


def outside_item(line: OutsideLine) -> View:
    """One line of a section's work list."""
    return {
        "href": url_for("outside.show", payment_id=line.id),
        "name": line.project_name,
        "meta": f"{line.unit_name} · {_('%(sum)s yuan', sum=yuan(line.amount_fen))}",
        "verb": _("Confirm a payment outside the treasury"),
        "state": chip(line),
        "since": moment(line.entered_at),
        "since_words": held_words(line.entered_at),
        "kind": "file",
    }


def index_view(found: Window[OutsideLine], state: str, year: int) -> View:
    """Variables of ``outside/index.html``."""
    options = [("", _("All states")), *((key, pick(words)) for key, words in OUTSIDE_STATES.items())]
    return {
        "year": year,
        "columns": _columns({"project": "link", **KINDS}),
        "rows": [_row(line) for line in found.rows],
        "fields": [
            {"kind": "select", "name": "outside", "label": _("State"), "value": state,
             "options": [{"value": key, "label": label} for key, label in options]},
        ],
        "filtered": bool(state),
        "pager": pager(found, lambda cursor: url_for("outside.index", cursor=cursor, outside=state or None)),
    }  # fmt: skip


KINDS = {"state": "chip", "day": "date", "channel": "text", "payee": "lines", "amount": "num"}


def _columns(kinds: dict[str, str]) -> list[View]:
    return [{"key": key, "label": column_label("outside_payments", key), "kind": kind} for key, kind in kinds.items()]


def _row(line: OutsideLine) -> View:
    return {
        "href": url_for("outside.show", payment_id=line.id),
        "sub": line.unit_name,
        "tone": "muted" if line.state in (OutsideState.refused, OutsideState.withdrawn) else "",
        "cells": {
            "project": line.project_name,
            "state": chip(line),
            "day": line.paid_on.isoformat(),
            "channel": pick(CHANNELS[line.channel]),
            "payee": {"text": line.payee_name, "sub": line.purpose},
            "amount": yuan(line.amount_fen),
        },
    }


def beside_view(beside: Beside, actor: Actor, project_id: int) -> View:
    """The section of a project's page: these sums stand beside the rate."""
    rows = [_row(line) | {"cells": {**_row(line)["cells"], "project": pick(CHANNELS[line.channel])}}
            for line in beside.lines]  # fmt: skip
    kinds = {"project": "link", "state": "chip", "day": "date", "payee": "lines", "amount": "num"}
    columns = _columns(kinds)
    columns[0]["label"] = column_label("outside_payments", "channel")
    enter = {"label": _("Enter a payment"), "href": url_for("outside.new", project_id=project_id), "icon": "plus"}
    note = _("%(sum)s yuan confirmed", sum=yuan(beside.confirmed_fen))
    if beside.waiting_fen:
        note += " · " + _("%(sum)s yuan to be confirmed", sum=yuan(beside.waiting_fen))
    return {
        "columns": columns,
        "rows": [{**row, "sub": ""} for row in rows],
        "note": note,
        "actions": [enter] if not actor.roles.isdisjoint(ENTERING) else [],
    }


def read_typed(form: Mapping[str, str], year: int) -> TypedPayment:
    """Raises ``RuleFailed`` for an amount or a day that cannot be read, both at once."""
    given = {name: form.get(name, "").strip() for name in FIELDS}
    amount, day, problems = 0, date(year, 1, 1), list[RuleFailed]()
    try:
        amount = fen_from_yuan(given["amount"]) if given["amount"] else 0
    except ValueError as fault:
        problems.append(RuleFailed(str(fault), raw=given["amount"]))
    try:
        day = date.fromisoformat(given["paid_on"])
    except ValueError:
        problems.append(RuleFailed("not_a_date", raw=given["paid_on"]))
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    texts = given["payee_name"], given["purpose"], given["document"]
    return TypedPayment(year, day, amount, form.get("channel", ""), *texts)


def form_view(project: LedgerProject, year: int, typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``outside/new.html``."""
    today = day_in(year, clock.business_date()).isoformat()
    wrong: dict[str, str] = {}
    for problem in problems_of(refusal):
        name = str(problem.facts.get("field") or FIELD_OF.get(problem.code, "amount"))
        wrong[name] = problem_text(problem, language())
    return {
        "project": project,
        "year": year,
        "channels": [{"value": key, "label": pick(words)} for key, words in CHANNELS.items()],
        "channel": typed.get("channel", ""),
        "values": {name: typed.get(name, today if name == "paid_on" else "") for name in FIELDS},
        "day_type": date_input(typed.get("paid_on", today)),
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "back": url_for("execution.project", project_id=project.id, year=year, _anchor="outside"),
    }


def line_view(line: OutsideLine, actor: Actor, typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``outside/show.html``."""
    wrong = " ".join(problem_texts(refusal, language())) if refusal else ""
    waits = line.state == OutsideState.entered
    return {
        "line": line,
        "chip": chip(line),
        "facts": _facts(line),
        "may_decide": waits and actor.holds_any(CONFIRMING, line) and line.entered_by != actor.name,
        "may_withdraw": waits and actor.holds_any(ENTERING, line),
        "project_page": url_for("execution.project", project_id=line.project_id, year=line.fiscal_year,
                                _anchor="outside"),
        "proof": url_for("outside.proof", payment_id=line.id) if line.proof else "",
        "reason": typed.get("reason", ""),
        "wrong": wrong,
        "errors": [{"text": wrong, "href": "#f-reason"}] if wrong else [],
    }  # fmt: skip


def _facts(line: OutsideLine) -> Sequence[View]:
    facts: list[View] = [
        {"label": column_label("outside_payments", "amount"), "value": yuan(line.amount_fen)},
        {"label": column_label("outside_payments", "day"), "value": line.paid_on.isoformat()},
        {"label": column_label("outside_payments", "channel"), "value": pick(CHANNELS[line.channel])},
        {"label": column_label("outside_payments", "payee"), "value": line.payee_name},
        {"label": column_label("outside_payments", "document"), "value": line.document or "—"},
        {"label": column_label("outside_payments", "entered"), "value": moment(line.entered_at),
         "note": line.entered_by},
        {"label": column_label("outside_payments", "purpose"), "value": line.purpose, "wide": True},
    ]  # fmt: skip
    if line.decided_at:
        facts.append({"label": pick(OUTSIDE_STATES[line.state]), "value": moment(line.decided_at),
                      "note": line.decided_by})  # fmt: skip
    if line.answer:
        facts.append({"label": column_label("outside_payments", "answer"), "value": line.answer, "wide": True})
    return facts
