"""地区设置: every setting of the table with what holds, since when, its default, and the field to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.region_settings import InForce, Past, stand
from workflow.regional.kinds import Bands, Choice, Fault, Kind, Wan, Whole, YesNo
from workflow.regional.table import BY_KEY, Setting
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
        "errors": _errors(shown),
        "past": [_past(item) for item in past],
        "action": url_for("region_settings.save"),
    }


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
