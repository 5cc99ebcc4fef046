"""What differs between two documents: their rows are paired first, then compared cell by cell. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow.canonical import Declaration
from workflow.canonical.document import HEADER_FIELDS, SECTIONS
from workflow.canonical.paths import BASICS, ROW_FIELDS
from workflow.documents.values import flat

Kind = Literal["changed", "added", "removed"]


@dataclass(frozen=True)
class Difference:
    """One cell; ``path`` is its place in the later document, of a removed row its place in the earlier one."""

    kind: Kind
    path: str
    old: str
    new: str


def diff(before: Declaration, after: Declaration, origins: Mapping[str, str] | None = None) -> list[Difference]:
    """Every cell that differs, in form order; a row that was only moved does not differ.

    ``origins`` (row place → uid of the earlier row) for documents of two files, whose uids mean nothing to each other;
    None for two states of one file, where a uid stays with its row. Rows without such a tie are paired by name.
    """
    old, new = flat(before), flat(after)
    pairs = pair_rows(before, after, origins)
    _rename_goals(old, pairs)
    found = [
        Difference("changed", path, old[path], new[path])
        for path in (f"{BASICS}/-/{name}" for name in HEADER_FIELDS)
        if old[path] != new[path]
    ]
    for section in SECTIONS:
        found += _of_section(section, before, after, (old, new), pairs)
    return found


def _of_section(
    section: str, before: Declaration, after: Declaration, cells: tuple[dict[str, str], dict[str, str]],
    pairs: Mapping[str, str],
) -> Iterator[Difference]:  # fmt: skip
    old, new = cells
    for place in places(after, section):
        earlier = pairs.get(place)
        for name in ROW_FIELDS[section]:
            was, now = old[f"{earlier}/{name}"] if earlier else "", new[f"{place}/{name}"]
            if was != now:
                yield Difference("changed" if earlier else "added", f"{place}/{name}", was, now)
    kept = set(pairs.values())
    for place in places(before, section):
        for name in ROW_FIELDS[section] if place not in kept else ():
            if old[f"{place}/{name}"]:
                yield Difference("removed", f"{place}/{name}", old[f"{place}/{name}"], "")


def pair_rows(before: Declaration, after: Declaration, origins: Mapping[str, str] | None = None) -> dict[str, str]:
    """Place of a later row → place of the earlier row it is; a row is paired once at most."""
    found: dict[str, str] = {}
    for section in SECTIONS:
        left = dict.fromkeys(places(before, section))
        rest = []
        for place in places(after, section):
            origin = _origin(section, place, origins)
            if origin in left:
                found[place] = origin
                del left[origin]
            else:
                rest.append(place)
        found |= _by_name(section, _names(before, section), _names(after, section), list(left), rest)
    return found


def _origin(section: str, place: str, origins: Mapping[str, str] | None) -> str:
    """Files of the form have no uid of their own, only a number in the list."""
    if section == "attachments":
        return ""
    return place if origins is None else f"{section}/{origins.get(place, '')}"


def _by_name(
    section: str, earlier: Mapping[str, tuple[str, ...]], later: Mapping[str, tuple[str, ...]], left: list[str],
    rest: list[str],
) -> dict[str, str]:  # fmt: skip
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for place in left:
        waiting[earlier[place]].append(place)
    named = [place for place in rest if later[place][-1]]
    return {place: waiting[later[place]].pop(0) for place in named if waiting[later[place]]}


def places(document: Declaration, section: str) -> list[str]:
    """``indicators/i001`` … of one list, in its order."""
    rows = getattr(document, section)
    return [f"{section}/{getattr(row, 'uid', f'f{number}')}" for number, row in enumerate(rows)]


def _names(document: Declaration, section: str) -> dict[str, tuple[str, ...]]:
    """What a person would know the row by; a last part that is empty means that it has no name yet."""
    rows = getattr(document, section)
    return dict(zip(places(document, section), map(NAMES[section], rows), strict=True))


def _plain(*parts: Any) -> tuple[str, ...]:
    return tuple("".join(str(part or "").split()) for part in parts)


NAMES: dict[str, Any] = {
    "executing_bodies": lambda row: _plain(row.name),
    "goals": lambda row: _plain(row.name, row.horizon),
    "indicators": lambda row: _plain(row.horizon, row.level3),
    "block_weights": lambda row: _plain(row.horizon, "".join(row.levels)),
    "funding_sources": lambda row: _plain(row.nature, f"{row.source or ''}{row.nature or ''}"),
    "expenditure_lines": lambda row: _plain(row.item),
    "asset_lines": lambda row: _plain(row.item),
    "attachments": lambda row: _plain(row.kind, row.name),
}


def _rename_goals(old: dict[str, str], pairs: Mapping[str, str]) -> None:
    """An indicator that belongs to the same goal as before does not differ because the goal has another uid."""
    later = {was.partition("/")[2]: now.partition("/")[2] for now, was in pairs.items() if now.startswith("goals/")}
    for path, value in old.items():
        if path.endswith("/goal") and value in later:
            old[path] = later[value]
