"""The page of one monitoring report: money with its light, one grid for all indicators, who has it, what happened."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, plural
from webapp.present.campaigns import light_view
from webapp.present.corrections import correction_line, may_order_on
from webapp.present.execution import with_sign
from webapp.present.file_history import entry_view
from webapp.present.files import STEPS, report_chip, sent_back_view, steps, wan
from webapp.present.labels import desk_label, pick, with_label
from webapp.present.moves import leading, may_edit, move_button, ranked_moves
from webapp.present.places import anchor
from webapp.present.refusals import problem_of
from webapp.present.report_grid import Sheet, grid, money_fields, place_words, problem_words, stored, value_words
from webapp.present.report_lights import forecast_words
from webapp.present.times import due_tone, due_words, moment
from workflow.canonical import version_code
from workflow.documents.render import BETWEEN_BODIES
from workflow.documents.report_money import report_money, year_forecast
from workflow.errors import WrongState
from workflow.execution import LIGHT_LABELS, needs_cause, rate
from workflow.lifecycle import open_moves
from workflow.lifecycle.facts import last_word, needs_department
from workflow.permissions import Actor
from workflow.queries import report_course, report_page
from workflow.queries.arrivals import is_to_be_changed
from workflow.queries.corrections import of_declaration
from workflow.queries.file_history import Changed, Entry
from workflow.queries.file_page import NOBODY, Person, passages, people
from workflow.queries.report_beside import counts_beside
from workflow.queries.report_page import ReportView
from workflow.reminding.table import EVENTS, NUDGE, event_of
from workflow.types import Role, State

View = dict[str, Any]
DESKS = STEPS[:4]
BESIDE = ("report_parts", "report_evidence")
"""Pages beside the form: what is typed is saved on the way to them."""
SUPERSEDED = frozenset({State.approved, State.monitored, State.evaluated})
"""A declaration in one of these that is not in force has a successor; ended and revoked ones have none."""
SENT_BY_THE_FORM = frozenset({"send_up", "sign"})
"""Moves that leave the page of a report that is being filled in: what is typed is saved first."""


def report_view(session: Session, actor: Actor, report_id: int, sheet: Sheet, *, check: bool = False) -> View:
    """Variables of ``reports/show.html``; ``check`` marks every place that is still to be filled in."""
    found = report_page.report_view(session, actor, report_id)
    report = found.report
    editable = may_edit(report, actor)
    missing = problem_words(found.missing) if editable else {}
    marked = missing if check or sheet.late or sheet.problems else {}
    primary, secondary = _buttons(session, found, actor, editable=editable)
    entries = report_course.entries(session, report)
    return _head(session, found, actor) | {
        "beside": _beside(session, report.id, editable=editable),
        "editable": editable,
        "action": url_for("reports.save", report_id=report.id),
        "lights_url": url_for("reports.lights", report_id=report.id),
        "was": stored(found) if editable else {},
        "money": _money(found),
        "money_lines": _money_lines(found),
        "forecast_light": light_view(found.forecast_light),
        "forecast": forecast_words(year_forecast(report), found.forecast_light),
        "asks_cause": _asks_cause(found),
        "money_fields": money_fields(found, sheet, marked),
        "grid": grid(found, sheet, marked, editable=editable),
        "late": sheet.late,
        "errors": [
            {"text": with_label(place_words(path, found.lines), text), "href": f"#{anchor(path)}"}
            for path, text in sheet.problems.items()
        ],
        "todo": plural("%(num)s place to fill in", "%(num)s places to fill in", len(missing)) if missing else "",
        "check": url_for("reports.show", report_id=report.id, check=1),
        "primary": primary,
        "secondary": secondary,
        "version_code": version_code(found.content_hash),
        "sent_back": sent_back_view(report_course.sent_back(report, entries)),
        "history": {"entries": _history(entries, found), "older": None},
        "signatures": _signatures(session, found),
        "reminders": _reminders(session, found),
    }


def _beside(session: Session, report_id: int, *, editable: bool) -> list[View]:
    """The way to executing bodies and evidence; who only reads sees those there are."""
    counts = dict(zip(BESIDE, counts_beside(session, report_id), strict=True))
    labels = {"report_parts": _("Executing bodies"), "report_evidence": _("Evidence")}
    shown = [name for name in BESIDE if editable or counts[name]]
    links = [(name, f"{labels[name]} {counts[name] or ''}".strip()) for name in shown]
    if editable:
        return [{"label": label, "form": "report", "name": "next", "value": name} for name, label in links]
    return [{"label": label, "href": url_for(f"{name}.show", report_id=report_id)} for name, label in links]


def _head(session: Session, found: ReportView, actor: Actor) -> View:
    may_exempt = Role.performance in actor.roles and report_open(found)
    report, deadline = found.report, found.deadline
    drafted = report.state == "drafted"
    returned = drafted and report.round > 0 and is_to_be_changed(session, report)
    holders = [Person(user.id, user.name, user.phone) for user in report_page.report_holders(session, report)]
    late = drafted and not report.round and due_tone(deadline) == "bad"
    return {
        "row": report,
        "name": found.declaration.project_name,
        "who": _who(session, found),
        "campaign": found.campaign,
        "unit": found.unit_name,
        "chip": report_chip(report.state, report.desk, returned=returned),
        "steps": steps(
            report.state, report.desk, report.held_since, passages(session, report), holders,
            needs_department=needs_department(session, report), returned=returned, late=late, desks=DESKS,
        ),
        "adjusted": _adjusted_words(found.declaration),
        "sent_late": found.sent_late,
        "extended": report.extended_to is not None,
        "order": url_for("corrections.new", report_id=report.id) if may_order_on(actor, report) else "",
        "corrections": [correction_line(row) for row in of_declaration(session, report.declaration_id)],
        "exempt": url_for("reports.ask_exempt", report_id=report.id) if may_exempt else "",
        "due": _due(deadline) if drafted and not report.round else None,
    }  # fmt: skip


def _who(session: Session, found: ReportView) -> list[View]:
    """The head of the official form."""
    report = found.report
    code, project_code = report_course.codes(session, report)
    bodies = report_course.bodies(session, report)
    facts = [
        {"label": _("Project name"), "value": found.declaration.project_name, "note": project_code},
        {"label": _("Department and code"), "value": report_course.department_words(found.department_name, code)},
        {"label": _("Implementing unit"), "value": found.unit_name},
    ]
    named = {"label": _("Executing body"), "value": BETWEEN_BODIES.join(bodies), "wide": len(bodies) > 3}
    return [*facts, named] if bodies else facts


def _due(deadline: date) -> View:
    return {"day": deadline, "words": due_words(deadline), "tone": due_tone(deadline)}


def _adjusted_words(row: Any) -> str:
    """Which revision the report is about, once there is more than one; a report stays with the one of its day."""
    if not row.in_force and row.state in SUPERSEDED:
        return _("This report is about revision %(n)s. The targets were adjusted since.", n=row.revision)
    if row.revision == 1 or not row.in_force:
        return ""
    day = moment(row.approved_at)[:10]
    return _(
        "The targets were adjusted on %(day)s; this report is about revision %(n)s. What was typed before is kept.",
        day=day, n=row.revision,
    )  # fmt: skip


def report_open(found: ReportView) -> bool:
    """Somebody still works on it."""
    return found.report.desk is not None and found.campaign.closed_at is None


def _money(found: ReportView) -> list[View]:
    """Figures of the money block; each opens the ledger or the payments it is made of."""
    report, unit = found.report, _("× 10,000 yuan")
    rows = ""
    if report.project_id:
        day = report.as_of.isoformat()
        rows = url_for("execution.project", project_id=report.project_id, year=report.fiscal_year, as_of=day)
    on_initial = with_sign(rate(report.executed_fen, report.initial_fen))
    light = light_view(found.light)
    colour, _mark, meaning = light["label"].replace(": ", "：").partition("：")
    tones = {"red": "bad", "yellow": "warn", "green": "ok"}
    return [
        _figure(_("Initial budget"), wan(report.initial_fen), unit, rows and f"{rows}#ledger"),
        _figure(_("Adjusted budget"), wan(report.adjusted_fen), unit, rows and f"{rows}#ledger"),
        _figure(_("Paid in months 1 to %(n)s", n=report.as_of.month), wan(report.executed_fen), unit,
                rows and f"{rows}#payments"),
        _figure(_("Execution rate"), with_sign(rate(report.executed_fen, report.adjusted_fen)), "", "",
                note=_("%(rate)s on the initial budget", rate=on_initial)),
        _figure(_("Light"), colour, "", "", note=meaning, tone=tones.get(light["tone"], "")),
    ]  # fmt: skip


def _money_lines(found: ReportView) -> list[View]:
    """The lines of the form, where money was carried over: the figures above are all of it."""
    lines = report_money(found.report)
    return (
        [
            {
                "cells": {
                    "name": pick(line.label),
                    "initial": wan(line.initial_fen),
                    "adjusted": wan(line.adjusted_fen),
                    "executed": wan(line.executed_fen),
                    "rate": with_sign(rate(line.executed_fen, line.adjusted_fen)),
                    "forecast": wan(line.forecast_fen),
                }
            }
            for line in lines
        ]
        if len(lines) > 2
        else []
    )


def _figure(label: str, value: str | None, unit: str, href: str, note: str = "", tone: str = "") -> View:
    shown: View = {"label": label, "value": value, "unit": unit, "note": note, "tone": tone}
    return shown | ({"href": href} if href else {})


def _asks_cause(found: ReportView) -> str:
    """Why cause and measure of the money block are asked for."""
    for light in (found.light, found.forecast_light):
        if light and needs_cause(light, yellow_asks=found.rules.yellow_asks):
            return _("%(light)s. Cause and measure are needed.", light=pick(LIGHT_LABELS[light]))
    return ""


def _buttons(session: Session, found: ReportView, actor: Actor, *, editable: bool) -> tuple[View | None, list[View]]:
    """While it is filled in the step onward saves first; elsewhere moves are links to their page."""
    report = found.report
    ranked = ranked_moves(open_moves(session, report, actor))
    lead = leading(ranked)
    views = [move_button(item, url_for("reports.ask", report_id=report.id, action=item.move.action)) for item in ranked]
    if editable:
        for item, view in zip(ranked, views, strict=True):
            if item.move.action in SENT_BY_THE_FORM and not item.refusal:
                view.pop("href")
                view |= {"form": "report", "name": "next", "value": item.move.action}
        views.append({"label": _("Save"), "form": "report", "name": "next", "value": ""})
        lead = len(views) - 1 if lead is None else lead
    primary = None if lead is None else views.pop(lead)
    return primary, views


# --- below the form -------------------------------------------------------------------------------------------------


def _history(entries: Sequence[Entry], found: ReportView) -> list[View]:
    def change(item: Changed) -> View:
        label = place_words(item.path, found.lines)
        return {
            "label": label,
            "old": value_words(item.path, item.old),
            "new": value_words(item.path, item.new),
            "row": "",
        }

    return [entry_view(entry, "", change) for entry in entries]


def _signatures(session: Session, found: ReportView) -> list[View]:
    signed = report_page.report_signatures(session, found.report)
    names = people(session, [item.user_id for item in signed])
    return [
        {
            "cells": {
                "desk": desk_label(item.desk),
                "who": names.get(item.user_id, NOBODY).name,
                "when": moment(item.created_at),
                "code": version_code(item.content_hash),
                "state": _standing(item.voided_at is not None),
            },
            "tone": "muted" if item.voided_at else "",
        }
        for item in signed
    ]


def _standing(void: bool) -> View:
    return {"key": "cancelled", "label": _("void")} if void else {"key": "accepted", "label": _("stands")}


def _reason_words(line: report_page.ReminderLine, found: ReportView) -> str:
    """A nudge by hand, or the day counted from the deadline."""
    if line.rule == NUDGE:
        return _("pressed by hand")
    event = event_of(line.rule)
    if event in EVENTS and event != "monitoring_due":
        return pick(EVENTS[event].title)
    return _step_words((line.day - found.campaign.deadline).days)


def _step_words(days: int) -> str:
    """-7 → 截止前 7 天."""
    if days == 0:
        return _("on the deadline")
    if days < 0:
        return plural("%(num)s day before the deadline", "%(num)s days before the deadline", -days)
    return plural("%(num)s day overdue", "%(num)s days overdue", days)


def _reminders(session: Session, found: ReportView) -> list[View]:
    outcomes = {"": _("sent"), "overtaken": _("left out, a later one was due"), "late": _("left out, too late")}
    return [
        {
            "cells": {
                "day": line.day.isoformat(),
                "who": line.recipient,
                "rule": _reason_words(line, found),
                "outcome": outcomes[line.reason],
            }
        }
        for line in report_page.report_reminders(session, found.report)
    ]


def lost_view(
    session: Session, actor: Actor, report_id: int, typed: Mapping[str, str], refusal: WrongState, language: str
) -> View:
    """The ``problem`` of a form that came after the report had moved on: what was typed beside what is stored."""
    found = report_page.report_view(session, actor, report_id)
    refusal.facts |= last_word(session, found.report)
    problem, values = problem_of(refusal, language), stored(found)
    yours = [
        {
            "label": place_words(path, found.lines),
            "value": value_words(path, text),
            "theirs": value_words(path, values[path]) or "—",
        }
        for path, text in typed.items()
        if path in values
    ]
    here = {"label": _("Open the report as it is now"), "href": url_for("reports.show", report_id=report_id)}
    return problem | {"conflict": problem.get("conflict", {}) | {"yours": yours}, "actions": [here]}
