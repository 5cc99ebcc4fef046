"""A form as read → the canonical declaration of a form profile, and what of it has no place there."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from workflow import money
from workflow.canonical import Declaration, Overall, Profile
from workflow.canonical.document import TEXT_FIELDS
from workflow.documents.intake.reading import FormRead
from workflow.documents.intake.source import Problem

DECLARED = frozenset({"project_declaration", "project_approval", "self_evaluation", "monitoring"})
"""Forms of one project; a budget table or an overall form is none."""
OTHER_HORIZON = {"overall": "annual", "annual": "overall"}
_HEADER = ("project_type", "project_category", "responsible_person", "phone", *TEXT_FIELDS)


def to_declaration(
    form: FormRead, profile: Profile, department: str, unit: str, fiscal_year: int
) -> tuple[Declaration | None, list[Problem]]:
    """The draft the form would be for this unit and year; None if it is no project's form."""
    if form.form_type not in DECLARED or not form.project_name:
        return None, [_told("not_a_declaration", "这张表不是项目申报、批复或自评表，不能生成申报。")]
    problems: list[Problem] = []
    goals = _goals(form, profile, problems)
    raw: dict[str, Any] = {
        "form_profile": profile.code,
        "kind": "project",
        "fiscal_year": fiscal_year,
        "department": department,
        "unit": unit,
        "project_name": form.project_name,
        **_header(form, profile, problems),
        "executing_bodies": [{"uid": f"b{n}", "name": name} for n, name in enumerate(form.executing_bodies, 1)],
        "goals": goals,
        "indicators": list(_indicators(form, profile, goals)),
        "funding_sources": list(_funding(form)),
        "expenditure_lines": [
            {"uid": f"e{n}", "item": line.item, "basis": line.basis,
             "amounts": [{"source": part.source, "amount": _wan(part.amount)} for part in line.amounts]}
            for n, line in enumerate(form.expenditure_lines, 1)
        ],
        "asset_lines": [
            {"uid": f"a{n}", "item": line.item, "quantity": line.quantity, "amount": _wan(line.amount)}
            for n, line in enumerate(form.asset_lines, 1)
        ],
    }  # fmt: skip
    try:
        return Declaration.model_validate(raw), problems
    except ValidationError as found:
        wrong = [_told("not_carried", f"无法带入：{'/'.join(map(str, item['loc']))}") for item in found.errors()]
        return None, problems + wrong


def to_overall(form: FormRead) -> tuple[Overall | None, list[Problem]]:
    """The overall statement in an overall form; None if it is none or lacks its department or year."""
    if form.form_type != "overall":
        return None, []
    if not form.department or not form.fiscal_year:
        return None, [_told("overall_without_head", "整体绩效目标表上没有部门名称或年度。")]
    year = form.fiscal_year
    lines: dict[str, list[dict[str, Any]]] = {"income": [], "expenditure": []}
    for line in form.money:
        prior = [None, None, *line.prior_years][-2:]
        lines[line.part].append(
            {"item": line.item, "current": line.current, "share": line.share, "prior_years": tuple(prior)}
        )
    counts = {
        f"{horizon}_{name}": sum(row.horizon == horizon for row in rows)
        for name, rows in (("goals", form.goals), ("indicators", form.indicators))
        for horizon in ("long_term", "annual")
    }
    projects = [
        {"name": row.name, "project_type": row.project_type, "budget_total": row.budget_total,
         "budget_year": row.budget_year} for row in form.projects
    ]  # fmt: skip
    raw = {
        "form_profile": "overall", "kind": "overall", "fiscal_year": year, "department": form.department,
        "prior_years": (year - 2, year - 1), "projects": projects, "long_term_until": form.long_term_until,
        "counts": counts, **lines,
    }  # fmt: skip
    try:
        return Overall.model_validate(raw), []
    except ValidationError as found:
        return None, [_told("not_carried", f"无法带入：{'/'.join(map(str, e['loc']))}") for e in found.errors()]


def _told(code: str, message: str) -> Problem:
    return Problem(code, message)


def _wan(text: str | None) -> str | None:
    try:
        return money.wan(money.fen_from_wan(text)) if text else None
    except ValueError:
        return None


def _header(form: FormRead, profile: Profile, problems: list[Problem]) -> dict[str, Any]:
    shown = {field.name: field.label for field in profile.header_fields()}
    values: dict[str, Any] = {name: getattr(form, name) for name in _HEADER if name in shown and getattr(form, name)}
    amounts = {name: _wan(getattr(form, name)) for name in ("budget_total", "budget_year")}
    if profile.budget_field == "budget_total" and not amounts["budget_total"]:
        amounts["budget_total"] = amounts["budget_year"]
    for name in _HEADER:
        if name not in shown and getattr(form, name):
            problems.append(_told("no_place", f"本年表样没有这一栏，未带入：{getattr(form, name)[:30]}"))
    return values | {name: amount for name, amount in amounts.items() if name in shown and amount}


def _horizon(name: str, known: tuple[str, ...]) -> str:
    return name if name in known else OTHER_HORIZON.get(name, "")


def _goals(form: FormRead, profile: Profile, problems: list[Problem]) -> list[dict[str, Any]]:
    rows = []
    for number, goal in enumerate(form.goals, 1):
        horizon = _horizon(goal.horizon, profile.horizons)
        if horizon not in profile.horizons:
            problems.append(_told("no_place", f"本年表样没有这类目标，未带入：{goal.text[:30]}"))
            continue
        rows.append({"uid": f"g{number}", "name": goal.name, "horizon": horizon, "text": goal.text})
    return rows


def _indicators(form: FormRead, profile: Profile, goals: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    names = {goal["name"]: goal["uid"] for goal in goals}
    for number, row in enumerate(form.indicators, 1):
        horizon = _horizon(row.horizon, profile.indicator_horizons)
        if horizon not in profile.indicator_horizons:
            continue
        prior = ["", "", *row.prior_years][-2:] if profile.prior_years else ["", ""]
        yield {
            "uid": f"i{number:03}", "horizon": horizon, "goal": names.get(row.goal, ""), "level1": row.level1,
            "level2": row.level2, "level3": row.level3, "target": row.target, "prior_years": prior, "basis": row.basis,
        }  # fmt: skip


def _funding(form: FormRead) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(form.funding_sources, 1):
        if row.nature or row.source:
            yield {"uid": f"f{number}", "nature": row.nature, "source": row.source, "amount": _wan(row.amount)}
