"""What the page of one self-evaluation shows, and its paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from workflow.documents.evaluation_content import evaluation_hash, items_of
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.evaluations.missing import missing_in
from workflow.lifecycle.evaluations.scores import indicators_of
from workflow.lifecycle.files import find_evaluation
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import (
    Declaration,
    EvaluationTask,
    Goal,
    Indicator,
    Organisation,
    SelfEvaluation,
    SelfEvaluationItem,
    UserAccount,
)
from workflow.permissions import Actor, people_at
from workflow.queries.prefilled import carried_actuals
from workflow.types import Horizon

YEARLY = (Horizon.annual, Horizon.overall)


@dataclass(frozen=True)
class EvaluationLine:
    """One indicator: what was promised (None if the revision dropped it) and what is said of it."""

    indicator: Indicator | None
    item: SelfEvaluationItem


@dataclass(frozen=True)
class EvaluationView:
    """The form with everything around it; ``content_hash`` is what ``sign`` must post."""

    row: SelfEvaluation
    declaration: Declaration
    task: EvaluationTask
    unit_name: str
    department_name: str
    goals: list[str]
    lines: list[EvaluationLine]
    missing: list[Problem]
    content_hash: str
    carried: Mapping[str, int]
    """Indicator → the month of the monitoring report its result was taken over from."""

    @property
    def deadline(self) -> date:
        """The unit's later deadline, else the task's."""
        return self.row.extended_to or self.task.deadline


def evaluation_view(session: Session, actor: Actor, evaluation_id: int) -> EvaluationView:
    """Raises ``NotFound`` outside the actor's scope."""
    row = find_evaluation(session, actor, evaluation_id)
    indicators, items = indicators_of(session, row), items_of(session, row.id)
    return EvaluationView(
        row=row,
        declaration=session.get_one(Declaration, row.declaration_id),
        task=session.get_one(EvaluationTask, row.task_id),
        unit_name=session.get_one(Organisation, row.unit_id).name,
        department_name=session.get_one(Organisation, row.department_id).name,
        goals=_goals(session, row),
        lines=[EvaluationLine(indicators.get(item.indicator_uid), item) for item in items],
        missing=missing_in(session, row),
        content_hash=evaluation_hash(session, row),
        carried=carried_actuals(session, row, items),
    )


def _goals(session: Session, row: SelfEvaluation) -> list[str]:
    """年度总体目标: the goals of the year, in form order."""
    query = select(Goal.text).where(Goal.declaration_id == row.declaration_id, col(Goal.horizon).in_(YEARLY))
    return [text for text in session.exec(query.order_by(col(Goal.position), col(Goal.id))) if text]


def evaluation_holders(session: Session, row: SelfEvaluation) -> list[UserAccount]:
    """The people of the desk that holds the form now."""
    if row.desk is None:
        return []
    ids = people_at(session, [DESK_ROLES[row.desk]], row)
    return list(session.exec(select(UserAccount).where(col(UserAccount.id).in_(ids)).order_by(col(UserAccount.id))))
