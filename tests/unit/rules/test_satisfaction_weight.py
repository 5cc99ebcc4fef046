"""满意度指标权重合理."""

import pytest

from tests.unit.rules.declaring import OLD, SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.satisfaction_weight import satisfaction_weight
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (satisfaction_weight.id, satisfaction_weight.severity) == ("satisfaction_weight", Severity.info)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "jianghan-2024/07-rural-service-graduates",
            {},
            [("indicators/i012/weight", "满意度指标权重合计 15，一般为 10")],
        ),
        (SUBSIDIES, {}, [("indicators/i051/weight", "满意度指标权重合计 8，一般为 10")]),
        (WEIGHTED, {"indicators/i024/weight": "5"}, [("indicators/i024/weight", "满意度指标权重合计 5，一般为 10")]),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(satisfaction_weight, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (WEIGHTED, {"indicators/i024/weight": None}),
        (WEIGHTED, {"indicators/i024": None}),
        (OLD, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(satisfaction_weight, name, cells) == []
