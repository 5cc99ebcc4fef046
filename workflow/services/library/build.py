"""Building the library from declarations in force: one entry per sector, levels and name. Run again it changes nothing.

One approval suffices: what the bureau approved once is good enough to be offered, and ``uses`` puts the common ones
first. What a person wrote or changed (``curated``) is left as it is, only its ``uses`` follow. Entries nobody curated
go when nothing in force has them any more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, delete, tuple_, update
from sqlmodel import Session, col, select

from workflow import clock, pinyin
from workflow.db import unit_of_work
from workflow.indicators import Value, parse
from workflow.indicators.sectors import sector_of
from workflow.indicators.skeleton import layout_of, wording_of
from workflow.models import Declaration, Indicator, LibraryIndicator, Organisation, Region
from workflow.services.job_context import JobContext
from workflow.services.library.keys import LONGEST_NAME, name_key, search_text
from workflow.types import LibraryState

CHUNK = 500
SHORTEST_NAME = 3
"""Shorter names ("88", "人数") say nothing without their form."""
Key = tuple[str, str, str, str]


@dataclass
class Gathered:
    """What the approved forms say of one indicator."""

    names: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    files: set[int] = field(default_factory=set)

    def columns(self) -> dict[str, Any]:
        """Of what is commonest; ties go to what was met first, so that a second run says the same."""
        values = [(parse(target), count) for target, count in self.targets.items()]
        layouts = _tally((layout_of(value), count) for value, count in values)
        comparator, unit = _commonest(layouts, ("", ""))
        low, high = _range(value for value, _count in values if layout_of(value)[1] == unit and unit)
        wordings = _tally((wording_of(value), count) for value, count in values)
        return {
            "name": _commonest(self.names, ""),
            "comparator": comparator,
            "unit": unit[:40],
            "low": low,
            "high": high,
            "wording": "" if unit else _commonest(wordings, "")[:200],
            "basis": _commonest(self.bases, ""),
            "source_id": max(self.files),
        }


def _tally(items: Iterable[tuple[Any, int]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for item, count in items:
        if item and any(item):
            found[item] += count
    return found


def _commonest(found: Counter[Any], otherwise: Any) -> Any:
    return found.most_common(1)[0][0] if found else otherwise


def _range(values: Iterable[Value]) -> tuple[str, str]:
    numbers = [end for value in values for end in (value.measure.low, value.measure.high) if end is not None]
    return (_plain(min(numbers)), _plain(max(numbers))) if numbers else ("", "")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"[:40]


def gather(session: Session, region_id: int) -> dict[Key, Gathered]:
    """Every indicator of the region's declarations in force; what was replaced counts for its successor."""
    instead = _successors(session, region_id)
    columns: tuple[Any, ...] = (
        Organisation.name, Indicator.level1, Indicator.level2, Indicator.level3, Indicator.target, Indicator.basis,
        Declaration.id,
    )  # fmt: skip
    query: Select[Any] = select(*columns)
    query = query.join_from(Indicator, Declaration, col(Declaration.id) == Indicator.declaration_id).join(
        Organisation, col(Organisation.id) == Declaration.department_id
    )
    here = (col(Declaration.region_id) == region_id, col(Declaration.in_force).is_(True))
    rows: Any = session.exec(query.where(*here).order_by(col(Indicator.id)))  # type: ignore[call-overload]
    found: dict[Key, Gathered] = defaultdict(Gathered)
    for department, level1, level2, name, target, basis, file in rows:
        plain = name_key(name)
        if len(plain) < SHORTEST_NAME or plain.isdecimal() or len(name) > LONGEST_NAME:
            continue
        key = (sector_of(department), level1, level2, plain)
        one = found[instead.get(key, key)]
        one.names[" ".join(name.split())] += 1
        one.targets[target] += 1
        one.bases.update([basis] if basis else [])
        one.files.add(file)
    return dict(found)


def _successors(session: Session, region_id: int) -> dict[Key, Key]:
    rows = session.exec(select(LibraryIndicator).where(LibraryIndicator.region_id == region_id)).all()
    by_id = {row.id: row for row in rows}
    return {_key(row): _key(by_id[row.successor_id]) for row in rows if row.successor_id}


def _key(row: LibraryIndicator) -> Key:
    return row.sector, row.level1, row.level2, row.name_key


def build_region(session: Session, region_id: int) -> int:
    """The whole library of a region in one transaction; how many entries the approved forms gave."""
    found = gather(session, region_id)
    store(session, region_id, list(found.items()))
    clear(session, region_id, set(found))
    return len(found)


def store(session: Session, region_id: int, found: Sequence[tuple[Key, Gathered]]) -> None:
    """Add what is new, bring up to date what nobody curated, count everywhere."""
    keys = [key for key, _one in found]
    columns = (LibraryIndicator.sector, LibraryIndicator.level1, LibraryIndicator.level2, LibraryIndicator.name_key)
    here = select(LibraryIndicator).where(LibraryIndicator.region_id == region_id, tuple_(*columns).in_(keys))
    there = {_key(row): row for row in session.exec(here.with_for_update(key_share=True))}
    for key, one in found:
        row = there.get(key)
        if row is None:
            session.add(_new(region_id, key, one))
        else:
            _refresh(row, one)
    session.flush()  # the next chunk reads what is there


def _new(region_id: int, key: Key, one: Gathered) -> LibraryIndicator:
    now, columns = clock.now(), one.columns()
    sort_key = pinyin.sort_key(columns["name"])
    places: dict[str, Any] = dict(zip(("sector", "level1", "level2", "name_key"), key, strict=True))
    return LibraryIndicator(
        created_at=now,
        updated_at=now,
        region_id=region_id,
        uses=len(one.files),
        sort_key=sort_key,
        search=search_text(columns["name"], sort_key),
        **places,
        **columns,
    )


def _refresh(row: LibraryIndicator, one: Gathered) -> None:
    changes: dict[str, Any] = {"uses": len(one.files)}
    if not row.curated:
        changes |= one.columns()
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if "name" in changes:
        changes["sort_key"] = pinyin.sort_key(changes["name"])
        changes["search"] = search_text(changes["name"], changes["sort_key"])
    for name, value in changes.items():
        setattr(row, name, value)
    if changes:
        row.updated_at = clock.now()


def clear(session: Session, region_id: int, found: set[Key]) -> None:
    """Entries nothing in force has any more: nobody's go, a person's stay and count nothing."""
    rows = session.exec(select(LibraryIndicator).where(LibraryIndicator.region_id == region_id)).all()
    unused = [row.id for row in rows if _key(row) not in found]
    wanted = {row.successor_id for row in rows}
    gone = [row.id for row in rows if row.id in set(unused) and not row.curated and row.id not in wanted]
    for start in range(0, len(unused), CHUNK):
        some = unused[start : start + CHUNK]
        counted = update(LibraryIndicator).where(col(LibraryIndicator.id).in_(some), col(LibraryIndicator.uses) > 0)
        session.exec(counted.values(uses=0).execution_options(synchronize_session=False))
        lost = [key for key in some if key in set(gone)]
        session.exec(
            delete(LibraryIndicator)
            .where(col(LibraryIndicator.id).in_(lost), col(LibraryIndicator.status) == LibraryState.active)
            .execution_options(synchronize_session=False)
        )


def indicator_library(job: JobContext) -> None:
    """The job: the region named in the payload, else all; in chunks, so that nobody waits long for the write lock."""
    with unit_of_work() as session:
        wanted = job.payload.get("region_id")
        regions = [wanted] if wanted else list(session.exec(select(Region.id).order_by(col(Region.id))))
    for region_id in regions:
        name = str(region_id)
        if name in job.result:  # by an attempt that was killed
            continue
        with unit_of_work() as session:
            found = gather(session, region_id)
        _write(job, region_id, found)


def _write(job: JobContext, region_id: int, found: dict[Key, Gathered]) -> None:
    items = list(found.items())
    for start in range(0, len(items), CHUNK):
        with unit_of_work(write=True) as session:
            store(session, region_id, items[start : start + CHUNK])
            job.report(session, job.progress + 1)
    with unit_of_work(write=True) as session:
        clear(session, region_id, set(found))
        job.report(session, job.progress + 1, result={**job.result, str(region_id): len(found)})
