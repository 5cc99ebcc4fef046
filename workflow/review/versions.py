"""What a stored result rests on: the rules as they are written and set, and the documents beside the form."""

import hashlib
import json
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from workflow.canonical import Declaration
from workflow.canonical.hashing import canonical_bytes
from workflow.rules import RULES
from workflow.rules.beside import Linked
from workflow.rules.settings import Settings

_SOURCES = ("workflow.rules", "workflow.copies", "workflow.indicators")


def rules_version(settings: Settings) -> str:
    """Changes with the text of any rule, and with what the region says about one on this day."""
    said = [(rule.id, settings.severity(rule.id, rule.severity)) for rule in RULES]
    numbers = {key: str(number) for key, number in settings.thresholds.items()}
    text = json.dumps([_written(), said, numbers], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_hash(linked: Linked) -> str:
    """Of everything the linked rules were shown besides the form."""
    digest = hashlib.sha256()
    for document in (linked.last_year, *linked.siblings):
        digest.update(canonical_bytes(document) if document else b"-")
    digest.update((linked.overall.model_dump_json() if linked.overall else "-").encode())
    digest.update("\n".join(linked.departments).encode())
    return digest.hexdigest()


def outline_hash(document: Declaration) -> str:
    """Of what the department's other declarations are held against: name and money."""
    own = [(row.source, row.amount) for row in document.funding_sources]
    seen = [
        document.unit,
        document.project_name,
        document.project_type,
        document.budget_total,
        document.budget_year,
        own,
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


@cache
def _written() -> str:
    digest = hashlib.sha256()
    for package in _SOURCES:
        for name, content in sorted(_files(resources.files(package))):
            digest.update(f"{name}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Traversable) -> list[tuple[str, bytes]]:
    found = list[tuple[str, bytes]]()
    for item in folder.iterdir():
        if item.is_dir():
            found += _files(item)
        elif item.name.endswith(".py"):
            found.append((f"{folder.name}/{item.name}", item.read_bytes()))
    return found
