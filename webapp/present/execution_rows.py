"""Behind the numbers of the board: ledger and payments of one project, and the months of a year."""

from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.days import belongs_words, day_words, facts_field, known_words
from webapp.present.execution import Asked, points, with_sign
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.forecasts import about, forecast_sentence
from webapp.present.labels import pick
from webapp.present.ledger import project_ledger, signed_wan
from webapp.present.paging import pager
from webapp.present.times import moment
from webapp.present.vouchers import voucher_columns, voucher_rows, yuan
from workflow.execution import Money, time_progress
from workflow.execution.expected import AGAINST, AGAINST_MEANS, FORECASTS
from workflow.permissions import Actor
from workflow.queries.execution_overview import month_lines
from workflow.queries.project_money import ProjectMoney
from workflow.services.spending_plan import PLANNING

View = dict[str, Any]


def project_view(found: ProjectMoney, year: int, actor: Actor) -> View:
    """Variables of ``execution/project.html``."""
    day = found.as_of.isoformat()

    def page_at(cursor: str) -> str:
        counted = day_words(found.as_of, found.known)
        address = url_for("execution.project", project_id=found.project_id, year=year, cursor=cursor, **counted)
        return f"{address}#payments"

    return {
        "project": found,
        "year": year,
        "stats": _stats(found, day),
        "targets": _targets(found),
        "counted": [belongs_words(found.as_of), *([known_words(found.known)] if found.known else [])],
        "fields": [
            {"kind": "date", "name": "as_of", "label": _("As of"), "value": (found.known or found.as_of).isoformat()},
            facts_field(found.known),
        ],
        **_outlook(found),
        **_plan(found, year, actor),
        **project_ledger(found.ledger, found.beside.followed, found.money, actor, found.project_id, year),
        "payment_columns": voucher_columns(project=False),
        "payments": voucher_rows(found.payments.rows),
        "pager": pager(found.payments, page_at),
        "paid": _("%(sum)s yuan", sum=yuan(found.money.executed_fen)),
    }


def _stats(found: ProjectMoney, day: str) -> list[View]:
    unit, money, time = _("× 10,000 yuan"), found.money, time_progress(found.as_of.month)
    rate_now = money.execution_rate
    return [
        {"label": _("Initial budget"), "value": wan(money.initial_fen), "unit": unit, "href": "#ledger"},
        {"label": _("Adjusted budget"), "value": wan(money.adjusted_fen), "unit": unit, "href": "#ledger"},
        {"label": _("Paid"), "value": wan(money.executed_fen), "unit": unit, "href": "#payments",
         "note": _("until %(day)s", day=day)},
        {"label": _("Execution rate"), "value": with_sign(rate_now),
         "note": _("%(rate)s on the initial budget", rate=with_sign(money.initial_rate))},
        *_closed(found),
        {"label": _("Ahead or behind"), "value": points(None if rate_now is None else rate_now - time),
         "note": _("time progress %(time)s", time=with_sign(time))},
        {"label": _("Unspent at year-end, forecast"), "value": about(found.outlook.unspent(found.forecast, money)),
         "unit": unit, "href": "#outlook", "note": pick(FORECASTS[found.forecast])},
    ]  # fmt: skip


def _closed(found: ProjectMoney) -> list[View]:
    """The rate the year was closed with: payments that come later change the present one, never this."""
    closed = found.beside.closed
    if closed is None:
        return []
    late = found.money.executed_fen - closed.executed_fen
    note = _("closed on %(day)s", day=moment(found.beside.closed_at)[:10])
    if late:
        note = _("closed on %(day)s, since then %(sum)s", day=moment(found.beside.closed_at)[:10], sum=signed_wan(late))
    return [{"label": _("Rate at the closing of the year"), "value": with_sign(closed.execution_rate), "note": note}]


def _targets(found: ProjectMoney) -> View | None:
    """The way to the targets that governed the project on the day."""
    targets = found.beside.targets
    if targets is None:
        return None
    return {
        "href": url_for("declarations.show", declaration_id=targets.declaration_id),
        "label": _("Targets in force: revision %(n)s, since %(day)s", n=targets.revision,
                   day=moment(targets.since)[:10]),
    }  # fmt: skip


def _outlook(found: ProjectMoney) -> View:
    """What was due by each of the three ways, and what is expected by each of the four, with what they rest on."""
    money, outlook, month = found.money, found.outlook, found.as_of.month
    due = [
        {
            "cells": {
                "against": pick(words),
                "due": about(outlook.due(key, money, month)),
                "lead": about(money.executed_fen - outlook.due(key, money, month)),
                "means": pick(AGAINST_MEANS[key]),
            }
        }
        for key, words in AGAINST.items()
    ]
    expected = [
        {
            "cells": {
                "method": pick(words),
                "forecast": about(outlook.forecast(key)),
                "unspent": about(outlook.unspent(key, money)),
                "means": forecast_sentence(key, money, outlook, month),
            }
        }
        for key, words in FORECASTS.items()
    ]
    return {
        "due_columns": [
            {"key": "against", "label": _("Held against"), "kind": "short"},
            {"key": "due", "label": _("Due by now"), "kind": "num"},
            {"key": "lead", "label": _("Paid more or less"), "kind": "num"},
            {"key": "means", "label": _("How it is counted"), "kind": "text", "wide": True},
        ],
        "due": due,
        "forecast_columns": [
            {"key": "method", "label": _("Forecast"), "kind": "short"},
            {"key": "forecast", "label": _("Year-end"), "kind": "num"},
            {"key": "unspent", "label": _("Unspent at year-end"), "kind": "num"},
            {"key": "means", "label": _("How it is counted"), "kind": "text", "wide": True},
        ],
        "expected": expected,
    }


def _plan(found: ProjectMoney, year: int, actor: Actor) -> View:
    """The plan by month with its sum so far; who may say it gets the way to it."""
    until, rows = 0, []
    for month, fen in enumerate(found.plan, 1):
        until += fen
        cells = {"month": month_name(month), "planned": wan(fen), "until": wan(until)}
        rows.append({"cells": cells, "tone": "muted" if month > found.as_of.month else ""})
    edit = {
        "label": _("Change the plan") if found.plan else _("Enter a plan"),
        "href": url_for("spending_plan.ask", project_id=found.project_id, year=year),
        "icon": "edit",
    }
    return {
        "plan": rows,
        "plan_columns": [
            {"key": "month", "label": _("Month"), "kind": "short"},
            {"key": "planned", "label": _("Planned in the month"), "kind": "num"},
            {"key": "until", "label": _("Planned since January"), "kind": "num"},
        ],
        "plan_actions": [] if actor.roles.isdisjoint(PLANNING) else [edit],
        "plan_note": "" if not found.plan or sum(found.plan) == found.money.adjusted_fen else _(
            "The plan adds up to %(plan)s, the adjusted budget to %(budget)s × 10,000 yuan.",
            plan=wan(sum(found.plan)), budget=wan(found.money.adjusted_fen),
        ),
    }  # fmt: skip


def months_table(paid: list[int], money: Money, asked: Asked) -> View:
    """Variables of ``execution/months.html``."""
    rows = [
        {
            "cells": {
                "month": month_name(line.month),
                "paid": wan(line.paid_fen),
                "total": wan(line.total_fen),
                "rate": with_sign(line.reached),
                "time": with_sign(line.time),
                "lead": points(line.lead),
            }
        }
        for line in month_lines(paid, money)
    ]
    columns = [
        {"key": key, "label": column_label("execution_months", key), "kind": "num" if key != "month" else "link"}
        for key in ("month", "paid", "total", "rate", "time", "lead")
    ]
    return {"columns": columns, "rows": rows, "year": asked.year, "back": url_for("execution.index", **asked.filters)}


def months_chart(paid: list[int], money: Money) -> View:
    """What ``static/js/board.js`` draws: 万元 and percent, for the eye only; exact numbers stand in the tables."""
    rates = [line.reached for line in month_lines(paid, money)]
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
