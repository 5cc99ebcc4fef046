"""Which form of a file a remark of the reader concerns, and which cell of its draft."""

import pytest

from workflow.services.intake.places import Piece, lies_within, path_at


def piece(where: str, path: str = "") -> Piece:
    return Piece(where, "", 1.0, path, path)


PIECES = [
    piece("申报表!B3", "basics/-/project_name"),
    piece("申报表!B5", "basics/-/budget_total"),
    piece("申报表!D5"),
    piece("申报表!A12", "indicators/i001"),
    piece("第2页表1第2行第1格", "indicators/i002"),
    piece("第2页表1第4行第1格", "goals/g001"),
    piece("第2页表1第4行第3格", "goals/g002"),
]


@pytest.mark.parametrize(
    ("where", "inside", "path"),
    [
        ("申报表!B5", True, "basics/-/budget_total"),
        ("申报表!F12", True, "indicators/i001"),  # an empty cell of the row
        ("申报表!F8", True, ""),
        ("申报表!F13", False, ""),  # after the form: the next one, or the total
        ("另一表!F8", False, ""),
        ("第2页表1第3行第6格", True, ""),
        ("第2页表1第2行", True, "indicators/i002"),
        ("第2页表1第4行第5格", True, ""),  # two places in one row
        ("第3页表1第2行第1格", False, ""),
        ("第6段", False, ""),
        ("", False, ""),
    ],
)
def test_a_remark_concerns_the_form_it_lies_in(where: str, inside: bool, path: str) -> None:
    assert (lies_within(where, PIECES), path_at(where, PIECES)) == (inside, path)
