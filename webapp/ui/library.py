"""指标库: everybody in business reads it, the performance section keeps it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import library_page as show_library
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import library as read
from workflow.queries.listings.office import library_filters
from workflow.services import library
from workflow.types import Role

bp = Blueprint("library", __name__, url_prefix="/indicators")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Search and filters, page by page."""
    filters = library_filters(asked())
    with unit_of_work() as session:
        page = read.list_library(session, actor(), filters, request.args.get("cursor", ""))
        count, levels = read.count_library(session, actor(), filters), read.levels_in_use(session, actor())
        view = show_library.index_view(page, filters, count, levels, actor(), read.last_build(session, actor()))
    return render_template("library/index.html", **view)


@bp.get("/new")
@roles(Role.performance)
def new() -> ResponseReturnValue:
    """An empty entry."""
    return _new_page()


@bp.post("/")
@roles(Role.performance)
def create() -> ResponseReturnValue:
    """Write an entry by hand."""
    try:
        with entering() as session:
            row = library.add(session, actor(), current_region(), show_library.read_given(request.form))
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    flash(_("The indicator is in the library."), "ok")
    return redirect(url_for("library.show", entry_id=row.id), 303)


@bp.get("/<int:entry_id>")
@roles(*sorted(BUSINESS))
def show(entry_id: int) -> ResponseReturnValue:
    """One entry with its trail; its form for who keeps it."""
    return _entry_page(entry_id)


@bp.post("/<int:entry_id>")
@roles(Role.performance)
def edit(entry_id: int) -> ResponseReturnValue:
    """Correct an entry."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            given = show_library.read_given(form)
            library.edit(session, actor(), entry_id, form.get("expected_version", 0, int), given)
    except RuleFailed as refusal:
        return _entry_page(entry_id, refusal), refusal.status
    flash(_("Saved. The nightly build leaves this entry alone from now on."), "ok")
    return redirect(url_for("library.show", entry_id=entry_id), 303)


@bp.post("/<int:entry_id>/deprecate")
@roles(Role.performance)
def deprecate(entry_id: int) -> ResponseReturnValue:
    """No longer offered; its successor is, if one is named."""
    form = request.form
    try:
        with unit_of_work(write=True) as session:
            version, successor = form.get("expected_version", 0, int), form.get("successor", 0, int)
            library.deprecate(session, actor(), entry_id, version, successor or None)
    except RuleFailed as refusal:
        return _entry_page(entry_id, refusal), refusal.status
    flash(_("Deprecated."), "ok")
    return redirect(url_for("library.show", entry_id=entry_id), 303)


@bp.post("/<int:entry_id>/restore")
@roles(Role.performance)
def restore(entry_id: int) -> ResponseReturnValue:
    """Offered again."""
    with unit_of_work(write=True) as session:
        library.restore(session, actor(), entry_id, request.form.get("expected_version", 0, int))
    flash(_("In use again."), "ok")
    return redirect(url_for("library.show", entry_id=entry_id), 303)


@bp.get("/merge")
@roles(Role.performance)
def ask_merge() -> ResponseReturnValue:
    """Which of the ticked entries stays."""
    return _merge_page(request.args.getlist("id", type=int))


@bp.post("/merge")
@roles(Role.performance)
def merge() -> ResponseReturnValue:
    """The others are deprecated in its favour."""
    ids, target = request.form.getlist("id", type=int), request.form.get("target", 0, int)
    try:
        with unit_of_work(write=True) as session:
            library.merge(session, actor(), target, ids)
    except RuleFailed as refusal:
        return _merge_page(ids, refusal), refusal.status
    flash(_("Merged."), "ok")
    return redirect(url_for("library.show", entry_id=target), 303)


@bp.post("/build")
@roles(Role.performance)
def build() -> ResponseReturnValue:
    """Ask for a build now."""
    with unit_of_work(write=True) as session:
        library.request_library(session, actor(), current_region())
    flash(_("The library is built anew in the background, from all declarations in force."), "ok")
    return redirect(url_for("library.index"), 303)


def _new_page(refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        departments = read.departments(session, actor())
    return render_template("library/new.html", **show_library.form_view(request.form, departments, refusal))


def _entry_page(entry_id: int, refusal: RuleFailed | None = None) -> str:
    text = request.args.get("successor_q", "")
    with unit_of_work() as session:
        entry = read.find_entry(session, actor(), entry_id)
        departments = read.departments(session, actor())
        kin = read.Kin(entry.row.region_id, entry.row.sector, entry.row.level1, entry.row.level2)
        near = read.offers(session, kin, text)
    typed = request.form if refusal and "name" in request.form else None
    view = show_library.entry_view(entry, departments, actor(), typed, refusal)
    return render_template("library/entry.html", **view, **show_library.successor_view(entry, near, text))


def _merge_page(ids: list[int], refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        rows = read.chosen_entries(session, actor(), ids[:100])
    return render_template("library/merge.html", **show_library.merge_view(rows, refusal))
