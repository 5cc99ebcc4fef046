"""执行单位明细 of a monitoring report: one line a body, one column an indicator, what it comes to below."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.files import wan
from webapp.present.labels import pick
from webapp.present.moves import may_edit
from webapp.present.report_grid import problem_words
from workflow.execution.parts import NOTES, WHY_NOT, Together
from workflow.lifecycle.checks import Problem
from workflow.permissions import Actor
from workflow.queries.report_beside import PartsView
from workflow.services.report_parts import TypedPart

View = dict[str, Any]
SPARE = 3
"""Empty lines below the last body."""
FIXED = ("name", "budget", "executed")
_NAME = re.compile(r"parts/(\d{1,4})/(\w+)")


def read_parts(form: Mapping[str, str]) -> list[TypedPart]:
    """The lines of the form in their order."""
    lines: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        if found := _NAME.fullmatch(name):
            lines.setdefault(int(found[1]), {})[found[2]] = text
    return [_line(texts) for _number, texts in sorted(lines.items())]


def _line(texts: dict[str, str]) -> TypedPart:
    name, budget, executed = (texts.pop(key, "") for key in FIXED)
    return TypedPart(name, budget, executed, texts)


def parts_page(
    found: PartsView, actor: Actor, typed: Sequence[TypedPart] | None = None, problems: Sequence[Problem] = (), *,
    late: bool = False,
) -> View:  # fmt: skip
    """Variables of ``reports/parts.html``; ``typed`` is what a refused form held."""
    report, editable = found.report.report, may_edit(found.report.report, actor)
    said = problem_words(problems)
    lines = list(typed) if typed is not None else _stored(found)
    if editable and typed is None:
        lines += [TypedPart()] * SPARE
    return {
        "row": report,
        "name": found.report.declaration.project_name,
        "campaign": found.report.campaign,
        "editable": editable,
        "late": late,
        "action": url_for("report_parts.save", report_id=report.id),
        "back": url_for("reports.show", report_id=report.id),
        "grid": _grid(found, lines, said, editable=editable),
        "empty": not found.parts and not editable,
        "errors": [{"text": text, "href": f"#c-{path.replace('/', '-')}"} for path, text in said.items()],
        "sums": _sums(found),
        "money": _money(found),
    }


def _stored(found: PartsView) -> list[TypedPart]:
    if not found.parts:
        return [TypedPart(name) for name in found.bodies]
    return [
        TypedPart(
            row.name,
            row.budget_raw or wan(row.budget_fen) or "",
            row.executed_raw or wan(row.executed_fen) or "",
            dict(row.actuals),
        )
        for row in found.parts
    ]


def _grid(found: PartsView, lines: Sequence[TypedPart], said: Mapping[str, str], *, editable: bool) -> View:
    shown = [(line.item.indicator_uid, line.indicator) for line in found.report.lines if line.indicator]
    columns = [
        {"key": "name", "label": _("Executing body"), "kind": "name"},
        {"key": "budget", "label": _("Budget"), "kind": "money", "hint": _("× 10,000 yuan")},
        {"key": "executed", "label": _("Executed"), "kind": "money", "hint": _("× 10,000 yuan")},
        *(
            {"key": uid, "label": promised.level3, "kind": "value",
             "hint": promised.target if promised.target != promised.level3 else ""}
            for uid, promised in shown
        ),
    ]  # fmt: skip
    rows = [
        {
            "uid": f"part-{number}",
            "number": number + 1,
            "cells": {one["key"]: _cell(number, one, line, said, editable=editable) for one in columns},
        }
        for number, line in enumerate(lines)
    ]
    budget, executed = _totals(found)
    totals = {"budget": wan(budget), "executed": wan(executed)} | {
        uid: together.text or "—" for uid, together in found.sums.items()
    }
    return {
        "id": "parts", "caption": _("Executing bodies"), "columns": columns, "editable": False,
        "groups": [{"key": "parts", "label": "", "rows": rows}], "totals": totals if found.parts else None,
    }  # fmt: skip


def _cell(number: int, column: View, line: TypedPart, said: Mapping[str, str], *, editable: bool) -> View:
    key = column["key"]
    text = getattr(line, key) if key in FIXED else line.actuals.get(key, "")
    path = f"parts/{number}/{key}"
    cell: View = {"path": path, "id": f"c-parts-{number}-{key}", "value": text}
    if not editable:
        return cell | {"kind": "static", "value": text or "—"}
    cell |= {"kind": "text", "name": path, "label": f"{line.name or number + 1} {column['label']}"}
    return cell | ({"state": "error", "message": said[path]} if path in said else {})


def _totals(found: PartsView) -> tuple[int, int]:
    return sum(row.budget_fen or 0 for row in found.parts), sum(row.executed_fen or 0 for row in found.parts)


def _money(found: PartsView) -> list[str]:
    """Where the money of the bodies is not that of the project."""
    report, (budget, executed) = found.report.report, _totals(found)
    if not found.parts:
        return []
    pairs = ((_("Budget"), budget, report.adjusted_fen), (_("Executed"), executed, report.executed_fen))
    return [
        _("%(what)s: the bodies come to %(sum)s, the report says %(own)s, a difference of %(off)s.",
          what=what, sum=wan(mine), own=wan(own), off=wan(mine - own))
        for what, mine, own in pairs if mine != own
    ]  # fmt: skip


def _how(together: Together) -> str:
    """The calculation with what is to be said about it, or why there is none."""
    if together.why_not:
        return pick(WHY_NOT[together.why_not])
    return " · ".join(text for text in (together.trace, pick(NOTES[together.note]) if together.note else "") if text)


def _sums(found: PartsView) -> list[View]:
    """How each sum came about, and what the report says now."""
    rows = []
    for line in found.report.lines:
        together = found.sums.get(line.item.indicator_uid)
        if together and line.indicator:
            how = _how(together)
            now = line.item.actual
            rows.append(
                {
                    "cells": {
                        "name": line.indicator.level3,
                        "target": line.indicator.target,
                        "sum": together.text or "—",
                        "how": how,
                        "now": now or "—",
                    },
                    "tone": "warn" if together.text and together.text != now else "",
                }
            )
    return rows
