"""Money, weights, total: parts add up to the whole, whatever the form looks like."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.scoring.scheme import WEIGHTS, Scheme
from workflow.scoring.total import Weighed, fitted, score_money, total_of, weights_of

WAN = 1_000_000


@pytest.mark.parametrize(
    ("executed", "budget", "scheme", "points", "words"),
    [
        (862, 1000, "10/50/30/10", "8.62", "分值 × 执行率：10 × 86.2% = 8.62。"),
        (86, 100, "10/50/30/10", "8.6", "分值 × 执行率：10 × 86% = 8.6。"),  # printed 9 in a public form
        (7242318, 9681918, "20/80", "14.96", "分值 × 执行率：20 × 74.8% = 14.96。"),
        (1, 3, "10/50/30/10", "3.33", "分值 × 执行率：10 × 33.33% = 3.33。"),
        (110, 100, "10/50/30/10", "10", "执行数超过全年预算数（110%），按满分计，请说明超支原因。"),
        (-5, 100, "10/50/30/10", "0", "分值 × 执行率：10 × -5% = 0。"),
        (90, 0, "10/50/30/10", None, "全年预算数为零，无法计算执行率，请人工评分并说明。"),
    ],
)
def test_the_money(executed: int, budget: int, scheme: str, points: str | None, words: str) -> None:
    found = score_money(executed * WAN, budget * WAN, Scheme(WEIGHTS[scheme]))
    assert found.points == (points and Decimal(points))
    assert found.trace.words("zh") == words
    assert found.high == WEIGHTS[scheme].money


OUTPUT, COST = ("产出指标", "数量指标"), ("成本指标", "经济成本指标")
BENEFIT, SATISFIED = ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")


@pytest.mark.parametrize(
    ("scheme", "levels", "weights"),
    [
        ("10/50/30/10", [OUTPUT, OUTPUT, BENEFIT, SATISFIED], "25 25 30 10"),
        ("10/50/30/10", [COST, OUTPUT, BENEFIT, SATISFIED], "25 25 30 10"),
        ("10/20/40/20/10", [COST, OUTPUT, BENEFIT, SATISFIED], "20 40 20 10"),
        ("20/80", [COST, OUTPUT, BENEFIT, SATISFIED], "20 20 20 20"),
        ("10/50/30/10", [OUTPUT, BENEFIT], "56.25 33.75"),
        ("10/50/30/10", [("效益指标", "满意度指标"), OUTPUT], "15 75"),
        ("10/50/30/10", [("产出指标", "成本指标"), ("管理效率", "")], "45 45"),
        ("10/50/30/10", [OUTPUT] * 3, "30 30 30"),
        ("10/20/40/20/10", [OUTPUT] * 7, "12.86 12.86 12.86 12.86 12.86 12.85 12.85"),
        ("10/50/30/10", [], ""),
    ],
)
def test_points_where_the_form_has_no_weights(scheme: str, levels: list[tuple[str, str]], weights: str) -> None:
    found = weights_of([Weighed(*names) for names in levels], Scheme(WEIGHTS[scheme]))
    assert found == [Decimal(one) for one in weights.split()]


def test_approved_weights_keep_their_proportion() -> None:
    eighty = [Weighed(*OUTPUT, Decimal(50)), Weighed(*BENEFIT, Decimal(30))]
    assert weights_of(eighty, Scheme(WEIGHTS["20/80"])) == [50, 30]
    assert weights_of(eighty, Scheme()) == [Decimal("56.25"), Decimal("33.75")]
    assert fitted(eighty, Scheme()).weights.money == 20, "the form leaves 20 for the money"
    assert fitted(eighty[:1], Scheme()).weights.money == fitted([], Scheme()).weights.money == 10
    half_filled = [Weighed(*OUTPUT, Decimal(50)), Weighed(*BENEFIT)]
    assert fitted(half_filled, Scheme()) == Scheme()
    assert weights_of([Weighed(*OUTPUT, Decimal(90)), Weighed(*BENEFIT, Decimal(0))], Scheme()) == [90, 0]
    assert weights_of([Weighed(*OUTPUT, Decimal(0))] * 2, Scheme()) == [45, 45], "no weight at all"
    assert weights_of(half_filled, Scheme(WEIGHTS["20/80"])) == [40, 40]


@given(st.lists(st.tuples(st.sampled_from([OUTPUT, COST, BENEFIT, SATISFIED, ("", "")]),
                          st.none() | st.decimals(0, 100, places=2)), min_size=1, max_size=40),
       st.sampled_from(sorted(WEIGHTS)))  # fmt: skip
def test_points_add_up_to_what_the_scheme_leaves(rows: list[tuple[tuple[str, str], Decimal | None]], name: str) -> None:
    scheme = Scheme(WEIGHTS[name])
    found = weights_of([Weighed(*levels, weight) for levels, weight in rows], scheme)
    assert sum(found) == scheme.weights.goals and min(found) >= 0


@given(st.lists(st.decimals(0, 20, places=2), min_size=1, max_size=5), st.fractions(0, 1), st.booleans())
def test_the_total_is_the_sum_of_its_parts_or_the_ceiling(parts: list[Decimal], rate: Fraction, on: bool) -> None:
    found = total_of(parts, rate, Scheme(ceilings=on))
    assert found.before == sum(parts)
    assert found.points == (min(sum(parts), found.ceiling) if found.ceiling else sum(parts))
    assert found.capped == (found.points < sum(parts))


@pytest.mark.parametrize(
    ("rate", "ceiling"),
    [("0.49", 59), ("0.5", 69), ("0.59", 69), ("0.6", 79), ("0.7", 89), ("0.799", 89), ("0.8", None), ("1", None)],
)
def test_the_ceilings(rate: str, ceiling: int | None) -> None:
    found = total_of([Decimal(95)], Fraction(rate), Scheme(ceilings=True))
    assert found.ceiling == ceiling
    assert found.points == (ceiling or 95)
    assert total_of([Decimal(95)], Fraction(rate), Scheme()).points == 95
    assert total_of([Decimal(95)], None, Scheme(ceilings=True)).points == 95


def test_one_part_without_points_leaves_the_total_open() -> None:
    found = total_of([Decimal(10), None], Fraction(1), Scheme())
    assert (found.points, found.grade) == (None, None)


@pytest.mark.parametrize(
    ("points", "grade"), [("100", "excellent"), ("90", "excellent"), ("89.99", "good"), ("80", "good"),
                          ("79.99", "fair"), ("60", "fair"), ("59.99", "poor")],
)  # fmt: skip
def test_the_grades(points: str, grade: str) -> None:
    assert total_of([Decimal(points)], Fraction(1), Scheme()).grade == grade
