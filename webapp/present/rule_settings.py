"""规则设置: every review rule with what the region says about it, what it finds now, and how often it is overruled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.labels import pick
from webapp.present.times import moment
from workflow import clock
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.queries.listings.settings import OFF, SEVERITY_LABELS
from workflow.queries.rule_settings import MOST_FILES, Hits, Past, RuleSettings
from workflow.regional.kinds import Fault
from workflow.review import typed as read
from workflow.review.families import by_family
from workflow.rules import RULES, Rule
from workflow.rules.settings import Settings, Threshold
from workflow.services.rule_settings import may_set

View = dict[str, Any]
CHOICES: dict[str, tuple[str, str]] = {**SEVERITY_LABELS, read.OFF: OFF}


@dataclass(frozen=True)
class Shown:
    """What the page shows in its fields: as stored, or as typed with what is wrong with it."""

    fields: Mapping[str, str]
    faults: Mapping[str, Fault]
    unsaved: bool = False
    conflict: str = ""


def reset(fields: Mapping[str, str], rule_id: str) -> dict[str, str]:
    """The typed fields with those of one rule ("all" = every rule) as the rule was written."""
    own = read.shown(Settings(), RULES)
    mine = [name for rule in RULES if rule_id in (rule.id, "all") for name in _names(rule)]
    return {**fields, **{name: own[name] for name in mine}}


def _names(rule: Rule) -> list[str]:
    numbers = [read.number_field(threshold) for threshold in rule.thresholds]
    return [read.severity_field(rule), read.until_field(rule), *numbers]


def rules_view(
    actor: Actor, region_id: int, year: int, found: RuleSettings, hits: Hits, past: list[Past], typed: Shown | None
) -> View:
    """Variables of ``rules.html``; ``typed`` where something was not stored."""
    stored = read.shown(found.settings, RULES)
    shown = replace(typed, fields={**stored, **typed.fields}) if typed else Shown(stored, {})
    editable = may_set(actor, region_id)
    return {
        "year": year,
        "editable": editable,
        "stand": found.stand,
        "since": found.year,
        "groups": [
            {
                "title": pick((family.zh, family.en)),
                "rules": [_rule(rule, shown, hits) for rule in rules],
            }
            for family, rules in by_family(RULES)
        ],
        "counted": _counted(hits),
        "changed": sum(_is_changed(rule, shown.fields) for rule in RULES),
        "unsaved": shown.unsaved,
        "errors": _errors(shown),
        "past": [_past(item) for item in past],
        "action": url_for("rules.save"),
    }


def _counted(hits: Hits) -> str:
    if not hits.files:
        return _("No file of the year is at finance now, so nothing is counted.")
    words = plural(
        "Counted now in the %(num)s file of the year that is at finance",
        "Counted now in the %(num)s files of the year that are at finance",
        hits.files,
    )
    more = _(" (the newest ones)") if hits.files >= MOST_FILES else ""
    meaning = _(". Changing a rule changes the findings of as many files as it says.")
    return f"{words}{more}{meaning}"


def _is_changed(rule: Rule, fields: Mapping[str, str]) -> bool:
    own = read.shown(Settings(), RULES)
    return any(fields[name] != own[name] for name in _names(rule))


def _rule(rule: Rule, shown: Shown, hits: Hits) -> View:
    choice, until = read.severity_field(rule), read.until_field(rule)
    title = pick((rule.title_zh, rule.title_en))
    return {
        "id": rule.id,
        "title": title,
        "source": rule.source,
        "own": pick(SEVERITY_LABELS[rule.severity]),
        "severity": _field(choice, shown, _("%(rule)s: how it is treated", rule=title))
        | {"options": _options(rule), "words": _words(rule, shown.fields[choice])},
        "until": _field(until, shown, _("%(rule)s: only a note up to this day", rule=title)),
        "past": bool(shown.fields[until]) and shown.fields[until] < clock.business_date().isoformat(),
        "numbers": [_number(item, shown) for item in rule.thresholds],
        "changed": _is_changed(rule, shown.fields),
        "off": shown.fields[choice] == read.OFF,
        "hits": _hits(rule, hits),
        "rate": _rate(rule, hits),
    }


def _field(name: str, shown: Shown, label: str) -> View:
    fault = shown.faults.get(name)
    error = refusal_text(fault.code, fault.facts, language()) if fault else ""
    return {"name": name, "value": shown.fields[name], "label": label, "error": error, "id": f"f-{name}"}


def _options(rule: Rule) -> list[View]:
    own = _("Default (%(severity)s)", severity=pick(CHOICES[rule.severity]))
    others = [{"value": code, "label": pick(words)} for code, words in CHOICES.items() if code != rule.severity]
    return [{"value": "", "label": own}, *others]


def _words(rule: Rule, choice: str) -> str:
    """For those who only read."""
    return pick(CHOICES.get(choice) or SEVERITY_LABELS[rule.severity])


def _number(threshold: Threshold, shown: Shown) -> View:
    view = _field(read.number_field(threshold), shown, pick((threshold.title_zh, threshold.title_en)))
    default = f"{threshold.default.normalize():f}"
    return view | {"hint": _("%(lowest)s to %(highest)s, default %(own)s", own=default, **read.range_of(threshold))}


def _hits(rule: Rule, hits: Hits) -> str:
    return plural("%(num)s file", "%(num)s files", hits.hit[rule.id]) if hits.hit[rule.id] else ""


def _rate(rule: Rule, hits: Hits) -> View:
    """说明率: how many of its findings were carried along with an explanation."""
    found, explained = hits.findings[rule.id], hits.explained[rule.id]
    if not explained:
        return {"text": "0%" if found else "", "note": ""}
    return {"text": f"{100 * explained / found:.0f}%", "note": f"{explained} / {found}"}


def _errors(shown: Shown) -> list[View]:
    errors: list[View] = [{"text": shown.conflict}] if shown.conflict else []
    titles = {name: pick((rule.title_zh, rule.title_en)) for rule in RULES for name in _names(rule)}
    for name, item in shown.faults.items():
        problem = refusal_text(item.code, item.facts, language())
        errors.append({"text": _("%(rule)s: %(problem)s", rule=titles[name], problem=problem), "href": f"#f-{name}"})
    return errors


# --- what was changed before ----------------------------------------------------------------------------------------


def _past(item: Past) -> View:
    rules = {rule.id: rule for rule in RULES}
    lines = [_change(rules.get(change["rule"]), change) for change in item.changes]
    return {"who": item.who, "when": moment(item.at), "year": item.year, "lines": lines}


def _change(rule: Rule | None, change: View) -> View:
    """A rule that is gone has no title any more."""
    title = pick((rule.title_zh, rule.title_en)) if rule else _("A rule of an earlier version")
    threshold = next((item for item in rule.thresholds if item.key == change["threshold"]), None) if rule else None
    if threshold:
        title = f"{title} · {pick((threshold.title_zh, threshold.title_en))}"
    return {"title": title, "old": _said(rule, change["old"]), "new": _said(rule, change["new"])}


def _said(rule: Rule | None, fields: Mapping[str, str]) -> str:
    if "threshold" in fields:
        return fields["threshold"]
    own = SEVERITY_LABELS[rule.severity] if rule else ("", "")
    words = pick(CHOICES.get(fields["severity"], own))
    until = _("%(day)s: note only", day=fields["until"]) if fields["until"] else ""
    return _(", ").join(filter(None, (words, until)))


def changed_words(count: int) -> str:
    """The quiet line after saving."""
    if not count:
        return _("Nothing was changed.")
    return plural(
        "%(num)s setting was changed. It holds at once.", "%(num)s settings were changed. They hold at once.", count
    )
