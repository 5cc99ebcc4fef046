"""Declarations: the list, one file, a new one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from workflow.services.declarations import create_declaration

from webapp.access import actor, roles, signed_in
from webapp.context import current_year
from webapp.i18n import _
from webapp.present.file_page import file_view
from webapp.present.list_page import list_view
from workflow.db import unit_of_work
from workflow.queries import lists, new_declaration
from workflow.types import Role

bp = Blueprint("declarations", __name__, url_prefix="/declarations")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Filter, sort, search, page by page."""
    filters = _filters()
    sort, descending = request.args.get("sort", "name"), request.args.get("dir") == "desc"
    with unit_of_work() as session:
        page = lists.list_declarations(
            session, actor(), filters, sort=sort, descending=descending, cursor=request.args.get("cursor", "")
        )
        counts = lists.count_by_state(session, actor(), filters)
        departments = lists.departments_of(session, actor(), filters.year)
    view = list_view(page, filters, counts, departments, sort=sort, descending=descending)
    return render_template("declarations/index.html", **view)


@bp.get("/<int:declaration_id>")
@signed_in
def show(declaration_id: int) -> ResponseReturnValue:
    """The form at the left; findings, comments and history at the right; the moves below."""
    tab = request.args.get("tab", "")
    with unit_of_work() as session:
        view = file_view(session, actor(), declaration_id, tab)
    return render_template("declarations/show.html", **view)


@bp.get("/<int:declaration_id>/paper")
@signed_in
def paper(declaration_id: int) -> ResponseReturnValue:
    """The official form alone, for A4."""
    with unit_of_work() as session:
        view = file_view(session, actor(), declaration_id, "")
    return render_template("declarations/paper.html", **view)


@bp.get("/new")
@roles(Role.filer)
def new() -> ResponseReturnValue:
    """Choose an open task and a listed or a new project."""
    with unit_of_work() as session:
        options = new_declaration.options(session, actor())
    return render_template("declarations/new.html", options=options)


@bp.post("/")
@roles(Role.filer)
def create() -> ResponseReturnValue:
    """Make the draft and open its editor."""
    form = request.form
    with unit_of_work(write=True) as session:
        row = create_declaration(
            session,
            actor(),
            task_id=form.get("task", 0, int),
            unit_id=form.get("unit", 0, int),
            project_id=form.get("project", None, int),
            project_name=form.get("project_name", ""),
        )
    flash(_("The draft is there. Everything you type is saved by itself."), "ok")
    return redirect(url_for("declarations.show", declaration_id=row.id), 303)


def _filters() -> lists.Filters:
    args = request.args
    text = args.get("q", "").strip()
    year = args.get("year", type=int) if "year" in args else None if text else current_year()
    return lists.Filters(
        year=year,
        state=args.get("state", ""),
        desk=args.get("desk", ""),
        department_id=args.get("department", type=int),
        unit_id=args.get("unit", type=int),
        text=text,
    )
