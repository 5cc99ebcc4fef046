"""Behind the numbers of the board: ledger and payments of one project, and the months of a year."""

from fractions import Fraction
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.execution import Asked, points, with_sign
from webapp.present.files import wan
from webapp.present.ledger import project_ledger
from webapp.present.paging import pager
from webapp.present.vouchers import voucher_columns, voucher_rows, yuan
from workflow.execution import Money, rate, time_progress
from workflow.permissions import Actor
from workflow.queries.execution import ProjectMoney

View = dict[str, Any]


def project_view(found: ProjectMoney, year: int, actor: Actor) -> View:
    """Variables of ``execution/project.html``."""
    day = found.as_of.isoformat()
    money, time = found.money, time_progress(found.as_of.month)

    def page_at(cursor: str) -> str:
        address = url_for("execution.project", project_id=found.project_id, year=year, as_of=day, cursor=cursor)
        return f"{address}#payments"

    return {
        "project": found,
        "year": year,
        "stats": _stats(money, time, day),
        **project_ledger(found.ledger, money, actor, found.project_id, year),
        "payment_columns": voucher_columns(project=False),
        "payments": voucher_rows(found.payments.rows),
        "pager": pager(found.payments, page_at),
        "paid": _("%(sum)s yuan", sum=yuan(money.executed_fen)),
    }


def _stats(money: Money, time: Fraction, day: str) -> list[View]:
    unit, rate_now = _("× 10,000 yuan"), money.execution_rate
    return [
        {"label": _("Initial budget"), "value": wan(money.initial_fen), "unit": unit, "href": "#ledger"},
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit, "href": "#ledger"},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit, "href": "#payments",
         "note": _("until %(day)s", day=day)},
        {"label": _("Execution rate"), "value": with_sign(rate_now),
         "note": _("%(rate)s on the initial budget", rate=with_sign(money.initial_rate))},
        {"label": _("Ahead or behind"), "value": points(None if rate_now is None else rate_now - time),
         "note": _("time progress %(time)s", time=with_sign(time))},
    ]  # fmt: skip


def months_table(paid: list[int], money: Money, asked: Asked) -> View:
    """Variables of ``execution/months.html``."""
    total, rows = 0, []
    for number, fen in enumerate(paid, 1):
        total += fen
        reached = rate(total, money.adjusted_fen)
        rows.append(
            {
                "cells": {
                    "month": month_name(number),
                    "paid": wan(fen),
                    "total": wan(total),
                    "rate": with_sign(reached),
                    "time": with_sign(time_progress(number)),
                    "lead": points(None if reached is None else reached - time_progress(number)),
                }
            }
        )
    labels = {
        "month": _("Month"), "paid": _("Paid in the month"), "total": _("Paid since January"),
        "rate": _("Execution rate"), "time": _("Time progress"), "lead": _("Ahead or behind"),
    }  # fmt: skip
    columns = [
        {"key": key, "label": label, "kind": "num" if key != "month" else "link"} for key, label in labels.items()
    ]
    return {"columns": columns, "rows": rows, "year": asked.year, "back": url_for("execution.index", **asked.filters)}


def months_chart(paid: list[int], money: Money) -> View:
    """What ``static/js/board.js`` draws: 万元 and percent, for the eye only; exact numbers stand in the tables."""
    sums = [sum(paid[: number + 1]) for number in range(len(paid))]
    rates = [rate(fen, money.adjusted_fen) for fen in sums]
    return {
        "months": [month_name(number) for number in range(1, 13)],
        "paid": [round(fen / 1_000_000, 2) for fen in paid],
        "rate": [None if value is None else round(float(value) * 100, 2) for value in rates],
        "time": [round(float(time_progress(number)) * 100, 2) for number in range(1, 13)],
        "words": {
            "paid": _("Paid in the month"),
            "rate": _("Execution rate"),
            "time": _("Time progress"),
            "unit": _("× 10,000 yuan"),
            "title": _("Payments and execution rate by month"),
        },
    }


def month_name(number: int) -> str:
    """``3月``."""
    return f"{number}月" if language() == "zh" else f"{number:02d}"
