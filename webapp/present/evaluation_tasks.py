"""Self-evaluation tasks (自评任务): the list, one with its forms, the forms that open and close one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.nav import STATISTICS
from webapp.present.campaign_scope import SCOPE_FIELDS, preview_view, read_scope, scope_fields, scope_words
from webapp.present.campaigns import may_run
from webapp.present.evaluation_grid import shown
from webapp.present.evaluation_whole import kind_words
from webapp.present.execution import with_sign
from webapp.present.exports import column_label
from webapp.present.files import holder_view, report_chip, wan
from webapp.present.labels import GRADE_LABELS, grade_label, pick
from webapp.present.times import date_input, due_tone, due_words, moment
from workflow import clock
from workflow.errors import RuleFailed
from workflow.execution import rate
from workflow.execution.scope import kinds_of, scope_of
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.campaign_scope import Preview
from workflow.queries.evaluations import PAGE_SIZE, EvaluationFilters, ListedEvaluation, TaskLine
from workflow.services.moves import ItemResult
from workflow.texts import whole
from workflow.types import Kind, ReportState, State

View = dict[str, Any]
DAYS_TO_EVALUATE = 30
STATES = (ReportState.drafted, ReportState.submitted, ReportState.accepted, ReportState.cancelled)
Page = tuple[list[ListedEvaluation], str | None]


def chip(task: Any) -> View:
    """Open, past its deadline, or closed."""
    if task.closed_at:
        return {"key": "closed", "label": _("Closed")}
    if due_tone(task.deadline) == "bad":
        return {"key": "overdue", "label": _("Past the deadline")}
    return {"key": "open", "label": _("Running")}


def index_view(found: list[TaskLine], actor: Actor, year: int) -> View:
    """Variables of ``evaluation_tasks/index.html``."""
    kinds = {"name": "link", "state": "chip", "deadline": "lines"}
    numbers = dict.fromkeys(("total", "projects", "overall", "drafted", "submitted", "accepted"), "num")
    columns: list[View] = [
        {"key": key, "label": column_label("evaluation_tasks", key), "kind": kind}
        for key, kind in (kinds | numbers).items()
    ]
    return {"year": year, "columns": columns, "rows": [_listed(line) for line in found], "may_run": may_run(actor)}


def _listed(line: TaskLine) -> View:
    task = line.task
    counts = {
        state.value: _number(
            line.by_state.get(state, 0), url_for("evaluation_tasks.show", task_id=task.id, state=state.value)
        )
        for state in STATES[:3]
    }
    here = url_for("evaluation_tasks.show", task_id=task.id)
    counts |= {
        key: _number(line.by_kind.get(kind, 0), url_for("evaluation_tasks.show", task_id=task.id, kind=kind.value))
        for key, kind in (("projects", Kind.project), ("overall", Kind.overall))
    }
    words = "" if task.closed_at else due_words(task.deadline)
    deadline = {"text": task.deadline.isoformat(), "sub": words, "late": due_tone(task.deadline) == "bad"}
    return {
        "href": here,
        "sub": _("money until %(day)s", day=task.as_of),
        "cells": {"name": task.name, "state": chip(task), "deadline": deadline, "total": _number(line.total, here)}
        | counts,
    }


def _number(count: int, href: str) -> View | str:
    return {"text": f"{count:,}", "href": href} if count else "0"


def task_view(
    line: TaskLine,
    page: Page,
    holders: Mapping[int, list[str]],
    departments: list[tuple[int, str]],
    filters: EvaluationFilters,
    actor: Actor,
) -> View:
    """Variables of ``evaluation_tasks/show.html``."""
    task, (rows, after) = line.task, page
    here = url_for("evaluation_tasks.show", task_id=task.id)
    given = _given(filters)
    waiting = [row for row in rows if row.to_confirm] if may_run(actor) else []
    return {
        "task": task,
        "chip": chip(task),
        "due": {"words": "" if task.closed_at else due_words(task.deadline), "tone": due_tone(task.deadline)},
        "closed": moment(task.closed_at),
        "stats": _stats(line, here),
        "columns": _columns(),
        "rows": [_form(row, holders.get(row.id, []), bool(waiting)) for row in rows],
        "select": {"name": "item", "form": "confirm"} if waiting else None,
        "unmonitored": any(row.declaration_state == State.approved and row.kind == Kind.project for row in waiting),
        "fields": _fields(filters, departments),
        "filtered": bool(given),
        "reset": here,
        "pager": {
            "prev": None,
            "next": url_for("evaluation_tasks.show", task_id=task.id, after=after, **given),
            "text": _("%(n)s per page", n=PAGE_SIZE),
        }
        if after
        else None,
        "rechecks": url_for("evaluation_samples.show", task_id=task.id) if actor.roles & STATISTICS else "",
        "may_close": may_run(actor) and task.closed_at is None,
        "kinds": " · ".join(kind_words(kind) for kind in kinds_of(scope_of(task.scope))),
        "scope": scope_words(scope_of(task.scope), dict(departments)),
        "choices": url_for("evaluation_choices.show", task_id=task.id),
    }


def _given(filters: EvaluationFilters) -> View:
    values = {
        "q": filters.text.strip(),
        "state": filters.state,
        "grade": filters.grade,
        "kind": filters.kind,
        "department": filters.department_id,
    }
    return {key: value for key, value in values.items() if value}


def _stats(line: TaskLine, here: str) -> list[View]:
    def item(label: str, count: int, query: str = "", tone: str = "") -> View:
        figure: View = {"label": label, "value": f"{count:,}", "tone": tone if count else ""}
        return figure | ({"href": f"{here}?{query}" if query else here} if count else {})

    states, tones = line.by_state, {"excellent": "ok", "poor": "bad"}
    return [
        item(_("Forms"), line.total) | {"note": _kinds(line)},
        item(_("Being filled in"), states.get("drafted", 0), "state=drafted"),
        item(_("At finance"), states.get("submitted", 0), "state=submitted"),
        item(_("Accepted"), states.get("accepted", 0), "state=accepted", "ok"),
        *(
            item(grade_label(key), line.by_grade.get(key, 0), f"state=accepted&grade={key}", tones.get(key, ""))
            for key in GRADE_LABELS
        ),
    ]


def _kinds(line: TaskLine) -> str:
    """What the number of forms counts."""
    return " · ".join(f"{kind_words(kind)} {line.by_kind[kind]:,}" for kind in Kind if line.by_kind.get(kind))


def _columns() -> list[View]:
    kinds = {
        "name": "link", "kind": "short", "state": "chip", "desk": "lines", "adjusted": "num", "executed": "num",
        "rate": "num", "points": "num", "grade": "text", "confirmed": "text",
    }  # fmt: skip
    return [{"key": key, "label": column_label("self_evaluations", key), "kind": kind} for key, kind in kinds.items()]


def _form(row: ListedEvaluation, names: list[str], ticks: bool) -> View:
    confirmed = _("confirmed") if row.declaration_state == State.evaluated else ""
    view: View = {
        "href": url_for("evaluations.show", evaluation_id=row.id),
        "sub": row.unit_name,
        "name": row.project_name,
        "cells": {
            "name": row.project_name,
            "kind": kind_words(row.kind),
            "state": report_chip(row.state, row.desk, returned=row.to_be_changed and row.round > 0),
            "desk": holder_view(row.desk, names, row.held_since),
            "adjusted": wan(row.adjusted_fen),
            "executed": wan(row.executed_fen),
            "rate": with_sign(rate(row.executed_fen, row.adjusted_fen)),
            "points": shown(row.total_hundredths),
            "grade": grade_label(row.grade) if row.grade else "",
            "confirmed": confirmed or (_("to be confirmed") if row.to_confirm else ""),
        },
        "tone": "muted" if row.state == ReportState.cancelled else "",
    }
    return view | ({"id": f"{row.declaration_id}:{row.declaration_version}"} if ticks and row.to_confirm else {})


def _fields(filters: EvaluationFilters, departments: list[tuple[int, str]]) -> list[View]:
    states = [("", _("All states")), *((state.value, report_chip(state)["label"]) for state in STATES)]
    grades = [("", _("All grades")), *((key, pick(words)) for key, words in GRADE_LABELS.items())]
    found = [
        {"kind": "search", "name": "q", "label": _("Project name or pinyin initials"), "value": filters.text},
        _select("state", _("State"), filters.state, states),
        _select("grade", column_label("self_evaluations", "grade"), filters.grade, grades),
    ]
    kinds = [("", _("All kinds of forms")), *((kind.value, kind_words(kind)) for kind in Kind)]
    found.append(_select("kind", column_label("self_evaluations", "kind"), filters.kind, kinds))
    if len(departments) > 1:
        places = [("", _("All departments")), *((str(key), name) for key, name in departments)]
        found.append(_select("department", _("Department"), str(filters.department_id or ""), places))
    return found


def _select(name: str, label: str, value: str, options: list[tuple[str, str]]) -> View:
    choices = [{"value": key, "label": text} for key, text in options]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": choices}


# --- confirming results ---------------------------------------------------------------------------------------------


def read_chosen(form: Any) -> list[tuple[int, int]]:
    """(declaration, version seen) of each ticked project; what is neither is nobody's tick."""
    pairs = (text.partition(":") for text in form.getlist("item"))
    read = ((whole(key), whole(version)) for key, _colon, version in pairs)
    return [(key, version) for key, version in read if key is not None and version is not None]


def result_words(results: Iterable[ItemResult]) -> list[tuple[str, str]]:
    """What became of the click: how many were confirmed, and each reason why one was not."""
    found = list(results)
    if not found:
        return [(_("No project was ticked."), "info")]
    refused = [item.refusal for item in found if item.refusal]
    done = len(found) - len(refused)
    told = [(plural("%(num)s result confirmed.", "%(num)s results confirmed.", done), "ok")] if done else []
    whys = dict.fromkeys(refusal_text(item.code, item.facts, language()) for item in refused)
    return told + [(_("Not confirmed: %(why)s", why=why), "bad") for why in whys]


# --- opening and closing --------------------------------------------------------------------------------------------

FIELD_OF = {
    "fiscal_year_unknown": "year", "evaluation_task_still_open": "year", "evaluation_year_not_over": "as_of",
    "evaluation_as_of_outside": "as_of", "deadline_past": "deadline", "evaluation_task_unfinished": "reason",
    **SCOPE_FIELDS,
}  # fmt: skip


def new_view(
    typed: Any, year: int, in_force: Mapping[str, int], departments: list[tuple[int, str]],
    refused: RuleFailed | None = None, selected: Preview | None = None,
) -> View:  # fmt: skip
    """Variables of ``evaluation_tasks/new.html``: what was typed, else last year to its end, due in a month."""
    values = {
        "year": str(year),
        "as_of": date(year, 12, 31).isoformat(),
        "deadline": (clock.business_date() + timedelta(days=DAYS_TO_EVALUATE)).isoformat(),
        "name": "",
    }
    told = {key: typed.get(key, text) for key, text in values.items()}
    wrong = wrong_fields(refused)
    return {
        "values": told,
        "as_of_input": date_input(told["as_of"]),
        "deadline_input": date_input(told["deadline"]),
        "wrong": wrong,
        "scope": scope_fields(typed, departments),
        "preview": preview_view(selected, forms=True) if selected else None,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "kinds": [{"value": kind.value, "label": kind_words(kind)} for kind in Kind],
        "chosen_kinds": typed.getlist("kinds") if "year" in typed else list(Kind),
        "in_force": [
            plural(
                "%(num)s project of %(year)s can be evaluated", "%(num)s projects of %(year)s can be evaluated",
                in_force[Kind.project], year=year,
            ),
            plural(
                "%(num)s overall declaration of %(year)s can be evaluated",
                "%(num)s overall declarations of %(year)s can be evaluated",
                in_force[Kind.overall], year=year,
            ),
        ],
    }  # fmt: skip


def wrong_fields(refused: RuleFailed | None) -> dict[str, str]:
    """Field → sentence of what the form just met."""
    if refused is None:
        return {}
    name = refused.facts.get("field") or FIELD_OF.get(refused.code, "year")
    return {name: refusal_text(refused.code, refused.facts, language())}


def close_view(line: TaskLine, reason: str, refused: RuleFailed | None = None) -> View:
    """Variables of ``evaluation_tasks/close.html``."""
    task = line.task
    unfinished = line.by_state.get(ReportState.drafted, 0) + line.by_state.get(ReportState.submitted, 0)
    effects = [_("No form can be submitted any more."), _("Accepted forms stay as they are.")]
    if unfinished:
        effects.insert(0, plural(
            "%(num)s form is not finished; it is cancelled with your reason.",
            "%(num)s forms are not finished; they are cancelled with your reason.", unfinished,
        ))  # fmt: skip
    wrong = wrong_fields(refused)
    return {
        "task": task,
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "move": {
            "action": url_for("evaluation_tasks.close", task_id=task.id),
            "consequences": effects,
            "reason": "required" if unfinished else "optional",
            "reason_value": reason,
            "reason_error": wrong.get("reason", ""),
            "expected_version": 0,
            "submit": _("Close the task"),
            "tone": "danger" if unfinished else "primary",
            "cancel": url_for("evaluation_tasks.show", task_id=task.id),
        },
    }


def read_opening(form: Any) -> View:
    """What ``open_task`` asks for; raises ``RuleFailed`` for what cannot be read."""
    year = form.get("year", "").strip()
    given = whole(year)
    if given is None or not 2000 <= given < 2100:
        raise RuleFailed("fiscal_year_unknown", given=year)
    days = {name: _day(form, name) for name in ("as_of", "deadline")}
    kinds = tuple(kind.value for kind in Kind if kind in form.getlist("kinds"))
    return {"year": given, "name": form.get("name", ""), "scope": replace(read_scope(form), kinds=kinds), **days}


def _day(form: Mapping[str, str], name: str) -> date:
    raw = form.get(name, "").strip()
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise RuleFailed("not_a_date", raw=raw, field=name) from None
