"""指标权重分配: equal shares, the last takes the rest, every sum exact; what stands is taken off first."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.factories import WEIGHTED, example
from workflow.canonical import Declaration
from workflow.canonical.document import BlockWeight, Indicator
from workflow.canonical.profile import shipped
from workflow.services.editing.weighting import plan_weights

FORM = shipped()["jianghan-2024"]
POINTS = 80


def weighted(
    rows: Sequence[tuple[str, str | None]], *, blocks: dict[str, str] | None = None, horizon: Any = "annual"
) -> Declaration:
    """An example with these indicators (level 1, weight) and blocks."""
    indicators = tuple(
        Indicator(uid=f"r{number}", horizon=horizon, level1=level1, weight=weight)
        for number, (level1, weight) in enumerate(rows)
    )
    given_blocks = tuple(
        BlockWeight(uid=f"b{number}", horizon="annual", levels=(level1,), weight=weight)
        for number, (level1, weight) in enumerate((blocks or {}).items())
    )
    return example(WEIGHTED).model_copy(update={"indicators": indicators, "block_weights": given_blocks})


@given(st.lists(st.sampled_from(["产出指标", "效益指标"]), min_size=1, max_size=60), st.integers(0, 80))
def test_the_shares_and_what_stands_add_up_exactly(levels: list[str], stands: int) -> None:
    document = weighted([("产出指标", str(stands)), *((level, None) for level in levels)])
    shares = plan_weights(document, FORM, {"r0"})
    if stands == POINTS:
        assert shares == {}
        return
    assert sum(shares.values()) + stands * 100 == POINTS * 100
    *equal, last = shares.values()
    assert len(set(equal)) <= 1 and 0 <= last - (equal or [last])[0] < len(levels)


def test_blocks_share_their_own_weight_and_the_others_the_rest() -> None:
    rows = [("产出指标", None)] * 3 + [("效益指标", None)] * 2
    document = weighted(rows, blocks={"产出指标": "50"})
    assert plan_weights(document, FORM, ()) == {"r0": 1666, "r1": 1666, "r2": 1668, "r3": 1500, "r4": 1500}


def test_a_block_that_is_full_gets_nothing_and_the_others_their_share() -> None:
    rows = [("产出指标", "50"), ("产出指标", None), ("效益指标", None)]
    document = weighted(rows, blocks={"产出指标": "50"})
    assert plan_weights(document, FORM, {"r0"}) == {"r2": 3000}


def test_rows_of_the_table_without_weights_are_left_alone() -> None:
    document = weighted([("产出指标", None)], horizon="long_term")
    assert plan_weights(document, FORM, ()) == {}


def test_a_form_without_weights_gives_none() -> None:
    document = weighted([("产出指标", None)])
    assert plan_weights(document, shipped()["dongxihu-2020"], ()) == {}


def test_two_decimals_are_all_there_is() -> None:
    document = weighted([("产出指标", None)] * 7)
    shares = plan_weights(document, FORM, ())
    assert [Decimal(share) / 100 for share in shares.values()] == [Decimal("11.42")] * 6 + [Decimal("11.48")]
