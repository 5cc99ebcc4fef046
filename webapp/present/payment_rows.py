"""Rows that wait (待核对数据): what is wrong, both rows of a conflict side by side, the form that corrects."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.paging import pager
from webapp.present.times import moment
from webapp.present.vouchers import account, column_words, yuan
from workflow.documents.payment_columns import COLUMNS
from workflow.documents.voucher import Expected, read_values
from workflow.errors import RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.queries.keyset import Window
from workflow.queries.payment_lines import PaymentLine
from workflow.queries.payments import WaitingRow

View = dict[str, Any]
LONG = frozenset({"purpose", "project_name", "payee_name", "unit_name"})


def chip(row: WaitingRow) -> View:
    """Conflict or to check; a settled row says how it ended."""
    settled = {"loaded": _("Corrected and loaded"), "not_a_payment": _("Set aside")}
    if row.resolved_at:
        return {"key": "accepted" if row.resolution == "loaded" else "closed", "label": settled[row.resolution]}
    if row.status == "conflict":
        return {"key": "failed", "label": _("In conflict")}
    return {"key": "waiting", "label": _("To check")}


def waiting_columns(*, file: bool = False) -> list[View]:
    """``file``: whether the list spans several files."""
    columns: list[View] = [
        {"key": "place", "label": _("Row"), "kind": "link"},
        {"key": "state", "label": _("State"), "kind": "chip"},
        {"key": "reason", "label": _("What is wrong"), "kind": "text", "wide": True},
        {"key": "voucher", "label": _("Voucher"), "kind": "lines"},
        {"key": "payee", "label": _("Payee"), "kind": "lines"},
        {"key": "amount", "label": _("Amount as printed"), "kind": "num"},
    ]
    if file:
        columns.insert(1, {"key": "file", "label": _("File"), "kind": "text"})
    return columns


def waiting_rows(rows: Sequence[WaitingRow]) -> list[View]:
    """One line per row."""
    return [_line(row) for row in rows]


def waiting_view(found: Window[WaitingRow], status: str) -> View:
    """Variables of ``payments/waiting.html``: the rows of all files."""
    given: View = {"status": status} if status else {}
    options = [("", _("All")), ("quarantined", _("To check")), ("conflict", _("In conflict"))]
    return {
        "columns": waiting_columns(file=True),
        "rows": waiting_rows(found.rows),
        "pager": pager(found, lambda cursor: url_for("payments.waiting", cursor=cursor, **given)),
        "fields": [
            {
                "kind": "select",
                "name": "status",
                "label": _("State"),
                "value": status,
                "options": [{"value": key, "label": label} for key, label in options],
            }
        ],
        "filtered": bool(status),
    }


def _line(row: WaitingRow) -> View:
    values = row.values
    return {
        "href": url_for("payments.row", row_id=row.id),
        "cells": {
            "place": _("Row %(n)s", n=row.place),
            "file": row.file_name,
            "state": chip(row),
            "reason": "；".join(text for _column, text in row.reasons(language())),
            "voucher": {"text": values["voucher_no"] or "—", "sub": values["paid_on"]},
            "payee": {"text": values["payee_name"] or "—", "sub": values["purpose"][:40]},
            "amount": values["amount"],
        },
    }


def row_view(row: WaitingRow, typed: Mapping[str, str], refused: RuleFailed | None, *, settling: bool) -> View:
    """Variables of ``payments/row.html``; ``typed`` is what a refused form held."""
    wrong = problems_by_column(row, refused)
    values = {key: typed.get(key, text) for key, text in row.values.items()}
    return {
        "row": row,
        "chip": chip(row),
        "reasons": [text for _column, text in row.reasons(language())],
        "printed": [{"label": head or "—", "value": text} for head, text in row.cells],
        "compared": _compared(row, row.other) if row.other else [],
        "other": row.other,
        "settled_at": moment(row.resolved_at),
        "settling": settling and row.resolved_at is None,
        "fields": [_field(column.key, values[column.key], wrong) for column in COLUMNS],
        "errors": _errors(wrong, refused),
        "reason": typed.get("reason", ""),
        "reason_error": wrong.get("reason", ""),
        "back": url_for("payments.show", batch_id=row.batch_id) + "#rows",
    }


def problems_by_column(row: WaitingRow, refused: RuleFailed | None) -> dict[str, str]:
    """Column → sentence: what the form just met, else what was wrong from the start."""
    if refused is None:
        found = row.reasons(language()) if row.status == "quarantined" else []
    elif refused.problems:
        found = [(problem["column"], problem["en" if language() == "en" else "zh"]) for problem in refused.problems]
    else:
        column = {"reason_missing": "reason", "payment_key_taken": "line_no"}.get(refused.code, "")
        found = [(column, refusal_text(refused.code, refused.facts, language()))]
    return {column: text for column, text in reversed(found)}


def _errors(wrong: Mapping[str, str], refused: RuleFailed | None) -> list[View]:
    """The list above the form, only after it was refused."""
    if refused is None:
        return []
    return [{"text": text, "href": f"#f-{column}" if column else ""} for column, text in wrong.items()]


def _field(key: str, value: str, wrong: Mapping[str, str]) -> View:
    hint = ""
    if key == "payee_account" and value:
        hint = _("Hidden. Leave as it is to keep it, or type the whole account anew.")
    return {
        "key": key,
        "label": column_words(key),
        "value": value,
        "error": wrong.get(key, ""),
        "hint": hint,
        "width": "md" if key in LONG else "",
    }


def _compared(row: WaitingRow, other: PaymentLine) -> list[View]:
    """Column by column what this row says and what stands; differing ones are marked."""
    mine, theirs = _read(row), _standing(other)
    return [
        {"label": column_words(key), "mine": mine.get(key, ""), "theirs": text, "differs": mine.get(key, "") != text}
        for key, text in theirs.items()
    ]


def _read(row: WaitingRow) -> dict[str, str]:
    """A conflict could be read, so its values are compared as values: 12,000 and 12000.00 are one amount."""
    values = row.values | {"region_code": "", "fiscal_year": ""}
    found = read_values(values, Expected(row.fiscal_year, frozenset(), frozenset()))
    hidden = {"payee_account": account(row.raw["account"]["tail"])}
    if isinstance(found, list):
        return values | hidden
    amounts = {"paid_on": found.paid_on.isoformat(), "amount": yuan(found.amount_fen), "line_no": str(found.line_no)}
    return values | amounts | hidden


def _standing(other: PaymentLine) -> dict[str, str]:
    return {
        "voucher_no": other.voucher_no,
        "line_no": str(other.line_no),
        "paid_on": other.paid_on.isoformat(),
        "amount": yuan(other.amount_fen),
        "payee_name": other.payee_name,
        "payee_account": account(other.payee_account_tail),
        "purpose": other.purpose,
        "project_code": other.printed_code,
        "project_name": other.printed_project,
        "unit_code": other.printed_unit_code,
        "unit_name": other.printed_unit,
        "function_code": other.function_code,
        "economic_code": other.economic_code,
        "nature": other.nature,
    }
