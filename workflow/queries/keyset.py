"""Keyset paging for any list: a page begins where the last one ended, however deep, with no OFFSET.

A cursor is ``>value|id`` (rows after) or ``<value|id`` (rows before); the id makes every position unique. A cursor
that cannot be read shows the first page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlmodel import Session

PAGE_SIZE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """What a list is ordered by, ties by id; ``parse`` reads the value of a cursor back."""

    value: Any
    row_id: Any
    parse: Callable[[str], Any] = str
    descending: bool = False


@dataclass(frozen=True)
class Window(Generic[T]):
    """The rows of one page and the cursors of its neighbours (None = there is none)."""

    rows: list[T]
    before: str | None = None
    after: str | None = None


def window(
    session: Session, query: Select[Any], order: Order, make: Callable[..., T], cursor: str = "", size: int = PAGE_SIZE
) -> Window[T]:
    """One page of ``query``; ``make`` gets the columns of each row."""
    edge = _edge(order, cursor)
    backwards = edge is not None and cursor.startswith("<")
    downwards = order.descending is not backwards
    here = tuple_(order.value, order.row_id)
    if edge is not None:
        query = query.where(here < tuple_(*edge) if downwards else here > tuple_(*edge))
    query = query.add_columns(order.value.label("cursor_value"), order.row_id.label("cursor_id"))
    query = query.order_by(*(item.desc() if downwards else item.asc() for item in (order.value, order.row_id)))
    statement: Any = query.limit(size + 1)
    found = list(session.exec(statement))
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    marks = [f"{_text(row[-2])}|{row[-1]}" for row in found]
    has_before, has_after = (more, True) if backwards else (edge is not None, more)
    return Window(
        [make(*row[:-2]) for row in found],
        f"<{marks[0]}" if marks and has_before else None,
        f">{marks[-1]}" if marks and has_after else None,
    )


def _edge(order: Order, cursor: str) -> tuple[Any, int] | None:
    value, _, row_id = cursor[1:].rpartition("|")
    try:
        return (order.parse(value), int(row_id)) if cursor[:1] in ("<", ">") else None
    except ValueError:
        return None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
