"""How long files lay at each desk, in working days, read from the audit trail.

A stay begins with the move that brings the file to a desk and ends with the one that takes it away; the present stay
counts until today. Days are those of the region; in and out on one day is 0.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock
from workflow.models import AuditEntry
from workflow.workdays import workdays_held

Moved = tuple[int, datetime, str]
"""(declaration, when, where it then is: ``submitted/section``, ``approved``)."""


@dataclass(frozen=True)
class Stay:
    """One stay of one file at one desk; ``present``: it is still there."""

    declaration_id: int
    desk: str
    days: int
    present: bool


def stays(session: Session, files: Any) -> Iterator[Stay]:
    """All stays of the files; ``files`` are ids or a query for them."""
    columns: tuple[Any, ...] = (AuditEntry.object_id, AuditEntry.at, AuditEntry.state_to)
    query = select(*columns).where(
        AuditEntry.object_kind == "declaration", col(AuditEntry.object_id).in_(files), AuditEntry.state_to != ""
    )
    moved: Iterable[Moved] = session.exec(query.order_by(col(AuditEntry.object_id), col(AuditEntry.id)))
    today = clock.business_date()
    for declaration_id, course in groupby(moved, key=lambda item: item[0]):
        yield from _of_one(declaration_id, course, today)


def days_at(session: Session, desk: str, files: Sequence[int]) -> dict[int, int]:
    """Working days at one desk by file."""
    days: Counter[int] = Counter()
    for stay in stays(session, files):
        if stay.desk == desk:
            days[stay.declaration_id] += stay.days
    return days


def _of_one(declaration_id: int, course: Iterable[Moved], today: date) -> Iterator[Stay]:
    here, since = "", today
    for _, at, place in course:
        if place == here:
            continue
        day = clock.local(at).date()
        if desk := _desk(here):
            yield Stay(declaration_id, desk, workdays_held(since, day), present=False)
        here, since = place, day
    if desk := _desk(here):
        yield Stay(declaration_id, desk, workdays_held(since, today), present=True)


def _desk(place: str) -> str:
    """ "" where no desk holds the file (approved, terminated)."""
    return place.partition("/")[2]
