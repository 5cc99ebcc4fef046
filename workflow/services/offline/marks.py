"""What is said about a place of the user's file, in both languages."""

from dataclasses import asdict, dataclass
from typing import Any

from workflow.documents.offline.filled import Place
from workflow.notifications.refusals import refusal_text
from workflow.rules import Finding


@dataclass(frozen=True)
class Mark:
    """``kind``: error and conflict keep the project from being taken over, warning and info do not."""

    place: Place
    kind: str
    code: str
    zh: str
    en: str
    fix: str = ""
    source: str = ""
    project: str = ""

    @property
    def holds_back(self) -> bool:
        return self.kind in ("error", "conflict")

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"cell": self.place.cell}


def mark(code: str, place: Place, kind: str = "error", /, **facts: Any) -> Mark:
    """A sentence of the refusals at a place."""
    fix = f"可填：{facts['choices']}" if facts.get("choices") else ""
    return Mark(place, kind, code, refusal_text(code, facts, "zh"), refusal_text(code, facts, "en"), fix)


_KINDS = {"error": "warning", "warning": "warning", "info": "info"}


def mark_finding(finding: Finding, place: Place) -> Mark:
    """What a review rule finds: the draft is saved all the same, as on the web, so it is never an error here."""
    kind = _KINDS[finding.severity.value]
    return Mark(place, kind, finding.rule, finding.zh, finding.en, finding.suggestion, finding.source)
