"""Two clicks at the same moment, each on its own thread and connection."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.domain.factories import File, move
from workflow.errors import Refusal

Click = Callable[[], Any]


@dataclass(frozen=True)
class Race:
    """What came of each click, in the order given: None where it won."""

    results: list[BaseException | None]

    @property
    def winners(self) -> int:
        return self.results.count(None)

    @property
    def loser(self) -> Refusal:
        """The one refusal; whatever else was raised is a fault of the product."""
        [found] = [result for result in self.results if result is not None]
        if not isinstance(found, Refusal):
            raise found
        return found


def click(file: File, who: str, action: str, version: int, **inputs: Any) -> Click:
    """A click made by somebody who saw ``version``."""
    file.world.actor(who)  # signed in before the race
    return lambda: move(file, who, action, version=version, **inputs)


def race(*clicks: Click) -> Race:
    """All at once; a click that hangs fails the test."""
    start = threading.Barrier(len(clicks))
    results: list[BaseException | None] = [None] * len(clicks)

    def run(number: int) -> None:
        start.wait(10)
        try:
            clicks[number]()
        except BaseException as problem:  # the test looks at it
            results[number] = problem

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(clicks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "a click hangs"
    return Race(results)
