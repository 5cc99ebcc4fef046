"""Reading the indicator library: found by Chinese, pinyin or initials, the nearest kin first; and its governance."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, or_
from sqlmodel import Session, col, func, select

from workflow.errors import NotFound
from workflow.indicators.sectors import sector_of
from workflow.models import AuditEntry, Declaration, Indicator, JobRun, LibraryIndicator, Organisation
from workflow.permissions import Actor
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.types import JobKind, LibraryState, Role

FOUND = 20
LONGEST_TEXT = 60
MOST_WORDS = 6


@dataclass(frozen=True)
class Kin:
    """Where the chosen indicator will stand: entries of the same place come first."""

    region_id: int
    sector: str = ""
    level1: str = ""
    level2: str = ""


@dataclass(frozen=True)
class Offer:
    """An entry that may be chosen; ``instead`` names the deprecated one that was found, if it stands for one."""

    entry: LibraryIndicator
    instead: str = ""


def kin_of(session: Session, row: Declaration, level1: str = "", level2: str = "") -> Kin:
    """The sector follows from the department."""
    department = session.exec(select(Organisation.name).where(Organisation.id == row.department_id)).one()
    return Kin(row.region_id, sector_of(department), level1, level2)


def offers(session: Session, kin: Kin, text: str) -> list[Offer]:
    """At most ``FOUND``: same sector and levels, same levels, same level 1, same sector, all others; common ones first.

    A deprecated entry is answered by its successor, once; one without successor is not offered.
    """
    nearest = (
        select(LibraryIndicator.id)
        .where(
            LibraryIndicator.region_id == kin.region_id,
            (col(LibraryIndicator.status) == LibraryState.active) | col(LibraryIndicator.successor_id).is_not(None),
            *matching(text),
        )
        .order_by(_nearness(kin), col(LibraryIndicator.uses).desc(), col(LibraryIndicator.id))
        .limit(2 * FOUND)
    )
    ids = list(session.exec(nearest))  # only keys are sorted: the rows themselves are read for those few
    rows = {row.id: row for row in _entries(session, ids)}
    later = {row.id: row for row in _entries(session, [row.successor_id for row in rows.values() if row.successor_id])}
    found: dict[int, Offer] = {}
    for entry in (rows[key] for key in ids):
        offer = Offer(later[entry.successor_id], entry.name) if entry.successor_id else Offer(entry)
        if not offer.instead or offer.entry.id not in found:
            found[offer.entry.id] = offer
    return list(found.values())[:FOUND]


def _entries(session: Session, ids: list[int]) -> list[LibraryIndicator]:
    return list(session.exec(select(LibraryIndicator).where(col(LibraryIndicator.id).in_(ids)))) if ids else []


def levels_at(session: Session, row: Declaration, path: str) -> tuple[str, str] | None:
    """Level 1 and 2 of the indicator at a path; None = the draft has no such row."""
    section, _, uid = path.partition("/")
    query = select(Indicator.level1, Indicator.level2).where(Indicator.declaration_id == row.id, Indicator.uid == uid)
    return session.exec(query).first() if section == "indicators" else None


def matching(text: str) -> list[ColumnElement[bool]]:
    """Every word of the text must stand in the name, its pinyin or its initials."""
    words = text.lower()[:LONGEST_TEXT].split()[:MOST_WORDS]
    return [col(LibraryIndicator.search).contains(word, autoescape=True) for word in words]


def _nearness(kin: Kin) -> Any:
    sector = col(LibraryIndicator.sector) == kin.sector
    first, second = col(LibraryIndicator.level1) == kin.level1, col(LibraryIndicator.level2) == kin.level2
    return case((sector & first & second, 0), (first & second, 1), (first, 2), (sector, 3), else_=4)


# --- governance -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What the filter bar of the library asks for; empty = all."""

    text: str = ""
    sector: str = ""
    level1: str = ""
    status: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        wanted = matching(self.text)
        for column, value in (("sector", self.sector), ("level1", self.level1), ("status", self.status)):
            if value:
                wanted.append(getattr(LibraryIndicator, column) == value)
        return wanted


@dataclass(frozen=True)
class Entry:
    """One entry with the names of what it points to."""

    row: LibraryIndicator
    owner: str = ""
    successor: str = ""
    source: str = ""
    history: list[AuditEntry] = field(default_factory=list)


def list_library(
    session: Session, actor: Actor, filters: Filters, cursor: str = "", size: int = PAGE_SIZE
) -> Window[Entry]:
    """A page by name."""
    query: Any = (
        select(LibraryIndicator, Organisation.name)
        .outerjoin(Organisation, col(Organisation.id) == LibraryIndicator.owner_id)
        .where(_mine(actor), *filters.conditions())
    )
    by_name = Order(col(LibraryIndicator.sort_key), col(LibraryIndicator.id))
    return window(session, query, by_name, lambda row, owner: Entry(row, owner or ""), cursor, size)


def count_library(session: Session, actor: Actor, filters: Filters) -> int:
    """How many the filters leave."""
    query = select(func.count()).select_from(LibraryIndicator).where(_mine(actor), *filters.conditions())
    return session.exec(query).one()


def levels_in_use(session: Session, actor: Actor) -> list[str]:
    """Level-1 names of the library, for the filter."""
    return sorted(session.exec(select(LibraryIndicator.level1).where(_mine(actor)).distinct()))


def find_entry(session: Session, actor: Actor, entry_id: int) -> Entry:
    """With its trail, newest first; raises ``NotFound`` outside the actor's regions."""
    query = select(LibraryIndicator).where(LibraryIndicator.id == entry_id, _mine(actor))
    row = session.exec(query).first()
    if row is None:
        raise NotFound("no_such_indicator")
    owner = session.get(Organisation, row.owner_id) if row.owner_id else None
    successor = session.get(LibraryIndicator, row.successor_id) if row.successor_id else None
    source = session.get(Declaration, row.source_id) if row.source_id else None
    trail = select(AuditEntry).where(AuditEntry.object_kind == "library_indicator", AuditEntry.object_id == row.id)
    return Entry(
        row,
        owner.name if owner else "",
        successor.name if successor else "",
        source.project_name if source and actor.sees(source) else "",
        list(session.exec(trail.order_by(col(AuditEntry.id).desc()))),
    )


def chosen_entries(session: Session, actor: Actor, ids: list[int]) -> list[LibraryIndicator]:
    """The ticked ones, by name."""
    query = select(LibraryIndicator).where(_mine(actor), col(LibraryIndicator.id).in_(ids))
    return list(session.exec(query.order_by(col(LibraryIndicator.sort_key), col(LibraryIndicator.id))))


def departments(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Who may maintain an entry besides the performance section."""
    query = select(Organisation.id, Organisation.name).where(
        Organisation.kind == "department",
        col(Organisation.region_id).in_(_regions(actor)),
        col(Organisation.valid_to).is_(None),
    )
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())


def keeps(actor: Actor, region_id: int = 0) -> bool:
    """Whether the actor may change the library (of a region)."""
    return any(grant.role is Role.performance and region_id in (0, grant.region_id) for grant in actor.grants)


def last_build(session: Session, actor: Actor) -> JobRun | None:
    """The newest build that ran or waits, of all regions or one of the actor's."""
    names = [col(JobRun.dedupe_key).startswith(f"indicator_library:{key}:") for key in ("nightly", *_regions(actor))]
    query = select(JobRun).where(JobRun.kind == JobKind.indicator_library, or_(*names))
    return session.exec(query.order_by(col(JobRun.id).desc()).limit(1)).first()


def _mine(actor: Actor) -> ColumnElement[bool]:
    return col(LibraryIndicator.region_id).in_(_regions(actor))


def _regions(actor: Actor) -> list[int]:
    return sorted({grant.region_id for grant in actor.grants})
