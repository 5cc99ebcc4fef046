"""指标权重合计正确: the whole table and each printed block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rules.declaring import GONE, OLD, PLAIN, WEIGHTED, Cells, Said, declared, said, told
from workflow.documents.assemble import weight_text
from workflow.rules.weights_sum import weights_sum
from workflow.types import Severity

OUTPUT_ONE_MORE = (
    "block_weights/w1",
    "产出指标的权重合计 41%，权重比例写的是 40%",
    "Weights of 产出指标 add up to 41%, the block says 40%",
)


def test_it_is_an_error() -> None:
    assert (weights_sum.id, weights_sum.severity) == ("weights_sum", Severity.error)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"indicators/i013/weight": "6"},
            [("indicators", "指标权重合计 81，应为 80", "Weights add up to 81, 80 is asked"), OUTPUT_ONE_MORE],
        ),
        (
            {"indicators/i024/weight": "9.99", "block_weights": []},
            [("indicators", "指标权重合计 79.99，应为 80", "Weights add up to 79.99, 80 is asked")],
        ),
        (
            {"indicators/i013 i014/weight": None, "indicators/i015/weight": "15"},
            [
                (
                    "indicators",
                    "指标权重合计 80，应为 80；2 个指标没有权重",
                    "Weights add up to 80, 80 is asked; 2 indicators have no weight",
                )
            ],
        ),
        (
            {"indicators/i013/weight": "6", "indicators/i024/weight": "9"},  # the table is right, its blocks are not
            [
                OUTPUT_ONE_MORE,
                (
                    "block_weights/w2",
                    "效益指标、满意度指标的权重合计 39%，权重比例写的是 40%",
                    "Weights of 效益指标、满意度指标 add up to 39%, the block says 40%",
                ),
            ],
        ),
        (
            {"block_weights/w1/goal": "g1"},  # weights count for their own goal only
            [
                (
                    "block_weights/w1",
                    "产出指标的权重合计 0%，权重比例写的是 40%",
                    "Weights of 产出指标 add up to 0%, the block says 40%",
                )
            ],
        ),
        (
            {"block_weights/w1": {"horizon": "long_term", "goal": "g1"}, "indicators/i001/weight": "30"},
            [
                (
                    "block_weights/w1",
                    "产出指标的权重合计 30%，权重比例写的是 40%",
                    "Weights of 产出指标 add up to 30%, the block says 40%",
                )
            ],
        ),
    ],
    ids=str,
)
def test_what_does_not_add_up_is_told(cells: Cells, expected: list[Said]) -> None:
    assert said(weights_sum, WEIGHTED, cells) == expected


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i013/weight": "4.50", "indicators/i014/weight": "5.5"}),
        (WEIGHTED, {"indicators/i001/weight": "77"}),  # only the annual table is weighted
        (WEIGHTED, {"block_weights": []}),
        (WEIGHTED, {"indicators/" + " ".join(f"i{n:03}" for n in range(13, 25)): GONE}),  # required_fields' business
        (PLAIN, {"indicators/i009/weight": "7"}),  # forms without weights
        (OLD, {"indicators/i001/weight": "7"}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(weights_sum, name, cells) == []


HUNDREDTHS = st.one_of(st.none(), st.integers(0, 10_000))


@given(st.lists(HUNDREDTHS, min_size=1, max_size=12), st.booleans())
def test_weights_are_added_without_rounding(weights: list[int | None], fill_up: bool) -> None:
    gap = 8_000 - sum(weight or 0 for weight in weights)
    if fill_up and gap >= 0:
        weights = [*weights, gap]
    rows = [{"uid": f"i{n}", "horizon": "annual", "weight": weight_text(item)} for n, item in enumerate(weights)]
    found = told(weights_sum, declared(WEIGHTED, {"indicators": rows, "block_weights": []}))
    total, missing = sum(item or 0 for item in weights), weights.count(None)
    assert len(found) == (total != 8_000 or missing > 0)
    for hit in found:
        assert hit.zh.startswith(f"指标权重合计 {weight_text(total)}，应为 80")
        assert (f"{missing} 个指标没有权重" in hit.zh) == (f"{missing} indicators have no weight" in hit.en)
        assert ("没有权重" in hit.zh) == (missing > 0)
