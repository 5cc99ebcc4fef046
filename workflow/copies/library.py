"""All texts of a region and year in memory, by the pieces they are looked up by. The database has the same as a table.

Both find the candidates by shared pieces and hold the texts themselves against each other; a piece that stands in
very many forms (a sentence of a law, the words of the form itself) leads nowhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.canonical import Declaration
from workflow.copies.fingerprint import own_share, share
from workflow.copies.texts import Prints, prints

COMMON_TEXTS = 40
"""A piece that stands in more texts than this is common property."""
MOST_COMMON = 0.7
"""A text of which more than this is common property has too little of its own to be compared."""
LEAST_SHARED = 3
CANDIDATES = 3
"""How many texts are held against one: those that share most."""


@dataclass(frozen=True)
class Place:
    """One text of one form."""

    form: int
    path: str


@dataclass(frozen=True)
class Likeness:
    """``share`` of the text at ``path`` stands in the other place."""

    path: str
    text: str
    share: float
    other: Place


def fit_candidates(pieces: int, common: int, holders: Iterable[Place]) -> tuple[list[Place], float]:
    """The places that share most pieces, and how much of the text is common property.

    Of ``pieces`` looked up, ``common`` stand in more than ``COMMON_TEXTS`` texts and lead nowhere; ``holders`` names
    the place of every other one, once for each piece it has.
    """
    part = common / pieces if pieces else 1.0
    if part > MOST_COMMON:
        return [], part
    ranked = sorted(Counter(holders).items(), key=lambda item: (-item[1], item[0].form, item[0].path))
    return [place for place, times in ranked if times >= LEAST_SHARED][:CANDIDATES], part


def likest(mine: Prints, common: float, others: Iterable[tuple[Place, Iterable[int]]]) -> Likeness | None:
    """The candidate of which most stands in this text; ``others`` come with their pieces."""
    shares = [(own_share(share(mine.pieces, frozenset(pieces)), common), place) for place, pieces in others]
    if not shares:
        return None
    best, place = max(shares, key=lambda item: (item[0], -item[1].form))
    return Likeness(mine.path, mine.text, best, place)


class Library:
    """Forms by number, each with the group (department) it belongs to; texts of the own group are no copies."""

    def __init__(self) -> None:
        self._texts: dict[int, dict[str, Prints]] = {}
        self._holders: dict[int, list[Place]] = defaultdict(list)
        self._group: dict[int, str] = {}

    def add(self, form: int, group: str, document: Declaration) -> None:
        """Put a form on the shelf."""
        self._group[form] = group
        self._texts[form] = {print_.path: print_ for print_ in prints(document)}
        for path, print_ in self._texts[form].items():
            for piece in print_.kept:
                self._holders[piece].append(Place(form, path))

    def alike(self, form: int) -> Iterator[Likeness]:
        """For each text of the form the text of another group that it is most like."""
        for mine in self._texts[form].values():
            common = sum(len(self._holders[piece]) > COMMON_TEXTS for piece in mine.kept)
            candidates, part = fit_candidates(len(mine.kept), common, self._others(mine, form))
            found = likest(mine, part, ((place, self._texts[place.form][place.path].pieces) for place in candidates))
            if found:
                yield found

    def _others(self, mine: Prints, form: int) -> Iterator[Place]:
        for piece in mine.kept:
            holders = self._holders[piece]
            if len(holders) <= COMMON_TEXTS:
                yield from (place for place in holders if self._group[place.form] != self._group[form])
