"""An edit is a fixed number of statements, however many cells it has, and quick enough to type against."""

from time import process_time

import pytest

from tests.domain.factories import make_declaration
from tests.domain.world import World
from tests.services.editing.hands import WIDE, counted, returned, send, text, uids
from tests.services.editing.test_paste import excel, paste, thirty
from workflow.services.editing import Change

CEILING_CELL, CEILING_PASTE = 18, 32
SECONDS = 0.3
"""Of this process: what other tests do to the machine meanwhile is not its fault."""


@pytest.mark.parametrize("many", [1, 30])
def test_statements_do_not_grow_with_the_cells(world: World, many: int) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    names = ("level3", "target", "basis", "prior_years.0") if many > 1 else ("target",)
    paths = [f"indicators/{uid}/{name}" for uid in uids(file, "indicators")[:many] for name in names]
    changes = [Change("set", path, text(file, path), f"新{number}") for number, path in enumerate(paths)]
    with counted() as statements:
        begin = process_time()
        send(file, "filer_own_a", *changes)
        assert process_time() - begin < SECONDS
    assert len(statements) <= CEILING_CELL, "\n".join(statements)


def test_a_paste_of_thirty_rows(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    with counted() as statements:
        paste(file, excel(thirty()))
    inserts = sum(1 for statement in statements if statement.startswith("INSERT INTO indicator "))
    assert len(statements) - inserts <= CEILING_PASTE, "\n".join(statements)


def test_locks_cost_no_statement_per_comment(world: World) -> None:
    few, many = (
        returned(world, *(f"indicators/{uid}/target" for uid in rows))
        for rows in (("i013",), ("i013", "i014", "i015", "i016"))
    )
    counts = []
    for file in (few, many):
        change = Change("set", "indicators/i013/target", text(file, "indicators/i013/target"), "≥1")
        with counted() as statements:
            send(file, "filer_own_a", change)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= CEILING_CELL + 4
