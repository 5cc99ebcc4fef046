"""What happened to a monitoring report, and the goals it is about."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from workflow import money
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.report_parts import parts_of
from workflow.models import AuditEntry, ExecutingBody, Goal, MonitoringReport, Organisation, Project, SelfEvaluation
from workflow.queries.file_history import Changed, Entry
from workflow.scoring.trace import figure
from workflow.types import Horizon, ReportState

BACK = ("return", "decline")
"""Moves that send a form back with words about it."""
YEARLY = (Horizon.annual, Horizon.overall)
BASIC = "money/-/basic"
"""基本支出执行数, the amount a self-evaluation types."""
SHOWN = 100
"""The newest entries a page shows; a report lives for weeks, not for years."""


def entries(session: Session, report: MonitoringReport | SelfEvaluation) -> list[Entry]:
    """Moves and what was typed, newest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == file_kind(report), AuditEntry.object_id == report.id)
    number = _points if isinstance(report, SelfEvaluation) else money.wan_grouped
    return [_entry(item, number) for item in session.exec(query.order_by(col(AuditEntry.id).desc()).limit(SHOWN))]


def sent_back(row: Any, entries: Iterable[Entry]) -> Entry | None:
    """Of the trail, newest first: the last return or refusal to sign, until the form is with finance again."""
    return (
        next((entry for entry in entries if entry.action in BACK), None) if row.state == ReportState.drafted else None
    )


def _entry(item: AuditEntry, number: Callable[[int], str]) -> Entry:
    details: dict[str, Any] = json.loads(item.canonical)["details"]
    changes = []
    for change in details.pop("changes", []):
        shown = money.wan_grouped if change["path"] == BASIC else number
        changes.append(Changed(change["path"], _text(change["old"], shown), _text(change["new"], shown), undone=False))
    return Entry(
        item.at, item.actor_name, item.action, item.state_from, item.state_to, item.reason, details, changes, item.id
    )


def _text(value: Any, number: Callable[[int], str]) -> str:
    """Numbers of a report are fen, those of a self-evaluation hundredths of a point, but for its one amount."""
    return number(value) if isinstance(value, int) else value or ""


def _points(hundredths: int) -> str:
    return figure(Decimal(hundredths) / 100)


def goals(session: Session, report: MonitoringReport) -> list[str]:
    """年度总体目标: the goals of the year, in form order."""
    query = select(Goal.text).where(Goal.declaration_id == report.declaration_id, col(Goal.horizon).in_(YEARLY))
    return [text for text in session.exec(query.order_by(col(Goal.position), col(Goal.id))) if text]


def bodies(session: Session, report: MonitoringReport) -> tuple[str, ...]:
    """执行单位 besides the unit itself: those that report a part, else those the declaration names."""
    own = session.get_one(Organisation, report.unit_id).name
    names = [row.name for row in parts_of(session, report.id)] or declared_bodies(session, report.declaration_id)
    return tuple(dict.fromkeys(name for name in names if name and name != own))


def declared_bodies(session: Session, declaration_id: int) -> list[str]:
    """In form order."""
    query = select(ExecutingBody.name).where(ExecutingBody.declaration_id == declaration_id)
    return [name for name in session.exec(query.order_by(col(ExecutingBody.position))) if name]


def department_words(name: str, code: str) -> str:
    """主管部门及代码 as the form prints it."""
    return f"{name}（{code}）" if code else name


def codes(session: Session, report: MonitoringReport) -> tuple[str, str]:
    """The codes of the department and of the project, as the form prints them."""
    project = select(Project.code).where(Project.id == report.project_id).scalar_subquery()
    query = select(Organisation.code, func.coalesce(project, "")).where(Organisation.id == report.department_id)
    return session.exec(query).one()
