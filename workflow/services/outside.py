"""国库外支付: what a unit paid from its own funds or others paid on for it, with proof; confirmed by the section.

It is shown beside the execution rate of the treasury's payments and never counted in it.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from workflow import clock
from workflow.documents.file_kinds import Upload
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.files import keep_file
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.words import within
from workflow.models import Attachment, FileContent, Organisation, OutsidePayment, Project
from workflow.money import yuan_grouped
from workflow.money_facts import day_in
from workflow.money_types import OutsideChannel, OutsideState
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.services.attachments import Download
from workflow.services.ledger import too_long
from workflow.texts import said
from workflow.types import Role

ENTERING = (Role.filer, Role.unit_head)
CONFIRMING = (Role.section_reviewer, Role.section_head)
OWNER = "outside_payment"
LIMITS = {"payee_name": 200, "purpose": 300, "document": 200}


@dataclass(frozen=True)
class TypedPayment:
    """What the unit enters; ``amount_fen`` is negative for money that came back."""

    year: int
    paid_on: date
    amount_fen: int
    channel: str
    payee_name: str
    purpose: str
    document: str


def enter_payment(
    session: Session, actor: Actor, project_id: int, typed: TypedPayment, proof: Upload | None
) -> OutsidePayment:
    """Raises ``NotFound`` out of sight, ``NotAllowed`` without the role, ``RuleFailed`` for all that is missing."""
    project = session.get(Project, project_id)
    if project is None or not actor.sees(project):
        raise NotFound("no_such_project_here")
    if not actor.holds_any(ENTERING, project):
        raise NotAllowed("no_role")
    texts = {name: said(getattr(typed, name)) for name in LIMITS}
    _check(typed, texts, proof)
    row = OutsidePayment(
        created_at=clock.now(),
        region_id=project.region_id,
        department_id=project.department_id,
        unit_id=project.unit_id,
        project_id=project_id,
        fiscal_year=typed.year,
        paid_on=typed.paid_on,
        amount_fen=typed.amount_fen,
        channel=typed.channel,
        entered_by=actor.user_id or None,
        payee_name=texts["payee_name"],
        purpose=texts["purpose"],
        document=texts["document"],
    )
    session.add(row)
    session.flush()  # the proof and the messages name its id
    if proof:
        keep_file(session, OWNER, row.id, "other", proof, actor.user_id)
    _record(session, actor, ENTERING, row, "enter_outside_payment", "")
    _tell(session, actor, row, CONFIRMING, "entered")
    return row


def decide(session: Session, actor: Actor, payment_id: int, *, agrees: bool, reason: str) -> OutsidePayment:
    """The section confirms it, or refuses it with a reason; nobody confirms what he entered."""
    row = _open(session, actor, payment_id)
    if not actor.holds_any(CONFIRMING, row):
        raise NotAllowed("no_role")
    if row.entered_by and row.entered_by == actor.user_id:
        raise NotAllowed("outside_own_entry")
    why = within(reason)
    if not agrees and not why:
        raise RuleFailed("reason_missing")
    row.status = OutsideState.confirmed if agrees else OutsideState.refused
    row.decided_by, row.decided_at, row.answer = actor.user_id or None, clock.now(), why
    session.add(row)
    _record(session, actor, CONFIRMING, row, f"{'confirm' if agrees else 'refuse'}_outside_payment", why)
    _tell(session, actor, row, ENTERING, row.status)
    return row


def withdraw_payment(session: Session, actor: Actor, payment_id: int) -> OutsidePayment:
    """The unit takes back what nobody has decided on."""
    row = _open(session, actor, payment_id)
    if not actor.holds_any(ENTERING, row):
        raise NotAllowed("no_role")
    row.status = OutsideState.withdrawn
    session.add(row)
    _record(session, actor, ENTERING, row, "withdraw_outside_payment", "")
    return row


def read_proof(session: Session, actor: Actor, payment_id: int) -> Download:
    """The file, for everybody who sees the payment; raises ``NotFound``."""
    row = _seen(session, actor, payment_id)
    query = (
        select(Attachment, FileContent.content)
        .join(FileContent, col(FileContent.sha256) == Attachment.sha256)
        .where(Attachment.owner_kind == OWNER, Attachment.owner_id == row.id)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_outside_payment")
    return Download(found[0].name, found[0].media_type, found[1])


def _seen(session: Session, actor: Actor, payment_id: int, *, lock: bool = False) -> OutsidePayment:
    query = select(OutsidePayment).where(OutsidePayment.id == payment_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = session.exec(query).first()
    if row is None or not actor.sees(row):
        raise NotFound("no_such_outside_payment")
    return row


def _open(session: Session, actor: Actor, payment_id: int) -> OutsidePayment:
    row = _seen(session, actor, payment_id, lock=True)
    if row.status != OutsideState.entered:
        raise WrongState("outside_settled")
    return row


def _check(typed: TypedPayment, texts: dict[str, str], proof: Upload | None) -> None:
    """Everything that is missing or wrong at once."""
    first, last = date(typed.year, 1, 1), day_in(typed.year, clock.business_date())
    wrong = {
        "outside_amount_zero": typed.amount_fen == 0,
        "outside_day_outside": not first <= typed.paid_on <= last,
        "outside_channel_missing": typed.channel not in list(OutsideChannel),
        "outside_payee_missing": not texts["payee_name"],
        "outside_purpose_missing": not texts["purpose"],
        "outside_proof_missing": proof is None,
    }
    days = {"first": first.isoformat(), "last": last.isoformat()}
    problems = [RuleFailed(code, **days) for code, holds in wrong.items() if holds]
    problems += too_long({name: (text, LIMITS[name]) for name, text in texts.items()})
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)


def _record(
    session: Session, actor: Actor, roles: tuple[Role, ...], row: OutsidePayment, action: str, reason: str
) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(roles, row).name,
        action=action,
        object_kind=OWNER,
        object_id=row.id,
        state_to=row.status,
        reason=reason,
        details={"project": row.project_id, "fen": row.amount_fen, "paid_on": row.paid_on.isoformat()},
    )


def _tell(session: Session, actor: Actor, row: OutsidePayment, roles: tuple[Role, ...], what: str) -> None:
    notify(
        session,
        people_at(session, roles, row) - {actor.user_id},
        template=f"{OWNER}.{what}",
        key=f"{OWNER}:{row.id}:{what}",
        object_kind=OWNER,
        object_id=row.id,
        facts={
            "project_name": session.get_one(Project, row.project_id).name,
            "unit_name": session.get_one(Organisation, row.unit_id).name,
            "amount": yuan_grouped(row.amount_fen),
            "reason": row.answer,
        },
    )
