"""Rows: made, removed, moved; two people at the same row; what hangs on a row goes and comes with it."""

import pytest

from tests.domain.factories import File, make_declaration
from tests.domain.world import World
from tests.services.editing.hands import WIDE, outcomes, put, raw, send, text, uids
from workflow.documents.assemble import SECTIONS
from workflow.services.editing import Change, Outcome

WHO, COLLEAGUE = "filer_own_a", "filer_own_b"


@pytest.fixture
def draft(world: World) -> File:
    return make_declaration(world, unit="hr_own", content=WIDE)


@pytest.mark.parametrize(
    ("after", "order"), [("", "g1 g2 n1"), ("g1", "g1 n1 g2"), ("^", "n1 g1 g2"), ("gone", "g1 g2 n1")]
)
def test_a_new_row_stands_where_it_was_put(draft: File, after: str, order: str) -> None:
    send(draft, WHO, Change("add", "goals/n1", values={"horizon": "long_term", "text": "稳就业"}, after=after))
    assert uids(draft, "goals") == order.split()
    assert next(goal.text for goal in draft.document().goals if goal.uid == "n1") == "稳就业"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_list_takes_an_empty_row_and_gives_it_back(draft: File, section: str) -> None:
    before = draft.hash()
    assert outcomes(send(draft, WHO, Change("add", f"{section}/n1"))) == [Outcome.applied]
    assert uids(draft, section)[-1] == "n1"
    assert outcomes(send(draft, WHO, Change("remove", f"{section}/n1"))) == [Outcome.applied]
    assert draft.hash() == before


def test_unreadable_cells_of_a_new_row_are_kept_too(draft: File) -> None:
    results = send(draft, WHO, Change("add", "asset_lines/n1", values={"item": "电脑", "amount": "五万"}))
    assert outcomes(results) == [Outcome.applied, Outcome.applied, Outcome.unparsed]
    assert raw(draft) == {"asset_lines/n1/amount": "五万"}


def test_a_removed_row_takes_its_amounts_and_unreadable_cells_along(draft: File) -> None:
    put(draft, WHO, "expenditure_lines/e1/amounts.transfer", "不知道")
    send(draft, WHO, Change("remove", "expenditure_lines/e1"))
    assert raw(draft) == {}
    assert uids(draft, "expenditure_lines") == ["e2", "e3", "e4", "e5", "e6", "e7"]


def test_made_filled_and_removed_in_one_request_leaves_nothing(draft: File) -> None:
    before = draft.hash()
    path = "expenditure_lines/n1"
    send(
        draft,
        WHO,
        Change("add", path, values={"amounts.local": "x"}),
        Change("set", f"{path}/amounts.local", "x", "5"),
        Change("set", f"{path}/amounts.local", "5.00", ""),
        Change("set", f"{path}/amounts.local", "", "7"),
        Change("remove", path),
    )
    assert (draft.hash(), raw(draft)) == (before, {})


def test_typing_into_a_row_somebody_removed_says_who(draft: File) -> None:
    send(draft, COLLEAGUE, Change("remove", "indicators/i003"))
    result = put(draft, WHO, "indicators/i003/target", "≥5", old="923.78元/月（企业）、673.19元/月（灵活）")
    assert (result.outcome, result.code, result.who) == (Outcome.unknown, "row_gone", "人员filer_own_b")
    assert result.at


def test_the_row_two_people_make_at_once_is_one_row_with_both_values_shown(draft: File) -> None:
    row = "funding_sources/other"
    send(draft, COLLEAGUE, Change("add", row, values={"source": "other", "amount": "30"}))
    results = send(draft, WHO, Change("add", row, values={"source": "other", "amount": "31"}))
    assert outcomes(results) == [Outcome.same, Outcome.same, Outcome.conflict]
    assert (results[2].theirs, results[2].who) == ("30.00", "人员filer_own_b")
    assert text(draft, f"{row}/amount") == "30.00"


@pytest.mark.parametrize(
    ("row", "after", "order"),
    [("e1", "e2", "e2 e1 e3 e4 e5 e6 e7"), ("e7", "^", "e7 e1 e2 e3 e4 e5 e6"), ("e2", "", "e1 e3 e4 e5 e6 e7 e2")],
)
def test_rows_move(draft: File, row: str, after: str, order: str) -> None:
    assert outcomes(send(draft, WHO, Change("move", f"expenditure_lines/{row}", after=after))) == [Outcome.applied]
    assert uids(draft, "expenditure_lines") == order.split()
    assert outcomes(send(draft, WHO, Change("move", f"expenditure_lines/{row}", after=after))) == [Outcome.same]
