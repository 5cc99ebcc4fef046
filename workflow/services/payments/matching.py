"""Which project a voucher line belongs to: by code, by what a person said before, by unit and name; else nobody's.

Everything stays within one region and year. Names are compared without blanks, punctuation and width.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, or_, select

from workflow.models import Organisation, Payment, PaymentMatch, Project
from workflow.services.payments.totals import Changes, Deed, reassign
from workflow.texts import name_key
from workflow.types import OrganisationKind

LONGEST_KEY = 200
_BLANK = re.compile(r"\s")


class Printed(NamedTuple):
    """What a line prints about its project."""

    project_code: str
    project_name: str
    unit_code: str
    unit_name: str

    @property
    def unit_key(self) -> str:
        """The unit as a match is remembered by."""
        return (self.unit_code or name_key(self.unit_name))[:LONGEST_KEY]

    @property
    def project_key(self) -> str:
        """The project as a match is remembered by; empty if the line names none."""
        return (name_key(self.project_name) or code_key(self.project_code))[:LONGEST_KEY]


class Matched(NamedTuple):
    """The project, and how it was found: code, hand, name or not at all."""

    project_id: int | None = None
    how: str = ""


def code_key(code: str) -> str:
    """A project code as the table of projects has it."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", code)).upper()


class Matcher:
    """Looks up many lines at once and remembers what it has read; made anew for every file."""

    def __init__(self, session: Session, region_id: int, fiscal_year: int) -> None:
        self._region_id = region_id
        self._codes: dict[str, int | None] = {}
        self._projects: dict[int, dict[str, int]] = {}
        self._units_by_code, self._units_by_name = _units(session, region_id, fiscal_year)
        self._by_hand = _remembered(session, region_id, fiscal_year)

    def match(self, session: Session, lines: Sequence[Printed]) -> list[Matched]:
        """The answer for each line, in order."""
        self._read_codes(session, {code_key(line.project_code) for line in lines if line.project_code})
        self._read_projects(session, {unit for line in lines for unit in self._units(line)})
        return [self._one(line) for line in lines]

    def _one(self, line: Printed) -> Matched:
        by_code = self._codes.get(code_key(line.project_code)) if line.project_code else None
        if by_code:
            return Matched(by_code, "code")
        if not line.project_key:
            return Matched()
        by_hand = self._by_hand.get((line.unit_key, line.project_key))
        if by_hand:
            return Matched(by_hand, "hand")
        name = name_key(line.project_name)
        found = {self._projects[unit].get(name) for unit in self._units(line)} - {None} if name else set()
        return Matched(found.pop(), "name") if len(found) == 1 else Matched()

    def _units(self, line: Printed) -> frozenset[int]:
        by_code = self._units_by_code.get(line.unit_code) if line.unit_code else None
        return by_code or self._units_by_name.get(name_key(line.unit_name), frozenset())

    def _read_codes(self, session: Session, codes: set[str]) -> None:
        new = codes - self._codes.keys()
        if new:
            query = select(Project.code, Project.id).where(
                Project.region_id == self._region_id, col(Project.code).in_(new)
            )
            self._codes |= dict.fromkeys(new)
            self._codes |= {code: key for code, key in session.exec(query) if code}

    def _read_projects(self, session: Session, units: set[int]) -> None:
        new = units - self._projects.keys()
        if not new:
            return
        found: dict[int, dict[str, set[int]]] = {unit: defaultdict(set) for unit in new}
        query = select(Project.unit_id, Project.name, Project.id).where(col(Project.unit_id).in_(new))
        for unit, name, key in session.exec(query):
            found[unit][name_key(name)].add(key)
        for unit, names in found.items():  # two projects of one normalised name: a person decides
            self._projects[unit] = {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1}


Units = dict[str, frozenset[int]]


def _units(session: Session, region_id: int, year: int) -> tuple[Units, Units]:
    """Budget units of the year by printed code and by name; a department stands for its own-level unit (本级)."""
    columns: list[Any] = [
        Organisation.id, Organisation.kind, Organisation.code, Organisation.name, Organisation.short_name,
        Organisation.parent_id, Organisation.own_level,
    ]  # fmt: skip
    query: Any = select(*columns).where(
        col(Organisation.region_id) == region_id,
        col(Organisation.kind).in_((OrganisationKind.department, OrganisationKind.unit)),
        col(Organisation.valid_from) <= date(year, 12, 31),
        or_(col(Organisation.valid_to).is_(None), col(Organisation.valid_to) >= date(year, 1, 1)),
    )
    rows = list(session.exec(query))
    own = {parent: key for key, _, _, _, _, parent, own_level in rows if own_level}
    codes: dict[str, set[int]] = defaultdict(set)
    names: dict[str, set[int]] = defaultdict(set)
    for key, kind, code, name, short_name, _, _ in rows:
        unit = key if kind == OrganisationKind.unit else own.get(key)
        if unit:
            codes[code].add(unit)
            for text in filter(None, (name, short_name)):
                names[name_key(text)].add(unit)
    return {key: frozenset(ids) for key, ids in codes.items()}, {key: frozenset(ids) for key, ids in names.items()}


def _remembered(session: Session, region_id: int, year: int) -> dict[tuple[str, str], int]:
    query = select(PaymentMatch.unit_key, PaymentMatch.project_key, PaymentMatch.project_id).where(
        PaymentMatch.region_id == region_id, PaymentMatch.fiscal_year == year
    )
    return {(unit, project): key for unit, project, key in session.exec(query)}


def rematch(session: Session, region_id: int, fiscal_year: int, deed: Deed) -> int:
    """Try the year's unmatched lines again: projects and matches came since. How many lines found their project."""
    here = and_(
        col(Payment.region_id) == region_id,
        col(Payment.fiscal_year) == fiscal_year,
        col(Payment.project_id).is_(None),
        col(Payment.project_key) != "",
    )
    query = select(Payment.project_code, Payment.project_name, Payment.unit_code, Payment.unit_name)
    lines = [Printed(*row) for row in session.exec(query.where(here).distinct())]
    found = Matcher(session, region_id, fiscal_year).match(session, lines) if lines else []
    changes = Changes()
    count = sum(
        _assign(session, changes, here, line, match) for line, match in zip(lines, found, strict=True) if match.how
    )
    changes.store(session, region_id, fiscal_year, deed)
    return count


def _assign(session: Session, changes: Changes, here: ColumnElement[bool], line: Printed, match: Matched) -> int:
    printed = [col(getattr(Payment, name)) == value for name, value in line._asdict().items()]
    return reassign(session, changes, and_(here, *printed), match.project_id, match.how)
