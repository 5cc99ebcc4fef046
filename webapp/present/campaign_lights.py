"""监控任务 at a glance: money against targets, and department by department; each number opens its reports."""

from collections import Counter
from typing import Any

from flask import url_for

from webapp.i18n import _
from webapp.present.labels import pick
from workflow.execution import LIGHT_COLOURS
from workflow.queries.report_lights import NONE, DepartmentLights

View = dict[str, Any]
LIGHTS = (*(light.value for light in LIGHT_COLOURS), NONE)


def overview(campaign_id: int, found: list[DepartmentLights]) -> View | None:
    """Two tables; None where there is nothing to compare."""
    if not found:
        return None
    return {"matrix": _matrix(campaign_id, found), "departments": _departments(campaign_id, found)}


def _words(light: str) -> str:
    return next((pick(words) for key, words in LIGHT_COLOURS.items() if key == light), _("No light"))


def _number(count: int, campaign_id: int, **where: Any) -> View | str:
    return {"text": str(count), "href": url_for("campaigns.show", campaign_id=campaign_id, **where)} if count else "—"


def _columns(first: str, title: str) -> list[View]:
    heads = [{"key": light, "label": f"{title}{_words(light)}", "kind": "num"} for light in LIGHTS]
    return [{"key": "name", "label": first, "kind": "text"}, *heads, {"key": "all", "label": _("Total"), "kind": "num"}]


def _matrix(campaign_id: int, found: list[DepartmentLights]) -> View:
    """Money downward, targets across: red money with green targets is another matter than the other way round."""
    counts = sum((line.counts for line in found), Counter[tuple[str, str]]())
    rows = []
    for money in LIGHTS:
        cells = {
            target: _number(counts[money, target], campaign_id, light=money, goal_light=target) for target in LIGHTS
        }
        total = sum(counts[money, target] for target in LIGHTS)
        if total:
            cells |= {"name": f"{_('Money')} {_words(money)}", "all": _number(total, campaign_id, light=money)}
            rows.append({"cells": cells})
    return {"columns": _columns(_("Money against targets"), _("Targets: ")), "rows": rows}


def _departments(campaign_id: int, found: list[DepartmentLights]) -> View:
    """The worst light of the targets of each report."""
    rows = []
    for line in found:
        here = {"department": line.id}
        cells = {
            light: _number(
                sum(count for (_money, target), count in line.counts.items() if target == light),
                campaign_id, goal_light=light, **here,
            )
            for light in LIGHTS
        }  # fmt: skip
        cells |= {"name": line.name, "all": _number(line.counts.total(), campaign_id, **here)}
        rows.append({"cells": cells})
    return {"columns": _columns(_("Department"), _("Targets: ")), "rows": rows}
