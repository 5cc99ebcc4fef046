"""What every file of the examples is made of and what happens to it, published or derived.

An entry of ``examples/seed/declarations.json`` names a published document and its steps. Entries of ``full/`` may also
say ``home`` (the unit of the demo region that files it), ``last_year`` (the year before, see ``derived``), ``course``
(steps that many files share) and ``begins`` (on which day that course begins).
"""

from typing import Any

from workflow import canonical
from workflow.canonical import profile as profiles
from workflow.services.examples import derived
from workflow.services.examples.reading import document, known_findings, seed

Told = dict[str, Any]
FORM = "hubei-2025"
"""What a unit of the demo region files, unless its entry names another ``form``."""


def entries(*, full: bool) -> list[Told]:
    """All files, each with its ``name`` in the story and all its ``steps``."""
    found = [entry | {"name": entry["file"]} for entry in seed("declarations")["declarations"]]
    if not full:
        return found
    more = seed("full/declarations")
    return found + [_told(entry, more) for entry in more["declarations"]]


def _told(entry: Told, more: Told) -> Told:
    """The same with its course as steps, and its home in full."""
    marked = {"mark": derived.mark_of(document(entry["file"]))}
    course = [
        [entry["begins"] + day, action, *(_filled(inputs, marked) for inputs in told)]
        for day, action, *told in more["courses"].get(entry.get("course", ""), ())
    ]
    home = {"home": more["homes"][entry["home"]]} if "home" in entry else {}
    year = more["year"] - bool(entry.get("last_year"))
    name = f"{year}/{entry['file']}"
    return entry | home | {"name": name, "year": year, "steps": course + entry.get("steps", [])}


def _filled(inputs: Told, marked: dict[str, str]) -> Told:
    return {key: text.format(**marked) if isinstance(text, str) else text for key, text in inputs.items()}


def document_of(entry: Told) -> canonical.Declaration:
    """The form as this entry's unit files it."""
    printed = document(entry["file"])
    if entry.get("last_year"):
        printed = derived.last_year(printed)
    if "home" not in entry:
        return printed
    form, source = profiles.shipped()[entry.get("form", FORM)], derived.source_of(document(entry["file"]))
    return derived.rehomed(printed, derived.Home(**entry["home"], form=form, source=source), entry["year"])


def reasons_of(entry: Told) -> dict[tuple[str, str], str]:
    """(rule, path) → what the unit says about an error: known of the published form, else told here."""
    known = {(item["rule"], item["path"]): item["reason"] for item in known_findings(entry["file"])}
    return known | {(rule, path): reason for rule, path, reason in entry.get("explains", ())}
