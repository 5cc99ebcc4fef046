"""The one grammar of places: what is well-formed, what covers what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.canonical.document import HEADER_FIELDS, SECTIONS
from workflow.canonical.paths import BASICS, FORM, ROW_FIELDS, Path, parse

UIDS = st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True)
SECTION = st.sampled_from(SECTIONS)
ROWS = st.builds(Path, SECTION, UIDS)
CELLS = SECTION.flatmap(lambda name: st.builds(Path, st.just(name), UIDS, st.sampled_from(ROW_FIELDS[name])))
HEADERS = st.builds(Path, st.just(BASICS), st.just("-"), st.sampled_from(HEADER_FIELDS))
WIDE = st.sampled_from([Path(FORM), *(Path(name) for name in (*SECTIONS, BASICS))])
PATHS = st.one_of(WIDE, ROWS, CELLS, HEADERS)


@given(PATHS)
def test_every_place_is_written_and_read_again(path: Path) -> None:
    assert parse(str(path)) == path


@given(PATHS)
def test_everything_lies_in_its_wider_places_up_to_the_form(path: Path) -> None:
    steps = 0
    place = path
    while place != Path(FORM):
        place = place.parent
        assert parse(str(place)) == place
        assert place.covers(path)
        steps += 1
    assert steps <= 3


@given(PATHS, PATHS)
def test_covering_is_an_order(one: Path, other: Path) -> None:
    assert one.covers(one)
    if one.covers(other) and other.covers(one):
        assert one == other


@given(CELLS, CELLS)
def test_cells_cover_nothing_but_themselves(one: Path, other: Path) -> None:
    assert one.covers(other) == (one == other)
    assert not one.covers(one.parent)


@given(st.text(max_size=60))
def test_any_other_text_is_refused_by_name(text: str) -> None:
    try:
        found = parse(text)
    except ValueError as refusal:
        assert str(refusal) == "bad_path"
    else:
        assert str(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "nonsense", "basics/-", "basics/x/phone", "basics/-/nonsense", "basics/-/phone/x", "form/x",
        "indicators/", "indicators/i 1", "indicators//target", "indicators/i1/nonsense", "indicators/i1/prior_years",
        "indicators/i1/target/", "indicators/i1/prior_years.2", "expenditure_lines/e1/amounts.gold", "goals/g1/target",
        "i" * 70, "indicators/" + "i" * 33,
    ],
)  # fmt: skip
def test_places_that_no_form_has(text: str) -> None:
    with pytest.raises(ValueError, match=r"^bad_path$"):
        parse(text)
