"""What is typed on the page 规则设置 is read field by field; what cannot be read changes nothing and says why."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.canonical import Declaration
from workflow.regional.kinds import Fault
from workflow.review.families import FAMILIES, REST, by_family
from workflow.review.typed import differences, read_typed, shown
from workflow.rules import RULES, Context, Found, Rule
from workflow.rules.finding import rule
from workflow.rules.settings import RuleSetting, Settings, Threshold
from workflow.types import Scope, Severity

SHARE = Threshold("toy_share", Decimal("0.9"), "相同比例", "Share alike", Decimal("0.5"), Decimal(1))


@rule(severity=Severity.warning, title_zh="玩具", title_en="Toy", source="无", thresholds=(SHARE,))
def toy(_document: Declaration, _context: Context) -> Iterable[Found]:
    """Finds nothing."""
    return ()


def read(**typed: str) -> tuple[Settings, dict[str, Fault]]:
    return read_typed({name.replace("_", "-", 1): text for name, text in typed.items()}, Settings(), [toy])


@pytest.mark.parametrize(
    ("typed", "rule_setting", "number"),
    [
        ({}, None, None),
        ({"severity_toy": "warning", "threshold_toy_share": "0.90"}, None, None),
        ({"severity_toy": "error"}, RuleSetting(Severity.error), None),
        ({"severity_toy": "off"}, RuleSetting(off=True), None),
        ({"until_toy": " 2026-03-31 "}, RuleSetting(info_until=date(2026, 3, 31)), None),
        ({"threshold_toy_share": "８５%"}, None, Decimal("0.85")),
        ({"threshold_toy_share": "1"}, None, Decimal(1)),
        ({"threshold_toy_share": ""}, None, None),
    ],
)
def test_only_what_differs_is_said(
    typed: dict[str, str], rule_setting: RuleSetting | None, number: Decimal | None
) -> None:
    found, faults = read(**typed)
    assert faults == {}
    assert found.rules == ({"toy": rule_setting} if rule_setting else {})
    assert found.thresholds == ({"toy_share": number} if number else {})


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("severity_toy", "worst", "not_a_choice"),
        ("until_toy", "明年", "not_a_date"),
        ("until_toy", "2026-02-30", "not_a_date"),
        ("threshold_toy_share", "很多", "threshold_not_a_number"),
        ("threshold_toy_share", "NaN", "threshold_not_a_number"),
        ("threshold_toy_share", "0.6e-999999999", "threshold_not_a_number"),
        ("threshold_toy_share", "0.7500000000000000001", "threshold_not_a_number"),
        ("threshold_toy_share", "0.9" + "0" * 100_000, "threshold_not_a_number"),
        ("threshold_toy_share", "0.4", "threshold_out_of_range"),
        ("threshold_toy_share", "101%", "threshold_out_of_range"),
    ],
)
def test_a_fault_names_its_field_and_changes_nothing(name: str, text: str, code: str) -> None:
    found, faults = read(**{name: text})
    assert {field: fault.code for field, fault in faults.items()} == {name.replace("_", "-", 1): code}
    assert found == Settings()


@settings(max_examples=25)
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_nothing_typed_raises(severity: str, until: str, number: str) -> None:
    read(severity_toy=severity, until_toy=until, threshold_toy_share=number)


def test_fields_and_settings_are_inverse_and_changes_are_told_apart() -> None:
    found, _ = read(severity_toy="info", threshold_toy_share="0.75")
    assert read_typed(shown(found, [toy]), Settings(), [toy])[0] == found
    was, now = list(differences(Settings(), found, [toy]))
    assert (was.old, was.new) == ({"severity": "", "until": ""}, {"severity": "info", "until": ""})
    assert (now.threshold, now.old, now.new) == (SHARE, {"threshold": "0.9"}, {"threshold": "0.75"})
    assert list(differences(found, found, [toy])) == []


def test_every_rule_stands_in_one_family_and_no_family_names_a_rule_that_is_gone() -> None:
    everything: list[Rule] = [*RULES, toy]
    placed = by_family(everything)
    assert sorted(rule.id for _family, rules in placed for rule in rules) == sorted(rule.id for rule in everything)
    assert dict(placed)[REST[Scope.form]] == [toy]  # nobody forgot to give a rule of the form a heading
    named = [rule for family in FAMILIES for rule in family.rules]
    assert len(named) == len(set(named))
    assert set(named) <= {rule.id for rule in RULES}
