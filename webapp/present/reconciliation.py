"""支付对账: the year by months, and the projects whose payments do not fit their budget."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.exports import column_label
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.paging import pager
from webapp.present.payments import tabs
from webapp.present.times import moment
from webapp.present.vouchers import yuan
from workflow.queries.keyset import Window
from workflow.queries.listings.reconciliation import FAULTS, month_words
from workflow.queries.payment_cases import LeftOver
from workflow.queries.reconciliation import Misfit, MonthPaid, TotalsCheck

View = dict[str, Any]
SUMS = ("paid", "refunded", "net", "unmatched")


def reconciliation_view(
    months: Sequence[MonthPaid], misfits: Window[Misfit], left: LeftOver, check: TotalsCheck | None, year: int
) -> View:
    """Variables of ``payments/reconciliation.html``."""
    totals = {name: sum(getattr(line, f"{name}_fen") for line in months) for name in SUMS}
    return {
        "tabs": tabs("reconciliation", left),
        "year": year,
        "stats": _stats(totals, left),
        "check": _check(check),
        "month_columns": _columns("payment_months", {"month": "short", "lines": "num", **dict.fromkeys(SUMS, "num")}),
        "months": [_month(line) for line in months],
        "foot": [
            {
                "cells": {
                    "month": _("Total of the year"),
                    "lines": f"{sum(line.lines for line in months):,}",
                    **{name: yuan(fen) for name, fen in totals.items()},
                }
            }
        ],
        "columns": _columns(
            "payment_misfits",
            {"project": "link", "fault": "short", "adjusted": "num", "executed": "num", "over": "num"},
        ),
        "rows": [_misfit(line, year) for line in misfits.rows],
        "pager": pager(misfits, lambda cursor: url_for("payments.reconciliation", cursor=cursor) + "#misfits"),
    }


def _check(check: TotalsCheck | None) -> View:
    """What the night said of the totals that pages and rates are read from."""
    if check is None:
        return {"kind": "info", "text": _("The kept totals have not been held against the payments of this year yet; "
                                          "every night this is done for this year and the last.")}  # fmt: skip
    at = moment(check.at)
    if check.differences:
        words = _("%(when)s: %(count)s kept totals differ from the payments. The system administrator makes them anew.",
                  when=at, count=check.differences)  # fmt: skip
        return {"kind": "bad", "text": words}
    return {"kind": "ok", "text": _("%(when)s: the kept totals equal the payments to the fen.", when=at)}


def _columns(listing: str, kinds: dict[str, str]) -> list[View]:
    return [{"key": key, "label": column_label(listing, key), "kind": kind} for key, kind in kinds.items()]


def _stats(totals: dict[str, int], left: LeftOver) -> list[View]:
    unit = _("yuan")
    return [
        {"label": _("Paid"), "value": yuan(totals["paid"]), "unit": unit},
        {"label": _("Refunded"), "value": yuan(totals["refunded"]), "unit": unit},
        {"label": _("Net"), "value": yuan(totals["net"]), "unit": unit},
        {"label": _("Payments of no project"), "value": yuan(totals["unmatched"]), "unit": unit,
         "href": url_for("payment_match.unmatched"), "tone": "warn" if totals["unmatched"] else ""},
        {"label": _("Rows to check"), "value": f"{left.rows or 0:,}", "href": url_for("payments.waiting"),
         "note": _("not yet loaded, in none of these sums"), "tone": "warn" if left.rows else ""},
    ]  # fmt: skip


def _month(line: MonthPaid) -> View:
    sums = {name: yuan(getattr(line, f"{name}_fen")) for name in SUMS}
    return {"cells": {"month": pick(month_words(line.month)), "lines": f"{line.lines:,}", **sums}}


def _misfit(line: Misfit, year: int) -> View:
    behind = url_for("execution.project", project_id=line.id, year=year)
    return {
        "href": behind,
        "sub": " · ".join(filter(None, (line.unit_name, line.code))),
        "tone": "bad" if line.fault == "refunded" else "warn",
        "cells": {
            "project": line.name,
            "fault": pick(FAULTS[line.fault]),
            "adjusted": {"text": wan(line.money.adjusted_fen), "href": f"{behind}#ledger"},
            "executed": {"text": wan(line.money.executed_fen), "href": f"{behind}#payments"},
            "over": wan(line.over_fen),
        },
    }
