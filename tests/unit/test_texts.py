"""What counts as said: every invisible sign goes, everything else stays as typed."""

import pytest

from tests.unit.invisible import INVISIBLE
from workflow.texts import said, seen, whole


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" \u3000\n\t ", ""),
        (INVISIBLE, ""),
        *((sign, "") for sign in INVISIBLE),
        *((f"指{sign}标", "指标") for sign in INVISIBLE),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\x00 请\u200b写明 依据\ufeff\n", "请写明 依据"),
        ("\u202e100\u202c 万元", "100 万元"),
        ("a\ud800b\x85c", "abc"),
        ("👩\u200d🏭📈 ❤\ufe0f\u200d🔥", "👩\u200d🏭📈 ❤\ufe0f\u200d🔥"),
        ("📈\u200d指标\u200d📈\u200d", "📈指标📈"),
        ("e\u0301 é ①Ａ 《》 👍🏽", "e\u0301 é ①Ａ 《》 👍🏽"),
    ],
)
def test_said(typed: str, kept: str) -> None:
    assert said(typed) == kept


def test_seen_keeps_the_space_around() -> None:
    assert seen(" \u200b a \r\n") == "  a \n"


def test_a_whole_number_is_one_that_a_column_holds() -> None:
    assert [whole(text) for text in (" 12 ", "１２", "", "²", "-1", "1.0", "9" * 19, "9" * 5_000)] == [
        12,
        12,
        *[None] * 6,
    ]
