"""What finance makes of accepted self-evaluations (复核, 结果应用): who sees it, and who does it."""

from sqlalchemy import exists
from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import NotFound
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_evaluation
from workflow.models import AuditEntry, EvaluationRecheck, ResultUse, SelfEvaluation
from workflow.permissions import Actor, visible_to
from workflow.types import FINANCE_ROLES, RecheckState, ResultUseState, Role

CHECKS = PROPOSES = (Role.performance,)
DECIDES = (Role.budget_section,)
IN_OFFICE = tuple(sorted(FINANCE_ROLES | {Role.auditor}))
"""Who sees a re-check before it is finished, a proposal before it is confirmed; afterwards whoever sees the form."""


def find_recheck(
    session: Session, actor: Actor, recheck_id: int, *, lock: bool = False
) -> tuple[EvaluationRecheck, SelfEvaluation]:
    """The re-check and its form; raises ``NotFound`` out of sight, for the unit until it is finished."""
    seen = (col(SelfEvaluation.id) == EvaluationRecheck.evaluation_id, visible_to(actor, SelfEvaluation))
    query = select(EvaluationRecheck).where(EvaluationRecheck.id == recheck_id, exists().where(*seen))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    form = session.get_one(SelfEvaluation, found.evaluation_id) if found else None
    if found is None or form is None or not (found.state == RecheckState.finished or actor.holds_any(IN_OFFICE, form)):
        raise NotFound("no_such_recheck")
    return found, form


def may_recheck(session: Session, actor: Actor, form: SelfEvaluation) -> bool:
    """The performance section, but nobody who accepted the form himself."""
    return actor.holds_any(CHECKS, form) and not accepted_by(session, actor, form)


def accepted_by(session: Session, actor: Actor, form: SelfEvaluation) -> bool:
    query = select(AuditEntry.id).where(
        AuditEntry.object_kind == file_kind(form),
        AuditEntry.object_id == form.id,
        AuditEntry.action == "accept",
        col(AuditEntry.actor_id).in_(sorted(actor.persons)),
    )
    return session.exec(query).first() is not None


def find_use(session: Session, actor: Actor, use_id: int, *, lock: bool = False) -> tuple[ResultUse, SelfEvaluation]:
    """As its self-evaluation is visible; what is not confirmed only to finance. Raises ``NotFound``."""
    query = select(ResultUse).where(ResultUse.id == use_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_result_use")
    try:
        form = find_evaluation(session, actor, found.evaluation_id)
    except NotFound:
        raise NotFound("no_such_result_use") from None
    if found.state != ResultUseState.confirmed and not actor.holds_any(IN_OFFICE, form):
        raise NotFound("no_such_result_use")
    return found, form


def years_of(form: SelfEvaluation) -> tuple[int, int]:
    """The year that was evaluated (what is left of it is recalled) and the one after (carried over, or budgeted)."""
    return form.fiscal_year, form.fiscal_year + 1


def end_recheck(row: EvaluationRecheck) -> None:
    """The only way a re-check ends; the caller has checked that nothing is missing."""
    row.state, row.finished_at = RecheckState.finished.value, clock.now()


def decide_use(row: ResultUse, state: ResultUseState) -> None:
    """The only way a proposal is decided."""
    row.state, row.version, row.decided_at = state.value, row.version + 1, clock.now()
