"""长期指标的时间不早于项目年度."""

import pytest

from tests.unit.rules.declaring import OLD, WEIGHTED, Cells, said
from workflow.rules.long_term_ahead import long_term_ahead
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (long_term_ahead.id, long_term_ahead.severity) == ("long_term_ahead", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i008/target": "2023年底前完成"},
            [("indicators/i008/target", "指标「法定期限结案率」的指标值「2023年底前完成」早于项目年度 2024 年")],
        ),
        (
            OLD,
            {"indicators/i002": {"horizon": "overall", "target": "2019年12月31日前"}},
            [
                (
                    "indicators/i002/target",
                    "指标「规定时间内完成训练计划」的指标值「2019年12月31日前」早于项目年度 2020 年",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(long_term_ahead, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {"indicators/i008/target": "2026年底前完成"}),
        (WEIGHTED, {"indicators/i020/target": "2023年底前完成"}),
        (WEIGHTED, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(long_term_ahead, name, cells) == []
