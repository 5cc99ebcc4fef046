"""Findings as they are kept: what the wider check found in a declaration, for which content, and when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical import Declaration as Document
from workflow.db import upsert
from workflow.models import Declaration, ReviewResult
from workflow.review.context import check_row
from workflow.rules import RULES, Finding
from workflow.rules.finding import worst_first
from workflow.types import Scope, Severity

WIDER = (Scope.linked, Scope.corpus)
_KEY = ("declaration_id", "scope")
_SCOPE_OF = {rule.id: rule.scope for rule in RULES}


@dataclass(frozen=True)
class Basis:
    """What a result holds for: this content, beside these documents, by these rules."""

    content_hash: str
    inputs_hash: str
    outline_hash: str
    rules_version: str


@dataclass(frozen=True)
class Wider:
    """What a page shows of the wider check: its findings, and when it ran.

    ``checked_at`` is None while the content is newer than the last check: findings about an older text are not shown.
    """

    findings: tuple[Finding, ...] = ()
    checked_at: datetime | None = None


def wider_of(session: Session, declaration_id: int, content_hash: str) -> Wider:
    """The findings about exactly this content."""
    results = [result for result in results_of(session, declaration_id).values() if result.content_hash == content_hash]
    if len(results) < len(WIDER):
        return Wider()
    found = [Finding(**_read(item)) for result in results for item in result.findings]
    return Wider(tuple(found), max(result.checked_at for result in results))


def known_findings(
    session: Session, row: Declaration, document: Document, content_hash: str
) -> tuple[list[Finding], Wider]:
    """What pages show: the form rules now and what the last wider check found in this very content, the worst first."""
    wider = wider_of(session, row.id, content_hash)
    found = [*check_row(session, row, document), *wider.findings]
    return worst_first(found), wider


def results_of(session: Session, declaration_id: int) -> dict[str, ReviewResult]:
    """The stored results by scope."""
    query = select(ReviewResult).where(ReviewResult.declaration_id == declaration_id)
    return {result.scope: result for result in session.exec(query.order_by(col(ReviewResult.scope).desc()))}


def keep_results(
    session: Session, declaration_id: int, basis: Basis, findings: Sequence[Finding], checked_at: datetime
) -> None:
    """One row per scope, in place of the earlier one."""
    rows = [
        {
            "declaration_id": declaration_id,
            "scope": scope.value,
            **asdict(basis),
            "findings": [asdict(item) for item in findings if _SCOPE_OF[item.rule] is scope],
            "checked_at": checked_at,
        }
        for scope in WIDER
    ]
    new_values = [name for name in rows[0] if name not in _KEY]
    upsert(session, ReviewResult, rows, _KEY, lambda _old, new: {name: new[name] for name in new_values})


def _read(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "severity": Severity(item["severity"])}
