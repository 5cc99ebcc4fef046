"""The files of ``examples/`` as data."""

import json
from pathlib import Path
from typing import Any

import workflow
from workflow import canonical

FOLDER = Path(next(iter(workflow.__path__))).parent / "examples"


def seed(name: str) -> dict[str, Any]:
    """One file of ``examples/seed``; ``full/…`` holds what only the full demo has."""
    return _json(FOLDER / "seed" / f"{name}.json")


def told(file: str, name: str, *, full: bool) -> list[dict[str, Any]]:
    """The entries of one list of a seed file, those of the full demo last."""
    entries: list[dict[str, Any]] = list(seed(file)[name])
    return entries + seed(f"full/{file}")[name] if full else entries


def organisations(*, full: bool) -> dict[str, Any]:
    """Who is there, and since when; the full demo adds sections, departments and people, and begins a year earlier."""
    data = seed("organisations")
    if not full:
        return data
    more = seed("full/organisations")
    for region in data["regions"]:
        for added in (item for item in more["regions"] if item["code"] == region["code"]):
            _join(region["bureau"]["sections"], added["sections"])
            region["departments"] += added["departments"]
    return data | {"created": more["created"]}


def _join(sections: list[dict[str, Any]], added: list[dict[str, Any]]) -> None:
    """People for a section that is there, or a new section."""
    there = {section["code"]: section for section in sections}
    for section in added:
        if section["code"] in there:
            there[section["code"]]["people"] += section["people"]
        else:
            sections.append(section)


def document(name: str) -> canonical.Declaration:
    """A published declaration, e.g. ``jianghan-2024/02-labour-inspection``."""
    return canonical.Declaration.model_validate(_json(FOLDER / "declarations" / f"{name}.json"))


def overall_statements() -> list[canonical.Overall]:
    """The published overall declarations."""
    return [canonical.Overall.model_validate(_json(path)) for path in sorted((FOLDER / "overall").glob("*.json"))]


def overall_declaration(name: str) -> canonical.Declaration:
    """Goals and indicators of a published overall declaration."""
    return canonical.Declaration.model_validate(_json(FOLDER / "overall" / "declarations" / f"{name}.json"))


def overall_form(code: str) -> canonical.Profile:
    """The form an overall declaration was printed on."""
    return canonical.Profile.model_validate(_json(FOLDER / "overall" / "forms" / f"{code}.json"))


def known_findings(name: str) -> list[dict[str, str]]:
    """What the published declaration gets wrong, each with the reason its unit gives."""
    found: list[dict[str, str]] = _json(FOLDER / "known_findings.json")["findings"].get(name, [])
    return found


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
