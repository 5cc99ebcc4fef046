"""用款计划: what a unit means to pay for a project in each month of a fiscal year. Saved as a whole, never in part."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.execution.rates import MONTHS
from workflow.lifecycle.record import append_audit
from workflow.models import Project, SpendingPlan
from workflow.permissions import Actor
from workflow.services.rates import forget_rates, request_rates
from workflow.types import Role

PLANNING = (Role.filer, Role.unit_head)
"""Who says when the money will be paid: the unit that pays it."""


def save_plan(
    session: Session, actor: Actor, project_id: int, year: int, months: Sequence[int], seen: Sequence[int]
) -> None:
    """Replace the plan of a project; ``seen`` is the one the page showed. Needs ``unit_of_work(write=True)``.

    Nothing planned in any month takes the plan away. The sum need not be the budget, which changes over the year.
    Raises ``NotFound`` out of sight, ``NotAllowed`` for who is not of the unit, ``Conflict`` if somebody else has
    changed it meanwhile, ``RuleFailed`` for an amount below zero.
    """
    project = session.exec(select(Project).where(Project.id == project_id).with_for_update(key_share=True)).first()
    if project is None or not actor.sees(project):
        raise NotFound("no_such_project_here")
    if not actor.holds_any(PLANNING, project):
        raise NotAllowed("no_role")
    if len(months) != MONTHS or min(months) < 0:
        raise RuleFailed("plan_amount_negative")
    mine = (col(SpendingPlan.project_id) == project_id, col(SpendingPlan.fiscal_year) == year)
    before = list(session.exec(select(SpendingPlan.amount_fen).where(*mine).order_by(col(SpendingPlan.month))))
    if before != list(seen):
        raise Conflict("plan_changed")
    after = list(months) if any(months) else []
    if after == before:
        return
    session.exec(delete(SpendingPlan).where(*mine))
    who, now = actor.acting(PLANNING, project), clock.now()
    session.add_all(
        SpendingPlan(
            created_at=now, project_id=project_id, fiscal_year=year, month=month, amount_fen=fen,
            entered_by=actor.user_id or None,
        )
        for month, fen in enumerate(after, 1)
    )  # fmt: skip
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=who.name,
        action="plan_spending",
        object_kind="project",
        object_id=project_id,
        details={"year": year, "before": before, "after": after},
    )
    forget_rates(session, project.region_id, year, date(year, 1, 1))
    request_rates(session, project.region_id, year, actor.user_id)
