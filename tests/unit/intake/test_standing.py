"""Tables that stand are read by column; one cell out of place leaves the whole table to the decoder."""

from dataclasses import replace

import pytest

from workflow.documents.intake.standing import standing
from workflow.documents.intake.tokens import Token

COLUMNS = dict(enumerate(("level1", "level2", "level3", "target", "basis")))
FIRST = {0: "产出指标", 1: "数量指标", 2: "5G基站建设数", 3: "≥5座", 4: "计划标准"}


def tokens(*rows: dict[int, str]) -> list[Token]:
    return [
        Token(text, text, text, number, "cell" if place else "row", "", column)
        for number, row in enumerate(rows)
        for place, (column, text) in enumerate(row.items())
    ]


def test_blank_cells_stay_blank() -> None:
    rows = standing(tokens(FIRST, {2: "2025年新增学位数"}, {1: "质量指标", 2: "合格率", 4: "行业标准"}), COLUMNS, "")
    assert rows is not None
    assert [(row.text("level2"), row.text("level3"), row.text("target"), row.text("basis")) for row in rows] == [
        ("数量指标", "5G基站建设数", "≥5座", "计划标准"),
        ("", "2025年新增学位数", "", ""),
        ("质量指标", "合格率", "", "行业标准"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {2: "数量指标", 3: "培训人数", 4: "≥5人"},  # shifted by a lost cell
        {2: "≥5人", 3: "计划标准"},
        {1: "社会效益指标", 2: "知晓率", 3: "≥90%"},  # its first level is missing
        {3: "≥5人"},  # no name
        {0: "效益指标", 2: "知晓率"},  # a first level without a second
        {2: "培训人数", 5: "≥5人"},  # outside the heading
    ],
)
def test_what_does_not_stand_is_not_read_here(row: dict[int, str]) -> None:
    assert standing(tokens(FIRST, row), COLUMNS, "") is None


def test_a_table_that_goes_on_takes_its_first_level_from_above() -> None:
    row = {1: "数量指标", 2: "培训人数"}
    assert standing(tokens(row), COLUMNS, "产出指标") and standing(tokens(row), COLUMNS, "") is None


def test_a_level_counts_by_its_key_however_it_is_printed_and_one_nobody_knows_holds_nothing() -> None:
    first, *others = tokens(FIRST)
    assert standing([replace(first, text="产出指标（50分）"), *others], COLUMNS, "")
    assert standing(tokens({1: "数量指标", 2: "培训人数"}), COLUMNS, "实施期目标") is None
