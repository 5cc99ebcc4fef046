"""Rows that go on under another name."""

from collections.abc import Iterator

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import ValueKind
from workflow.rules.last_year import Pair, folded, likeness, matching
from workflow.rules.readings import read_target
from workflow.rules.swapped import folded_target

_SOMETHING_LEFT = 0.2
"""With the very same target less of the name has to be left."""


def renamed(document: Declaration, before: Declaration) -> Iterator[Pair]:
    """A very similar name, or some of the name left in the same level 2 with the very same number."""
    found = matching(document, before)
    yield from (pair for pair in found.pairs if pair.renamed)
    left = list(found.dropped)
    for row in found.added:
        same = [old for old in left if _continues(row, old)]
        if same:
            old = max(same, key=lambda item: likeness(folded(row.level3), folded(item.level3)))
            left.remove(old)
            yield Pair(row, old, renamed=True)


def _continues(row: Indicator, old: Indicator) -> bool:
    same_place = (row.horizon, row.level2) == (old.horizon, old.level2)
    if not same_place or folded_target(row.target) != folded_target(old.target):
        return False
    if read_target(row.target, row.level3).kind is not ValueKind.quantitative:
        return False
    return likeness(folded(row.level3), folded(old.level3)) >= _SOMETHING_LEFT
