"""What of last year's form comes over to this year's: figures, levels, horizons, money, and what has no place."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.domain.factories import example
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import FundingSource, Goal
from workflow.canonical.profile import shipped
from workflow.services.cloning.carrying import CarriedOver, carry_over, levels_of

WIDE = "jianghan-2024/08-employment-subsidies"
OLD = "dongxihu-2020/05-employment-management"
PLAIN = "ezhou-2025-approval/02-employment-subsidy"


def uids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def blank(form: Profile, year: int) -> Declaration:
    goals = tuple(Goal(uid=f"g{n}", horizon=name, name=f"目标{n}") for n, name in enumerate(form.horizons, 1))
    sources = tuple(FundingSource(uid=f"f{n}", source=item.code) for n, item in enumerate(form.sources, 1))
    basics: dict[str, Any] = {"form_profile": form.code, "kind": "project", "fiscal_year": year}
    return Declaration(
        **basics, department="局", unit="单位", project_name="项目", goals=goals, funding_sources=sources
    )


def carried(name: str, to: str, year: int, **changes: Any) -> CarriedOver:
    old = example(name).model_copy(update=changes)
    forms = shipped()
    return carry_over(old, forms[old.form_profile], blank(forms[to], year), forms[to], uids())


@pytest.mark.parametrize(
    ("year", "figures"), [(2024, ("甲", "乙")), (2025, ("乙", "丙")), (2026, ("丙", "")), (2030, ("", ""))]
)
def test_figures_move_to_the_year_they_are_of(year: int, figures: tuple[str, str]) -> None:
    rows = example(WIDE).indicators
    first = next(row for row in rows if row.horizon == "annual")
    given = first.model_copy(update={"prior_years": ("甲", "乙"), "target": "丙"})
    made = carried(WIDE, "jianghan-2024", year, indicators=(given,), fiscal_year=2024)
    [row] = made.document.indicators
    assert (row.prior_years, row.target) == (figures, "丙")
    assert made.origins[row.uid] == first.uid != row.uid


@pytest.mark.parametrize("name", [WIDE, OLD, PLAIN])
def test_the_same_form_carries_everything_and_marks_every_cell(name: str) -> None:
    old = example(name)
    made = carried(name, old.form_profile, old.fiscal_year + 1)
    assert [item for item in made.left_out if not item.startswith("附件")] == []
    texts = {row.level3 for row in old.indicators}, {row.item for row in old.expenditure_lines}
    new = made.document
    assert ({row.level3 for row in new.indicators}, {row.item for row in new.expenditure_lines}) == texts
    assert sorted(filter(None, (row.amount for row in new.funding_sources))) == sorted(
        filter(None, (row.amount for row in old.funding_sources))
    )
    for field in ("responsible_person", "budget_year", "budget_total", "main_content", "establishment_basis"):
        if getattr(old, field):
            assert getattr(made.document, field) == getattr(old, field)
            assert f"basics/-/{field}" in made.paths
    cells = {f"indicators/{row.uid}/target" for row in made.document.indicators if row.target}
    assert cells | {f"indicators/{row.uid}/level3" for row in made.document.indicators} <= set(made.paths)
    goals = {goal.uid for goal in made.document.goals}
    assert all(row.goal in goals for row in made.document.indicators if row.goal)
    assert not {path for path in made.paths if path.startswith("basics/-/project_name")}


def test_another_form_names_what_it_has_no_place_for() -> None:
    made = carried(OLD, "ezhou-2025-approval", 2025)
    old = example(OLD)
    shown = {item.name for item in shipped()["ezhou-2025-approval"].header_fields()}
    labels = shipped()["dongxihu-2020"]
    for field in ("application_reason", "main_content", "prior_budget"):
        assert getattr(old, field)
        assert (labels.label_of(field) in made.left_out) is (field not in shown)
        assert bool(getattr(made.document, field)) is (field in shown)
    assert {row.horizon for row in made.document.indicators} <= set(shipped()["ezhou-2025-approval"].indicator_horizons)


def test_money_of_a_source_the_form_does_not_print_is_named_with_its_amount() -> None:
    funding = (FundingSource(uid="x", source="special_account", amount="30.00"),)
    made = carried(OLD, "dongxihu-2020", 2021, funding_sources=funding)
    assert [item for item in made.left_out if "30.00" in item]
    assert [row.amount for row in made.document.funding_sources] == [None, None]


def test_money_by_nature_is_added_up_where_the_form_does_not_split_it() -> None:
    rows = [("appropriation", "10.00"), ("non_tax", "2.50"), (None, None)]
    funding = tuple(
        FundingSource(uid=f"x{n}", nature=nature, source="local", amount=amount)  # type: ignore[arg-type]
        for n, (nature, amount) in enumerate(rows)
    )
    made = carried(WIDE, "jianghan-2024", 2025, form_profile="hubei-2025", funding_sources=funding)
    assert [row.amount for row in made.document.funding_sources] == ["12.50", None, None, None]
    split = carried(WIDE, "hubei-2025", 2025, form_profile="hubei-2025", funding_sources=funding)
    assert [(row.uid, row.amount) for row in split.document.funding_sources if row.nature] == [
        ("appropriation-local", "10.00"), ("non_tax-local", "2.50")
    ]  # fmt: skip
    boxes = carried(WIDE, "ezhou-2025-approval", 2025, form_profile="hubei-2025", funding_sources=funding)
    assert [row.nature for row in boxes.document.funding_sources] == ["appropriation", "non_tax"]
    assert "funding_sources/non_tax/nature" in boxes.paths
    assert sum("资金来源" in words for words in boxes.left_out) == 2


@pytest.mark.parametrize(
    ("level1", "level2", "form", "known"),
    [
        ("产出", "数量", "jianghan-2024", ("产出指标", "数量指标")),
        ("效益指标", "数量指标", "jianghan-2024", ("产出指标", "数量指标")),
        ("自定", "自创指标", "jianghan-2024", ("自定", "自创指标")),
        ("产出指标", "成本指标", "jianghan-2024", ("成本指标", "")),
        ("产出指标", "成本指标", "dongxihu-2020", ("产出指标", "成本指标")),
    ],
)
def test_levels_take_the_names_of_the_form(level1: str, level2: str, form: str, known: tuple[str, str]) -> None:
    assert levels_of(level1, level2, shipped()[form]) == known
