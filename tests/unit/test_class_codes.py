"""Codes of classes: what is meant by what is printed, and where it stands at each level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.execution.class_codes import SIZES, is_code, lists_of, place, size_of
from workflow.execution.class_lists import ECONOMIC, FUNCTION, NATURE, SHIPPED, CodeRow

MORE = CodeRow(FUNCTION, "2080705", ("公益性岗位补贴", "Public posts"), 2024, 2024, ("208070A", "旧科目"))


@pytest.mark.parametrize(
    ("list_name", "printed", "code"),
    [
        (FUNCTION, " 2080705 ", "2080705"),
        (FUNCTION, "2080705 公益性岗位补贴", "2080705"),
        (FUNCTION, "旧科目", "2080705"),
        (FUNCTION, "社会保障", "社会保障"),
        (ECONOMIC, "30309-奖励金", "30309"),
        (NATURE, "一般公共预算拨款", "general"),
        (NATURE, "彩票公益金", "彩票公益金"),
        (NATURE, "", ""),
    ],
)
def test_what_is_meant(list_name: str, printed: str, code: str) -> None:
    assert lists_of(2024, [MORE]).canonical(list_name, printed) == code


def test_a_row_holds_in_its_years_alone() -> None:
    assert lists_of(2023, [MORE]).canonical(FUNCTION, "旧科目") == "旧科目"
    assert lists_of(2018).words(FUNCTION, "207") == ("文化体育与传媒支出", "Culture, sport and media")
    assert lists_of(2025).words(FUNCTION, "207") == ("文化旅游体育与传媒支出", "Culture, tourism, sport and media")


@pytest.mark.parametrize(
    ("code", "by_class", "by_section", "by_item"),
    [
        ("2080705", "208", "20807", "2080705"),
        ("20807", "208", "20807", "20807"),  # by item: under its parent, not split further
        ("2080", "208", "208", "208"),  # half a section is its class
        ("208070501", "208", "20807", "2080705"),
        ("社会保障", "社会保障", "社会保障", "社会保障"),
        ("", "", "", ""),
    ],
)
def test_rolled_up(code: str, by_class: str, by_section: str, by_item: str) -> None:
    assert [place(FUNCTION, code, level) for level in SIZES[FUNCTION]] == [by_class, by_section, by_item]


@given(code=st.text(alphabet="0123456789 项", max_size=9), list_name=st.sampled_from([FUNCTION, ECONOMIC]))
def test_a_coarser_level_only_joins_lines(code: str, list_name: str) -> None:
    """Placed once more at a coarser level it stands where it would have stood at once."""
    sizes = SIZES[list_name]
    for fine in sizes:
        for coarse in (size for size in sizes if size <= fine):
            assert place(list_name, place(list_name, code, fine), coarse) == place(list_name, code, coarse)


@pytest.mark.parametrize(
    ("list_name", "code", "known"),
    [
        (FUNCTION, "208", True), (FUNCTION, "2080799", True), (FUNCTION, "2089999", True), (FUNCTION, "2080", False),
        (FUNCTION, "999", False), (FUNCTION, "社会", False), (ECONOMIC, "30201", True), (ECONOMIC, "3020101", False),
        (NATURE, "general", True), (NATURE, "彩票", False),
    ],
)  # fmt: skip
def test_what_may_be_entered(list_name: str, code: str, known: bool) -> None:
    assert is_code(lists_of(2025), list_name, code) is known


def test_every_shipped_code_has_a_level_a_parent_and_two_names() -> None:
    for row in SHIPPED:
        assert all(row.words), row
        if row.list_name in SIZES:
            assert size_of(row.list_name, row.code) == len(row.code), row
            assert is_code(lists_of(min(row.year_to, 2025)), row.list_name, row.code), row
