"""地区设置: every setting of the table with what holds, since when, its default, and the field to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.evaluation_preview import Preview
from workflow.queries.region_settings import InForce, Past, stand
from workflow.regional.kinds import Bands, Choice, Fault, Kind, Wan, Whole, YesNo
from workflow.regional.table import BY_KEY, SCORING, Setting
from workflow.services.rule_settings import may_set

View = dict[str, Any]
YES_NO = (("yes", ("是", "Yes")), ("no", ("否", "No")))


@dataclass(frozen=True)
class Shown:
    """What was typed and not stored, by key, and what is wrong with it."""

    lines: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    unsaved: bool = False
    conflict: str = ""
    rescored: Preview | None = None
    weighed: str = ""
    """The scoring rules whose effect is shown; they are saved when the form brings them back."""


def scoring_line(wanted: Mapping[str, Any]) -> str:
    """The scoring rules that were typed, as one line."""
    return "|".join(f"{key}={BY_KEY[key].kind.show(wanted[key])}" for key in SCORING if key in wanted)


def put_back(typed: Mapping[str, str], key: str) -> dict[str, str]:
    """What was typed, with the default of one setting."""
    item = BY_KEY.get(key)
    return {**typed, key: item.kind.show(item.default)} if item else dict(typed)


def settings_view(
    actor: Actor, region_id: int, year: int, found: list[InForce], past: list[Past], typed: Shown | None
) -> View:
    """Variables of ``region_settings.html``; ``typed`` where something was not stored."""
    shown = typed or Shown()
    return {
        "year": year,
        "editable": may_set(actor, region_id),
        "stand": stand(found),
        "groups": [
            {"title": pick(group), "rows": [_row(line, shown) for line in lines]}
            for group, lines in groupby(found, key=lambda line: line.item.group)
        ],
        "unsaved": shown.unsaved,
        "rescored": _rescored(shown.rescored),
        "weighed": shown.weighed,
        "errors": _errors(shown),
        "past": [_past(item) for item in past],
        "action": url_for("region_settings.save"),
    }


def _rescored(found: Preview | None) -> View | None:
    """Which self-evaluations would have other points, each with both."""
    if found is None:
        return None
    rows = [
        {
            "href": url_for("evaluations.show", evaluation_id=item.id),
            "cells": {"name": item.project_name, "before": _points(item.before), "after": _points(item.after)},
        }
        for item in found.rescored
    ]
    words = _("Of %(n)s forms that are being filled in %(m)s would have other points.", n=found.looked_at, m=len(rows))
    more = _("There are %(n)s in all; the others were not reckoned.", n=found.open)
    return {"rows": rows, "words": words, "more": more if found.open > found.looked_at else ""}


def _points(points: Decimal | None) -> str:
    return _("no total") if points is None else f"{points:.2f}"


def _row(line: InForce, shown: Shown) -> View:
    item, kind = line.item, line.item.kind
    default, typed = kind.show(item.default), shown.lines.get(item.key, kind.show(line.value))
    return {
        "key": item.key,
        "title": pick(item.title),
        "about": pick(item.about),
        "effect": pick(item.effect),
        "source": item.source,
        "hint": "" if isinstance(kind, YesNo | Choice) else pick(kind.hint()),
        "unit": _unit(kind),
        "control": _control(item, typed),
        "error": _fault(shown.faults.get(item.key)),
        "value": pick(kind.words(line.value)),
        "default": pick(kind.words(item.default)),
        "since": _since(line),
        "set": _set(line),
        "changed": typed != default,
    }


def _control(item: Setting, typed: str) -> View:
    """A choice, one field, or a field for each grade."""
    if isinstance(item.kind, YesNo):
        options = [{"value": value, "label": pick(words)} for value, words in YES_NO]
        return {"kind": "choice", "options": options, "value": typed}
    if isinstance(item.kind, Choice):
        options = [{"value": code, "label": pick(words)} for code, words in item.kind.options]
        return {"kind": "choice", "options": options, "value": typed}
    if isinstance(item.kind, Bands):
        values = [*typed.split(","), *[""] * len(item.kind.names)]  # one that was left empty is a field, too
        pairs = zip(item.kind.names, values, strict=False)
        return {"kind": "bands", "fields": [{"label": f"{pick(name)} ≥", "value": value} for name, value in pairs]}
    return {"kind": "line", "value": typed, "numeric": isinstance(item.kind, Whole | Wan)}


def _unit(kind: Kind) -> str:
    if isinstance(kind, Whole):
        return pick(kind.unit)
    return _("× 10,000 yuan") if isinstance(kind, Wan) else ""


def _since(line: InForce) -> str:
    if line.year is None:
        return _("not set")
    return _("from %(year)s on", year=line.year) if line.year else _("all years")


def _set(line: InForce) -> str:
    """Who set it when."""
    return " ".join(filter(None, (line.who, moment(line.at))))


def _fault(fault: Fault | None) -> str:
    return refusal_text(fault.code, fault.facts, language()) if fault else ""


def _errors(shown: Shown) -> list[View]:
    errors: list[View] = [{"text": shown.conflict}] if shown.conflict else []
    return errors + [
        {"text": _("%(rule)s: %(problem)s", rule=pick(BY_KEY[key].title), problem=_fault(fault)), "href": f"#f-{key}"}
        for key, fault in shown.faults.items()
    ]


def _past(saving: Past) -> View:
    lines = [_change(BY_KEY[change["key"]], change) for change in saving.changes if change["key"] in BY_KEY]
    return {"who": saving.who, "when": moment(saving.at), "year": saving.year, "lines": lines}


def _change(item: Setting, change: Mapping[str, Any]) -> View:
    return {
        "title": pick(item.title),
        "old": pick(item.kind.words(change["old"])),
        "new": pick(item.kind.words(change["new"])),
    }
