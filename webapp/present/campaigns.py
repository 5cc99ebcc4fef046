"""Monitoring campaigns (监控任务): the list, one with its reports, the forms that open and close one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.campaign_scope import SCOPE_FIELDS, kind_words, preview_view, read_scope, scope_fields, scope_words
from webapp.present.execution import with_sign
from webapp.present.exports import column_label
from webapp.present.files import holder_view, report_chip, wan
from webapp.present.labels import pick
from webapp.present.times import date_input, due_tone, due_words, moment
from workflow import clock
from workflow.errors import RuleFailed
from workflow.execution import LIGHT_COLOURS, LIGHT_LABELS, Light, rate, time_progress
from workflow.execution.scope import scope_of
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.campaign_scope import Preview
from workflow.queries.monitoring import PAGE_SIZE, CampaignLine, ListedReport, ReportFilters, ReportPage
from workflow.queries.report_lights import NONE
from workflow.reminding.table import NUDGERS
from workflow.services.campaigns import Opening
from workflow.texts import whole
from workflow.types import CampaignKind, ReportState, Role

View = dict[str, Any]
TYPISTS = frozenset({Role.filer, Role.department_reviewer})
"""Who fills in reports."""
DAYS_TO_REPORT = 7
STATES = (ReportState.drafted, ReportState.submitted, ReportState.accepted, ReportState.cancelled)


def may_run(actor: Actor) -> bool:
    """Campaigns are opened and closed by the performance section."""
    return Role.performance in actor.roles


def chip(campaign: Any) -> View:
    """Open, past its deadline, or closed."""
    if campaign.closed_at:
        return {"key": "closed", "label": _("Closed")}
    if due_tone(campaign.deadline) == "bad":
        return {"key": "overdue", "label": _("Past the deadline")}
    return {"key": "open", "label": _("Running")}


def goal_light_view(light: Light | None) -> View:
    """The worst light of the indicators of a report; none while nothing can be judged."""
    if light is None:
        return {"tone": "none", "label": _("No light")}
    return {"tone": light.value, "label": pick(LIGHT_COLOURS[light])}


def light_view(light: Light | None) -> View:
    """A light with its words; none without a budget."""
    if light is None:
        return {"tone": "none", "label": _("No budget")}
    return {"tone": light.value, "label": pick(LIGHT_LABELS[light])}


# --- the list -------------------------------------------------------------------------------------------------------


def index_view(found: list[CampaignLine], lights: Mapping[int, Mapping[str, int]], actor: Actor, year: int) -> View:
    """Variables of ``campaigns/index.html``."""
    kinds = {"name": "link", "state": "chip", "deadline": "lines"}
    numbers = dict.fromkeys(("total", "drafted", "submitted", "accepted", "behind"), "num")
    columns: list[View] = [
        {"key": key, "label": column_label("campaigns", key), "kind": kind} for key, kind in (kinds | numbers).items()
    ]
    return {
        "year": year,
        "columns": columns,
        "rows": [_listed(line, lights.get(line.campaign.id, {})) for line in found],
        "may_run": may_run(actor),
    }


def _listed(line: CampaignLine, lights: Mapping[str, int]) -> View:
    campaign = line.campaign
    here = url_for("campaigns.show", campaign_id=campaign.id)
    counts = {state.value: line.by_state.get(state, 0) for state in STATES[:3]}
    behind = lights.get(Light.red, 0) + lights.get(Light.yellow, 0)
    return {
        "href": here,
        "sub": _("months 1 to %(month)s, round %(round)s", month=campaign.cutoff_month, round=campaign.round),
        "cells": {
            "name": campaign.name,
            "state": chip(campaign),
            "deadline": _deadline(campaign),
            "total": _number(line.total, here),
            "behind": _number(behind, here),
            **{
                state: _number(count, url_for("campaigns.show", campaign_id=campaign.id, state=state))
                for state, count in counts.items()
            },
        },
        "tone": "warn" if line.overdue and not campaign.closed_at else "",
    }


def _deadline(campaign: Any) -> View:
    words = "" if campaign.closed_at else due_words(campaign.deadline)
    return {"text": campaign.deadline.isoformat(), "sub": words, "late": due_tone(campaign.deadline) == "bad"}


def _number(count: int, href: str) -> View | str:
    return {"text": f"{count:,}", "href": href} if count else "0"


# --- one campaign ---------------------------------------------------------------------------------------------------


def campaign_view(
    line: CampaignLine,
    lights: Mapping[str, int],
    page: ReportPage,
    holders: Mapping[int, list[str]],
    departments: list[tuple[int, str]],
    filters: ReportFilters,
    actor: Actor,
) -> View:
    """Variables of ``campaigns/show.html``."""
    campaign = line.campaign
    here = url_for("campaigns.show", campaign_id=campaign.id)
    given = _given(filters)
    words = "" if campaign.closed_at else due_words(campaign.deadline)
    return {
        "campaign": campaign,
        "chip": chip(campaign),
        "kind": kind_words(campaign.kind),
        "scope": scope_words(scope_of(campaign.scope), dict(departments)),
        "due": {"words": words, "tone": due_tone(campaign.deadline)},
        "closed": moment(campaign.closed_at),
        "stats": _stats(line, lights, here),
        "too_late": [
            {"name": name, "href": url_for("declarations.show", declaration_id=key)} for key, name in line.too_late
        ],
        "columns": _columns(),
        "rows": [_report(row, holders.get(row.id, []), bool(campaign.closed_at)) for row in page.rows],
        "fields": _fields(filters, departments),
        "filtered": bool(given),
        "reset": here,
        "pager": _pager(page, campaign.id, given, filters),
        "may_nudge": not actor.roles.isdisjoint(NUDGERS) and campaign.closed_at is None,
        "may_fill": not actor.roles.isdisjoint(TYPISTS) and campaign.closed_at is None,
        "may_close": may_run(actor) and campaign.closed_at is None,
    }  # fmt: skip


def _given(filters: ReportFilters) -> View:
    values = {
        "q": filters.text.strip(),
        "state": filters.state,
        "department": filters.department_id,
        "light": filters.light,
        "goal_light": filters.goal_light,
        "overdue": 1 if filters.overdue_on else None,
    }
    return {key: value for key, value in values.items() if value}


def _stats(line: CampaignLine, lights: Mapping[str, int], here: str) -> list[View]:
    def item(label: str, count: int, tone: str = "", note: str = "", **where: Any) -> View:
        href = f"{here}?{'&'.join(f'{key}={value}' for key, value in where.items())}" if where else here
        shown = {"label": label, "value": f"{count:,}", "note": note, "tone": tone if count else ""}
        return shown | ({"href": href} if count else {})

    states = line.by_state
    late = 0 if line.campaign.closed_at else line.overdue
    return [
        item(_("Reports"), line.total),
        item(_("Being filled in"), states.get("drafted", 0), state="drafted"),
        item(_("At finance"), states.get("submitted", 0), state="submitted"),
        item(_("Accepted"), states.get("accepted", 0), "ok", state="accepted"),
        item(_("Overdue"), late, "bad", overdue=1),
        item(pick(LIGHT_LABELS[Light.red]), lights.get(Light.red, 0), "bad", light="red"),
        item(pick(LIGHT_LABELS[Light.yellow]), lights.get(Light.yellow, 0), "warn", light="yellow"),
    ]


def _columns() -> list[View]:
    kinds = {
        "name": "link", "state": "chip", "holder": "lines", "adjusted": "num", "executed": "num", "rate": "num",
        "light": "light", "goal_light": "light", "submitted": "lines",
    }  # fmt: skip
    columns = [
        {"key": key, "label": column_label("monitoring_reports", key), "kind": kind} for key, kind in kinds.items()
    ]
    columns[-1]["hide"] = "md"
    return columns


def _report(row: ListedReport, names: list[str], closed: bool) -> View:
    late = not closed and row.state == ReportState.drafted and due_tone(row.deadline) == "bad"
    return {
        "href": url_for("reports.show", report_id=row.id),
        "sub": row.unit_name,
        "cells": {
            "name": row.project_name,
            "state": report_chip(
                row.state, row.desk, returned=row.to_be_changed and row.first_submitted_at is not None
            ),
            "holder": holder_view(row.desk, names, row.held_since, late=late),
            "adjusted": wan(row.adjusted_fen),
            "executed": wan(row.executed_fen),
            "rate": with_sign(rate(row.executed_fen, row.adjusted_fen)),
            "light": light_view(row.light),
            "goal_light": goal_light_view(row.goal_light),
            "submitted": _submitted(row),
        },
        "tone": "bad" if late else "muted" if row.state == ReportState.cancelled else "",
    }


def _submitted(row: ListedReport) -> View | str:
    day = moment(row.first_submitted_at)[:10]
    return {"text": day, "sub": _("submitted late") if row.sent_late else "", "late": row.sent_late} if day else ""


def _fields(filters: ReportFilters, departments: list[tuple[int, str]]) -> list[View]:
    states = [("", _("All states")), *((state.value, report_chip(state)["label"]) for state in STATES)]
    every, none = ("", _("All lights")), (NONE, _("No light"))
    lights = [every, *((light.value, pick(words)) for light, words in LIGHT_LABELS.items()), none]
    goals = [every, *((light.value, pick(words)) for light, words in LIGHT_COLOURS.items()), none]
    fields = [
        {"kind": "search", "name": "q", "label": _("Project name or pinyin initials"), "value": filters.text},
        _select("state", _("State"), filters.state, states),
        _select("light", _("Light of the money"), filters.light, lights),
        _select("goal_light", _("Light of the targets"), filters.goal_light, goals),
    ]
    if len(departments) > 1:
        places = [("", _("All departments")), *((str(key), name) for key, name in departments)]
        fields.append(_select("department", _("Department"), str(filters.department_id or ""), places))
    overdue = {"kind": "checkbox", "name": "overdue", "label": _("Overdue only"), "value": bool(filters.overdue_on)}
    return [*fields, overdue]


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}


def _pager(page: ReportPage, campaign_id: int, given: View, filters: ReportFilters) -> View | None:
    if not page.after:
        return None
    following = url_for("campaigns.show", campaign_id=campaign_id, after=page.after, **given)
    return {"prev": None, "next": following, "text": _("%(n)s per page", n=PAGE_SIZE)}


# --- opening and closing --------------------------------------------------------------------------------------------

FIELD_OF = {
    "fiscal_year_unknown": "year", "bad_cutoff_month": "cutoff_month", "campaign_still_open": "cutoff_month",
    "deadline_past": "deadline", "not_a_date": "deadline", "campaign_unfinished": "reason", **SCOPE_FIELDS,
}  # fmt: skip


def new_view(
    typed: Any,
    year: int,
    in_force: int,
    departments: list[tuple[int, str]],
    refused: RuleFailed | None = None,
    selected: Preview | None = None,
) -> View:
    """Variables of ``campaigns/new.html``: what was typed, else the month before this one and a week from now."""
    today = clock.business_date()
    month = today.month - 1 if today.year == year and today.month > 1 else 12 if today.year > year else 1
    values = {
        "year": str(year),
        "cutoff_month": str(month),
        "deadline": (today + timedelta(days=DAYS_TO_REPORT)).isoformat(),
        "name": "",
    }
    shown = {key: typed.get(key, text) for key, text in values.items()}
    return {
        "values": shown,
        "deadline_input": date_input(shown["deadline"]),
        "wrong": wrong_fields(refused),
        "errors": [
            {"text": text, "href": _standing(refused) or f"#f-{name}"} for name, text in wrong_fields(refused).items()
        ],
        "in_force": plural(
            "%(num)s declaration of %(year)s is in force", "%(num)s declarations of %(year)s are in force",
            in_force, year=year,
        ),
        "time": with_sign(time_progress(month)),
        "scope": scope_fields(typed, departments),
        "preview": None if selected is None else preview_view(selected),
    }  # fmt: skip


def wrong_fields(refused: RuleFailed | None) -> dict[str, str]:
    """Field → sentence of what the form just met."""
    if refused is None:
        return {}
    return {FIELD_OF.get(refused.code, ""): refusal_text(refused.code, refused.facts, language())}


def _standing(refused: RuleFailed | None) -> str:
    """Where the campaign is that stands in the way of a second one."""
    if refused is None or refused.code != "campaign_still_open":
        return ""
    return url_for("campaigns.show", campaign_id=refused.facts["campaign_id"])


def close_view(line: CampaignLine, reason: str, refused: RuleFailed | None = None) -> View:
    """Variables of ``campaigns/close.html``."""
    campaign = line.campaign
    unfinished = line.by_state.get(ReportState.drafted, 0) + line.by_state.get(ReportState.submitted, 0)
    effects = [_("No report can be submitted any more."), _("Accepted reports stay as they are.")]
    if unfinished:
        effects.insert(0, plural(
            "%(num)s report is not finished; it is cancelled with your reason.",
            "%(num)s reports are not finished; they are cancelled with your reason.", unfinished,
        ))  # fmt: skip
    wrong = wrong_fields(refused)
    return {
        "campaign": campaign,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "move": {
            "action": url_for("campaigns.close", campaign_id=campaign.id),
            "consequences": effects,
            "reason": "required" if unfinished else "optional",
            "reason_value": reason,
            "reason_error": wrong.get("reason", ""),
            "expected_version": 0,
            "submit": _("Close the campaign"),
            "tone": "danger" if unfinished else "primary",
            "cancel": url_for("campaigns.show", campaign_id=campaign.id),
        },
    }


def read_opening(form: Any) -> Opening:
    """What the form says; raises ``RuleFailed`` for what cannot be read."""
    typed, month, day = (form.get(key, "").strip() for key in ("year", "cutoff_month", "deadline"))
    year = whole(typed) or 0
    if not 2000 <= year < 2100:
        raise RuleFailed("fiscal_year_unknown", given=typed)
    try:
        deadline = date.fromisoformat(day)
    except ValueError:
        raise RuleFailed("not_a_date", raw=day) from None
    kind = CampaignKind.key if form.get("kind") == CampaignKind.key else CampaignKind.own
    return Opening(year, whole(month) or 0, deadline, form.get("name", ""), kind, read_scope(form))
