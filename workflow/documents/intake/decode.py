"""Which token of an indicator table is what: the cheapest reading of the whole table, found by dynamic programming.

A row is level names, a name, values and a standard in the order of the heading, with any of them missing. Every
token may be read as any of these at a cost that its words, its column and its place in the line set (``costs.py``);
leaving out a part of a row costs too. So shifted columns, lost cells and missing row borders need no special case.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.documents.intake import vocabulary
from workflow.documents.intake.costs import NEVER, Costs
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.tokens import Token


@dataclass
class Decoded:
    """One row: role → its tokens in order; ``cost`` tells how sure the reading is (about 0: certain)."""

    parts: dict[str, list[Token]] = field(default_factory=dict)
    cost: float = 0.0

    def text(self, role: str) -> str:
        """The text of ``role`` as printed without inner blanks."""
        return "".join(token.text for token in self.parts.get(role, ()))


MOST_DECODED = 40_000
"""Cells of one file that are decoded: what is done within ten seconds. The largest real file has a tenth of it."""

_LONG = 1_000
"""Tokens of a part of a table that are read together: more than the largest real table has."""
_NO_WAY = 1e9
_BEAM = 40.0
"""Readings that cost this much more than the cheapest so far never win again."""
_MOST_WON = 2.0
"""More than any move takes off the cost (``costs.py``: an indented value takes off 1)."""


@dataclass
class Effort:
    """Cells of one file decoded so far; every cell is weighed against every column, which takes its time."""

    cells: int = 0

    def spend(self, cells: int) -> None:
        """Raises ``Unreadable`` beyond the limit, before the time is spent."""
        self.cells += cells
        if self.cells > MOST_DECODED:
            raise Unreadable("too_many_unruled", most=MOST_DECODED)


@dataclass(frozen=True, slots=True)
class _Step:
    cost: float
    state: int
    back: int
    new_row: bool


def decode(tokens: Sequence[Token], roles: Sequence[str], costs: Costs) -> list[Decoded]:
    """The rows of the cheapest reading of ``tokens``; ``roles`` in the order of the heading's columns.

    Long tables are read part by part, cut where a table row begins with a first level: a row begins there in any case.
    """
    states = [(role, first) for role in roles for first in ((True, False) if costs.splits(role) else (True,))]
    borders = [0, *_borders(tokens), len(tokens)]
    parts = itertools.pairwise(borders) if tokens else ()
    return [row for start, end in parts for row in _decoded(tokens, start, end, states, costs)]


def _borders(tokens: Sequence[Token]) -> Iterator[int]:
    last = 0
    for at, token in enumerate(tokens):
        if at - last >= _LONG and token.boundary == "row" and token.key in vocabulary.LEVELS:
            yield at
            last = at


def _decoded(
    tokens: Sequence[Token],
    start: int,
    end: int,
    states: Sequence[tuple[str, bool]],
    costs: Costs,
) -> list[Decoded]:
    """The rows of a part of the table; places are those in the whole table."""
    table: list[list[_Step]] = []
    for at in range(start, end):
        token = tokens[at]
        emit = costs.emit(token, at, states)
        near = _near(table[-1], states) if table else []
        table.append(
            [
                _best(near, at, state, states, emit[state], costs, token)
                if emit[state] < NEVER or not table
                else _Step(_NO_WAY, state, 0, True)
                for state in range(len(states))
            ]
        )
    ends = [step.cost + costs.ended(states[index][0]) for index, step in enumerate(table[-1])]
    return _rows(table, tokens[start:end], states, min(range(len(ends)), key=ends.__getitem__))


def _near(steps: Sequence[_Step], states: Sequence[tuple[str, bool]]) -> list[tuple[int, float, str]]:
    """Of the readings up to a token those that may still win: state, cost, role."""
    limit = min(step.cost for step in steps) + _BEAM
    return [(back, step.cost, states[back][0]) for back, step in enumerate(steps) if step.cost <= limit]


def _best(
    near: Sequence[tuple[int, float, str]],
    at: int,
    state: int,
    states: Sequence[tuple[str, bool]],
    emit: float,
    costs: Costs,
    token: Token,
) -> _Step:
    role, first = states[state]
    if not near:
        return _Step(emit + costs.started(role) + (0 if first else 99), state, -1, True)
    best, came_from, begins = float("inf"), -1, True
    for back, cost, before in near:
        if cost >= best + _MOST_WON:
            continue
        for new_row, price in costs.move(before, role, first, token, at):
            if cost + price < best:
                best, came_from, begins = cost + price, back, new_row
    return _Step(best + emit, state, came_from, begins)


def _rows(
    table: list[list[_Step]], tokens: Sequence[Token], states: Sequence[tuple[str, bool]], last: int
) -> list[Decoded]:
    path: list[tuple[str, bool, float]] = []
    state = last
    for at in range(len(tokens) - 1, -1, -1):
        step = table[at][state]
        before = table[at - 1][step.back].cost if at else 0.0
        path.append((states[state][0], step.new_row, step.cost - before))
        state = step.back
    rows: list[Decoded] = []
    for token, (role, new_row, cost) in zip(tokens, reversed(path), strict=True):
        if new_row or not rows:
            rows.append(Decoded())
        rows[-1].parts.setdefault(role, []).append(token)
        rows[-1].cost += cost
    return rows
