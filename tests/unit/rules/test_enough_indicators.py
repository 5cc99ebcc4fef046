"""指标数量不过少."""

import pytest

from tests.unit.rules.declaring import OLD, TABLE, Cells, said
from workflow.rules.enough_indicators import enough_indicators
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (enough_indicators.id, enough_indicators.severity) == ("enough_indicators", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (OLD, {"indicators/i001 i002": None}, [("indicators", "年度绩效目标表只有 2 个三级指标，至少应有 3 个")]),
        (
            TABLE,
            {"indicators/i003 i004 i005 i006 i007 i008 i009": None},
            [("indicators", "长期绩效目标表只有 2 个三级指标，至少应有 3 个")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(enough_indicators, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (OLD, {}),
        (OLD, {"indicators/i001": None}),
        (TABLE, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(enough_indicators, name, cells) == []
