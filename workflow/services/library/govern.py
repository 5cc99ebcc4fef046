"""Keeping the library: the performance section adds, corrects, deprecates with a successor, restores and merges.

Whatever a person touched is ``curated`` from then on: the nightly build leaves it alone. A successor is always an entry
that may be chosen, so there are no chains: what pointed to a deprecated entry points to its successor.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from workflow import clock, pinyin
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.indicators.sectors import known_sectors
from workflow.lifecycle.record import append_audit
from workflow.models import LibraryIndicator, Organisation, Region
from workflow.permissions import Actor
from workflow.services.library.keys import LONGEST_NAME, name_key, search_text
from workflow.texts import said
from workflow.types import LibraryState, OrganisationKind, Role

KIND = "library_indicator"


@dataclass(frozen=True)
class Given:
    """What the form of an entry sends; ``owner_id`` None = the performance section maintains it."""

    sector: str
    level1: str
    level2: str
    name: str
    comparator: str = ""
    unit: str = ""
    low: str = ""
    high: str = ""
    wording: str = ""
    basis: str = ""
    owner_id: int | None = None

    def cleaned(self) -> "Given":
        """Without what nobody sees and blanks around it."""
        texts = {name: said(value) for name, value in asdict(self).items() if isinstance(value, str)}
        return Given(**texts, owner_id=self.owner_id)


LIMITS = {
    "name": LONGEST_NAME,
    "level1": 60,
    "level2": 60,
    "unit": 40,
    "low": 40,
    "high": 40,
    "wording": 200,
    "basis": 60,
}
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
COMPARATORS = ("", "≥", "≤", ">", "<", "=")


def require_keeper(actor: Actor, region_id: int) -> None:
    """Raises ``NotAllowed`` for everybody but the region's performance section."""
    if not any(grant.role is Role.performance and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def add(session: Session, actor: Actor, region_id: int, given: Given) -> LibraryIndicator:
    """A new entry. Raises ``RuleFailed``: no name, the same indicator twice, no such choice, too long."""
    require_keeper(actor, region_id)
    given = _checked(session, region_id, given)
    now = clock.now()
    row = LibraryIndicator(created_at=now, updated_at=now, region_id=region_id, curated=True, **_columns(given))
    _require_single(session, row)
    session.add(row)
    session.flush()  # the trail names its id
    _record(session, actor, row, "library_add", {})
    return row


def edit(session: Session, actor: Actor, entry_id: int, version: int, given: Given) -> LibraryIndicator:
    """Corrected by hand; raises ``Conflict`` if somebody was faster, else as ``add``."""
    row = _locked(session, actor, entry_id, version)
    columns = _columns(_checked(session, row.region_id, given))
    before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
    for name, value in columns.items():
        setattr(row, name, value)
    _require_single(session, row)
    if before:
        _touched(session, actor, row, "library_edit", before)
    return row


def deprecate(
    session: Session, actor: Actor, entry_id: int, version: int, successor_id: int | None
) -> LibraryIndicator:
    """No longer offered; with a successor that one is offered in its place."""
    row = _locked(session, actor, entry_id, version)
    successor = _successor(session, row, successor_id) if successor_id else None
    _replace(session, row, successor)
    _touched(session, actor, row, "library_deprecate", {"successor": successor_id})
    return row


def restore(session: Session, actor: Actor, entry_id: int, version: int) -> LibraryIndicator:
    """Offered again."""
    row = _locked(session, actor, entry_id, version)
    before = {"successor": row.successor_id}
    row.status, row.successor_id = LibraryState.active.value, None
    _touched(session, actor, row, "library_restore", before)
    return row


def merge(session: Session, actor: Actor, target_id: int, others: Iterable[int]) -> LibraryIndicator:
    """Several entries become one: the others are deprecated in its favour, it takes their uses and widens its range.

    Raises ``RuleFailed``: ``library_nothing_to_merge``; ``WrongState`` if the target is itself deprecated.
    """
    row = _locked(session, actor, target_id)
    chosen = [item for item in dict.fromkeys(others) if item != target_id]
    if not chosen:
        raise RuleFailed("library_nothing_to_merge")
    if row.status != LibraryState.active:
        raise WrongState("library_deprecated", name=row.name)
    for item in sorted(chosen):
        other = _locked(session, actor, item)
        if other.region_id != row.region_id:
            raise NotFound("no_such_indicator")
        if other.status == LibraryState.active and other.unit == row.unit:
            row.low, row.high = _widened(row, other)
        _replace(session, other, row)
        _touched(session, actor, other, "library_deprecate", {"successor": row.id})
    _touched(session, actor, row, "library_merge", {"others": chosen})
    return row


def _widened(row: LibraryIndicator, other: LibraryIndicator) -> tuple[str, str]:
    def ends(pick: Any, *texts: str) -> str:
        numbers = [text for text in texts if _number(text) is not None]
        return str(pick(numbers, key=_number)) if numbers else ""

    return ends(min, row.low, other.low), ends(max, row.high, other.high)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _replace(session: Session, row: LibraryIndicator, successor: LibraryIndicator | None) -> None:
    """What pointed to the row points to its successor; its uses count there."""
    row.status, row.successor_id = LibraryState.deprecated.value, successor.id if successor else None
    if successor is not None:
        successor.uses, row.uses = successor.uses + row.uses, 0
    session.exec(
        update(LibraryIndicator)
        .where(col(LibraryIndicator.successor_id) == row.id)
        .values(successor_id=row.successor_id)
        .execution_options(synchronize_session=False)
    )


def _successor(session: Session, row: LibraryIndicator, successor_id: int) -> LibraryIndicator:
    found = session.get(LibraryIndicator, successor_id)
    if found is None or found.region_id != row.region_id:
        raise NotFound("no_such_indicator")
    if found.id == row.id or found.status != LibraryState.active:
        raise RuleFailed("library_bad_successor", name=found.name)
    return found


def _locked(session: Session, actor: Actor, entry_id: int, version: int | None = None) -> LibraryIndicator:
    regions = {grant.region_id for grant in actor.grants}
    wanted = (LibraryIndicator.id == entry_id, col(LibraryIndicator.region_id).in_(regions))
    place = session.exec(select(LibraryIndicator.region_id).where(*wanted)).first()
    # before any entry: of two clicks that make two entries each other's successor, the second sees what the first did
    session.exec(select(Region.id).where(Region.id == place).with_for_update(key_share=True)).first()
    query = select(LibraryIndicator).where(*wanted)
    row = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound("no_such_indicator")
    require_keeper(actor, row.region_id)
    if version is not None and version != row.version:
        raise Conflict("library_changed")
    return row


def _checked(session: Session, region_id: int, given: Given) -> Given:
    given = given.cleaned()
    if not name_key(given.name):
        raise RuleFailed("library_name_missing")
    for name, value in (("sector", given.sector), ("comparator", given.comparator)):
        if value not in (known_sectors() if name == "sector" else COMPARATORS):
            raise RuleFailed("not_a_choice", raw=value)
    for name, longest in LIMITS.items():
        if len(getattr(given, name)) > longest:
            raise RuleFailed("too_long")
    _require_range(given.low, given.high)
    if given.owner_id is not None:
        owner = session.get(Organisation, given.owner_id)
        if owner is None or owner.region_id != region_id or owner.kind != OrganisationKind.department:
            raise RuleFailed("not_a_choice", raw=str(given.owner_id))
    return given


def _require_range(low: str, high: str) -> None:
    """Both ends as plain decimals, so that ranges can be compared and widened; either may be missing."""
    for raw in (low, high):
        if raw and not PLAIN_NUMBER.fullmatch(raw):
            raise RuleFailed("library_bad_range", raw=raw)
    if low and high and Decimal(low) > Decimal(high):
        raise RuleFailed("library_range_reversed", low=low, high=high)


def _columns(given: Given) -> dict[str, Any]:
    sort_key = pinyin.sort_key(given.name)
    search = search_text(given.name, sort_key)
    return {**asdict(given), "name_key": name_key(given.name), "sort_key": sort_key, "search": search}


def _require_single(session: Session, row: LibraryIndicator) -> None:
    with session.no_autoflush:  # the constraint would refuse it before we can say why
        names = ("region_id", "sector", "level1", "level2", "name_key")
        same = select(LibraryIndicator.id).filter_by(**{name: getattr(row, name) for name in names})
        found = session.exec(same.where(LibraryIndicator.id != row.id) if row.id else same).first()
    if found:
        raise RuleFailed("library_twice", name=row.name)


def _touched(session: Session, actor: Actor, row: LibraryIndicator, action: str, details: dict[str, Any]) -> None:
    row.curated, row.updated_at = True, clock.now()
    row.version += 1
    session.flush()  # the trail follows the row
    _record(session, actor, row, action, details)


def _record(session: Session, actor: Actor, row: LibraryIndicator, action: str, details: dict[str, Any]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind=KIND,
        object_id=row.id,
        details={"name": row.name, **details, "version": row.version},
    )
