"""月结: the months of a year, closing one, and why a closed one changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.execution import with_sign
from webapp.present.exports import column_label
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.payments import may_load, tabs
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from webapp.present.vouchers import yuan
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries.closed_months import MonthChange, MonthLine
from workflow.queries.keyset import Window
from workflow.queries.listings.closed_months import CAUSES, STAGES, stage_of
from workflow.queries.listings.reconciliation import month_words
from workflow.queries.payment_cases import LeftOver

View = dict[str, Any]
LOOKS = {"closed": "accepted", "changed": "waiting", "open": "drafted", "running": "running"}


def months_view(
    months: Sequence[MonthLine], changes: Window[MonthChange], left: LeftOver, year: int, actor: Actor
) -> View:
    """Variables of ``payments/months.html``."""
    closing = may_load(actor)
    kinds = {
        "month": "short", "stage": "chip", "closed_fen": "num", "net": "num", "changed": "num",
        "rate_then": "num", "rate_now": "num", "closed": "lines",
    }  # fmt: skip
    columns: list[View] = _columns("closed_months", kinds)
    if closing:
        columns.append({"key": "action", "label": "", "kind": "actions"})
    change_kinds = {
        "project": "link", "cause": "lines", "lines": "num", "amount": "num", "made": "lines", "reason": "text",
    }  # fmt: skip
    change_columns = _columns("month_changes", change_kinds)
    if closing:
        change_columns.append({"key": "action", "label": "", "kind": "actions"})
    return {
        "tabs": tabs("months", left),
        "year": year,
        "columns": columns,
        "rows": [_month(line, year, closing) for line in months],
        "change_columns": change_columns,
        "changes": [_change(line, year) for line in changes.rows],
        "pager": pager(changes, lambda cursor: url_for("payment_months.index", cursor=cursor) + "#changes"),
    }


def _columns(listing: str, kinds: dict[str, str]) -> list[View]:
    return [{"key": key, "label": column_label(listing, key), "kind": kind} for key, kind in kinds.items()]


def _month(line: MonthLine, year: int, closing: bool) -> View:
    stage = stage_of(line)
    way = {"label": _("Close the month"), "href": url_for("payment_months.ask", year=year, month=line.month)}
    return {
        "tone": "warn" if stage == "changed" else "",
        "cells": {
            "month": pick(month_words(line.month)),
            "stage": {"key": LOOKS[stage], "label": pick(STAGES[stage])},
            "closed_fen": yuan(line.closed_fen) if line.closed_at else "—",
            "net": yuan(line.net_fen),
            "changed": _signed(line.changed_fen) if line.closed_at else "—",
            "rate_then": with_sign(line.then.execution_rate) if line.then else "—",
            "rate_now": with_sign(line.money.execution_rate),
            "closed": {"text": moment(line.closed_at) or "—", "sub": line.closed_by},
            "action": [way] if closing and line.may_close else [],
        },
    }


def _signed(fen: int) -> str:
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)


def _change(line: MonthChange, year: int) -> View:
    behind = url_for("execution.project", project_id=line.project_id, year=year) if line.project_id else ""
    file = url_for("payments.show", batch_id=line.batch_id, tab="payments") if line.batch_id else ""
    label = _("Change") if line.reason else _("Say why")
    return {
        "href": behind or file,
        "sub": pick(month_words(line.month)),
        "tone": "" if line.reason else "warn",
        "cells": {
            "project": line.project_name or _("of no project"),
            "cause": {"text": pick(CAUSES[line.cause]), "sub": line.file_name},
            "lines": f"{line.lines:,}",
            "amount": _signed(line.amount_fen),
            "made": {"text": moment(line.made_at), "sub": line.made_by},
            "reason": line.reason or _("not said yet"),
            "action": [{"label": label, "href": url_for("payment_months.ask_reason", change_id=line.id)}],
        },
    }


def close_view(line: MonthLine, left: LeftOver, year: int, refusal: RuleFailed | None) -> View:
    """Variables of ``payments/close_month.html``."""
    back = url_for("payment_months.index")
    effects = [
        _("The figures of the month are kept as they are now, with your name and the time."),
        _("Later payments and corrections still count; each one is listed with who, when and why, "
          "and the execution rates of the months are computed anew."),
    ]  # fmt: skip
    if line.month == 12:
        effects.append(
            _("With December the year is closed. Payments of this year that come later still belong to it; "
              "self-evaluations that finance has confirmed stay as they are.")
        )  # fmt: skip
    return {
        "title": _("Close %(month)s", month=pick(month_words(line.month))),
        "year": year,
        "left": left,
        "stats": [
            {"label": _("Payments"), "value": f"{line.lines:,}"},
            {"label": _("Net of the month"), "value": yuan(line.net_fen), "unit": _("yuan")},
            {"label": _("Rate of the year so far"), "value": with_sign(line.money.execution_rate)},
        ],
        "move": {
            "action": url_for("payment_months.close", year=year, month=line.month),
            "consequences": effects,
            "reason": "none",
            "submit": _("Close the month"),
            "cancel": back,
        },
        "errors": _errors(refusal),
    }


def reason_view(line: MonthChange, typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``payments/month_change.html``."""
    errors = _errors(refusal)
    return {
        "facts": [
            {"label": column_label("month_changes", "month"), "value": pick(month_words(line.month))},
            {"label": column_label("month_changes", "project"), "value": line.project_name or _("of no project")},
            {"label": column_label("month_changes", "cause"), "value": pick(CAUSES[line.cause]),
             "note": line.file_name},
            {"label": column_label("month_changes", "amount"), "value": _signed(line.amount_fen)},
            {"label": column_label("month_changes", "made"), "value": moment(line.made_at), "note": line.made_by},
        ],
        "move": {
            "action": url_for("payment_months.give_reason", change_id=line.id),
            "consequences": [_("Of a file, the reason is kept for everything it changed in closed months.")]
            if line.batch_id else [],
            "reason": "required",
            "reason_value": typed.get("reason", line.reason),
            "reason_error": " ".join(error["text"] for error in errors),
            "reason_limit": 300,
            "submit": _("Keep the reason"),
            "cancel": url_for("payment_months.index") + "#changes",
        },
        "errors": errors,
    }  # fmt: skip


def _errors(refusal: RuleFailed | None) -> list[View]:
    return [{"text": text, "href": "#f-reason"} for text in problem_texts(refusal, language())] if refusal else []
