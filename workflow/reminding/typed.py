"""A reminder rule as a form shows it and as it is read back. Pure.

In the Chinese sentence the blanks have Chinese names (「{项目名称}」), in the English one those of the table; both are
understood in both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import Formatter

from workflow.regional.kinds import Fault, tidy
from workflow.reminding.table import CHANNELS, EVENTS, ReminderRule, Words
from workflow.types import Role

EARLIEST, LATEST = -120, 365
MOST_DAYS = 12
MOST_EVERY = 60
MOST_TIMES = 60
LONGEST_TEXT = 200
FIELDS = ("days", "every", "times", "working", "active", "text_zh", "text_en")
LISTS = ("roles", "channels")
_BETWEEN = re.compile(r"[,、;\s]+")
_WHOLE = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_BRACES = re.compile(r"\{([^{}]*)\}")


def shown(rule: ReminderRule) -> dict[str, str]:
    """The fields of the form."""
    zh, en = rule.sentence
    names = {key: words[0] for key, words in EVENTS[rule.event].blanks.items()}
    return {
        "days": "、".join(str(day) for day in rule.days),
        "every": str(rule.every) if rule.every else "",
        "times": str(rule.times) if rule.times else "",
        "working": "yes" if rule.working else "no",
        "active": "yes" if rule.active else "no",
        "text_zh": _BRACES.sub(lambda found: "{" + names.get(found[1], found[1]) + "}", zh),
        "text_en": en,
    }


def read_rule(
    rule: ReminderRule, fields: Mapping[str, str], lists: Mapping[str, Sequence[str]]
) -> tuple[ReminderRule, dict[str, Fault]]:
    """The rule with what was typed, and what is wrong by field; with faults the rule is not to be stored."""
    faults: dict[str, Fault] = {}
    event = EVENTS[rule.event]
    days = _days(tidy(fields.get("days", "")), faults)
    every = _count("every", fields, MOST_EVERY, faults)
    times = _count("times", fields, MOST_TIMES, faults)
    roles = tuple(role for role in event.roles if role.value in lists.get("roles", ()))
    if not roles:
        faults["roles"] = Fault("reminder_roles_missing")
    zh = _text("text_zh", fields, event.blanks, faults)
    en = _text("text_en", fields, event.blanks, faults)
    wanted = replace(
        rule,
        days=days,
        every=every,
        times=times if every else 0,
        roles=roles,
        working=fields.get("working") == "yes",
        active=fields.get("active") == "yes",
        channels=tuple(name for name in CHANNELS if name in lists.get("channels", ())),
        text=(zh, en),
    )
    return wanted, faults


def fields_of(rule: ReminderRule) -> dict[str, object]:
    """Everything that can be changed, for the audit log and for telling whether it is still what a page showed."""
    return {
        "days": list(rule.days),
        "every": rule.every,
        "times": rule.times,
        "working": rule.working,
        "roles": [role.value for role in rule.roles],
        "channels": list(rule.channels),
        "active": rule.active,
        "text_zh": rule.sentence[0],
        "text_en": rule.sentence[1],
    }


def role_names(rule: ReminderRule) -> list[Role]:
    """Whom the event knows, in the order of the form."""
    return list(EVENTS[rule.event].roles)


def _days(text: str, faults: dict[str, Fault]) -> tuple[int, ...]:
    parts = [part for part in _BETWEEN.split(text) if part]
    if not parts or len(parts) > MOST_DAYS:
        faults["days"] = Fault("reminder_days_missing", {"most": MOST_DAYS})
        return ()
    for part in parts:
        if not _WHOLE.fullmatch(part):
            faults["days"] = Fault("setting_not_whole", {"raw": part})
            return ()
        if not EARLIEST <= int(part) <= LATEST:
            faults["days"] = Fault("threshold_out_of_range", {"raw": part, "lowest": EARLIEST, "highest": LATEST})
            return ()
    return tuple(sorted({int(part) for part in parts}))


def _count(name: str, fields: Mapping[str, str], most: int, faults: dict[str, Fault]) -> int:
    """A number of days or times; nothing typed is 0."""
    text = tidy(fields.get(name, ""))
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII):
        faults[name] = Fault("setting_not_whole", {"raw": text})
        return 0
    if int(text) > most:
        faults[name] = Fault("threshold_out_of_range", {"raw": text, "lowest": 0, "highest": most})
    return int(text)


def _text(name: str, fields: Mapping[str, str], blanks: Mapping[str, Words], faults: dict[str, Fault]) -> str:
    """The sentence with the blanks of the table; anything else in braces is a fault, not a surprise in a letter."""
    typed = " ".join(fields.get(name, "").split())
    names = {words[0]: key for key, words in blanks.items()}
    text = _BRACES.sub(lambda found: "{" + names.get(found[1].strip(), found[1].strip()) + "}", typed)
    if not text:
        faults[name] = Fault("reminder_text_missing")
    elif len(text) > LONGEST_TEXT:
        faults[name] = Fault("reminder_text_too_long", {"most": LONGEST_TEXT})
    elif wrong := _unknown_blank(text, blanks):
        known = "、".join("{" + words[0] + "}" for words in blanks.values())
        faults[name] = Fault("reminder_blank_unknown", {"raw": wrong, "known": known})
    return text


def _unknown_blank(text: str, blanks: Mapping[str, Words]) -> str:
    """The first thing in braces that is no blank of the event; a lone brace counts as one."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return "{ }"
    for _, name, spec, conversion in parts:
        if name is not None and (name not in blanks or spec or conversion):
            return "{" + name + "}"
    return ""
