"""The files of ``examples/`` as data."""

import json
from pathlib import Path
from typing import Any

import workflow
from workflow import canonical

FOLDER = Path(next(iter(workflow.__path__))).parent / "examples"


def seed(name: str) -> dict[str, Any]:
    """One file of ``examples/seed``."""
    return _json(FOLDER / "seed" / f"{name}.json")


def document(name: str) -> canonical.Declaration:
    """A published declaration, e.g. ``jianghan-2024/02-labour-inspection``."""
    return canonical.Declaration.model_validate(_json(FOLDER / "declarations" / f"{name}.json"))


def overall_statements() -> list[canonical.Overall]:
    """The published overall declarations."""
    return [canonical.Overall.model_validate(_json(path)) for path in sorted((FOLDER / "overall").glob("*.json"))]


def known_findings(name: str) -> list[dict[str, str]]:
    """What the published declaration gets wrong, each with the reason its unit gives."""
    found: list[dict[str, str]] = _json(FOLDER / "known_findings.json")["findings"].get(name, [])
    return found


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
