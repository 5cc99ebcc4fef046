"""Corrective actions (整改): ordered by finance, answered by the unit, confirmed or opened again, closed."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.corrections import HOLDS_MONEY, STEP_OF, Step, advance, may_order
from workflow.lifecycle.files import find_evaluation, find_report
from workflow.lifecycle.record import append_audit
from workflow.models import CorrectiveAction, Declaration, MonitoringReport, SelfEvaluation
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at, visible_to
from workflow.texts import said
from workflow.types import CorrectionKind, CorrectionState, ReportState, Role

ORDERABLE = (ReportState.submitted, ReportState.accepted)
LONGEST = 2_000
LONGEST_OF = {"owner": 60, "document": 200}
TURN = {
    CorrectionState.ordered: (Role.filer, Role.unit_head),
    CorrectionState.answered: (Role.section_reviewer, Role.performance),
    CorrectionState.confirmed: (Role.performance,),
    CorrectionState.closed: (Role.filer, Role.unit_head),
}
"""Who is told when it comes to stand there."""


@dataclass(frozen=True)
class Order:
    """What is ordered; the document is what pausing or stopping payments rests on."""

    kind: CorrectionKind
    problem: str
    demand: str
    due_on: date
    document: str = ""


@dataclass(frozen=True)
class Told:
    """What is said with a step; each step reads its own."""

    owner: str = ""
    measure: str = ""
    result: str = ""
    remark: str = ""
    document: str = ""
    due_on: date | None = None


Origin = MonitoringReport | SelfEvaluation
"""The form that gives rise to a correction."""


def order(session: Session, actor: Actor, report_id: int, told: Order) -> CorrectiveAction:
    """On a report that finance has; raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``RuleFailed``."""
    return _order(session, actor, find_report(session, actor, report_id, lock=True), told)


def order_on_evaluation(session: Session, actor: Actor, evaluation_id: int, told: Order) -> CorrectiveAction:
    """After a self-evaluation or its re-check; raises like ``order``."""
    return _order(session, actor, find_evaluation(session, actor, evaluation_id, lock=True), told)


def origin_of(session: Session, actor: Actor, row: CorrectiveAction) -> Origin:
    """The form behind a correction; raises ``NotFound`` out of sight."""
    if row.report_id is not None:
        return find_report(session, actor, row.report_id)
    return find_evaluation(session, actor, row.evaluation_id or 0)


def _order(session: Session, actor: Actor, origin: Origin, told: Order) -> CorrectiveAction:
    roles = may_order(told.kind)
    if not actor.holds_any(roles, origin):
        raise NotAllowed("no_role")
    if origin.state not in ORDERABLE:
        raise WrongState("correction_needs_report")
    actor = actor.acting(roles, origin)
    texts = _texts({"problem": told.problem, "demand": told.demand, "document": told.document})
    _require(texts, ("problem", "demand", *(("document",) if told.kind in HOLDS_MONEY else ())))
    _require_ahead(told.due_on)
    place = ("region_id", "fiscal_year", "department_id", "unit_id", "declaration_id")
    of_report = isinstance(origin, MonitoringReport)
    row = CorrectiveAction(
        report_id=origin.id if of_report else None, evaluation_id=None if of_report else origin.id,
        created_at=clock.now(), kind=told.kind.value, due_on=told.due_on,
        ordered_by=actor.user_id or None, problem=texts["problem"], demand=texts["demand"], document=texts["document"],
        **{name: getattr(origin, name) for name in place},
    )  # fmt: skip
    session.add(row)
    session.flush()  # the trail and the messages name it
    _record(session, actor, row, "order_correction", "", texts)
    return row


def take_step(
    session: Session, actor: Actor, correction_id: int, action: str, version: int, told: Told
) -> CorrectiveAction:
    """One step of the table; raises like ``order``, and ``Conflict`` when somebody else was faster."""
    row, step = find_correction(session, actor, correction_id, lock=True), STEP_OF.get(action)
    if step is None:
        raise NotFound("no_such_action")
    if not actor.holds_any(step.who, row):
        raise NotAllowed("no_role")
    if version != row.version:
        raise Conflict("version_changed")
    if row.state not in step.sources:
        raise WrongState("correction_elsewhere")
    actor, before = actor.acting(step.who, row), row.state
    texts = _texts({name: getattr(told, name) for name in (*step.needs, "document", "remark")})
    releases = step.action == "close" and row.kind in HOLDS_MONEY
    _require(texts, (*step.needs, *(("document",) if releases else ())))
    row.sqlmodel_update({name: texts[name] for name in (*step.needs, "remark")} | _columns(step, texts, told, row))
    advance(row, step)
    _record(session, actor, row, f"{action}_correction", before, texts)
    return row


def find_correction(session: Session, actor: Actor, correction_id: int, *, lock: bool = False) -> CorrectiveAction:
    """As the declaration it is about is visible; raises ``NotFound``."""
    seen = select(Declaration.id).where(
        Declaration.id == CorrectiveAction.declaration_id, visible_to(actor, Declaration)
    )
    query = select(CorrectiveAction).where(CorrectiveAction.id == correction_id, seen.exists())
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_correction")
    return found


def open_steps(actor: Actor, row: CorrectiveAction) -> list[Step]:
    """What this person may do with it now, in the order of the table."""
    return [step for step in STEP_OF.values() if row.state in step.sources and actor.holds_any(step.who, row)]


def _columns(step: Step, texts: dict[str, str], told: Told, row: CorrectiveAction) -> dict[str, object]:
    if step.dest is CorrectionState.answered:
        return {"answered_at": clock.now()}
    if step.dest is CorrectionState.closed:
        return {"closed_at": clock.now(), "release_document": texts["document"]}
    if step.dest is CorrectionState.ordered and told.due_on:
        _require_ahead(told.due_on)
        return {"due_on": told.due_on}
    return {}


def _texts(given: dict[str, str]) -> dict[str, str]:
    texts = {name: said(text) for name, text in given.items()}
    for name, text in texts.items():
        if len(text) > LONGEST_OF.get(name, LONGEST):
            raise RuleFailed("comment_too_long", longest=LONGEST_OF.get(name, LONGEST))
    return texts


def _require(texts: dict[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        if not texts[name]:
            raise RuleFailed(f"correction_{name}_missing")


def _require_ahead(day: date) -> None:
    if day < clock.business_date():
        raise RuleFailed("deadline_past", deadline=day.isoformat())


def _record(
    session: Session, actor: Actor, row: CorrectiveAction, action: str, before: str, texts: dict[str, str]
) -> None:
    """The trail, and whose turn it is now is told."""
    entry = append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="corrective_action",
        object_id=row.id,
        state_from=before,
        state_to=row.state,
        reason=texts.get("remark", ""),
        details={**texts, "kind": row.kind, "due_on": row.due_on.isoformat(), "on_behalf_of": actor.absent_id or 0},
    )
    declaration = session.get_one(Declaration, row.declaration_id)
    notify(
        session,
        people_at(session, TURN[CorrectionState(row.state)], row) - {actor.user_id},
        template=f"corrective_action.{action.removesuffix('_correction')}",
        key=f"correction:{entry.id}",
        object_kind="corrective_action",
        object_id=row.id,
        facts={"project_name": declaration.project_name, "due_on": row.due_on.isoformat()},
    )
