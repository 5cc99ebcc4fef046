"""Corrections typed over a draft: what can be read becomes part of the document, the rest stays as typed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow import money
from workflow.canonical import Declaration
from workflow.canonical.paths import BASICS, Path, parse
from workflow.documents.assemble import weight_text
from workflow.documents.values import MONEY_FIELDS, flat
from workflow.services.editing.fields import kept_empty, reader

LEFT_OUT = "-"
"""Typed for a row: it is not taken over."""


@dataclass(frozen=True)
class Corrected:
    """The document with its corrections; ``raw`` what nobody can read, by path: (text, code of the fault)."""

    document: Declaration
    raw: dict[str, tuple[str, str]]

    @property
    def cells(self) -> dict[str, str]:
        """Every cell as the draft will say it."""
        return flat(self.document) | {path: text for path, (text, _code) in self.raw.items()}


def unread(cells: Mapping[str, str], printed: Mapping[str, str]) -> dict[str, str]:
    """Of what is ``printed`` at amounts that stayed empty, the texts that are no amount: they are kept as typed."""
    found = {}
    for path, text in printed.items():
        read = reader(parse(path)) if path.rpartition("/")[2] in MONEY_FIELDS and cells.get(path) == "" else None
        if read is not None and text.strip():
            try:
                read(text)
            except ValueError:
                found[path] = text
    return found


def readable(text_path: str, text: str) -> bool:
    """Whether what was typed is a value of its cell; a row that was left out has none to be wrong."""
    path = parse(text_path)
    read = reader(path) if path.field else None
    if read is not None:
        try:
            read(text)
        except ValueError:
            return False
    return True


def corrected(document: Declaration, typed: Mapping[str, str]) -> Corrected:
    """The draft as corrected; a correction of a row that is no longer there is passed over."""
    data, raw = document.model_dump(), dict[str, tuple[str, str]]()
    for text_path, text in typed.items():
        path = parse(text_path)
        if not path.field:
            data[path.section] = [row for row in data[path.section] if row["uid"] != path.uid]
            continue
        holder = _holder(data, path)
        read = reader(path)
        if holder is None or read is None:
            continue
        try:
            value = read(text)
        except ValueError as fault:
            raw[text_path] = (text, str(fault))
            value = kept_empty(read, path.section, path.field)
        _store(holder, path.field, value)
    return Corrected(Declaration.model_validate(data), raw)


def _holder(data: dict[str, Any], path: Path) -> Any:
    if path.section == BASICS:
        return data
    return next((row for row in data[path.section] if row["uid"] == path.uid), None)


def _store(holder: dict[str, Any], field: str, value: Any) -> None:
    """As the document writes it: amounts in 万元, weights in percent points."""
    key, _dot, element = field.partition(".")
    if key == "amounts":
        kept = [part for part in holder["amounts"] if part["source"] != element]
        holder["amounts"] = kept if value is None else [*kept, {"source": element, "amount": money.wan(value)}]
    elif key == "prior_years":
        both = list(holder[key])
        both[int(element)] = value
        holder[key] = tuple(both)
    elif key in MONEY_FIELDS:
        holder[key] = None if value is None else money.wan(value)
    elif key == "weight":
        holder[key] = weight_text(value)
    else:
        holder[key] = value
