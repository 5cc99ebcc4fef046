"""Bad input: whatever stands in a form, the rules answer, and in time that grows with the form only."""

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, declared
from workflow.canonical import Declaration
from workflow.canonical.document import TEXT_FIELDS
from workflow.canonical.paths import parse
from workflow.canonical.profile import shipped
from workflow.rules import Context, Finding, check

SECOND = 1.5  # of CPU; the promise is one second on an idle machine
LONG = 80_000


def findings(document: Declaration) -> list[Finding]:
    return check(document, Context(shipped()[document.form_profile]))


def rows(many: int, **cells: Any) -> list[dict[str, Any]]:
    base = {"horizon": "annual", "goal": "g2", "level1": "产出指标", "level2": "数量指标", "weight": "1"}
    return [base | {"uid": f"i{at}"} | {key: str(text).format(at) for key, text in cells.items()} for at in range(many)]


def basis(text: str) -> dict[str, Any]:
    return {"expenditure_lines/e1/basis": (text * LONG)[:LONG]}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"indicators": rows(500, level3="88", target="100")}, "indicator_once"),
        ({"indicators": rows(500, level3="第{}项工作合格率", target="≥{}%")}, "indicator_in_place"),
        ({"indicators": rows(500, level3="案件数{}", target="有效促进", level2="数量{}")}, "level_known"),
        ({"indicators": rows(500, level3="数" * 150, target="1" * 150)}, "indicator_once"),
        (
            {
                "indicators": rows(500, level3="第{}项案件办结数", target="{}件"),
                "goals/g2/text": "案件办结数5件，" * 10_000,
            },
            "",
        ),
        (basis("2200元×12月×17人=1万元；"), "formula_result"),
        (basis("(2人+3人×500元"), "formula_complete"),
        (basis("12万元/0人=0；"), "formula_complete"),
        (basis("2023年完成，"), "year_current"),
        (basis("请填写"), "template_filled_in"),
        (basis("1+"), ""),
        (basis("("), ""),
        (basis("ｘX×*/÷=％測试테스트ทดสอบ🙂\u200b"), ""),
        ({"basics/-/implementation_plan": "《" * LONG, "goals/g2/text": "…" * LONG}, ""),
        ({"basics/-/implementation_plan": "20" * 40_000, "goals/g1/text": "_ " * 40_000}, ""),
    ],
    ids=lambda value: str(value)[:40] if value else "quiet",
)
def test_it_is_answered_in_time(cells: dict[str, Any], expected: str) -> None:
    document = declared(WEIGHTED, cells)
    began = time.process_time()
    found = findings(document)
    assert time.process_time() - began < SECOND
    assert expected in {"", *(item.rule for item in found)}


def test_every_value_100_and_every_name_88() -> None:
    raw = declared(SUBSIDIES, {}).model_dump()
    raw |= dict.fromkeys(TEXT_FIELDS, "100") | {"project_name": "88", "budget_year": "100.00"}
    for row in raw["indicators"]:
        row |= {"level1": "88", "level2": "88", "level3": "88", "target": "100", "prior_years": ("100", "100")}
    for line in raw["expenditure_lines"]:
        line |= {"item": "88", "basis": "100"}
    found = {item.rule for item in findings(Declaration.model_validate(raw))}
    assert {"level_known", "indicator_once", "line_once", "output_and_benefit_present", "unit_present"} <= found


# --- anything at all -------------------------------------------------------------------------------------------------

TEXT = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789.×*=+()（）元万%年月人率满意成本及时《》〔〕号…_xX", max_size=24),
    st.sampled_from(("", "100", "88", "≥95%", "≤5万元", "2023年底前", "满意度", "数量指标", "1/0=2", "(((")),
)
AMOUNT = st.one_of(st.none(), st.from_regex(r"\A-?[0-9]{1,9}\.[0-9]{2,6}\Z"))
HORIZON = st.sampled_from(("long_term", "annual", "overall"))
SOURCE = st.sampled_from(("local", "transfer", "all"))
NUMBERED = "r{}".format


def listed(row: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    some = st.lists(st.fixed_dictionaries(row), max_size=3)
    return some.map(lambda found: [item | {"uid": NUMBERED(at)} for at, item in enumerate(found)])


INDICATOR = {
    "horizon": HORIZON,
    "level1": st.sampled_from(("产出指标", "满意度指标", "成本", "")),
    "level2": TEXT,
    "level3": TEXT,
    "target": TEXT,
    "prior_years": st.tuples(TEXT, TEXT),
    "weight": st.sampled_from((None, "0", "10", "99999.99")),
}
PART = st.fixed_dictionaries({"source": SOURCE, "amount": AMOUNT.filter(bool)})
DOCUMENT = st.fixed_dictionaries(
    {
        "form_profile": st.sampled_from(sorted(shipped())),
        "kind": st.just("project"),
        "fiscal_year": st.integers(2000, 2100),
        "department": st.just(""),
        "unit": st.just(""),
        "project_name": TEXT,
        "budget_year": AMOUNT,
        "budget_total": AMOUNT,
        "implementation_plan": TEXT,
        "establishment_basis": TEXT,
        "goals": listed({"horizon": HORIZON, "name": TEXT, "text": TEXT}),
        "indicators": listed(INDICATOR),
        "funding_sources": listed({"source": SOURCE, "amount": AMOUNT}),
        "expenditure_lines": listed({"item": TEXT, "basis": TEXT, "amounts": st.lists(PART, max_size=2)}),
        "asset_lines": listed({"item": TEXT, "quantity": TEXT, "amount": AMOUNT}),
    }
)


@given(DOCUMENT)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
def test_no_rule_breaks_on_any_document(raw: dict[str, Any]) -> None:
    """And every finding names a place of the form, in two languages."""
    for item in findings(Declaration.model_validate(raw)):
        parse(item.path)
        assert item.zh
        assert item.en
        assert item.source
