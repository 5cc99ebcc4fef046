"""A table on its way into a file: typed columns, a line about itself, rows one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a cell of the column holds: ``code`` is digits that are no number, ``wan`` and ``yuan`` are integer fen."""

    text = "text"
    code = "code"
    number = "number"
    wan = "wan"
    yuan = "yuan"
    percent = "percent"
    day = "day"
    moment = "moment"


@dataclass(frozen=True)
class Head:
    """A column: its heading as it stands in the file, and what its cells hold."""

    label: str
    kind: Kind = Kind.text


@dataclass(frozen=True)
class Table:
    """``about`` is the first line: which list, which filters, when, by whom. ``rows`` is read once.

    ``personal``: it names people, which the audit entry says.

    A ``moment`` is local to the region and without a zone; a ``percent`` is a share (0.5 is 50 %). None is an empty
    cell.
    """

    title: str
    about: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[Any]]
    personal: bool = False
