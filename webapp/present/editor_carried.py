"""What of a copied draft still waits to be confirmed, and which of its texts still speak of the old year."""

import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.queries import editor as queries

_OF_THE_PAST = ("/prior_years", "/prior_evaluation")
"""Fields that tell of years before: the old year is right there."""


@dataclass(frozen=True)
class Carried:
    """Open paths in the order of the form; ``clone`` says what they were copied from: source_id, source_year and
    left_out (None = nothing was copied)."""

    clone: Any
    open: dict[str, None]
    reached: dict[str, int]
    """Cells whose figure was taken from the self-evaluation of a year."""

    def within(self, place: str) -> list[str]:
        """Open cells of a row."""
        return [path for path in self.open if path.startswith(f"{place}/")]

    def old_year(self, path: str, text: str, year: int) -> str:
        """The year of the source, if a text that still waits speaks of it as its own; numbers of documents do not."""
        if self.clone is None or path not in self.open or self.clone.source_year >= year:
            return ""
        if any(field in path for field in _OF_THE_PAST):
            return ""
        old = str(self.clone.source_year)
        return old if re.search(rf"(?<![〔\[【（(0-9]){old}(?![0-9〕\]】）)])", text) else ""


def carried_of(session: Session, row: Any) -> Carried:
    """Of one draft."""
    clone = queries.clone_of(session, row)
    if clone is None:
        return Carried(None, {}, {})
    waiting = dict.fromkeys(queries.carried_open(session, row))
    return Carried(clone, waiting, queries.reached_figures(session, row, clone, waiting))
