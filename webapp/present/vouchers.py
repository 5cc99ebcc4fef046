"""Treasury payments as tables: in yuan as on the voucher, accounts only by their last digits."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.labels import pick
from workflow import money
from workflow.documents.payment_columns import COLUMNS
from workflow.queries.payment_lines import PaymentLine

View = dict[str, Any]
ENGLISH = {
    "voucher_no": "Voucher", "paid_on": "Paid on", "amount": "Amount (yuan)", "project_code": "Project code",
    "project_name": "Project", "unit_code": "Unit code", "unit_name": "Unit", "purpose": "Purpose",
    "payee_name": "Payee", "payee_account": "Payee's account", "function_code": "Functional classification",
    "economic_code": "Economic classification", "nature": "Funding nature", "line_no": "Line",
    "fiscal_year": "Fiscal year", "region_code": "Region",
}  # fmt: skip
HOW: dict[str, tuple[str, str]] = {
    "code": ("按项目代码", "by project code"),
    "hand": ("人工指定", "by hand"),
    "name": ("按单位和项目名称", "by unit and name"),
}


def column_words(key: str) -> str:
    """What a column of a voucher file is called."""
    names = {column.key: column.zh for column in COLUMNS}
    return pick((names[key], ENGLISH[key]))


def yuan(fen: int) -> str:
    """``13,316,700.00``."""
    return money.yuan_grouped(fen)


def account(tail: str) -> str:
    """How an account is shown."""
    return _("account ending in %(tail)s", tail=tail) if tail else ""


def voucher_columns(*, project: bool = True) -> list[View]:
    """``project``: whether the list spans several projects."""
    columns: list[View] = [
        {"key": "day", "label": _("Paid on"), "kind": "date"},
        {"key": "voucher", "label": _("Voucher"), "kind": "lines"},
        {"key": "payee", "label": _("Payee"), "kind": "lines"},
        {"key": "purpose", "label": _("Purpose"), "kind": "text"},
        {"key": "amount", "label": _("Amount (yuan)"), "kind": "num"},
    ]
    if project:
        columns.insert(4, {"key": "project", "label": _("Project"), "kind": "lines"})
    return columns


def voucher_rows(lines: Sequence[PaymentLine], *, match: bool = False) -> list[View]:
    """``match``: the reader may say which project a line belongs to."""
    return [_row(line, match) for line in lines]


def _row(line: PaymentLine, match: bool) -> View:
    return {
        "cells": {
            "day": line.paid_on.isoformat(),
            "voucher": {"text": line.voucher_no, "sub": _("line %(n)s", n=line.line_no) if line.line_no > 1 else ""},
            "payee": {"text": line.payee_name or "—", "sub": account(line.payee_account_tail)},
            "purpose": line.purpose,
            "project": _project(line),
            "amount": yuan(line.amount_fen),
            "action": [_choose(line)] if match and line.matched_by != "code" else [],
        },
        "tone": "warn" if line.project_id is None else "",
    }


def _project(line: PaymentLine) -> View:
    if line.project_id is None:
        return {"text": _("no project found"), "sub": line.printed_project or _("none printed"), "late": True}
    return {"text": line.project_name, "sub": pick(HOW[line.matched_by])}


def _choose(line: PaymentLine) -> View:
    return {
        "label": _("Choose project") if line.project_id is None else _("Change"),
        "href": url_for("payment_match.match", payment_id=line.id),
    }
