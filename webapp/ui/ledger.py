"""预算指标台账: what was entered in the region, and the forms of the budget section."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, money_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import ledger as show
from webapp.present.class_codes import read_classes
from webapp.present.ledger_lists import no_targets_view
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import ledger as read
from workflow.queries.listings.ledger import ledger_filters
from workflow.queries.listings.money import project_year
from workflow.queries.no_targets import without_targets as projects_without_targets
from workflow.queries.payments import project_choices
from workflow.regional.codes import code_lists
from workflow.services import ledger
from workflow.types import Role

bp = Blueprint("ledger", __name__, url_prefix="/ledger")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Entries of the year, the newest first."""
    filters, year = ledger_filters(asked()), money_year()
    with unit_of_work() as session:
        cursor = request.args.get("cursor", "")
        found = read.entries(session, actor(), current_region(), year, filters, cursor)
    return render_template("ledger/index.html", **show.index_view(found, filters, year))


@bp.get("/without-targets")
@roles(*sorted(BUSINESS))
def without_targets() -> ResponseReturnValue:
    """有钱无目标: money of the year, and no declaration in force."""
    year, cursor = money_year(), request.args.get("cursor", "")
    with unit_of_work() as session:
        found = projects_without_targets(session, actor(), current_region(), year, cursor)
    return render_template("ledger/without_targets.html", **no_targets_view(found, year))


@bp.get("/projects/<int:project_id>/new")
@roles(Role.budget_section)
def new(project_id: int) -> ResponseReturnValue:
    """One entry of one project."""
    return _entry_page(project_id)


@bp.post("/projects/<int:project_id>/new")
@roles(Role.budget_section)
def create(project_id: int) -> ResponseReturnValue:
    """Enter it; what cannot be comes back with everything typed."""
    try:
        with entering() as session:
            kind, typed = show.read_kind(request.form), show.read_typed(request.form, _year())
            ledger.enter(session, actor(), project_id, kind, typed)
    except RuleFailed as refusal:
        return _entry_page(project_id, refusal), refusal.status
    flash(_("Entered. The unit is told."), "ok")
    return _to_ledger(project_id, typed.year)


@bp.get("/projects/<int:project_id>/transfer")
@roles(Role.budget_section)
def ask_transfer(project_id: int) -> ResponseReturnValue:
    """Which project gets the money, and how much."""
    return _transfer_page(project_id)


@bp.post("/projects/<int:project_id>/transfer")
@roles(Role.budget_section)
def transfer(project_id: int) -> ResponseReturnValue:
    """Both entries, or neither."""
    try:
        with entering() as session:
            receiver, typed = show.read_receiver(request.form), show.read_typed(request.form, _year())
            ledger.transfer(session, actor(), project_id, receiver, typed)
    except RuleFailed as refusal:
        return _transfer_page(project_id, refusal), refusal.status
    flash(_("Transferred. Both units are told."), "ok")
    return _to_ledger(project_id, typed.year)


@bp.get("/entries/<int:entry_id>/take-back")
@roles(Role.budget_section)
def ask_take_back(entry_id: int) -> ResponseReturnValue:
    """What is taken back, and why."""
    return _take_back_page(entry_id)


@bp.post("/entries/<int:entry_id>/take-back")
@roles(Role.budget_section)
def take_back(entry_id: int) -> ResponseReturnValue:
    """A counter-entry; of a transfer both halves."""
    form = request.form
    try:
        with entering() as session:
            made = ledger.take_back(session, actor(), entry_id, form.get("reason", ""), form.get("document", ""))
    except RuleFailed as refusal:
        return _take_back_page(entry_id, refusal), refusal.status
    flash(_("Taken back. The unit is told."), "ok")
    return _to_ledger(made[0].project_id, made[0].fiscal_year)


@bp.get("/entries/<int:entry_id>/classes")
@roles(Role.budget_section)
def ask_classes(entry_id: int) -> ResponseReturnValue:
    """What the money of an entry belongs to, said later or put right."""
    return _classes_page(entry_id)


@bp.post("/entries/<int:entry_id>/classes")
@roles(Role.budget_section)
def classify(entry_id: int) -> ResponseReturnValue:
    """Codes alone; the amount stays."""
    try:
        with unit_of_work(write=True) as session:
            entry = ledger.classify(session, actor(), entry_id, read_classes(request.form))
    except RuleFailed as refusal:
        return _classes_page(entry_id, refusal), refusal.status
    flash(_("Saved. It counts in the execution by class."), "ok")
    return _to_ledger(entry.project_id, entry.fiscal_year)


def _year() -> int:
    return project_year({**asked(), "year": request.values.get("year", "")})


def _to_ledger(project_id: int, year: int) -> ResponseReturnValue:
    return redirect(url_for("execution.project", project_id=project_id, year=year, _anchor="ledger"), 303)


def _entry_page(project_id: int, refusal: RuleFailed | None = None) -> str:
    year = _year()
    with unit_of_work() as session:
        project, lists = read.ledger_project(session, actor(), project_id, year), code_lists(session, year)
    return render_template("ledger/new.html", **show.entry_view(project, year, request.values, refusal, lists))


def _classes_page(entry_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.entry(session, actor(), entry_id)[0]
        lists = code_lists(session, line.fiscal_year)
    return render_template("ledger/classes.html", **show.classes_view(line, lists, request.form, refusal))


def _transfer_page(project_id: int, refusal: RuleFailed | None = None) -> str:
    year, text = _year(), request.values.get("q", "")
    with unit_of_work() as session:
        project = read.ledger_project(session, actor(), project_id, year)
        found = project_choices(session, actor(), project.region_id, text, unit_name=project.unit_name)
        lists = code_lists(session, year)
    view = show.transfer_view(project, year, found, request.values, refusal, lists)
    return render_template("ledger/transfer.html", **view)


def _take_back_page(entry_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        halves = read.entry(session, actor(), entry_id)
    return render_template("ledger/take_back.html", **show.take_back_view(halves, request.form, refusal))
