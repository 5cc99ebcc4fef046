"""What a person types on the page 规则设置 → ``Settings``, and what is wrong with it, field by field. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from workflow.regional.kinds import Fault, Unreadable, tidy
from workflow.rules import Rule
from workflow.rules.settings import RuleSetting, Settings, Threshold
from workflow.types import Severity

LONGEST_NUMBER, MOST_DECIMALS = 20, 6
OFF = "off"
"""The choice beside the severities; "" = as the rule was written."""


def severity_field(rule: Rule) -> str:
    """Name of the choice of a rule."""
    return f"severity-{rule.id}"


def until_field(rule: Rule) -> str:
    """Name of the day up to which a rule only gives a note."""
    return f"until-{rule.id}"


def number_field(threshold: Threshold) -> str:
    """Name of a rule's number."""
    return f"threshold-{threshold.key}"


def shown(settings: Settings, rules: Iterable[Rule]) -> dict[str, str]:
    """The fields as they stand: the inverse of ``read_typed``."""
    fields: dict[str, str] = {}
    for rule in rules:
        said = settings.rules.get(rule.id, RuleSetting())
        fields[severity_field(rule)] = OFF if said.off else said.severity.value if said.severity else ""
        fields[until_field(rule)] = said.info_until.isoformat() if said.info_until else ""
        for threshold in rule.thresholds:
            fields[number_field(threshold)] = (
                f"{settings.thresholds.get(threshold.key, threshold.default).normalize():f}"
            )
    return fields


def read_typed(typed: Mapping[str, str], now: Settings, rules: Iterable[Rule]) -> tuple[Settings, dict[str, Fault]]:
    """The settings and the faults by field; what the form does not carry stays as it is, a fault changes nothing."""
    rules, faults = tuple(rules), dict[str, Fault]()
    fields = shown(now, rules) | dict(typed)
    wanted, numbers = dict(now.rules), dict(now.thresholds)
    for rule in rules:
        wanted[rule.id] = _rule_setting(rule, fields, faults)
        for threshold in rule.thresholds:
            number = _read(number_field(threshold), fields, faults, lambda text, at=threshold: read_number(text, at))
            numbers[threshold.key] = threshold.default if number is None else number
            if numbers[threshold.key] == threshold.default:
                del numbers[threshold.key]
    said = {rule: setting for rule, setting in wanted.items() if setting != RuleSetting()}
    return Settings(said, numbers, now.today), faults


def _rule_setting(rule: Rule, fields: Mapping[str, str], faults: dict[str, Fault]) -> RuleSetting:
    choice = _read(severity_field(rule), fields, faults, _choice)
    severity = Severity(choice) if choice and choice != OFF else None
    until = _read(until_field(rule), fields, faults, _day)
    return RuleSetting(None if severity is rule.severity else severity, choice == OFF, until)


def _read(name: str, fields: Mapping[str, str], faults: dict[str, Fault], read: Any) -> Any:
    try:
        return read(tidy(fields[name]))
    except Unreadable as found:
        faults[name] = found.fault
        return None


def _choice(text: str) -> str:
    if text not in ("", OFF, *Severity):
        raise Unreadable("not_a_choice", raw=text)
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable("not_a_date", raw=text) from None


def read_number(text: str, threshold: Threshold) -> Decimal:
    """A number inside the threshold's range, ``90%`` like ``0.9``; empty = the rule's own."""
    if not text:
        return threshold.default
    try:
        number = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > LONGEST_NUMBER or _decimals(number) > MOST_DECIMALS:
        raise Unreadable("threshold_not_a_number", raw=text)
    if not threshold.lowest <= number <= threshold.highest:
        raise Unreadable("threshold_out_of_range", raw=text, **range_of(threshold))
    return number


def _decimals(number: Decimal) -> int:
    """1e-999999999 lies between 0 and 1 too, and would be written out on every page that shows it."""
    return -int(number.as_tuple().exponent)


def range_of(threshold: Threshold) -> dict[str, str]:
    """The allowed range in words' form."""
    return {"lowest": f"{threshold.lowest.normalize():f}", "highest": f"{threshold.highest.normalize():f}"}


@dataclass(frozen=True)
class SettingChange:
    """What became different of one rule or number: the fields of ``shown`` before and after."""

    rule: Rule
    threshold: Threshold | None
    old: dict[str, str]
    new: dict[str, str]


def differences(old: Settings, new: Settings, rules: Iterable[Rule]) -> Iterator[SettingChange]:
    """Rule by rule, number by number, in the order of the page."""
    rules = tuple(rules)
    before, after = shown(old, rules), shown(new, rules)
    for rule in rules:
        parts: list[tuple[Threshold | None, tuple[str, ...]]] = [(None, (severity_field(rule), until_field(rule)))]
        parts += [(threshold, (number_field(threshold),)) for threshold in rule.thresholds]
        for threshold, names in parts:
            was, now = ({_kind(name): fields[name] for name in names} for fields in (before, after))
            if was != now:
                yield SettingChange(rule, threshold, was, now)


def _kind(name: str) -> str:
    return name.partition("-")[0]
