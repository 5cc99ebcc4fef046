"""What an 审核意见函 says; how it is set as a Word file: ``opinion_letter.py``, which loads the library for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LetterFile:
    """One returned file; ``comments`` are (place, sentence)."""

    project: str
    unit: str
    returned_on: date
    due_on: date
    comments: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OpinionLetter:
    """Everything of the letter. ``number`` is 文号 as typed, "" where the office gives it later."""

    number: str
    department: str
    bureau: str
    years: Sequence[int]
    first: date
    last: date
    files: Sequence[LetterFile]
    issued_on: date
