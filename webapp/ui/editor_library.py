"""从指标库选: the search for one row of an indicator table, as a page, and as a part of it for the script."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.access import actor, signed_in
from webapp.i18n import _
from webapp.present.editor_form import Deed
from webapp.present.editor_library import library_view
from webapp.present.editor_pages import back_to
from webapp.ui import editor_deeds as deeds
from webapp.ui.editor_side import bp
from workflow.db import unit_of_work

__all__ = ["bp"]  # with these routes on it


@bp.get("/library")
@signed_in
def library(declaration_id: int) -> ResponseReturnValue:
    """The nearest kin first; ``part``: only the list, for the script."""
    place, text = request.args.get("place", ""), request.args.get("name", "")
    with unit_of_work() as session:
        view = library_view(session, actor(), declaration_id, place, text)
    g.plain_page = "part" in request.args
    return render_template("editor/_offers.html" if g.plain_page else "editor/library.html", **view)


@bp.post("/library")
@signed_in
def pick(declaration_id: int) -> ResponseReturnValue:
    """Without script: the chosen indicator fills the row, or a new one."""
    deed = Deed("pick", (request.form.get("entry", ""), *request.form.get("place", "").split(":")))
    with unit_of_work(write=True) as session:
        done = deeds.perform(session, declaration_id, deed)
    path = next((result.path for result in done.results), "").split("/")
    flash(_("Filled from the library. The number of the target is yours to write."), "ok")
    return redirect(back_to(declaration_id, "/".join((*path[:2], "target"))), 303)
