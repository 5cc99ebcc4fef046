"""The page of extensions: what was granted, and the form for one unit."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.refusals import problem_texts
from webapp.present.times import date_input, moment
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries import extensions as read

View = dict[str, Any]
FIELD_OF = {"choice_missing": "unit", "reason_missing": "reason"}
"""Which field of the form a refusal is about; all others are about the day."""


def extensions_view(session: Session, actor: Actor, given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``extensions.html``."""
    text = " ".join(problem_texts(refusal, language())) if refusal else ""
    wrong = FIELD_OF.get(refusal.code, "closes_on") if refusal else ""
    values = {name: given.get(name, "") for name in ("task", "unit", "closes_on", "reason")}
    return {
        "rows": [_line(item) for item in read.granted(session, actor)],
        "tasks": [
            {
                "value": task.id,
                "label": _("%(task)s, closes on %(day)s", task=task.name, day=task.closes_on.isoformat()),
            }
            for task in read.tasks(session, actor)
        ],
        "units": _units(session, actor),
        "values": values,
        "day_type": date_input(values["closes_on"]) if values["closes_on"] else "date",
        "wrong": {wrong: text} if refusal else {},
        "errors": [{"text": text, "href": f"#f-{wrong}"}] if refusal else [],
    }


def _units(session: Session, actor: Actor) -> list[View]:
    """Grouped by department."""
    groups: dict[str, list[View]] = {}
    for key, name, department in read.units(session, actor):
        groups.setdefault(department, []).append({"value": key, "label": name})
    listed = [{"label": department, "options": options} for department, options in groups.items()]
    return [{"value": "", "label": _("Choose a unit")}, *listed]


def _line(item: read.Granted) -> View:
    return {
        "unit": item.unit,
        "task": item.task,
        "closes_on": item.closes_on.isoformat(),
        "reason": item.reason,
        "by": item.by,
        "when": moment(item.at),
    }
