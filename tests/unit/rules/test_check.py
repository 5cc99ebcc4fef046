"""All rules together: order, what a finding says about itself, and to what a waiver (情况说明) is bound."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import workflow.rules
from tests.domain.factories import EXAMPLES, example
from tests.unit.rules.declaring import PLAIN, SUBSIDIES, WEIGHTED, Cells, declared
from workflow.canonical import Declaration
from workflow.canonical.profile import shipped
from workflow.rules import RULES, Context, Finding, Found, Rule, check
from workflow.rules.settings import RuleSetting, Settings
from workflow.types import Scope, Severity

FILES = sorted(f"{path.parent.name}/{path.stem}" for path in EXAMPLES.glob("*/*.json"))
KNOWN: dict[str, list[dict[str, Any]]] = json.loads(
    (EXAMPLES.parent / "known_findings.json").read_text(encoding="utf-8")
)["findings"]


def found(document: Declaration) -> list[Finding]:
    return check(document, Context(shipped()[document.form_profile]))


@pytest.mark.parametrize("name", FILES)
def test_the_errors_of_the_examples_are_known(name: str) -> None:
    assert [(item.rule, item.path) for item in found(example(name)) if item.severity is Severity.error] == [
        (item["rule"], item["path"]) for item in KNOWN.get(name, [])
    ]


def test_errors_come_first_in_the_order_of_the_form() -> None:
    everything: Cells = {
        "basics/-/phone": "",
        "basics/-/budget_year": "1.00",
        "basics/-/budget_total": "0.50",
        "funding_sources/f1/amount": "-5.00",
        "expenditure_lines/e1/amounts": [],
        "expenditure_lines/e2/basis": "值班补助200元×12月=2400万元",
        "asset_lines": [{"uid": "a1", "item": "执法记录仪", "quantity": "2台", "amount": "1.50"}],
        "indicators/i009 i010 i011/level1": "成本指标",
        "indicators/i001/target": "",
        "indicators/i013/weight": None,
        "block_weights": [],
    }
    errors = [rule.id for rule in RULES if rule.severity is Severity.error]
    broken = found(declared(WEIGHTED, everything))
    assert [item.rule for item in broken if item.severity is Severity.error] == errors
    assert [rule.id for rule in RULES][: len(errors)] == errors


def test_a_finding_names_its_rule_its_source_and_how_bad_it_is() -> None:
    [first, *_] = found(example(SUBSIDIES))
    [rule] = [rule for rule in RULES if rule.id == first.rule]
    assert (first.severity, first.source) == (rule.severity, rule.source)
    for each in RULES:
        assert each.title_zh
        assert each.title_en.isascii()
        assert each.source
    assert len({each.id for each in RULES}) == len(RULES)


@pytest.mark.parametrize("empty", ["blank", "no rows"])
@pytest.mark.parametrize("code", sorted(shipped()))
def test_no_rule_breaks_on_an_empty_form(code: str, empty: str) -> None:
    head: dict[str, Any] = {"form_profile": code, "kind": "project", "fiscal_year": 2025}
    rows: dict[str, Any] = {
        "goals": [{"uid": "g1", "horizon": "annual"}],
        "indicators": [{"uid": "i1", "horizon": "annual"}],
        "funding_sources": [{"uid": "f1"}],
        "expenditure_lines": [{"uid": "e1"}],
        "block_weights": [{"uid": "w1", "horizon": "annual", "levels": [], "weight": "0"}],
    }
    names = {"department": "", "unit": "", "project_name": ""}
    document = Declaration.model_validate(head | names | (rows if empty == "blank" else {}))
    assert "basics/-/project_name" in [item.path for item in found(document)]


# --- what a waiver is bound to ---------------------------------------------------------------------------------------


def keys(name: str, cells: Cells) -> set[str]:
    """Of the errors: only those have to be explained."""
    return {item.key for item in found(declared(name, cells)) if item.severity is Severity.error}


BROKEN: Cells = {"basics/-/budget_year": "30.00"}


@pytest.mark.parametrize(
    "cells",
    [
        {"basics/-/establishment_basis": "市政府专题会议纪要", "basics/-/phone": "0711-5550101"},
        {"indicators/i001/target": "600件"},
        {"basics/-/budget_year": "30.000000"},  # the same amount
    ],
    ids=str,
)
def test_what_does_not_touch_the_finding_leaves_it_explained(cells: Cells) -> None:
    assert keys(WEIGHTED, BROKEN | cells) == keys(WEIGHTED, BROKEN)


@pytest.mark.parametrize("cells", [{"basics/-/budget_year": "30.000001"}, {"basics/-/budget_year": "26.80"}], ids=str)
def test_other_numbers_are_another_finding(cells: Cells) -> None:
    """26.80 is as far from 28.40 as 30.00: the same difference, another sentence."""
    assert len(keys(WEIGHTED, BROKEN)) == 1
    assert keys(WEIGHTED, BROKEN).isdisjoint(keys(WEIGHTED, BROKEN | cells))


def test_the_same_sentence_at_another_place_is_another_finding() -> None:
    """The long-term and the annual indicator have one name."""
    assert example(PLAIN).indicators[1].level3 == example(PLAIN).indicators[9].level3
    first, second = keys(PLAIN, {"indicators/i002/target": ""}), keys(PLAIN, {"indicators/i010/target": ""})
    assert len(first | second) == 2


def test_another_name_of_the_indicator_is_another_finding() -> None:
    cells = {"indicators/i002/target": ""}
    assert keys(PLAIN, cells) != keys(PLAIN, cells | {"indicators/i002/level3": "外出招聘次数"})


def test_a_key_stays_what_it_is() -> None:
    """Stored waivers carry these digits: if this fails, they explain nothing any more."""
    assert keys(PLAIN, {"indicators/i002/target": ""}) == {
        "02876b20d5312537555ae47f6764c996d2875c4c76bd82ecae2256bc3cb4d344"
    }


# --- what a region sets ----------------------------------------------------------------------------------------------

SPRING = date(2026, 3, 31)


def as_set(**said: Any) -> Settings:
    return Settings(rules={"target_present": RuleSetting(**said)}, today=SPRING)


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        (Settings(), Severity.error),
        (as_set(severity=Severity.warning), Severity.warning),
        (as_set(off=True), None),
        (as_set(info_until=SPRING), Severity.info),  # that day is still one
        (as_set(info_until=SPRING - timedelta(days=1)), Severity.error),
        (as_set(severity=Severity.warning, info_until=SPRING - timedelta(days=1)), Severity.warning),
    ],
    ids=str,
)
def test_a_region_sets_how_bad_a_finding_is(settings: Settings, severity: Severity | None) -> None:
    document = declared(PLAIN, {"indicators/i001/target": ""})
    context = Context(shipped()[document.form_profile], settings)
    severities = {item.severity for item in check(document, context) if item.rule == "target_present"}
    assert severities == ({severity} if severity else set())


def test_the_worst_comes_first_as_the_region_sees_it() -> None:
    document = declared(PLAIN, {"indicators/i001/target": "", "indicators/i002/target": "100人左右"})
    rules = {"target_verifiable": RuleSetting(Severity.error), "target_present": RuleSetting(Severity.info)}
    found = check(document, Context(shipped()[document.form_profile], Settings(rules)))
    assert [item.severity for item in found] == sorted((item.severity for item in found), key=list(Severity).index)
    assert found[0].rule == "target_verifiable"


def test_one_cause_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def says(name: str, path: str, **more: Any) -> Rule:
        return Rule(name, Severity.info, "", "", "", lambda *_: [Found(path, name, name)], **more)

    quiet = says("quiet", "goals/g1", yields_to=("loud",))
    monkeypatch.setattr("workflow.rules.RULES", (says("loud", "goals/g1"), quiet))
    assert [item.rule for item in found(example(PLAIN))] == ["loud"]
    monkeypatch.setattr("workflow.rules.RULES", (says("loud", "goals/g2"), quiet))
    assert [item.rule for item in found(example(PLAIN))] == ["loud", "quiet"]


def test_a_rule_of_another_scope_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("far", Severity.info, "", "", "", lambda *_: [Found("form", "", "")], Scope.linked)
    monkeypatch.setattr("workflow.rules.RULES", (rule,))
    document = example(PLAIN)
    context = Context(shipped()[document.form_profile])
    assert check(document, context) == []
    assert [item.rule for item in check(document, context, {Scope.linked})] == ["far"]


# --- the files -------------------------------------------------------------------------------------------------------


def test_a_file_is_a_rule_of_its_name_with_a_test() -> None:
    folder = Path(next(iter(workflow.rules.__path__)))
    with_a_rule = {path.stem for path in folder.glob("*.py") if "\n@rule(" in path.read_text("utf-8")}
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")} - {
        "check",
        "well_made",
        "bad_input",
    }
    assert with_a_rule == tested == {rule.id for rule in RULES}


def test_names_of_thresholds_are_unique_and_their_own_numbers_allowed() -> None:
    thresholds = [item for rule in RULES for item in rule.thresholds]
    assert len({item.key for item in thresholds}) == len(thresholds)
    assert all(item.lowest <= item.default <= item.highest for item in thresholds)


def test_rules_yield_to_rules() -> None:
    assert {other for rule in RULES for other in rule.yields_to} <= {rule.id for rule in RULES}
