"""Two real connections: one winner, and a loser who sees both values, who and when."""

import threading
from collections.abc import Callable
from typing import Any

from tests.domain.factories import make_declaration, move
from tests.domain.hands import explain_all
from tests.domain.world import World
from tests.services.editing.hands import WIDE, put, send, text, trail, uids
from workflow.errors import Refusal, WrongState
from workflow.services.editing import Change, Outcome, Result

CELL, SAW = "indicators/i001/target", "300-4000元"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run them from a common start, each on its own connection; refusals come back as results."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[index] = act()
        except Refusal as found:
            results[index] = found

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_people_in_one_cell(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    people = ["filer_own_a", "filer_own_b"] * 3
    acts = [lambda who=who, n=n: put(file, who, CELL, f"≥{n}", old=SAW) for n, who in enumerate(people)]
    results: list[Result] = at_once(*acts)
    won = [item for item in results if item.outcome is Outcome.applied]
    lost = [item for item in results if item.outcome is Outcome.conflict]
    assert (len(won), len(lost)) == (1, 5)
    assert {item.theirs for item in lost} == {won[0].value} == {text(file, CELL)}
    assert all(item.who.startswith("人员filer_own_") and item.at for item in lost)
    assert len(trail(file)) == 1


def test_people_in_different_cells_do_not_disturb_each_other(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    before = file.read().version
    rows = uids(file, "indicators")[:8]
    at_once(*(lambda uid=uid: put(file, "filer_own_a", f"indicators/{uid}/basis", f"依据{uid}") for uid in rows))
    assert [text(file, f"indicators/{uid}/basis") for uid in rows] == [f"依据{uid}" for uid in rows]
    assert file.read().version == before + len(rows)


def test_the_same_row_made_at_once_is_made_once(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    change = Change("add", "funding_sources/other", values={"source": "other", "amount": "5"})
    at_once(*(lambda who=who: send(file, who, change) for who in ("filer_own_a", "filer_own_b")))
    assert uids(file, "funding_sources") == ["f1", "f2", "other"]


def test_typing_while_the_file_goes_up(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    explain_all(file)
    typed, sent = at_once(
        lambda: put(file, "filer_own_b", "basics/-/phone", "027-5550199"),
        lambda: move(file, "filer_own_a", "send_up"),
    )
    if isinstance(typed, WrongState):
        assert (typed.code, typed.facts["last_action"], typed.facts["last_actor"]) == (
            "not_editable",
            "send_up",
            "人员filer_own_a",
        )
    else:
        assert typed.outcome is Outcome.applied
        assert not isinstance(sent, Refusal) or sent.code == "version_changed"
