"""Payment files: the list, and one file with what became of every row."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.paging import pager
from webapp.present.payment_rows import waiting_columns, waiting_rows
from webapp.present.times import moment
from webapp.present.vouchers import voucher_columns, voucher_rows, yuan
from workflow.documents.payment_columns import COLUMNS, REQUIRED
from workflow.errors import RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.keyset import Window
from workflow.queries.payment_cases import Brought, LeftOver
from workflow.queries.payment_lines import PaymentLine
from workflow.queries.payments import BatchLine, WaitingRow
from workflow.types import JobState, Role

View = dict[str, Any]
UNDER_WAY = (JobState.queued, JobState.running)
BROKEN = (JobState.failed, JobState.cancelled)
COUNTS = ("loaded", "duplicate", "conflict", "quarantined")


def tabs(chosen: str, left: LeftOver) -> list[View]:
    """Files, rows that wait, payments of no project, the reconciliation: the pages of this area."""
    rows: tuple[tuple[str, str, str, int | None], ...] = (
        ("files", _("Voucher files"), "payments.index", None),
        ("rows", _("Rows to check"), "payments.waiting", left.rows),
        ("unmatched", _("Payments of no project"), "payment_match.unmatched", left.unmatched),
        ("reconciliation", _("Reconciliation"), "payments.reconciliation", None),
        ("months", _("Month close"), "payment_months.index", None),
        ("columns", _("Columns of files"), "payment_columns.index", None),
    )
    return [
        {"label": label, "href": url_for(endpoint), "active": key == chosen, "count": count}
        for key, label, endpoint, count in rows
    ]


def may_load(actor: Actor) -> bool:
    """Payments are loaded and settled by the treasury section; others look on."""
    return Role.treasury in actor.roles


def chip(line: BatchLine) -> View:
    """Where the loading stands."""
    if line.problem:
        return {"key": "failed", "label": _("Not usable")}
    if line.finished_at or line.job_id is None:
        return {"key": "accepted", "label": _("Loaded")}
    return {
        JobState.queued: {"key": "waiting", "label": _("Queued")},
        JobState.running: {"key": "running", "label": _("Loading")},
        JobState.cancelled: {"key": "cancelled", "label": _("Stopped")},
    }.get(JobState(line.job_status or "failed"), {"key": "failed", "label": _("Interrupted")})


def index_view(found: Window[BatchLine], left: LeftOver, actor: Actor, year: int) -> View:
    """Variables of ``payments/index.html``."""
    words = {
        "rows": _("Rows"), "loaded": _("Loaded"), "duplicate": _("Duplicate"),
        "conflict": _("In conflict"), "quarantined": _("To check"), "open": _("Still open"),
    }  # fmt: skip
    columns: list[View] = [
        {"key": "name", "label": _("File"), "kind": "link"},
        {"key": "state", "label": _("State"), "kind": "chip"},
    ]
    columns += [{"key": key, "label": label, "kind": "num"} for key, label in words.items()]
    return {
        "tabs": tabs("files", left),
        "columns": columns,
        "rows": [_listed(line) for line in found.rows],
        "pager": pager(found, lambda cursor: url_for("payments.index", cursor=cursor)),
        "year": year,
        "may_load": may_load(actor),
    }


def _listed(line: BatchLine) -> View:
    counts = {key: _count(line, key) for key in COUNTS}
    opened = {"text": f"{line.open_rows:,}", "href": url_for("payments.show", batch_id=line.id)}
    return {
        "href": url_for("payments.show", batch_id=line.id),
        "sub": " · ".join(filter(None, (line.uploader, moment(line.created_at)))),
        "cells": {
            "name": line.file_name,
            "state": chip(line),
            "rows": f"{line.rows_total:,}",
            "open": opened if line.open_rows else "0",
            **counts,
        },
        "tone": "warn" if line.open_rows else "bad" if line.problem else "",
    }


TAB_OF = {"loaded": "payments", "duplicate": "", "conflict": "rows", "quarantined": "rows"}


def _count(line: BatchLine, key: str) -> View | str:
    """A number that opens its rows; a duplicate has no row of its own."""
    number, tab = getattr(line, f"rows_{key}"), TAB_OF[key]
    if not number or not tab:
        return f"{number:,}"
    return {"text": f"{number:,}", "href": url_for("payments.show", batch_id=line.id, tab=tab)}


def batch_view(
    line: BatchLine,
    tab: str,
    rows: Window[WaitingRow] | None,
    payments: Window[PaymentLine] | None,
    came: Brought,
    actor: Actor,
) -> View:
    """Variables of ``payments/show.html``."""

    def page_at(cursor: str) -> str:
        return url_for("payments.show", batch_id=line.id, tab=tab, cursor=cursor)

    busy = not line.finished_at and line.job_status in UNDER_WAY
    return {
        "batch": line,
        "chip": chip(line),
        "when": moment(line.created_at),
        "busy": busy,
        "progress": _progress(line) if busy else None,
        "problem": line.problem_text(language()),
        "stats": _stats(line, came),
        "tabs": _batch_tabs(line, tab, came),
        "tab": tab,
        "list": _list(rows, payments, page_at, tab, settling=may_load(actor)),
        "may_load": may_load(actor),
        "way_out": _way_out(line),
        "again": _again(line, actor),
        "stop": _stop(line, actor) if busy else None,
    }


def _way_out(line: BatchLine) -> View:
    """Of a file that cannot be used: headings nobody knows are explained, anything else is corrected in the file."""
    if line.problem.get("head"):
        return {"label": _("Say which column is what"), "href": url_for("payment_columns.ask", batch_id=line.id)}
    return {"label": _("Correct the file and load it again"), "href": url_for("payments.new")}


def _progress(line: BatchLine) -> View:
    if line.job_status == JobState.queued:
        return {"value": None, "text": "", "label": _("Waits for a worker")}
    done, total = line.job_progress or 0, line.job_total or 0
    words = _("%(done)s of %(total)s rows", done=f"{done:,}", total=f"{total:,}") if total else ""
    return {"value": done if total else None, "max": total or 1, "text": words, "label": _("Loading")}


def _stats(line: BatchLine, came: Brought) -> list[View]:
    here = {
        tab: url_for("payments.show", batch_id=line.id, tab=tab) + "#rows" for tab in ("payments", "rows", "unmatched")
    }
    return [
        {"label": _("Rows of the file"), "value": f"{line.rows_total:,}", "note": _equation(line)},
        {
            "label": _("Loaded"), "value": f"{line.rows_loaded:,}", "href": here["payments"],
            "note": _("%(sum)s yuan", sum=yuan(came.fen)), "tone": "ok" if line.rows_loaded else "",
        },
        {"label": _("Duplicate"), "value": f"{line.rows_duplicate:,}", "note": _("loaded before, same content")},
        {
            "label": _("In conflict"), "value": f"{line.rows_conflict:,}", "href": here["rows"],
            "note": _("same voucher, other content"), "tone": "bad" if line.rows_conflict else "",
        },
        {
            "label": _("To check"), "value": f"{line.rows_quarantined:,}", "href": here["rows"],
            "note": _("with the reason"), "tone": "warn" if line.rows_quarantined else "",
        },
        {
            "label": _("Of no project"), "value": f"{came.without_project:,}", "href": here["unmatched"],
            "note": _("%(n)s of them set aside", n=came.set_aside) if came.set_aside else _("loaded, in no rate"),
            "tone": "warn" if came.without_project > came.set_aside else "",
        },
    ]  # fmt: skip


def _equation(line: BatchLine) -> str:
    """Every row accounted for: the four counts add up to the rows."""
    return "= " + " + ".join(f"{getattr(line, f'rows_{key}'):,}" for key in COUNTS)


def _batch_tabs(line: BatchLine, chosen: str, came: Brought) -> list[View]:
    counts = {"rows": line.open_rows, "payments": line.rows_loaded, "unmatched": came.without_project}
    return [
        {
            "label": label,
            "href": url_for("payments.show", batch_id=line.id, tab=key) + "#rows",
            "active": key == chosen,
            "count": counts.get(key),
        }
        for key, label in _tab_words().items()
    ]


def _list(
    rows: Window[WaitingRow] | None,
    payments: Window[PaymentLine] | None,
    page_at: Callable[[str], str],
    tab: str,
    *,
    settling: bool,
) -> View:
    if payments is not None:
        lines = voucher_rows(payments.rows, match=settling)
        shown: View = {"columns": voucher_columns(), "rows": lines, "pager": pager(payments, page_at)}
    else:
        found = rows or Window([])
        shown = {"columns": waiting_columns(), "rows": waiting_rows(found.rows), "pager": pager(found, page_at)}
    return shown | {"caption": _tab_words().get(tab, "")}


def _tab_words() -> dict[str, str]:
    return {
        "rows": _("Rows to check"),
        "settled": _("Settled rows"),
        "payments": _("Loaded payments"),
        "unmatched": _("Of no project"),
    }


def _again(line: BatchLine, actor: Actor) -> View | None:
    """A loading that broke off goes on after its last row; a file that cannot be used is sent in anew."""
    if line.problem or line.job_status not in BROKEN or not _own(line, actor):
        return None
    return {"label": _("Go on loading"), "action": url_for("payments.restart", batch_id=line.id), "icon": "undo"}


def _stop(line: BatchLine, actor: Actor) -> View | None:
    return {"label": _("Stop"), "action": url_for("payments.stop", batch_id=line.id)} if _own(line, actor) else None


def _own(line: BatchLine, actor: Actor) -> bool:
    """A job is stopped and restarted by who asked for it."""
    return may_load(actor) and line.uploaded_by == actor.user_id


def upload_view(year: str, refused: RuleFailed | None) -> View:
    """Variables of ``payments/new.html``: the form with what was typed, and the columns a file needs."""
    wrong = {}
    if refused:
        name = "year" if refused.code == "fiscal_year_unknown" else "file"
        wrong[name] = refusal_text(refused.code, refused.facts, language())
    return {
        "year": year,
        "wrong": wrong,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "columns": _file_columns(),
    }


def _file_columns() -> list[View]:
    """What a voucher file must and may hold."""
    always = {key for sets in REQUIRED if len(sets) == 1 for group in sets for key in group}
    either = {key for sets in REQUIRED if len(sets) > 1 for group in sets for key in group}
    return [
        {
            "name": column.zh,
            "aliases": "、".join(column.aliases),
            "needed": _("needed") if column.key in always else _("one way of these") if column.key in either else "",
        }
        for column in COLUMNS
    ]
