"""产出指标有数量和质量."""

import pytest

from tests.unit.rules.declaring import OLD, PLAIN, Cells, said
from workflow.rules.quantity_and_quality_present import quantity_and_quality_present
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (quantity_and_quality_present.id, quantity_and_quality_present.severity) == (
        "quantity_and_quality_present",
        Severity.warning,
    )


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (OLD, {}, [("indicators", "年度绩效目标表没有「质量指标」")]),
        (
            PLAIN,
            {"indicators/i004 i012/level2": "时效指标"},
            [("indicators", "长期绩效目标表没有「质量指标」（两张表相同）")],
        ),
        (PLAIN, {"indicators/i010 i011/level2": "质量指标"}, [("indicators", "年度绩效目标表没有「数量指标」")]),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(quantity_and_quality_present, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (PLAIN, {}),
        ("ezhou-2025-approval-table/04-public-institution-recruitment", {}),
        (PLAIN, {"indicators/i012/level2": "", "indicators/i004/level2": ""}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(quantity_and_quality_present, name, cells) == []
