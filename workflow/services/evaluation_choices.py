"""What a self-evaluation task takes in besides its scope: exemptions (豁免) with a reason; later deadlines (延期)."""

from datetime import date

from sqlmodel import Session

from workflow.errors import RuleFailed
from workflow.lifecycle import Inputs, choosing, perform
from workflow.lifecycle.choosing import EVALUATING, EXEMPTED
from workflow.lifecycle.files import find_evaluation
from workflow.models import EvaluationExtension, SelfEvaluation
from workflow.permissions import Actor
from workflow.services.evaluation_opening import sync_task
from workflow.texts import said
from workflow.types import ChoiceOutcome


def exempt(session: Session, actor: Actor, evaluation_id: int, version: int, reason: str) -> SelfEvaluation:
    """No form is asked for; what was typed stays readable.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``RuleFailed``, and what ``cancel`` raises.
    """
    reason, seen = said(reason), find_evaluation(session, actor, evaluation_id)
    task = choosing.open_round(session, actor, EVALUATING, seen.task_id)  # before the form: so closing locks
    form = find_evaluation(session, actor, evaluation_id, lock=True)
    if not reason:
        raise RuleFailed("reason_missing")
    perform(session, form, actor, "cancel", expected_version=version, inputs=Inputs(reason=reason))
    form.cancelled_by = EXEMPTED
    outcome, by = ChoiceOutcome.exempt, actor.user_id or None
    choosing.keep(session, EVALUATING, task.id, form.declaration_id, outcome, reason, by)
    choosing.audit(session, actor, EVALUATING, task, "exempt_evaluation", reason, declaration_id=form.declaration_id)
    return form


def take_in_again(session: Session, actor: Actor, task_id: int, choice_id: int, reason: str) -> int:
    """What is outside the scope, or exempt, gets its form after all; how many were opened."""
    choosing.take_in_again(session, actor, EVALUATING, task_id, choice_id, reason)
    return sync_task(session, task_id)


def extend_unit(
    session: Session, actor: Actor, task_id: int, unit_id: int, deadline: date, reason: str
) -> EvaluationExtension:
    """A later deadline for one unit's forms, those opened later too; raises ``NotFound`` or ``RuleFailed``."""
    made: EvaluationExtension = choosing.extend_unit(session, actor, EVALUATING, task_id, unit_id, deadline, reason)
    return made
