"""Declarations: the list, one file, its printed form, a new one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles, signed_in
from webapp.context import asked
from webapp.downloads import ROUTE, send_paper
from webapp.i18n import _
from webapp.present.compare_page import compare_view
from webapp.present.file_page import file_view, paper_view
from webapp.present.list_page import list_view
from webapp.present.new_page import new_view
from workflow.db import unit_of_work
from workflow.documents.render import Format
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.queries import lists, new_declaration
from workflow.queries.listings.declarations import filters_of, order_of
from workflow.queries.papers import declaration_paper
from workflow.services.declarations import create_declaration
from workflow.types import Role

ASKED = ("tab", "comment", "place", "before", "view", "base", "made")

bp = Blueprint("declarations", __name__, url_prefix="/declarations")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Filter, sort, search, page by page."""
    filters, order = filters_of(asked()), order_of(asked())
    with unit_of_work() as session:
        page = lists.list_declarations(session, actor(), filters, order, request.args.get("cursor", ""))
        counts = lists.count_by_state(session, actor(), filters)
        departments = lists.departments_of(session, actor(), filters.year)
    view = list_view(page, filters, order, counts, departments, actor())
    return render_template("declarations/index.html", **view)


@bp.get("/<int:declaration_id>")
@signed_in
def show(declaration_id: int) -> ResponseReturnValue:
    """The form at the left; findings, comments and history at the right; the moves below."""
    with unit_of_work() as session:
        view = file_view(session, actor(), declaration_id, {key: request.args.get(key, "") for key in ASKED})
    return render_template("declarations/show.html", **view)


@bp.get("/<int:declaration_id>/paper")
@signed_in
def paper(declaration_id: int) -> ResponseReturnValue:
    """The official form alone, for A4."""
    with unit_of_work() as session:
        view = paper_view(session, actor(), declaration_id)
    return render_template("declarations/paper.html", **view)


@bp.get(f"/<int:declaration_id>/paper.{ROUTE}")
@signed_in
def download(declaration_id: int, file_format: Format) -> ResponseReturnValue:
    """The official document: what was approved, or the draft marked as one."""
    with unit_of_work() as session:
        found = declaration_paper(session, actor(), declaration_id)
    return send_paper(found, file_format)


@bp.get("/<int:declaration_id>/compare")
@signed_in
def compare(declaration_id: int) -> ResponseReturnValue:
    """The targets over the years, and what one unit costs elsewhere."""
    with unit_of_work() as session:
        view = compare_view(session, actor(), declaration_id)
    return render_template("declarations/compare.html", **view)


@bp.get("/new")
@roles(Role.filer)
def new() -> ResponseReturnValue:
    """Choose an open task and a listed or a new project."""
    return _new_page()


@bp.post("/")
@roles(Role.filer)
def create() -> ResponseReturnValue:
    """Make the draft and open its editor."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            task, unit, project = (form.get(name, 0, int) for name in ("task", "unit", "project"))
            name, source = form.get("project_name", ""), form.get("source", 0, int)
            row = create_declaration(session, actor(), task, unit, project or None, name, source or None)
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    flash(_("The draft is there. Everything you type is saved by itself."), "ok")
    return redirect(url_for("editor.show", declaration_id=row.id), 303)


def _new_page(refusal: RuleFailed | None = None) -> str:
    source_id = request.args.get("source", 0, int)
    with unit_of_work() as session:
        options = new_declaration.options(session, actor())
        source = find_declaration(session, actor(), source_id) if source_id else None
    return render_template("declarations/new.html", **new_view(options, request.form, source, refusal))
