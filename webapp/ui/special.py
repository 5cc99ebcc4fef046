"""特批: an open point of a specially approved file is closed with a note."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _
from webapp.present.file_page import file_view
from webapp.present.suggestions import refusal_words
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.services import special_points

bp = Blueprint("special", __name__, url_prefix="/declarations/<int:declaration_id>/special-points")


@bp.post("/<int:point_id>/close")
@signed_in
def close(declaration_id: int, point_id: int) -> ResponseReturnValue:
    """The point is settled; without a note it comes back."""
    note = request.form.get("note", "")
    try:
        with unit_of_work(write=True) as session:
            special_points.close(session, actor(), declaration_id, point_id, note)
    except RuleFailed as refusal:
        asked = {"tab": "special", "error": refusal_words(refusal), "refused": point_id, "text": note}
        with unit_of_work() as session:
            view = file_view(session, actor(), declaration_id, asked)
        return render_template("declarations/show.html", **view), refusal.status
    flash(_("The point is closed."), "ok")
    place = f"point-{point_id}"
    return redirect(url_for("declarations.show", declaration_id=declaration_id, tab="special", _anchor=place), 303)
