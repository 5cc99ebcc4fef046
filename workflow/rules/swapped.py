"""Targets of two rows that changed places from one year to the next."""

from collections.abc import Iterator

from workflow.canonical import Declaration
from workflow.rules.last_year import Pair, folded, matching


def swapped(document: Declaration, before: Declaration | None) -> Iterator[tuple[Pair, Pair]]:
    """Pairs (a, b) where a has now what b had and b what a had, and both are different; each row once."""
    if before is None:
        return
    open_pairs = [
        pair
        for pair in matching(document, before).pairs
        if folded_target(pair.now.target) != folded_target(pair.then.target)
    ]
    taken: set[str] = set()
    for number, one in enumerate(open_pairs):
        for other in open_pairs[number + 1 :]:
            if one.now.uid not in taken and other.now.uid not in taken and _crossed(one, other):
                taken |= {one.now.uid, other.now.uid}
                yield one, other


def swapped_uids(document: Declaration, before: Declaration | None) -> set[str]:
    """The rows of this year that took part in a swap."""
    return {pair.now.uid for both in swapped(document, before) for pair in both}


def folded_target(text: str) -> str:
    """A target by its signs alone: comparators count, spaces do not."""
    return "".join(text.split())


def _crossed(one: Pair, other: Pair) -> bool:
    texts = [folded_target(text) for text in (one.now.target, other.then.target, other.now.target, one.then.target)]
    same_table = one.now.horizon == other.now.horizon
    return same_table and bool(folded(texts[0] + texts[2])) and texts[0] == texts[1] and texts[2] == texts[3]
