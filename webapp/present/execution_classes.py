"""The classes of payments (科目、资金性质、来源、月份) as a table, and the payments behind a number."""

from typing import Any

from flask import url_for

from webapp.i18n import _, plural
from webapp.present.days import day_words, facts_field
from webapp.present.execution import Asked, day_field, notes, tabs, with_sign
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.times import moment
from webapp.present.vouchers import voucher_columns, voucher_rows, yuan
from workflow.execution import rate
from workflow.queries.execution_classes import Classes
from workflow.queries.execution_overview import Places
from workflow.queries.keyset import Window
from workflow.queries.listings.classes import NO_PROJECT, ClassRow, class_words, rows_of
from workflow.queries.payment_lines import PaymentFilters, PaymentLine
from workflow.rate_facts import CLASSES, SCOPES

View = dict[str, Any]
_KINDS = {"name": "link", "projects": "num", "budget": "num", "paid": "num", "rate": "num", "share": "num"}


def classes_view(found: Classes, asked: Asked, places: Places) -> View:
    """Variables of ``execution/classes.html``."""
    scope, asked_for = found.scope, _asked_for(found, asked)
    rows = rows_of(found)
    return {
        "year": asked.year,
        "as_of": found.as_of.isoformat(),
        "computed": moment(found.computed_at),
        "tabs": tabs("execution_classes.index", asked),
        "title": pick(scope.words),
        "columns": [
            {
                "key": key,
                "label": column_label("execution_classes", key),
                "kind": kind,
                "hide": "md" if key in ("projects", "share") else "",
            }
            for key, kind in _KINDS.items()
        ],
        "rows": [_row(row, asked_for) for row in rows],
        "foot": [{"cells": _foot(found)}],
        "fields": _fields(found, asked, places),
        "notes": [*notes(found.as_of, asked), _counted(found)],
        "unreadable_day": asked.day_text if asked.day_text and not asked.day else "",
    }


def _asked_for(found: Classes, asked: Asked) -> View:
    given = {**day_words(found.as_of, asked.known), "department": asked.department_id}
    return {key: value for key, value in given.items() if value is not None}


def _foot(found: Classes) -> View:
    """All of it: budgets of the projects, payments with those of no project; their rate is the board's."""
    return {
        "name": _("Total"),
        "budget": wan(found.total.adjusted_fen),
        "paid": wan(found.paid_fen),
        "rate": with_sign(found.total.execution_rate),
        "share": "100.00%" if found.paid_fen > 0 else "—",
    }


def _counted(found: Classes) -> str:
    if found.scope.level:
        return _(
            "Budget: by the code of each ledger entry; paid: by the code the vouchers print; both rolled up to the"
            " level chosen. A code given less finely stands under its parent as not split further; entries and vouchers"
            " without a code are not classified. The lines add up to the total; the rate of the total leaves out the"
            " payments of no project."
        )
    if found.scope.code:
        return _(
            "Budget: by the nature of each ledger entry; paid: by the nature the vouchers print. What states none is"
            " not classified. The lines add up to the total; the rate of the total leaves out the payments of no"
            " project."
        )
    if found.scope.printed:
        return _(
            "Counted by the month of the payments. The budget beside a month is that of all projects paid in it; a"
            " project paid in several months stands in each, so these budgets do not add up."
        )
    return _(
        "Counted by what the declaration in force states as the sources of the project's money; all money of a project"
        " stands on one line. The treasury's vouchers do not tell which of several sources was spent."
    )


def _row(row: ClassRow, asked_for: View) -> View:
    scope = row.found.scope
    if row.line is None:
        behind = url_for("execution_classes.payments", by=NO_PROJECT, **asked_for)
        cells: View = {"name": _("Payments of no project"), "paid": {"text": wan(row.paid_fen), "href": behind}}
        cells |= {"budget": "—", "rate": "—", "projects": "—"}
        return {"cells": {**cells, "share": with_sign(row.found.share(row.paid_fen))}, "tone": "warn"}
    key, budget = row.line.key, row.line.money.adjusted_fen
    given: View = {"class": f"{scope.key}:{key}", **asked_for}
    board = url_for("execution.index", **given)
    behind = url_for("execution_classes.payments", by=scope.key, key=key, **asked_for)
    paid = behind if scope.printed else board
    return {
        "href": paid if row.paid_fen or not scope.code else board,
        "sub": pick(row.parent) if row.parent else "",
        "tone": "" if key else "muted",
        "cells": {
            "name": pick(row.name),
            "paid": {"text": wan(row.paid_fen), "href": paid},
            "share": with_sign(row.found.share(row.paid_fen)),
            "projects": {"text": str(row.line.projects), "href": board},
            "budget": {"text": wan(budget), "href": board},
            "rate": with_sign(rate(row.paid_fen, budget)),
        },
    }


def _fields(found: Classes, asked: Asked, places: Places) -> list[View]:
    by = [{"value": key, "label": pick(SCOPES[key].words)} for key in CLASSES]
    fields: list[View] = [
        {"kind": "select", "name": "by", "label": _("Lines"), "value": found.scope.key, "options": by}
    ]
    if len(places.departments) > 1:
        options = [{"value": "", "label": _("All departments")}]
        options += [{"value": str(key), "label": name} for key, name in places.departments]
        fields.append(
            {"kind": "select", "name": "department", "label": _("Department"), "value": str(asked.department_id or ""),
             "options": options}
        )  # fmt: skip
    return [*fields, day_field(asked, found.as_of), facts_field(asked.known)]


def behind_view(found: Window[PaymentLine], filters: PaymentFilters, fen: int, number: int) -> View:
    """Variables of ``execution/payments.html``."""
    day = filters.until.isoformat() if filters.until else ""
    scope, key = filters.of_class or ("", "")
    words = pick(class_words(SCOPES[scope], key)) if scope else _("Payments of no project")
    given = {
        "by": scope or NO_PROJECT,
        "key": key or None,
        **(day_words(filters.until, filters.known) if filters.until else {}),
        "department": filters.department_id,
    }
    given = {name: value for name, value in given.items() if value is not None}
    return {
        "year": filters.year,
        "as_of": day,
        "known": filters.known,
        "heading": f"{pick(SCOPES[scope].words)}：{words}" if scope else words,
        "unmatched": filters.unmatched,
        "sum": _("%(sum)s yuan", sum=yuan(fen)),
        "count": plural("%(num)s payment", "%(num)s payments", number),
        "columns": voucher_columns(),
        "rows": voucher_rows(found.rows),
        "pager": pager(found, lambda cursor: url_for("execution_classes.payments", cursor=cursor, **given)),
        "back": url_for(
            "execution_classes.index", **{name: value for name, value in given.items() if name not in ("key",)}
        ),
    }
