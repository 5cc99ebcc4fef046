"""整体支出与预算表: what is loaded for the departments in reach, what the rules find in it, what stood before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical import Overall
from workflow.errors import NotFound
from workflow.models import AuditEntry, OverallStatement
from workflow.permissions import (
    KEEPS_OVERALL,
    READS_OVERALL,
    Actor,
    DepartmentPlace,
    department_in_reach,
    departments_in_reach,
)
from workflow.review.settings import stand_of
from workflow.rules import Finding
from workflow.rules.overall import check_overall

MOST_LOADINGS = 20


@dataclass(frozen=True)
class Loading:
    """One loading; ``earlier`` is what stood before it, kept in the audit log."""

    id: int
    at: datetime
    who: str
    file: str
    earlier: dict[str, Any] | None = None


@dataclass(frozen=True)
class DepartmentLine:
    """One department of a year; ``overall`` None = nothing is loaded. ``stand`` names what is loaded."""

    id: int
    name: str
    may_keep: bool
    overall: Overall | None = None
    findings: Sequence[Finding] = ()
    stand: str = ""
    loadings: Sequence[Loading] = ()


def overall_lines(session: Session, actor: Actor, year: int) -> list[DepartmentLine]:
    """Every department in reach, with its newest loading."""
    departments = departments_in_reach(session, actor, READS_OVERALL)
    query = select(OverallStatement).where(
        OverallStatement.fiscal_year == year,
        col(OverallStatement.department_id).in_([row.id for row in departments]),
    )
    stored = {row.department_id: row for row in session.exec(query)}
    loadings = _loadings(session, [row.id for row in stored.values()])
    return [
        _line(row.id, row.name, _may_keep(actor, row.region_id, row.id), stored.get(row.id), loadings)
        for row in departments
    ]


def overall_of(session: Session, actor: Actor, department_id: int, year: int) -> DepartmentLine:
    """One department with all its loadings; raises ``NotFound`` out of sight."""
    department = department_in_reach(session, actor, department_id, READS_OVERALL)
    query = select(OverallStatement).where(
        OverallStatement.department_id == department_id, OverallStatement.fiscal_year == year
    )
    row = session.exec(query).first()
    loadings = _loadings(session, [row.id] if row else [])
    return _line(department_id, department.name, _may_keep(actor, department.region_id, department_id), row, loadings)


def overall_content(line: DepartmentLine, loading_id: int = 0) -> Overall:
    """What stands now, or what stood before a loading; raises ``NotFound``."""
    earlier = [Overall.model_validate(item.earlier) for item in line.loadings if item.id == loading_id and item.earlier]
    found = earlier if loading_id else [line.overall] if line.overall else []
    if not found:
        raise NotFound("no_such_overall")
    return found[0]


def _may_keep(actor: Actor, region_id: int, department_id: int) -> bool:
    return actor.holds_any(KEEPS_OVERALL, DepartmentPlace(region_id, department_id))


def _line(
    department_id: int, name: str, may_keep: bool, row: OverallStatement | None, loadings: dict[int, list[Loading]]
) -> DepartmentLine:
    if row is None:
        return DepartmentLine(department_id, name, may_keep)
    overall = Overall.model_validate(row.content)
    found = check_overall(overall)
    return DepartmentLine(
        department_id, name, may_keep, overall, found, stand_of(row.content), loadings.get(row.id, [])[:MOST_LOADINGS]
    )


def _loadings(session: Session, ids: Sequence[int]) -> dict[int, list[Loading]]:
    """Of these statements, the newest first."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == "overall_statement",
        col(AuditEntry.object_id).in_(ids),
        AuditEntry.action == "put_overall",
    )
    found = dict[int, list[Loading]]()
    for row in session.exec(query.order_by(col(AuditEntry.id).desc())):
        details = json.loads(row.canonical)["details"]
        found.setdefault(row.object_id, []).append(
            Loading(row.id, row.at, row.actor_name, details.get("file", ""), details.get("old"))
        )
    return found
