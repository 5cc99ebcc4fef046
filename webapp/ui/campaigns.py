"""监控: campaigns, and where the reports of each stand."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor, roles
from webapp.context import asked, current_region, current_year, money_year
from webapp.i18n import _
from webapp.nav import BUSINESS
from webapp.once import entering
from webapp.present import campaign_choices as show_choices
from webapp.present import campaigns as show_campaigns
from webapp.present.campaign_lights import overview
from webapp.present.reminder_rules import told_when
from workflow.db import unit_of_work
from workflow.errors import RuleFailed
from workflow.queries import campaign_scope as scoped
from workflow.queries import monitoring as read
from workflow.queries.listings.office import report_filters
from workflow.queries.report_holders import holders_of
from workflow.queries.report_lights import by_department, lights
from workflow.reminding.stored import active_rules
from workflow.services import campaign_choices as deciding
from workflow.services import campaigns
from workflow.services.report_opening import sync_campaign
from workflow.types import Role

bp = Blueprint("campaigns", __name__, url_prefix="/monitoring")


@bp.get("/")
@roles(*sorted(BUSINESS))
def index() -> ResponseReturnValue:
    """Campaigns of the year with their reports by state."""
    with unit_of_work() as session:
        found = read.campaigns(session, actor(), current_year())
        shown = lights(session, actor(), [line.campaign.id for line in found])
    view = show_campaigns.index_view(found, shown, actor(), money_year())
    return render_template("campaigns/index.html", **view)


@bp.get("/new")
@roles(Role.performance)
def new() -> ResponseReturnValue:
    """Year, cut-off month, deadline."""
    return _new_page()


@bp.post("/")
@roles(Role.performance)
def create() -> ResponseReturnValue:
    """Open a campaign: a report for every declaration in force."""
    try:
        told = show_campaigns.read_opening(request.form)
        with unit_of_work(write=True) as session:
            made = campaigns.open_campaign(session, actor(), current_region(), told)
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    flash(_("The campaign is open; the filers find their reports in their work lists."), "ok")
    return redirect(url_for("campaigns.show", campaign_id=made.id), 303)


@bp.post("/preview")
@roles(Role.performance)
def preview() -> ResponseReturnValue:
    """Which projects the scope takes in; nothing is opened."""
    try:
        told = show_campaigns.read_opening(request.form)
        if not 1 <= told.cutoff_month <= 12:
            raise RuleFailed("bad_cutoff_month", month=told.cutoff_month)
        with unit_of_work() as session:
            found = scoped.preview(session, current_region(), told.year, told.cutoff_month, told.scope)
    except RuleFailed as refusal:
        return _new_page(refusal), refusal.status
    return _new_page(selected=found)


@bp.get("/<int:campaign_id>")
@roles(*sorted(BUSINESS))
def show(campaign_id: int) -> ResponseReturnValue:
    """One campaign: counts, lights, and who has which report."""
    filters = report_filters(asked())
    with unit_of_work() as session:
        line = read.campaign(session, actor(), campaign_id)
        page = read.list_reports(session, actor(), filters, request.args.get("after", ""))
        holders = holders_of(session, "monitoring_report", [row.id for row in page.rows])
        departments = read.departments(session, actor(), campaign_id)
        shown, heat = lights(session, actor(), [campaign_id])[campaign_id], by_department(session, actor(), campaign_id)
    view = show_campaigns.campaign_view(line, shown, page, holders, departments, filters, actor())
    return render_template("campaigns/show.html", overview=overview(campaign_id, heat), **view)


@bp.get("/<int:campaign_id>/close")
@roles(Role.performance)
def ask_close(campaign_id: int) -> ResponseReturnValue:
    """What closing does to unfinished reports."""
    return _close_page(campaign_id)


@bp.post("/<int:campaign_id>/close")
@roles(Role.performance)
def close(campaign_id: int) -> ResponseReturnValue:
    """End the campaign."""
    try:
        with unit_of_work(write=True) as session:
            campaigns.close_campaign(session, actor(), campaign_id, request.form.get("reason", ""))
    except RuleFailed as refusal:
        return _close_page(campaign_id, refusal), refusal.status
    flash(_("The campaign is closed."), "ok")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id), 303)


@bp.get("/<int:campaign_id>/choices")
@roles(*sorted(BUSINESS))
def choices(campaign_id: int) -> ResponseReturnValue:
    """Who is outside the scope or exempt, and who has more time."""
    return _choices_page(campaign_id)


@bp.post("/<int:campaign_id>/choices/<int:choice_id>")
@roles(Role.performance)
def take_in(campaign_id: int, choice_id: int) -> ResponseReturnValue:
    """A declaration gets its report after all."""
    try:
        with entering() as session:
            deciding.take_in_again(session, actor(), campaign_id, choice_id, request.form.get("reason", ""))
            sync_campaign(session, campaign_id)
    except RuleFailed as refusal:
        return _choices_page(campaign_id, refusal), refusal.status
    flash(_("The report is open."), "ok")
    return redirect(url_for("campaigns.choices", campaign_id=campaign_id), 303)


@bp.post("/<int:campaign_id>/extensions")
@roles(Role.performance)
def extend(campaign_id: int) -> ResponseReturnValue:
    """A later deadline for one unit."""
    try:
        unit_id, until, reason = show_choices.read_extension(request.form)
        with entering() as session:
            deciding.extend_unit(session, actor(), campaign_id, unit_id, until, reason)
    except RuleFailed as refusal:
        return _choices_page(campaign_id, refusal), refusal.status
    flash(_("The unit has until %(day)s.", day=until.isoformat()), "ok")
    return redirect(url_for("campaigns.choices", campaign_id=campaign_id), 303)


def _choices_page(campaign_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.campaign(session, actor(), campaign_id)
        found = scoped.choices(session, actor(), campaign_id)
        granted = scoped.extensions(session, actor(), campaign_id)
        units = scoped.reporting_units(session, actor(), campaign_id)
    may_run = show_campaigns.may_run(actor())
    hrefs = show_choices.campaign_hrefs(campaign_id)
    view = show_choices.choices_view(
        line.campaign, hrefs, found, granted, units, request.form, refusal, may_run=may_run
    )
    return render_template("campaigns/choices.html", **view)


def _new_page(refusal: RuleFailed | None = None, selected: scoped.Preview | None = None) -> str:
    year = money_year()
    with unit_of_work() as session:
        in_force = read.in_force(session, current_region(), year)
        rules = active_rules(session, current_region(), year)
        places = scoped.departments_in_force(session, current_region(), year)
    view: dict[str, Any] = show_campaigns.new_view(request.form, year, in_force, places, refusal, selected)
    return render_template("campaigns/new.html", told=told_when(rules, "monitoring_due"), **view)


def _close_page(campaign_id: int, refusal: RuleFailed | None = None) -> str:
    with unit_of_work() as session:
        line = read.campaign(session, actor(), campaign_id)
    view: dict[str, Any] = show_campaigns.close_view(line, request.form.get("reason", ""), refusal)
    return render_template("campaigns/close.html", **view)
