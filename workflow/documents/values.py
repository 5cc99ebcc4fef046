"""Values of a document by path, and which values two documents differ in."""

from typing import Any

from workflow.canonical import Declaration, Profile
from workflow.canonical.document import HEADER_FIELDS, SECTIONS
from workflow.canonical.paths import BASICS, FORM, ROW_FIELDS, Path, parse

MONEY_FIELDS = frozenset({"amount", "budget_year", "budget_total"})


def flat(document: Declaration) -> dict[str, str]:
    """Every cell of the document by its path, as text ("" = empty)."""
    data = document.model_dump()
    cells = {f"{BASICS}/-/{name}": _text(data[name]) for name in HEADER_FIELDS}
    for section in SECTIONS:
        for position, row in enumerate(data[section]):
            uid = row.get("uid") or f"f{position}"
            for name in ROW_FIELDS[section]:
                cells[f"{section}/{uid}/{name}"] = _text(_cell(row, name))
    return cells


def value_at(document: Declaration, path: str) -> str:
    """The text at a path; for a row, section or the form all its cells in one text, so that any change shows."""
    target = parse(path)
    cells = flat(document)
    if target.field:
        return cells.get(str(target), "")
    return "\n".join(f"{key}={value}" for key, value in cells.items() if target.covers(parse_cell(key)) and value)


def parse_cell(key: str) -> Path:
    """The path of a cell key of ``flat`` (already well-formed)."""
    return Path(*key.split("/"))


def has_place(document: Declaration, profile: Profile, target: Path) -> bool:
    """Whether this form shows such a place and, for a row or one of its cells, has that row now."""
    if target.section in (FORM, BASICS):
        return not target.field or target.field in {field.name for field in profile.header_fields()}
    return not target.uid or any(target.covers(parse_cell(cell)) for cell in flat(document))


def changed_paths(before: Declaration, after: Declaration) -> list[str]:
    """Paths whose value differs, added and removed rows included, in form order."""
    old, new = flat(before), flat(after)
    return [path for path in {**old, **new} if old.get(path, "") != new.get(path, "")]


def touches_money_or_target(path: str) -> bool:
    """Whether a change here voids the unit's signature: an amount, or an indicator's target."""
    field = path.rpartition("/")[2]
    return field in MONEY_FIELDS or field.startswith("amounts.") or field == "target"


def _cell(row: dict[str, Any], name: str) -> Any:
    key, _, element = name.partition(".")
    value = row[key]
    if not element:
        return value
    if key == "amounts":
        return next((part["amount"] for part in value if part["source"] == element), "")
    return value[int(element)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "、".join(value) if isinstance(value, tuple) else str(value)
