"""至少一个产出指标和一个效益指标, in every table of the form."""

import pytest

from tests.unit.rules.declaring import GONE, OLD, PLAIN, WEIGHTED, Cells, said
from workflow.rules.output_and_benefit_present import output_and_benefit_present
from workflow.types import Severity


def uids(first: int, last: int) -> str:
    return " ".join(f"i{number:03}" for number in range(first, last + 1))


NO_ANNUAL_OUTPUT = (
    "indicators",
    "年度绩效目标表没有「产出指标」，至少应有一个",
    "The annual table has no “产出指标”; at least one is needed",
)
NO_LONG_TERM_BENEFIT = (
    "indicators",
    "长期绩效目标表没有「效益指标」，至少应有一个",
    "The long-term table has no “效益指标”; at least one is needed",
)
NO_ANNUAL_BENEFIT = (
    "indicators",
    "年度绩效目标表没有「效益指标」，至少应有一个",
    "The annual table has no “效益指标”; at least one is needed",
)


def test_it_is_an_error() -> None:
    rule = output_and_benefit_present
    assert (rule.id, rule.severity) == ("output_and_benefit_present", Severity.error)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (PLAIN, {f"indicators/{uids(10, 13)}": GONE}, [NO_ANNUAL_OUTPUT]),
        (PLAIN, {"indicators/i006 i007/level1": "满意度指标"}, [NO_LONG_TERM_BENEFIT]),
        (WEIGHTED, {f"indicators/{uids(9, 11)}": GONE, f"indicators/{uids(13, 20)}/level1": "成本指标"},
         [NO_LONG_TERM_BENEFIT, NO_ANNUAL_OUTPUT]),
        (OLD, {f"indicators/{uids(1, 3)}": GONE}, [NO_ANNUAL_OUTPUT, NO_ANNUAL_BENEFIT]),
        (OLD, {"indicators/i003/level1": "效益"}, [NO_ANNUAL_BENEFIT]),  # not the word of the form
    ],
    ids=str,
)  # fmt: skip
def test_each_missing_group_is_named_with_its_table(
    name: str, cells: Cells, expected: list[tuple[str, str, str]]
) -> None:
    assert said(output_and_benefit_present, name, cells) == expected


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {f"indicators/{uids(11, 13)}": GONE, "indicators/i014": GONE}),  # one of each is enough
        (PLAIN, {f"indicators/{uids(9, 16)}": GONE}),  # a table without rows is required_fields' business
        (PLAIN, {"indicators/i009 i016": GONE}),  # cost and satisfaction are not asked for
        (OLD, {"indicators/i001 i002/target": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(output_and_benefit_present, name, cells) == []
