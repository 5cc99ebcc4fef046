"""What a list is when it leaves as a file: its columns, and the very query of its page, read page after page.

A page of the product and its export ask the same function with the same words, so they cannot show different rows.
The headings of the pages come from the columns here too (``webapp.present.heads``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from workflow import clock
from workflow.documents.tables import Head, Kind
from workflow.permissions import Actor
from workflow.types import Role

Words = tuple[str, str]
"""Chinese and English."""
Given = Mapping[str, str]
"""What the address of the page asks for, with ``current_year``, ``money_year``, ``region`` and ``zone`` beside it."""
Read = Callable[[Session, Actor, Given, str, int], tuple[Sequence[Any], str | None]]
"""(session, actor, given, cursor, size) → the rows of one page and the cursor of the next one (None = the last)."""
AT_ONCE = 5_000
"""Rows read by one query: few enough for the memory, many enough that sorting anew costs little."""
UNITS: dict[Kind, Words] = {Kind.wan: ("（万元）", " (10,000 yuan)"), Kind.yuan: ("（元）", " (yuan)")}


@dataclass(frozen=True)
class Column:
    """``value`` gets a row; a pair of words (Chinese, English) is told in the reader's language."""

    key: str
    label: Words
    value: Callable[[Any], Any]
    kind: Kind = Kind.text
    in_file: Words | None = None
    """What the heading is in a file where the page shows something else of the same (how long, not since when)."""

    def head(self, language: str) -> Head:
        """As it stands in the file: amounts say their unit."""
        place = language == "en"
        unit = UNITS.get(self.kind, ("", ""))[place]
        label = (self.in_file or self.label)[place]
        return Head(label if unit.strip(" （）()") in label else label + unit, self.kind)

    def cell(self, row: Any, language: str, zone: ZoneInfo) -> Any:
        """The value as the writers of tables take it."""
        value = self.value(row)
        if isinstance(value, tuple):
            return value[language == "en"]
        if isinstance(value, datetime):
            return clock.local(value, zone).replace(tzinfo=None)
        return None if value == "" else value


@dataclass(frozen=True)
class Listing:
    """One list. ``who`` = the roles that open its page (None: everybody signed in); the rows are scoped by the query.

    ``personal``: names and phones of people stand in it, which the audit entry says.
    """

    key: str
    title: Words
    read: Read
    columns: tuple[Column, ...]
    who: frozenset[Role] | None = None
    personal: bool = False

    def label(self, key: str) -> Words:
        """The heading of a column, for the page."""
        return next(column.label for column in self.columns if column.key == key)

    def rows(self, session: Session, actor: Actor, given: Given) -> Iterator[Any]:
        """All rows, page after page in the order of the list; never more than one page in memory."""
        cursor: str | None = ""
        while cursor is not None:
            found, cursor = self.read(session, actor, given, cursor, AT_ONCE)
            yield from found


MOST_DIGITS = 40
"""More than any key has, fewer than Python reads: what is cut off here is no key either way."""


def whole(given: Given, key: str) -> int | None:
    """A number of the address; what is none counts as not given. One that no key can be is the database's to refuse."""
    text = given.get(key, "").strip()
    return int(text[:MOST_DIGITS]) if text.isascii() and text.isdecimal() else None


def day_of(text: str) -> date | None:
    """A day of the address; what is none counts as not given."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def one_of(given: Given, key: str, known: Any, otherwise: str = "") -> str:
    """A word of the address; one that means nothing counts as ``otherwise``."""
    word = given.get(key, "")
    return word if word in known else otherwise


def cut(rows: Sequence[Any], size: int, key: Callable[[Any], object]) -> tuple[Sequence[Any], str | None]:
    """Of a query that answers one row more than a page: the page, and the key of its last row if there is more."""
    page = rows[:size]
    return page, str(key(page[-1])) if len(rows) > size else None
