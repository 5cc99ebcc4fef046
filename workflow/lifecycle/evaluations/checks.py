"""Checks of self-evaluations, and of the declaration's move that rests on one."""

from sqlmodel import select

from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check, check_all
from workflow.lifecycle.evaluations.missing import missing_in
from workflow.models import EvaluationTask, SelfEvaluation
from workflow.types import Kind, ReportState


@check_all(422)
def evaluation_complete(case: Case) -> list[Problem]:
    """Every indicator says what was reached and has its points; what was missed is explained."""
    return missing_in(case.session, case.row)


@check(422)
def evaluation_task_open(case: Case) -> Problem | None:
    """A form goes in while its task is open; a late one still does, it is only counted as late."""
    task = case.session.get(EvaluationTask, case.row.task_id)
    return Problem("evaluation_task_closed") if task is None or task.closed_at else None


@check(422)
def evaluation_accepted(case: Case) -> Problem | None:
    """accept_evaluation rests on a self-evaluation that the section has accepted."""
    found = select(SelfEvaluation.id).where(
        SelfEvaluation.declaration_id == case.row.id, SelfEvaluation.state == ReportState.accepted
    )
    return None if case.session.exec(found).first() else Problem("evaluation_not_accepted")


@check(422)
def unmonitored_explained(case: Case) -> Problem | None:
    """A project that was added late, or exempt from monitoring, is evaluated with a reason; a unit as a whole needs
    none: it is not asked to report during the year."""
    explained = case.inputs.reason or case.row.kind == Kind.overall
    return None if explained else Problem("reason_missing")
