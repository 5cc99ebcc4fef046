"""支付: voucher files and what became of every row; payments that found no project."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.access import actor, roles, settings
from webapp.context import asked, current_region, money_year
from webapp.errors import refused
from webapp.i18n import _, language
from webapp.nav import REGION_WIDE
from webapp.present import payments as show_files
from webapp.present.payment_rows import row_view, waiting_view
from webapp.present.reconciliation import reconciliation_view
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries import payments as read
from workflow.queries import reconciliation as reconciled
from workflow.queries.listings.money import file_filters
from workflow.queries.payment_cases import brought, left_over
from workflow.queries.payment_lines import payments as payment_lines
from workflow.services.attachments import refuse_secret
from workflow.services.job_requests import cancel_job, restart_job
from workflow.services.payments.receive import receive_file
from workflow.services.payments.resolve import load_corrected, set_aside
from workflow.texts import whole
from workflow.types import Role

bp = Blueprint("payments", __name__, url_prefix="/payments")


@bp.get("/")
@roles(*REGION_WIDE)
def index() -> ResponseReturnValue:
    """Voucher files of the year, newest first."""
    year = money_year()
    with unit_of_work() as session:
        found = read.batches(session, actor(), year, request.args.get("cursor", ""))
        left = left_over(session, actor(), current_region(), year)
    return render_template("payments/index.html", **show_files.index_view(found, left, actor(), year))


@bp.get("/new")
@roles(Role.treasury)
def new() -> ResponseReturnValue:
    """Choose a file; which columns it needs."""
    return _upload_page()


@bp.post("/")
@roles(Role.treasury)
def upload() -> ResponseReturnValue:
    """Keep the file and ask for its loading; nothing is read in this request."""
    file = request.files.get("file")
    name, content = (file.filename or "", file.read()) if file else ("", b"")
    try:
        refuse_secret(name, content)
        with unit_of_work(write=True) as session:
            year = _year(request.form.get("year", ""))
            batch = receive_file(session, actor(), current_region(), year, name, content)
    except RuleFailed as refusal:
        return _upload_page(refusal), refusal.status
    return redirect(url_for("payments.show", batch_id=batch.id), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The limit of the web server, in the words of the domain."""
    return refused(RuleFailed("file_too_large", most_mb=current_app.config["MAX_CONTENT_LENGTH"] // 2**20))


@bp.get("/files/<int:batch_id>")
@roles(*REGION_WIDE)
def show(batch_id: int) -> ResponseReturnValue:
    """One file: how far it is, what became of its rows, the rows themselves."""
    tab, cursor = request.args.get("tab", "rows"), request.args.get("cursor", "")
    rows = lines = None
    with unit_of_work() as session:
        line, total = read.batch(session, actor(), batch_id), brought(session, batch_id)
        if tab in ("payments", "unmatched"):
            lines = payment_lines(session, actor(), file_filters(asked()), cursor)
        else:
            rows = read.waiting_rows(session, actor(), batch_id=batch_id, settled=tab == "settled", cursor=cursor)
    return render_template("payments/show.html", **show_files.batch_view(line, tab, rows, lines, total, actor()))


@bp.post("/files/<int:batch_id>/stop")
@roles(Role.treasury)
def stop(batch_id: int) -> ResponseReturnValue:
    """End the loading after the rows that are being written."""
    with unit_of_work(write=True) as session:
        cancel_job(session, actor(), read.batch(session, actor(), batch_id).job_id or 0)
    flash(_("The loading stops. What is loaded stays; you can go on later."), "info")
    return redirect(url_for("payments.show", batch_id=batch_id), 303)


@bp.post("/files/<int:batch_id>/restart")
@roles(Role.treasury)
def restart(batch_id: int) -> ResponseReturnValue:
    """Go on after the last row that was loaded."""
    with unit_of_work(write=True) as session:
        restart_job(session, actor(), read.batch(session, actor(), batch_id).job_id or 0)
    return redirect(url_for("payments.show", batch_id=batch_id), 303)


@bp.get("/files/<int:batch_id>/rows.csv")
@roles(*REGION_WIDE)
def rows_csv(batch_id: int) -> ResponseReturnValue:
    """The rows that still wait with their reasons, to be corrected and sent in again."""
    with unit_of_work() as session:
        read.batch(session, actor(), batch_id)
    name = f"rows-to-check-{batch_id}.csv"
    return Response(
        _csv(actor(), batch_id, language()),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/rows")
@roles(*REGION_WIDE)
def waiting() -> ResponseReturnValue:
    """Rows that wait, of all files of the year."""
    year, status, cursor = money_year(), request.args.get("status", ""), request.args.get("cursor", "")
    with unit_of_work() as session:
        found = read.waiting_rows(session, actor(), year=year, status=status, cursor=cursor)
        left = left_over(session, actor(), current_region(), year)
    view = waiting_view(found, status)
    return render_template("payments/waiting.html", year=year, tabs=show_files.tabs("rows", left), **view)


@bp.get("/reconciliation")
@roles(*REGION_WIDE)
def reconciliation() -> ResponseReturnValue:
    """The year by months, and the projects whose payments do not fit."""
    year, region, cursor = money_year(), current_region(), request.args.get("cursor", "")
    with unit_of_work() as session:
        by_month = reconciled.months(session, actor(), region, year)
        found = reconciled.misfits(session, actor(), region, year, cursor)
        left, check = left_over(session, actor(), region, year), reconciled.last_check(session, actor(), region, year)
    return render_template("payments/reconciliation.html", **reconciliation_view(by_month, found, left, check, year))


@bp.get("/rows/<int:row_id>")
@roles(*REGION_WIDE)
def row(row_id: int) -> ResponseReturnValue:
    """One row: as printed, what is wrong, and what to do with it."""
    return _row_page(row_id)


@bp.post("/rows/<int:row_id>")
@roles(Role.treasury)
def correct(row_id: int) -> ResponseReturnValue:
    """Load the row with what was corrected; a refusal keeps everything typed."""
    secret = settings().secret_key.get_secret_value()
    try:
        with unit_of_work(write=True) as session:
            payment = load_corrected(session, actor(), row_id, dict(request.form), secret)
    except RuleFailed as refusal:
        return _row_page(row_id, refusal), refusal.status
    flash(_("Voucher %(number)s is loaded.", number=payment.voucher_no), "ok")
    return redirect(url_for("payments.show", batch_id=payment.batch_id), 303)


@bp.post("/rows/<int:row_id>/aside")
@roles(Role.treasury)
def aside(row_id: int) -> ResponseReturnValue:
    """The row is no payment, or the line that stands is right."""
    try:
        with unit_of_work(write=True) as session:
            found = set_aside(session, actor(), row_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _row_page(row_id, refusal), refusal.status
    flash(_("The row is set aside. It stays listed under the settled rows."), "ok")
    return redirect(url_for("payments.show", batch_id=found.batch_id), 303)


def _year(text: str) -> int:
    """Raises ``RuleFailed`` for what is no year."""
    year = whole(text)
    if year is None:
        raise RuleFailed("fiscal_year_unknown", given=text)
    return year


def _upload_page(refusal: RuleFailed | None = None) -> str:
    year = request.form.get("year") or str(money_year())
    return render_template("payments/new.html", **show_files.upload_view(year, refusal))


def _row_page(row_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        found = read.waiting_row(session, actor(), row_id)
    view: dict[str, Any] = row_view(found, request.form, refusal, settling=show_files.may_load(actor()))
    return render_template("payments/row.html", **view)


def _csv(who: Actor, batch_id: int, language: str) -> Iterator[str]:
    """Its own transaction: the response is sent after the view has returned."""
    with unit_of_work() as session:
        yield from read.waiting_csv(session, who, batch_id, language)
