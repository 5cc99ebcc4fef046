"""提醒规则: the list of reminders by event, one with its fields, and who gets what when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.exports import column_label
from webapp.present.labels import pick, role_label
from webapp.present.times import date_input, moment
from workflow.notifications.letters import PATHS
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.listings.reminders import days_asked
from workflow.queries.reminder_preview import MOST_LINES, OUTCOMES, Planned
from workflow.regional.kinds import Fault
from workflow.reminding.stored import RuleInForce
from workflow.reminding.table import CHANNELS, EVENTS, OWN, ReminderRule
from workflow.reminding.typed import LONGEST_TEXT, fields_of, role_names, shown
from workflow.reminding.words import days_words
from workflow.review.settings import stand_of
from workflow.types import Role

View = dict[str, Any]
CHIPS = {"planned": "upcoming", "sent": "accepted", "nobody": "doubtful", "missed": "doubtful", "late": "failed"}

MOST_TOLD = 20
COLUMNS = {"days": "link", "roles": "text", "text": "text", "channels": "text", "state": "chip", "set": "lines"}


@dataclass(frozen=True)
class Shown:
    """What was typed and not stored, and what is wrong with it; ``look``: somebody asks whom it would tell."""

    fields: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    faults: Mapping[str, Fault] = field(default_factory=dict)
    conflict: str = ""
    look: bool = False


# --- the list -------------------------------------------------------------------------------------------------------


def rules_view(found: Sequence[RuleInForce], year: int, actor: Actor) -> View:
    """Variables of ``reminders/index.html``."""
    return {
        "year": year,
        "columns": [
            {"key": key, "label": column_label("reminder_rules", key), "kind": kind, "wide": key == "text"}
            for key, kind in COLUMNS.items()
        ],
        "groups": [
            {
                "title": pick(EVENTS[event].title),
                "note": _("Day 0: %(day)s", day=pick(EVENTS[event].day_zero)),
                "rows": [_listed(line) for line in lines],
            }
            for event, lines in groupby(found, key=lambda line: line.rule.event)
        ],
        "may_look_ahead": Role.performance in actor.roles,
    }


def _listed(line: RuleInForce) -> View:
    rule = line.rule
    return {
        "href": url_for("reminder_rules.show", code=rule.code),
        "id": rule.code,
        "tone": "" if rule.active else "muted",
        "cells": {
            "days": pick(days_words(rule)),
            "roles": _(", ").join(role_label(role) for role in rule.roles),
            "text": shown(rule)[f"text_{language()}"],
            "channels": _channels(rule),
            "state": _state(rule),
            "set": {
                "text": _("added by the region") if rule.code.startswith(OWN) else _since(line),
                "sub": " ".join(filter(None, (line.who, moment(line.at)))),
            },
        },
    }


def _channels(rule: ReminderRule) -> str:
    return _(", ").join([_("Inbox"), *(pick(CHANNELS[name]) for name in rule.channels)])


def _state(rule: ReminderRule) -> View:
    return {"key": "accepted", "label": _("On")} if rule.active else {"key": "cancelled", "label": _("Off")}


def _since(line: RuleInForce) -> str:
    return _("as shipped") if line.year is None else _("from %(year)s on", year=line.year)


def told_when(rules: Sequence[ReminderRule], event: str) -> list[str]:
    """Who is reminded of an event on which days, by the rules that are switched on."""
    kinds: dict[tuple[Any, ...], list[ReminderRule]] = {}
    for rule in rules:
        if rule.event == event:
            kinds.setdefault((rule.roles, rule.working, rule.every, rule.times), []).append(rule)
    merged = [replace(same[0], days=tuple(day for rule in same for day in rule.days)) for same in kinds.values()]
    return [
        _("%(who)s: %(days)s", who=_(", ").join(map(role_label, rule.roles)), days=pick(days_words(rule)))
        for rule in merged
    ]


# --- one rule -------------------------------------------------------------------------------------------------------


def rule_view(
    line: RuleInForce, year: int, actor: Actor, typed: Shown | None = None, told: Sequence[Planned] | None = None
) -> View:
    """Variables of ``reminders/rule.html``; ``typed`` where something was not stored, ``told``: whom it would tell."""
    rule, own = line.rule, line.rule.code.startswith(OWN)
    return _form(rule, year, typed, told) | {
        "title": pick(EVENTS[rule.event].title),
        "when": pick(days_words(rule)),
        "state": _state(rule),
        "since": _("added by the region") if own else _since(line),
        "action": url_for("reminder_rules.save", code=rule.code),
        "may_look_ahead": Role.performance in actor.roles,
        "remove": url_for("reminder_rules.remove", code=rule.code) if own else "",
    }


def new_rule_view(
    rule: ReminderRule, year: int, actor: Actor, typed: Shown | None = None, told: Sequence[Planned] | None = None
) -> View:
    """The same for a rule of the region's own that is not stored yet; its event can be chosen."""
    return _form(rule, year, typed, told) | {
        "title": _("New reminder"),
        "may_look_ahead": Role.performance in actor.roles,
        "event": rule.event,
        "event_options": [{"value": event.key, "label": pick(event.title)} for event in EVENTS.values()],
        "action": url_for("reminder_rules.create"),
    }


def _form(rule: ReminderRule, year: int, typed: Shown | None, told: Sequence[Planned] | None) -> View:
    event, values = EVENTS[rule.event], dict(typed.fields if typed else shown(rule))
    wrong = (
        {name: refusal_text(fault.code, fault.facts, language()) for name, fault in typed.faults.items()}
        if typed
        else {}
    )
    errors = [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()]
    return {
        "year": year,
        "day_zero": pick(event.day_zero),
        "told": None if told is None else _told_view(told),
        "stand": stand_of(fields_of(rule)),
        "values": values,
        "roles": list(typed.lists["roles"]) if typed else [role.value for role in rule.roles],
        "channels": list(typed.lists["channels"]) if typed else list(rule.channels),
        "role_options": [{"value": role.value, "label": role_label(role)} for role in role_names(rule)],
        "channel_options": [{"value": name, "label": pick(words)} for name, words in CHANNELS.items()],
        "working_options": [
            {"value": "no", "label": _("Calendar days")},
            {"value": "yes", "label": _("Working days (with the exchanged days of public holidays)")},
        ],
        "active_options": [{"value": "yes", "label": _("On")}, {"value": "no", "label": _("Off")}],
        "blanks": [
            " · ".join(["{" + words[0] + "}", "{" + key + "}", *([words[1]] if language() == "en" else [])])
            for key, words in event.blanks.items()
        ],
        "longest": LONGEST_TEXT,
        "wrong": wrong,
        "errors": ([{"text": typed.conflict}] if typed and typed.conflict else []) + errors,
    }


def _told_view(told: Sequence[Planned]) -> View:
    """Whom a rule would tell; of the many only the first."""
    lines = [line for line in told if line.people][:MOST_TOLD]
    kinds = {"day": "date", "what": "link", "people": "text"}
    return {
        "stats": [
            {"label": _("Reminders in the coming three months"), "value": f"{sum(bool(x.people) for x in told):,}"},
            {"label": _("People told"), "value": f"{len({name for line in told for name in line.people}):,}"},
            {"label": _("Nobody is told"), "value": f"{sum(not x.people for x in told):,}"},
        ],
        "columns": [
            {"key": key, "label": column_label("reminder_preview", key), "kind": kind, "wide": key == "what"}
            for key, kind in kinds.items()
        ],
        "rows": [_planned(line) for line in lines],
        "more": _("Only the first %(n)s lines are shown.", n=MOST_TOLD) if len(told) > len(lines) == MOST_TOLD else "",
    }


# --- who gets what when ---------------------------------------------------------------------------------------------


def preview_view(found: Sequence[Planned], given: Mapping[str, str]) -> View:
    """Variables of ``reminders/preview.html``."""
    first, last = (day.isoformat() for day in days_asked(given))
    more, lines = len(found) > MOST_LINES, found[:MOST_LINES]
    kinds = {"day": "date", "what": "link", "rule": "lines", "people": "text", "outcome": "chip"}
    day_type = {"first": date_input(given.get("from", first)), "last": date_input(given.get("until", last))}
    return {
        "columns": [
            {"key": key, "label": column_label("reminder_preview", key), "kind": kind, "wide": key == "what"}
            for key, kind in kinds.items()
        ],
        "rows": [_planned(line) for line in lines],
        "more": _("Only the first %(n)s lines are shown; ask for fewer days.", n=MOST_LINES) if more else "",
        "counts": _counts(lines),
        "fields": [
            {"name": "from", "label": _("From"), "kind": day_type["first"], "value": given.get("from", first)},
            {"name": "until", "label": _("Until"), "kind": day_type["last"], "value": given.get("until", last)},
            {"name": "event", "label": _("Event"), "kind": "select", "value": given.get("event", ""), "options": [
                {"value": "", "label": _("All")},
                *({"value": event.key, "label": pick(event.title)} for event in EVENTS.values()),
            ]},
            {"name": "off", "label": _("With rules that are off"), "kind": "checkbox", "value": given.get("off")},
        ],
    }  # fmt: skip


def _counts(lines: Sequence[Planned]) -> list[View]:
    told = Counter(line.outcome for line in lines)
    people = {name for line in lines if line.outcome == "planned" for name in line.people}
    skipped = len(lines) - told["planned"] - told["sent"]
    return [
        {"label": pick(OUTCOMES["planned"]), "value": told["planned"],
         "note": plural("%(num)s person", "%(num)s people", len(people))},
        {"label": pick(OUTCOMES["sent"]), "value": told["sent"]},
        {"label": _("Nobody is told"), "value": skipped, "tone": "warn" if told["nobody"] else ""},
    ]  # fmt: skip


def _planned(line: Planned) -> View:
    event = EVENTS[line.rule.event]
    return {
        "href": PATHS[line.kind].format(id=line.object_id),
        "sub": line.unit,
        "cells": {
            "day": line.day.isoformat(),
            "what": line.title,
            "rule": {"text": pick(event.title), "sub": pick(days_words(line.rule))},
            "people": _(", ").join(line.people),
            "outcome": {"key": CHIPS.get(line.outcome, "closed"), "label": pick(OUTCOMES[line.outcome])},
        },
    }
