"""Effects between declarations and their monitoring reports and self-evaluations."""

from typing import Any

from sqlmodel import col, select

from workflow import clock
from workflow.lifecycle.case import Case
from workflow.models import Declaration, MonitoringReport, SelfEvaluation
from workflow.types import ReportState

OPEN = (ReportState.drafted, ReportState.submitted)
Unfinished = MonitoringReport | SelfEvaluation


def open_reports(case: Case, declaration_id: int) -> list[Unfinished]:
    """Reports and self-evaluations of a declaration that are not finished, locked."""
    return [*_open(case, MonitoringReport, declaration_id), *_open(case, SelfEvaluation, declaration_id)]


def _open(case: Case, model: type[Any], declaration_id: int) -> list[Any]:
    query = (
        select(model)
        .where(model.declaration_id == declaration_id, col(model.state).in_(OPEN))
        .order_by(col(model.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(case.session.exec(query))


def cancel_open(case: Case) -> None:
    """terminate, revoke_approval: reports under way end with the declaration; the engine performs ``cancel``."""
    case.made.setdefault("follow", []).extend((report, "cancel") for report in open_reports(case, case.row.id))


def cancel_of_predecessor(case: Case) -> None:
    """A superseding approval cancels the predecessor's open reports and carries its monitoring over."""
    old: Declaration | None = case.made.get("superseded")
    if old is None:
        return
    follow = case.made.setdefault("follow", [])
    follow.extend((report, "cancel") for report in open_reports(case, old.id))
    if case.made["was_monitored"]:
        follow.append((case.row, "carry_over_monitoring"))


def confirm_declaration(case: Case) -> None:
    """accept: the declaration is monitored in the same transaction."""
    declaration = case.session.exec(
        select(Declaration)
        .where(Declaration.id == case.row.declaration_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    case.made.setdefault("follow", []).append((declaration, "accept_monitoring"))


def note_why_cancelled(case: Case) -> None:
    """cancel: by the performance section, or following another move."""
    case.row.cancelled_by = case.via or case.move.action


def count_round(case: Case) -> None:
    """submit of a report: the next round begins; the first one stops its reminders."""
    case.row.round += 1
    case.row.first_submitted_at = case.row.first_submitted_at or clock.now()
