"""结果应用: what an accepted self-evaluation means for the money.

Proposed by the performance section, decided by the budget section. A confirmed cut or recall is booked in the ledger
where the project has a budget in that year; else it stands against the declaration of that year
(``services.cloning.results``).
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, RuleFailed, WrongState
from workflow.lifecycle.evaluations.finance import DECIDES, PROPOSES, decide_use, find_use, years_of
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_evaluation
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, LedgerEntry, ResultUse, SelfEvaluation
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.services.ledger import Typed, enter
from workflow.texts import said
from workflow.types import ReportState, ResultUseKind, ResultUseState, Role

TOLD = (Role.filer, Role.unit_head, Role.section_reviewer, Role.performance)
LONGEST, LONGEST_DOCUMENT = 500, 200
BOOKED_AS = {ResultUseKind.cut: LedgerKind.cut, ResultUseKind.recall: LedgerKind.recall}


@dataclass(frozen=True)
class Proposal:
    """What is proposed; ``amount_fen`` is 0 where nothing is taken away."""

    kind: ResultUseKind
    applies_year: int
    amount_fen: int
    reason: str


def propose(session: Session, actor: Actor, evaluation_id: int, told: Proposal) -> ResultUse:
    """On an accepted form; raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``RuleFailed``."""
    form = find_evaluation(session, actor, evaluation_id, lock=True)
    if not actor.holds_any(PROPOSES, form):
        raise NotAllowed("no_role")
    if form.state != ReportState.accepted:
        raise WrongState("result_needs_acceptance")
    if form.project_id is None:
        raise RuleFailed("result_of_projects")
    reason = _text(told.reason, LONGEST)
    if not reason:
        raise RuleFailed("reason_missing")
    if told.kind is not ResultUseKind.keep and told.amount_fen <= 0:
        raise RuleFailed("result_amount_missing")
    if told.applies_year not in years_of(form):
        first, second = years_of(form)
        raise RuleFailed("result_year_outside", first=first, second=second)
    _require_none_open(session, form, told.kind)
    row = ResultUse(
        created_at=clock.now(), evaluation_id=form.id, project_id=form.project_id, region_id=form.region_id,
        fiscal_year=form.fiscal_year, applies_year=told.applies_year, kind=told.kind.value, reason=reason,
        amount_fen=0 if told.kind is ResultUseKind.keep else told.amount_fen, proposed_by=actor.user_id or None,
    )  # fmt: skip
    session.add(row)
    session.flush()  # the trail and the messages name it
    _record(
        session, actor.acting(PROPOSES, form), row, form, "propose_result_use", "self_evaluation.use_proposed", DECIDES
    )
    return row


def _require_none_open(session: Session, form: SelfEvaluation, kind: ResultUseKind) -> None:
    query = select(ResultUse.id).where(
        ResultUse.evaluation_id == form.id, ResultUse.kind == kind, ResultUse.state == ResultUseState.proposed
    )
    if session.exec(query).first():
        raise RuleFailed("result_use_exists")


def confirm(session: Session, actor: Actor, use_id: int, version: int, document: str, remark: str = "") -> ResultUse:
    """Confirm and book it, if there is a budget to book against; what the ledger refuses is refused here.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState``, ``Conflict`` or ``RuleFailed``.
    """
    row, form = _decided_by(session, actor, use_id, version)
    paper, kind = _text(document, LONGEST_DOCUMENT), ResultUseKind(row.kind)
    if kind is not ResultUseKind.keep and not paper:
        raise RuleFailed("document_missing")
    if kind in BOOKED_AS and _has_budget(session, row):
        today = clock.business_date()
        day = min(max(today, date(row.applies_year, 1, 1)), day_in(row.applies_year, today))
        typed = Typed(row.applies_year, row.amount_fen, day, paper, row.reason)
        row.entry_id = enter(session, actor, row.project_id, BOOKED_AS[kind], typed).id
    _decide(row, actor, ResultUseState.confirmed, remark, paper)
    who = actor.acting(DECIDES, form)
    _record(session, who, row, form, "confirm_result_use", "self_evaluation.use_confirmed", TOLD)
    return row


def refuse(session: Session, actor: Actor, use_id: int, version: int, remark: str) -> ResultUse:
    """Not to be done, with a reason; raises like ``confirm``."""
    row, form = _decided_by(session, actor, use_id, version)
    if not said(remark):
        raise RuleFailed("result_remark_missing")
    _decide(row, actor, ResultUseState.refused, remark, "")
    who = actor.acting(DECIDES, form)
    _record(session, who, row, form, "refuse_result_use", "self_evaluation.use_refused", PROPOSES)
    return row


def _decided_by(session: Session, actor: Actor, use_id: int, version: int) -> tuple[ResultUse, SelfEvaluation]:
    row, form = find_use(session, actor, use_id, lock=True)
    if not actor.holds_any(DECIDES, form):
        raise NotAllowed("no_role")
    if row.state != ResultUseState.proposed:
        raise WrongState("result_use_decided")
    if version != row.version:
        raise Conflict("version_changed")
    return row, form


def _has_budget(session: Session, row: ResultUse) -> bool:
    """Whether anything of the project stands in the ledger of that year."""
    query = select(LedgerEntry.id).where(
        LedgerEntry.project_id == row.project_id, col(LedgerEntry.fiscal_year) == row.applies_year
    )
    return session.exec(query.limit(1)).first() is not None


def _decide(row: ResultUse, actor: Actor, state: ResultUseState, remark: str, document: str) -> None:
    decide_use(row, state)
    told = {"decided_by": actor.user_id or None, "remark": _text(remark, LONGEST), "document": document}
    row.sqlmodel_update(told)


def _text(raw: str, longest: int) -> str:
    text = said(raw)
    if len(text) > longest:
        raise RuleFailed("comment_too_long", longest=longest)
    return text


def _record(
    session: Session,
    who: Actor,
    row: ResultUse,
    form: SelfEvaluation,
    action: str,
    template: str,
    told: tuple[Role, ...],
) -> None:
    """The trail of the proposal, and whoever it concerns now is told; the unit only of what is confirmed."""
    append_audit(
        session,
        actor_id=who.user_id,
        actor_name=who.name,
        action=action,
        object_kind="result_use",
        object_id=row.id,
        reason=row.remark or row.reason,
        details={"evaluation_id": form.id, "kind": row.kind, "amount_fen": row.amount_fen,
                 "applies_year": row.applies_year, "document": row.document, "entry": row.entry_id or 0},
    )  # fmt: skip
    name = session.get_one(Declaration, form.declaration_id).project_name
    notify(
        session,
        people_at(session, told, form) - {who.user_id},
        template=template,
        key=f"result_use:{row.id}:{action}",
        object_kind=file_kind(form),
        object_id=form.id,
        facts={"project_name": name, "year": form.fiscal_year} | ({"remark": row.remark} if row.remark else {}),
    )
