"""执行单位明细 of a monitoring report: what each executing body did, added up."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _
from webapp.present.report_parts import parts_page, read_parts
from workflow.db import unit_of_work
from workflow.errors import Conflict
from workflow.lifecycle.checks import Problem
from workflow.queries.report_beside import parts_view
from workflow.services.report_parts import TypedPart, save_parts

bp = Blueprint("report_parts", __name__, url_prefix="/reports/<int:report_id>/parts")


@bp.get("")
@signed_in
def show(report_id: int) -> ResponseReturnValue:
    """One line a body, with the sums."""
    return _page(report_id)


@bp.post("")
@signed_in
def save(report_id: int) -> ResponseReturnValue:
    """Keep the table; the second button takes the sums over into the report."""
    typed, version = read_parts(request.form), request.form.get("expected_version", 0, int)
    over = request.form.get("do") == "take_over"
    try:
        with unit_of_work(write=True) as session:
            filled = save_parts(session, actor(), report_id, version, typed, take_over=over)
    except Conflict as refusal:
        return _page(report_id, typed, late=True), refusal.status
    if filled.problems:
        return _page(report_id, typed, filled.problems), 422
    flash(_("Saved, and the sums are in the report.") if over else _("Saved."), "ok")
    return redirect(url_for("reports.show" if over else "report_parts.show", report_id=report_id), 303)


def _page(
    report_id: int, typed: list[TypedPart] | None = None, problems: list[Problem] | None = None, *, late: bool = False
) -> str:
    with unit_of_work() as session:
        view = parts_page(parts_view(session, actor(), report_id), actor(), typed, problems or [], late=late)
    return render_template("reports/parts.html", **view)
