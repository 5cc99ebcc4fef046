"""文号: 机关代字〔年份〕序号号, unique per region (代字, 年), no 第, no leading zero (GB/T 9704—2012, 7.2.5).

``read_number`` is pure; ``next_place`` is asked inside the transaction that holds the region's row, so two numbers
given at once never agree.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.models import ApprovalDocument

_OPENING, _CLOSING = "[［(（【", "]］)）】"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "〔") | dict.fromkeys(_CLOSING, "〕"))
_NUMBER = re.compile(r"([^\W\d_]{1,20})〔([12][0-9]{3})〕([1-9][0-9]{0,4}|)号")
LONGEST = 60


@dataclass(frozen=True)
class Number:
    """One number; ``place`` 0 asks for the next of its series."""

    code: str
    year: int
    place: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.place}号"


def read_number(text: str) -> Number | None:
    """What was typed, brackets and blanks put right; None for what is no number of a document."""
    found = _NUMBER.fullmatch("".join(text.split()).translate(_BRACKETS))
    return Number(found[1], int(found[2]), int(found[3] or 0)) if found else None


def _of_series(region_id: int, code: str, year: int) -> tuple[bool, ...]:
    return (
        ApprovalDocument.region_id == region_id,
        ApprovalDocument.number_code == code,
        ApprovalDocument.number_year == year,
    )


def next_place(session: Session, region_id: int, code: str, year: int) -> int:
    """The place after the highest one given."""
    query = select(func.max(ApprovalDocument.number_place)).where(*_of_series(region_id, code, year))
    return (session.exec(query).one() or 0) + 1


def last_code(session: Session, region_id: int) -> str:
    """机关代字 of the letter numbered last; "" before the first."""
    query = (
        select(ApprovalDocument.number_code)
        .where(ApprovalDocument.region_id == region_id, ApprovalDocument.number_code != "")
        .order_by(col(ApprovalDocument.issued_at).desc(), col(ApprovalDocument.id).desc())
        .limit(1)
    )
    return session.exec(query).first() or ""


@dataclass(frozen=True)
class Series:
    """One 代字 and year: how many numbers were given, the highest, and those left out below it (缺号)."""

    code: str
    year: int
    given: int
    highest: int
    gaps: tuple[tuple[int, int], ...]


def series_of(session: Session, region_ids: Sequence[int]) -> list[Series]:
    """All series of the regions, the newest year first."""
    query = (
        select(ApprovalDocument.number_code, ApprovalDocument.number_year, ApprovalDocument.number_place)
        .where(col(ApprovalDocument.region_id).in_(region_ids), ApprovalDocument.number_code != "")
        .order_by(
            col(ApprovalDocument.number_year).desc(),
            col(ApprovalDocument.number_code),
            col(ApprovalDocument.number_place),
        )
    )
    places: dict[tuple[str, int], list[int]] = {}
    for code, year, place in session.exec(query):
        places.setdefault((code, year), []).append(place)
    return [Series(code, year, len(found), found[-1], gaps(found)) for (code, year), found in places.items()]


def gaps(places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """First and last of every run of numbers missing below the highest; ``places`` ascending."""
    steps = zip((0, *places), places, strict=False)
    return tuple((before + 1, place - 1) for before, place in steps if place > before + 1)
