"""The scope of a campaign: its fields on the form that opens one, its preview, what was decided afterwards."""

from typing import Any

from webapp.i18n import _, plural
from webapp.present.execution import with_sign
from webapp.present.files import wan
from webapp.present.form_words import nature_words
from webapp.present.labels import listed, pick
from workflow.canonical.profile import NATURE_LABELS
from workflow.errors import RuleFailed
from workflow.execution.scope import OUTSIDE, Scope
from workflow.money import fen_from_wan
from workflow.queries.campaign_scope import Preview
from workflow.texts import whole
from workflow.types import CampaignKind

View = dict[str, Any]
SCOPE_FIELDS = {
    "not_an_amount": "budget_from", "negative_amount": "budget_from", "too_many_decimals": "budget_from",
    "amount_too_large": "budget_from", "bad_rate_below": "rate_below",
}  # fmt: skip
"""Code of a refusal → the field it is about."""


def kind_words(kind: str) -> str:
    """自行监控 or 重点监控."""
    return {CampaignKind.own: _("Monitored by the units"), CampaignKind.key: _("Key monitoring")}[CampaignKind(kind)]


def scope_fields(typed: Any, departments: list[tuple[int, str]]) -> View:
    """What was typed and can be chosen; several departments come as a list."""
    kinds = [
        {"value": "own", "label": kind_words("own"), "hint": _("Units report on all their projects.")},
        {"value": "key", "label": kind_words("key"), "hint": _("Finance picks the projects to be watched closely.")},
    ]
    return {
        "kind": typed.get("kind", "own"),
        "kinds": kinds,
        "budget_from": typed.get("budget_from", ""),
        "rate_below": typed.get("rate_below", ""),
        "natures": [{"value": code, "label": nature_words(code)} for code in NATURE_LABELS],
        "chosen_natures": _many(typed, "natures"),
        "departments": [{"value": str(key), "label": name} for key, name in departments],
        "chosen_departments": _many(typed, "departments"),
    }


def _many(typed: Any, name: str) -> list[str]:
    return list(typed.getlist(name)) if hasattr(typed, "getlist") else []


def read_scope(form: Any) -> Scope:
    """Raises ``RuleFailed`` for an amount or a rate that cannot be read."""
    amount, rate = form.get("budget_from", "").strip(), form.get("rate_below", "").strip().rstrip("%％")
    try:
        fen = fen_from_wan(amount) if amount else 0
    except ValueError as fault:
        raise RuleFailed(str(fault), raw=amount) from None
    if fen < 0:
        raise RuleFailed("negative_amount", raw=amount)
    below = whole(rate)
    if rate and not (below and below <= 100):
        raise RuleFailed("bad_rate_below", raw=rate)
    natures = tuple(code for code in _many(form, "natures") if code in NATURE_LABELS)
    departments = tuple(key for text in _many(form, "departments") if (key := whole(text)) is not None)
    return Scope(fen, below, natures, departments)


def scope_words(scope: Scope, names: dict[int, str]) -> str:
    """``预算 ≥ 200.00 万元 · 执行率 < 60% · 经费拨款``; "" = all declarations in force."""
    parts = []
    if scope.budget_from_fen:
        parts.append(_("budget ≥ %(amount)s (10,000 yuan)", amount=wan(scope.budget_from_fen)))
    if scope.rate_below:
        parts.append(_("execution rate < %(rate)s%%", rate=scope.rate_below))
    parts += [nature_words(code) for code in scope.natures]
    parts += [names.get(key, str(key)) for key in scope.departments]
    return " · ".join(parts)


def preview_view(found: Preview, *, forms: bool = False) -> View:
    """How many reports (of a self-evaluation task: ``forms``) would be opened, the first of them, and why others are
    left out."""
    columns = {"name": "text", "unit": "text", "adjusted": "num", "executed": "num", "rate": "num"}
    labels = {
        "name": _("Project"), "unit": _("Unit"), "adjusted": _("Adjusted budget"), "executed": _("Paid"),
        "rate": _("Execution rate"),
    }  # fmt: skip
    return {
        "title": plural("%(num)s form would be opened", "%(num)s forms would be opened", found.count)
        if forms
        else plural("%(num)s report would be opened", "%(num)s reports would be opened", found.count),
        "left_out": listed(
            plural("%(why)s: %(num)s project", "%(why)s: %(num)s projects", count, why=pick(OUTSIDE[why]))
            for why, count in found.left_out.items()
        ),
        "columns": [{"key": key, "label": labels[key], "kind": kind} for key, kind in columns.items()],
        "rows": [
            {
                "cells": {
                    "name": line.project_name,
                    "unit": line.unit_name,
                    "adjusted": wan(line.money.adjusted_fen),
                    "executed": wan(line.money.executed_fen),
                    "rate": with_sign(line.money.execution_rate),
                }
            }
            for line in found.lines
        ],
        "more": found.count - len(found.lines),
    }
