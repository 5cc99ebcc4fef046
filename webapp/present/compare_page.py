"""The page 对比 of a declaration: targets over the years, unit costs beside those of others."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.files import chip, wan
from webapp.present.labels import pick
from workflow import money
from workflow.documents.form_places import HORIZON_LABELS
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries.comparison import FEWEST_OTHERS, Comparison, Over, UnitCost, compare

View = dict[str, Any]


def compare_view(session: Session, actor: Actor, declaration_id: int) -> View:
    """Variables of ``declarations/compare.html``; raises ``NotFound`` outside the actor's scope."""
    row = find_declaration(session, actor, declaration_id)
    found = compare(session, actor, row)
    kind = " · ".join(filter(None, (row.project_category, row.project_type)))
    return {
        "row": row,
        "chip": chip(row.state, terminated_by=row.terminated_by),
        "columns": _columns(row.fiscal_year, found),
        "rows": [_over(item, found.years) for item in found.lines],
        "earlier": bool(found.years),
        "costs": [_cost(item, kind) for item in found.costs],
        "budget": wan(found.budget_fen),
        "kind": kind,
        "fewest": FEWEST_OTHERS,
    }


def _columns(year: int, found: Comparison) -> list[View]:
    columns: list[View] = [{"key": "name", "label": _("Indicator"), "kind": "custom"}]
    columns += [{"key": str(then), "label": str(then), "kind": "custom", "num": True} for then in found.years]
    return [
        *columns,
        {"key": "now", "label": _("%(year)s (this declaration)", year=year), "kind": "custom", "num": True},
    ]


def _over(item: Over, years: tuple[int, ...]) -> View:
    cells: View = {"name": _named(item.now), "now": {"text": item.now.target}}
    for year in years:
        told = item.earlier.get(year)
        if told:
            approved = told.declaration_id
            cells[str(year)] = {
                "text": told.text,
                "href": url_for("declarations.show", declaration_id=approved) if approved else "",
                "printed": not approved,
            }
    return {"cells": cells}


def _named(line: Any) -> View:
    place = " · ".join(filter(None, (pick(HORIZON_LABELS[line.horizon]), line.level2 or line.level1)))
    return {"text": line.level3, "sub": place}


def _cost(item: UnitCost, kind: str) -> View:
    return {
        "cells": {
            "name": _named(item.now),
            "quantity": f"{_digits(item.quantity)} {item.unit}",
            "cost": _yuan(item.cost),
            "others": str(item.others),
            "median": _yuan(item.median) if item.median is not None else "",
            "difference": _against(item.cost, item.median) if item.median else "",
            "rank": _("%(n)s of %(all)s", n=item.rank, all=item.others + 1) if item.rank else "",
            "few": _note(item) if kind else "",
        }
    }


def _note(item: UnitCost) -> str:
    """Why something is not shown."""
    if item.median is None:
        return _("fewer than %(n)s to compare with", n=FEWEST_OTHERS)
    return "" if item.rank else _("The rank is shown once the form is submitted.")


def _digits(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def _yuan(fen: Decimal | None) -> str:
    return money.yuan_grouped(int(fen.quantize(Decimal(1), ROUND_HALF_UP))) if fen is not None else ""


def _against(cost: Decimal, middle: Decimal) -> str:
    return f"{(cost / middle - 1) * 100:+.1f}%"
