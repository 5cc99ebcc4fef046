"""The page of one self-evaluation: money, goals, indicators with their points, who has it, what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, plural
from webapp.present.campaigns import may_run
from webapp.present.corrections import correction_line, may_order_on
from webapp.present.evaluation_file import file_href
from webapp.present.evaluation_grid import fields, grid, notes, place_words, shown, stored
from webapp.present.evaluation_remarks import remarks_view
from webapp.present.evaluation_whole import kind_words, whole_view
from webapp.present.execution import with_sign
from webapp.present.file_history import entry_view
from webapp.present.files import STEPS, report_chip, sent_back_view, steps, wan
from webapp.present.labels import desk_label, grade_label, with_label
from webapp.present.moves import leading, may_edit, move_button, ranked_moves
from webapp.present.places import anchor
from webapp.present.rechecks import notice_of as recheck_notice
from webapp.present.refusals import problem_of
from webapp.present.report_grid import Sheet, problem_words
from webapp.present.result_uses import may_propose, use_line
from webapp.present.times import due_tone, due_words, moment
from workflow.canonical import version_code
from workflow.errors import WrongState
from workflow.execution import rate
from workflow.lifecycle import open_moves
from workflow.lifecycle.evaluations.missing import money_needs_cause
from workflow.lifecycle.evaluations.whole import asks_basic
from workflow.lifecycle.facts import last_word, needs_department
from workflow.permissions import Actor
from workflow.queries import evaluation_page, report_course, report_page
from workflow.queries.arrivals import is_to_be_changed
from workflow.queries.corrections import of_declaration
from workflow.queries.evaluation_page import EvaluationView
from workflow.queries.file_history import Changed, Entry
from workflow.queries.file_page import NOBODY, Person, passages, people
from workflow.queries.rechecks import recheck_of
from workflow.queries.result_uses import uses_of

View = dict[str, Any]
DESKS = STEPS[:4]
SENT_BY_THE_FORM = frozenset({"send_up", "sign"})
"""Moves that leave the page of a form that is being filled in: what is typed is saved first."""


def evaluation_page_view(
    session: Session, actor: Actor, evaluation_id: int, sheet: Sheet, *, check: bool = False
) -> View:
    """Variables of ``evaluations/show.html``; ``check`` marks every place that is still to be filled in."""
    found = evaluation_page.evaluation_view(session, actor, evaluation_id)
    row = found.row
    editable = may_edit(row, actor)
    missing = problem_words(found.missing) if editable else {}
    marked = missing if check or sheet.late or sheet.problems else {}
    primary, secondary = _buttons(session, found, actor, editable=editable)
    entries = report_course.entries(session, row)
    above = report_course.sent_back(row, entries)
    remarks = remarks_view(session, row, above.reason if above else "")
    return (
        _head(session, found)
        | {
            "editable": editable,
            "action": url_for("evaluations.save", evaluation_id=row.id),
            "was": stored(found) if editable else {},
            "figures": _figures(found),
            "money_notes": notes(row),
            "asks_cause": money_needs_cause(row),
            "by_hand": row.hand_hundredths is not None or bool(row.hand_raw) or row.points_hundredths is None,
            "goals": found.goals,
            "fields": fields(found, sheet, marked),
            "grid": grid(found, sheet, marked, remarks, editable=editable),
            "remarks": remarks,
            "ceiling": row.ceiling,
            "total": total_words(row),
            "whole": whole_view(session, actor, row),
            "asks_basic": asks_basic(row),
            "exempt": _exempt(found, actor),
            "file_url": file_href(row.id, editable=editable),
            "points_url": url_for("evaluations.points", evaluation_id=row.id),
            "late": sheet.late,
            "errors": [
                {"text": with_label(place_words(path, found.lines), text), "href": f"#{anchor(path)}"}
                for path, text in sheet.problems.items()
            ],
            "todo": plural("%(num)s place to fill in", "%(num)s places to fill in", len(missing)) if missing else "",
            "check": url_for("evaluations.show", evaluation_id=row.id, check=1),
            "primary": primary,
            "secondary": secondary,
            "version_code": version_code(found.content_hash),
            "sent_back": sent_back_view(above),
            "history": {"entries": _history(entries, found), "older": None},
            "signatures": _signatures(session, found),
        }
        | _after(session, actor, found)
    )


def _exempt(found: EvaluationView, actor: Actor) -> str:
    """Where the performance section exempts the project while somebody still works on the form."""
    if not may_run(actor) or found.row.desk is None or found.task.closed_at:
        return ""
    return url_for("evaluation_choices.ask_exempt", evaluation_id=found.row.id)


def _after(session: Session, actor: Actor, found: EvaluationView) -> View:
    """What finance made of the form: its re-check, corrections, and what follows for the money."""
    row = found.row
    here = [one for one in of_declaration(session, row.declaration_id) if one.evaluation_id == row.id]
    return {
        "recheck": recheck_notice(recheck_of(session, actor, row)),
        "corrections": [correction_line(one) for one in here],
        "uses": [use_line(one) for one in uses_of(session, actor, row)],
        "order": url_for("corrections.new_on_evaluation", evaluation_id=row.id) if may_order_on(actor, row) else "",
        "propose": url_for("result_uses.new", evaluation_id=row.id) if may_propose(actor, row) else "",
    }


def points_view(form: Any, items: Sequence[Any]) -> View:
    """What the script of the form puts into the page: points and sentences of each row, and the total."""
    rows = {
        item.indicator_uid: {"score": shown(item.points_hundredths), "notes": [one["message"] for one in notes(item)]}
        for item in items
    }
    return {"rows": rows, "total": total_words(form)}


def total_words(row: Any) -> str:
    """总分 with the grade."""
    total = shown(row.total_hundredths)
    return f"{total} {grade_label(row.grade)}" if row.grade else total


def _head(session: Session, found: EvaluationView) -> View:
    row, deadline = found.row, found.deadline
    drafted = row.state == "drafted"
    returned = drafted and row.round > 0 and is_to_be_changed(session, row)
    holders = [Person(user.id, user.name, user.phone) for user in evaluation_page.evaluation_holders(session, row)]
    late = drafted and not row.round and due_tone(deadline) == "bad"
    return {
        "row": row,
        "name": found.declaration.project_name,
        "task": found.task,
        "unit": found.unit_name,
        "kind": kind_words(row.kind),
        "chip": report_chip(row.state, row.desk, returned=returned),
        "steps": steps(
            row.state, row.desk, row.held_since, passages(session, row), holders,
            needs_department=needs_department(session, row), returned=returned, late=late, desks=DESKS,
        ),
        "due": {"day": deadline, "words": due_words(deadline), "tone": due_tone(deadline)}
        if drafted and not row.round
        else None,
    }  # fmt: skip


def _figures(found: EvaluationView) -> list[View]:
    """Budget, spending and rate open the ledger and the payments they are made of; then points and grade."""
    row, unit = found.row, _("× 10,000 yuan")
    rows = _ledger(row)
    total = shown(row.total_hundredths)
    return [
        _figure(_("Initial budget"), wan(row.initial_fen), unit, rows and f"{rows}#ledger"),
        _figure(_("Budget of the year"), wan(row.adjusted_fen), unit, rows and f"{rows}#ledger"),
        _figure(_("Spent in the year"), wan(row.executed_fen), unit, rows and f"{rows}#payments"),
        _figure(_("Execution rate"), with_sign(rate(row.executed_fen, row.adjusted_fen))),
        _figure(
            _("Points of the execution"), shown(row.points_hundredths),
            note=_("of %(most)s", most=shown(row.weight_hundredths)),
        ),
        _figure(
            _("Total points"), total, note=grade_label(row.grade) if row.grade else _("open while a part has no points")
        ),
    ]  # fmt: skip


def _ledger(row: Any) -> str:
    """A unit as a whole has no page of its own: the parts of its money stand below."""
    if row.project_id is None:
        return ""
    return url_for("execution.project", project_id=row.project_id, year=row.fiscal_year, as_of=row.as_of.isoformat())


def _figure(label: str, value: str | None, unit: str = "", href: str = "", note: str = "") -> View:
    figure: View = {"label": label, "value": value, "unit": unit, "note": note, "tone": ""}
    return figure | ({"href": href} if href else {})


def _buttons(
    session: Session, found: EvaluationView, actor: Actor, *, editable: bool
) -> tuple[View | None, list[View]]:
    """While it is filled in the step onward saves first; elsewhere moves are links to their page."""
    row = found.row
    ranked = ranked_moves(open_moves(session, row, actor))
    lead = leading(ranked)
    views = [
        move_button(item, url_for("evaluations.ask", evaluation_id=row.id, action=item.move.action)) for item in ranked
    ]
    if editable:
        for item, view in zip(ranked, views, strict=True):
            if item.move.action in SENT_BY_THE_FORM and not item.refusal:
                view.pop("href")
                view |= {"form": "evaluation", "name": "next", "value": item.move.action}
        views.append({"label": _("Save and score"), "form": "evaluation", "name": "next", "value": ""})
        lead = len(views) - 1 if lead is None else lead
    primary = None if lead is None else views.pop(lead)
    return primary, views


def _history(entries: Sequence[Entry], found: EvaluationView) -> list[View]:
    def change(item: Changed) -> View:
        return {"label": place_words(item.path, found.lines), "old": item.old, "new": item.new, "row": ""}

    return [entry_view(entry, "", change) for entry in entries]


def _signatures(session: Session, found: EvaluationView) -> list[View]:
    signed = report_page.report_signatures(session, found.row)
    names = people(session, [item.user_id for item in signed])
    return [
        {
            "cells": {
                "desk": desk_label(item.desk),
                "who": names.get(item.user_id, NOBODY).name,
                "when": moment(item.created_at),
                "code": version_code(item.content_hash),
                "state": {"key": "cancelled", "label": _("void")}
                if item.voided_at
                else {"key": "accepted", "label": _("stands")},
            },
            "tone": "muted" if item.voided_at else "",
        }
        for item in signed
    ]


def lost_view(
    session: Session, actor: Actor, evaluation_id: int, typed: Mapping[str, str], refusal: WrongState, language: str
) -> View:
    """The ``problem`` of a form that came after the file had moved on: what was typed beside what is stored."""
    found = evaluation_page.evaluation_view(session, actor, evaluation_id)
    refusal.facts |= last_word(session, found.row)
    problem, values = problem_of(refusal, language), stored(found)
    yours = [
        {"label": place_words(path, found.lines), "value": text, "theirs": values[path] or "—"}
        for path, text in typed.items()
        if path in values
    ]
    here = {
        "label": _("Open the form as it is now"),
        "href": url_for("evaluations.show", evaluation_id=evaluation_id),
    }
    return problem | {"conflict": problem.get("conflict", {}) | {"yours": yours}, "actions": [here]}
