"""指标值不低于前两年."""

import pytest

from tests.unit.rules.declaring import SUBSIDIES, WEIGHTED, Cells, said
from workflow.rules.prior_years_kept import prior_years_kept
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (prior_years_kept.id, prior_years_kept.severity) == ("prior_years_kept", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            "jianghan-2024/04-talent-and-employment-services",
            {},
            [
                (
                    "indicators/i016/target",
                    "指标「“百万大学生留汉创业就业工程”春季大型校园巡回招聘活动举办场次"
                    "」的指标值「12场」低于前两年的「23场、20场」，请核对或说明原因",
                )
            ],
        ),
        (
            WEIGHTED,
            {"indicators/i013/target": "400件"},
            [
                (
                    "indicators/i013/target",
                    "指标「办结各类投诉举报案件数量」的指标值「400件」低于前两年的「416件、500件」，请核对或说明原因",
                )
            ],
        ),
        (
            WEIGHTED,
            {"indicators/i018/target": "≥90%"},
            [
                (
                    "indicators/i018/target",
                    "指标「各类劳动投诉举报案件处理率」的指标值「≥90%」低于前两年的「≥95%、≥95%」，请核对或说明原因",
                )
            ],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(prior_years_kept, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        (SUBSIDIES, {}),
        (WEIGHTED, {"indicators/i013/target": "450件"}),
        (WEIGHTED, {"indicators/i013": {"level3": "重大投诉案件数量", "target": "100件"}}),
        (WEIGHTED, {"indicators/i013/target": "≤100件"}),
        (WEIGHTED, {"indicators/i013/prior_years": ["0.02万件", "450件"]}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(prior_years_kept, name, cells) == []
