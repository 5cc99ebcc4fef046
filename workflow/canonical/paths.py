"""One path grammar for comments, autosave, findings, evidence and unparsed input.

``form`` · ``<section>`` · ``<section>/<uid>`` · ``<section>/<uid>/<field>``; header fields are
``basics/-/<field>``. ``prior_years.0`` and ``amounts.local`` name one element of a list field.
"""

import re
from dataclasses import dataclass

from workflow.canonical.document import HEADER_FIELDS, SECTIONS

FORM = "form"
BASICS = "basics"

_UID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_FIELD = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)?")

ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "executing_bodies": ("kind", "name"),
    "goals": ("name", "horizon", "text"),
    "indicators": (
        "horizon",
        "goal",
        "level1",
        "level2",
        "level3",
        "target",
        "prior_years.0",
        "prior_years.1",
        "weight",
        "basis",
    ),
    "block_weights": ("horizon", "goal", "levels", "weight"),
    "funding_sources": ("nature", "source", "amount"),
    "expenditure_lines": (
        "item",
        "basis",
        "amounts.local",
        "amounts.transfer",
        "amounts.special_account",
        "amounts.other",
        "amounts.fiscal",
        "amounts.all",
    ),
    "asset_lines": ("item", "quantity", "amount"),
    "attachments": ("kind", "name"),
}
"""The cells of a row, by section; the key order is the column order."""


@dataclass(frozen=True)
class Path:
    """A parsed path; ``uid`` and ``field`` are empty where the path stops earlier."""

    section: str
    uid: str = ""
    field: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.section, self.uid, self.field) if part)

    @property
    def parent(self) -> "Path":
        """The next wider target: cell → row → section → form."""
        if self.field:
            return Path(self.section) if self.section == BASICS else Path(self.section, self.uid)
        return Path(self.section) if self.uid else Path(FORM)

    def covers(self, other: "Path") -> bool:
        """Whether ``other`` lies inside this target (a section covers its rows, the form covers all)."""
        if self.section == FORM:
            return True
        return (
            self.section == other.section and self.uid in ("", other.uid) and self.field in ("", other.field)
        ) or self == other


def parse(text: str) -> Path:
    """The path, checked against the sections and fields of the format; raises ``ValueError('bad_path')``."""
    parts = text.split("/")
    if text == FORM or (len(parts) == 1 and text in (*SECTIONS, BASICS)):
        return Path(text)
    section, uid, *rest = parts if len(parts) > 1 else (text, "")
    field = rest[0] if rest else ""
    known_row = section in SECTIONS and _UID.fullmatch(uid) is not None and len(rest) <= 1
    if section == BASICS and uid == "-" and len(rest) == 1 and field in HEADER_FIELDS:
        return Path(section, uid, field)
    if known_row and (not rest or (_FIELD.fullmatch(field) and field in ROW_FIELDS[section])):
        return Path(section, uid, field)
    raise ValueError("bad_path")
