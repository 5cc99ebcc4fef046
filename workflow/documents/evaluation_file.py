"""A 自评表 that was filled in elsewhere, held against the form it is for: which of its rows is which indicator.

Pure: told by what is printed, never by position; what is only alike is said to be (``guessed``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from workflow.documents.intake.reading import FormRead, IndicatorRead
from workflow.documents.intake.texts import squeeze

KIND = "self_evaluation"
WHOLE = "整体"
"""In the title of the form of a unit as a whole, which names no project."""
ALIKE = 0.75
"""From this similarity on two names may be the same indicator; a person confirms it."""


@dataclass(frozen=True)
class Promised:
    """An indicator of the form."""

    uid: str
    name: str
    target: str


@dataclass
class Pairing:
    """``rows``: uid → row of the file; ``guessed`` of them are only alike; ``left`` rows of the file are nobody's."""

    rows: dict[str, int] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    left: list[int] = field(default_factory=list)


def pick_form(forms: Sequence[FormRead], project_name: str, *, whole: bool = False) -> FormRead | None:
    """The self-evaluation of this project (of the unit as a ``whole``), or the only one; None if it cannot be told."""
    found = [one for one in forms if one.form_type == KIND]
    if whole:
        found = [one for one in found if WHOLE in one.title or not one.project_name]
    own = [one for one in found if squeeze(one.project_name) == squeeze(project_name)]
    if own:
        return own[0]
    return found[0] if len(found) == 1 else None


def pair(promised: Sequence[Promised], read: Sequence[IndicatorRead]) -> Pairing:
    """First those with the same name and target, then the same name, at last what is alike."""
    made = Pairing(left=[at for at, row in enumerate(read) if row.horizon != "long_term"])
    same: tuple[Callable[[str, str], tuple[str, ...]], ...] = (
        lambda name, target: (squeeze(name), squeeze(target)),
        lambda name, _target: (squeeze(name),),
    )
    for key in same:
        for one in _open(promised, made):
            wanted = key(one.name, one.target)
            at = next((at for at in made.left if key(read[at].level3, read[at].target) == wanted), None)
            _take(made, one.uid, at)
    for one in _open(promised, made):
        likely = max(made.left, key=lambda at: _alike(one.name, read[at].level3), default=None)
        if likely is not None and _alike(one.name, read[likely].level3) >= ALIKE:
            _take(made, one.uid, likely)
            made.guessed.add(one.uid)
    return made


def _open(promised: Iterable[Promised], made: Pairing) -> list[Promised]:
    return [one for one in promised if one.uid not in made.rows]


def _take(made: Pairing, uid: str, at: int | None) -> None:
    if at is not None:
        made.rows[uid] = at
        made.left.remove(at)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, squeeze(one), squeeze(other), autojunk=False).ratio()
