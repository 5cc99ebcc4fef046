"""有服务对象的项目有满意度指标."""

import pytest

from tests.unit.rules.declaring import OLD, PLAIN, WEIGHTED, Cells, said
from workflow.rules.satisfaction_present import satisfaction_present
from workflow.types import Severity


def test_how_bad_it_is() -> None:
    assert (satisfaction_present.id, satisfaction_present.severity) == ("satisfaction_present", Severity.warning)


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        (
            WEIGHTED,
            {"indicators/i012 i024": None},
            [("indicators", "项目的服务对象包括「农民工」，长期绩效目标表没有满意度指标（两张表相同）")],
        ),
        (
            WEIGHTED,
            {"indicators/i024": None},
            [("indicators", "项目的服务对象包括「农民工」，年度绩效目标表没有满意度指标")],
        ),
        (
            PLAIN,
            {"indicators/i008 i016": None},
            [("indicators", "项目的服务对象包括「企业」，长期绩效目标表没有满意度指标（两张表相同）")],
        ),
    ],
    ids=str,
)
def test_it_says_so(name: str, cells: Cells, expected: list[tuple[str, str]]) -> None:
    found = said(satisfaction_present, name, cells)
    assert [(path, zh) for path, zh, _ in found] == expected
    assert all(en.isprintable() and en for *_, en in found)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (WEIGHTED, {}),
        ("ezhou-2025-approval-table/02-computer-replacement", {"indicators/i006 i012": None}),
        (OLD, {}),
    ],
    ids=str,
)
def test_nothing_is_said(name: str, cells: Cells) -> None:
    assert said(satisfaction_present, name, cells) == []
