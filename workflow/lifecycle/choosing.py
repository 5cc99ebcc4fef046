"""What was decided about declarations and units of one round: outside its scope, exempt, taken in, given more time.

The same for monitoring (监控任务) and self-evaluation (自评任务): a round with forms, a row per decided declaration, a
row per later deadline. What differs between the two is a ``Round``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.execution import Money
from workflow.execution.scope import outside, scope_of
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.reports import OPEN
from workflow.lifecycle.words import within
from workflow.models import (
    CampaignChoice,
    CampaignExtension,
    Declaration,
    EvaluationChoice,
    EvaluationExtension,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    Organisation,
    SelfEvaluation,
)
from workflow.permissions import Actor, visible_to
from workflow.types import ChoiceOutcome, Role

EXEMPTED = "exempt"
"""``cancelled_by`` of a form whose declaration was exempt: it may be taken in again and goes on where it stood."""


@dataclass(frozen=True)
class Round:
    """The tables of one kind of round, how they name it, and the codes of what can go wrong."""

    table: Any
    choice: Any
    extension: Any
    form: Any
    key: str
    missing: str
    closed: str
    kind: str
    extend: str

    def of(self, table: Any, round_id: int) -> ColumnElement[bool]:
        """The rows of one round."""
        found: ColumnElement[bool] = col(getattr(table, self.key)) == round_id
        return found


MONITORING = Round(
    MonitoringCampaign, CampaignChoice, CampaignExtension, MonitoringReport, "campaign_id", "no_such_campaign",
    "campaign_closed", "monitoring_campaign", "extend_campaign",
)  # fmt: skip
EVALUATING = Round(
    EvaluationTask, EvaluationChoice, EvaluationExtension, SelfEvaluation, "task_id", "no_such_evaluation_task",
    "evaluation_task_closed", "evaluation_task", "extend_evaluation",
)  # fmt: skip


def take_in(
    session: Session, rounds: Round, row: Any, found: Sequence[Declaration], money: Mapping[int, Money]
) -> list[Declaration]:
    """Those that get a form; the others are kept as outside. A revision goes on as what it superseded."""
    scope = scope_of(row.scope)
    known = [key for one in found for key in (one.id, one.supersedes_id) if key]
    choices, filled = choices_of(session, rounds, row.id, known), _with_form(session, rounds, row.id, known)
    taken = []
    for one in found:
        old = choices.get(one.supersedes_id or 0)
        if old is not None and one.id not in choices:
            choices[one.id] = keep(
                session, rounds, row.id, one.id, ChoiceOutcome(old.outcome), old.reason, old.decided_by
            )
        why = "" if {one.id, one.supersedes_id} & filled else outside(scope, money[one.id])
        if one.id not in choices and why:
            choices[one.id] = keep(session, rounds, row.id, one.id, ChoiceOutcome.outside, why, None)
        if one.id not in choices or choices[one.id].outcome == ChoiceOutcome.wanted:
            taken.append(one)
    return taken


def take_in_again(session: Session, actor: Actor, rounds: Round, round_id: int, choice_id: int, reason: str) -> Any:
    """What is outside the scope, or exempt, gets its form after all; the caller opens it."""
    reason, row = within(reason), open_round(session, actor, rounds, round_id)
    query = select(rounds.choice).where(rounds.choice.id == choice_id, rounds.of(rounds.choice, round_id))
    choice = session.exec(query).first()
    if choice is None:
        raise NotFound("no_such_choice")
    if not reason:
        raise RuleFailed("reason_missing")
    choice.outcome, choice.reason, choice.decided_by = ChoiceOutcome.wanted.value, reason, actor.user_id or None
    audit(session, actor, rounds, row, "take_in", reason, declaration_id=choice.declaration_id)
    return choice


def extend_unit(
    session: Session, actor: Actor, rounds: Round, round_id: int, unit_id: int, deadline: date, reason: str
) -> Any:
    """A later deadline for one unit's forms, those opened later too; raises ``NotFound`` or ``RuleFailed``."""
    reason, row, form = within(reason), open_round(session, actor, rounds, round_id), rounds.form
    here = (rounds.of(form, round_id), form.unit_id == unit_id, visible_to(actor, form))
    forms = session.exec(select(form).where(*here)).all()
    if not forms:
        raise NotFound("no_such_unit")
    if deadline <= max(row.deadline, *(one.extended_to or row.deadline for one in forms)):
        raise RuleFailed("extension_not_later", closes_on=row.deadline.isoformat())
    if deadline < clock.business_date():
        raise RuleFailed("deadline_past", deadline=deadline.isoformat())
    if not reason:
        raise RuleFailed("reason_missing")
    made = rounds.extension(
        created_at=clock.now(), unit_id=unit_id, deadline=deadline, reason=reason, granted_by=actor.user_id or None,
        **{rounds.key: round_id},
    )  # fmt: skip
    session.add(made)
    for one in forms:
        if one.state in OPEN:
            one.extended_to, one.updated_at = deadline, clock.now()
    name = session.get_one(Organisation, unit_id).name
    audit(session, actor, rounds, row, rounds.extend, reason, unit=name, until=deadline.isoformat())
    return made


def extensions_of(session: Session, rounds: Round, round_id: int, units: Iterable[int]) -> dict[int, date]:
    """Unit → its newest later deadline."""
    table = rounds.extension
    query = select(table).where(rounds.of(table, round_id), col(table.unit_id).in_(sorted(units)))
    return {row.unit_id: row.deadline for row in session.exec(query.order_by(col(table.id)))}


def choices_of(session: Session, rounds: Round, round_id: int, declarations: Sequence[int]) -> dict[int, Any]:
    """Declaration → what was decided about it."""
    table = rounds.choice
    query = select(table).where(rounds.of(table, round_id), col(table.declaration_id).in_(declarations))
    return {choice.declaration_id: choice for choice in session.exec(query)}


def keep(
    session: Session, rounds: Round, round_id: int, declaration_id: int, outcome: ChoiceOutcome, reason: str,
    by: int | None,
) -> Any:  # fmt: skip
    """One row per declaration: a new decision takes the place of the old one, the audit trail keeps both."""
    found = choices_of(session, rounds, round_id, [declaration_id]).get(declaration_id) or rounds.choice(
        created_at=clock.now(), declaration_id=declaration_id, outcome=outcome.value, **{rounds.key: round_id}
    )
    found.outcome, found.reason, found.decided_by = outcome.value, reason, by
    session.add(found)
    return found


def open_round(session: Session, actor: Actor, rounds: Round, round_id: int) -> Any:
    """An open round of a region whose performance section the actor belongs to, locked."""
    query = select(rounds.table).where(rounds.table.id == round_id)
    row = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    mine = {grant.region_id for grant in actor.grants if grant.role is Role.performance}
    if row is None:
        raise NotFound(rounds.missing)
    if row.region_id not in mine:
        raise NotAllowed("no_role")
    if row.closed_at:
        raise WrongState(rounds.closed)
    return row


def audit(
    session: Session, actor: Actor, rounds: Round, row: Any, action: str, reason: str, **facts: str | int
) -> None:
    """One entry of the trail of the round."""
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.performance]).name,
        action=action,
        object_kind=rounds.kind,
        object_id=row.id,
        reason=reason,
        details={"name": row.name, **facts},
    )


def _with_form(session: Session, rounds: Round, round_id: int, declarations: Sequence[int]) -> set[int]:
    form = rounds.form
    query = select(form.declaration_id).where(rounds.of(form, round_id), col(form.declaration_id).in_(declarations))
    return set(session.exec(query))
