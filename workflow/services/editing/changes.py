"""What a typist sends and what becomes of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from workflow.models import Declaration


class Outcome(StrEnum):
    """applied: stored · same: it already said so · unparsed: kept raw · conflict: somebody was faster ·
    locked: not unlocked by the return · refused: the list has no such choice · unknown: no such cell any more."""

    applied = "applied"
    same = "same"
    unparsed = "unparsed"
    conflict = "conflict"
    locked = "locked"
    refused = "refused"
    unknown = "unknown"


KEPT = frozenset({Outcome.applied, Outcome.same, Outcome.unparsed})
"""What was typed is in the database now."""


@dataclass(frozen=True)
class Change:
    """One step of a patch.

    ``set``: the cell at ``path`` from ``old`` (what the typist saw) to ``new``. ``add``: a row of ``section`` with
    ``values`` and a uid, after the row ``after`` ("" = at the end, "^" = at the start). ``remove`` / ``move``: the
    row at ``path``.
    """

    kind: str
    path: str
    old: str = ""
    new: str = ""
    values: dict[str, str] = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one change; ``theirs``, ``who`` and ``at`` (ISO) only for conflicts; ``code`` names a message."""

    path: str
    outcome: Outcome
    value: str = ""
    code: str = ""
    theirs: str = ""
    who: str = ""
    at: str = ""


@dataclass(frozen=True)
class Done:
    """What became of one click: ``to_check`` paths to look at, ``left_out`` columns without a place, ``again``: this
    very request was carried out before and only its answer got lost."""

    declaration: Declaration
    results: tuple[Result, ...] = ()
    batch: str = ""
    rows: int = 0
    left_out: int = 0
    to_check: tuple[str, ...] = ()
    again: bool = False
