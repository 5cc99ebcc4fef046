"""上级转移支付: the document that came down, split over projects as additions of their budget ledgers.

What is split is what stands in the ledgers: an entry taken back there is free to be split again.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from workflow import clock, regional
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import LedgerEntry, UpperTransfer, UpperTransferPart
from workflow.money import wan_grouped
from workflow.money_facts import day_in
from workflow.permissions import Actor, regions_seen
from workflow.regional.table import TRANSFER_DAYS_GENERAL, TRANSFER_DAYS_SPECIAL
from workflow.services.ledger import Typed, enter, too_long
from workflow.texts import said
from workflow.types import LedgerKind, Role, TransferKind

DAYS = {TransferKind.general: TRANSFER_DAYS_GENERAL, TransferKind.special: TRANSFER_DAYS_SPECIAL}
LONGEST = {"number": 200, "title": 200, "targets": 4_000}


@dataclass(frozen=True)
class TypedTransfer:
    """What stands in the document; ``targets`` are the regional targets that came with the money."""

    year: int
    number: str
    title: str
    kind: str
    received_on: date
    amount_fen: int
    targets: str


def receive_transfer(session: Session, actor: Actor, region_id: int, typed: TypedTransfer) -> UpperTransfer:
    """Raises ``NotAllowed`` but for the budget section, ``RuleFailed`` with everything missing or wrong."""
    _require_budget(actor, region_id)
    texts = {name: said(getattr(typed, name)) for name in LONGEST}
    _check(session, region_id, replace(typed, number=texts["number"]), texts)
    days = regional.setting(session, region_id, DAYS[TransferKind(typed.kind)], typed.year)
    row = UpperTransfer(
        created_at=clock.now(),
        region_id=region_id,
        fiscal_year=typed.year,
        kind=typed.kind,
        received_on=typed.received_on,
        due_on=typed.received_on + timedelta(days=days),
        amount_fen=typed.amount_fen,
        entered_by=actor.user_id or None,
        number=texts["number"],
        title=texts["title"],
        targets=texts["targets"],
    )
    session.add(row)
    session.flush()  # the audit entry names its id
    _record(session, actor, "receive_transfer", row, {"number": row.number, "fen": row.amount_fen})
    return row


def split_transfer(
    session: Session, actor: Actor, transfer_id: int, project_id: int, amount_fen: int
) -> UpperTransferPart:
    """A part to a project, booked as an addition with the number of the document; together never above the amount."""
    query = select(UpperTransfer).where(UpperTransfer.id == transfer_id).with_for_update()
    row = session.exec(query).first()
    if row is None or row.region_id not in regions_seen(actor):
        raise NotFound("no_such_transfer")
    _require_budget(actor, row.region_id)
    if not project_id or amount_fen <= 0:
        raise RuleFailed("transfer_part_missing")
    rest = row.amount_fen - split_fen(session, transfer_id)
    if amount_fen > rest:
        raise RuleFailed("transfer_above_rest", rest=wan_grouped(rest), asked=wan_grouped(amount_fen))
    day = day_in(row.fiscal_year, min(row.received_on, clock.business_date()))
    typed = Typed(row.fiscal_year, amount_fen, day, row.number, f"上级转移支付：{row.title}")
    entry = enter(session, actor, project_id, LedgerKind.addition, typed)
    part = UpperTransferPart(transfer_id=transfer_id, project_id=project_id, entry_id=entry.id)
    session.add(part)
    _record(session, actor, "split_transfer", row, {"project": project_id, "fen": amount_fen, "entry": entry.id})
    return part


def split_fen(session: Session, transfer_id: int) -> int:
    """What of it stands in the ledgers of projects."""
    counter = select(LedgerEntry.corrects_id).where(col(LedgerEntry.corrects_id).is_not(None))
    query = (
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(UpperTransferPart, col(UpperTransferPart.entry_id) == LedgerEntry.id)
        .where(UpperTransferPart.transfer_id == transfer_id, col(LedgerEntry.id).not_in(counter))
    )
    return int(session.exec(query).one())


def _require_budget(actor: Actor, region_id: int) -> None:
    if not any(grant.role is Role.budget_section and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def _check(session: Session, region_id: int, typed: TypedTransfer, texts: dict[str, str]) -> None:
    first, last = date(typed.year - 1, 1, 1), clock.business_date()
    same = select(UpperTransfer.id).where(
        UpperTransfer.region_id == region_id,
        UpperTransfer.fiscal_year == typed.year,
        UpperTransfer.number == typed.number,
    )
    wrong = {
        "transfer_number_missing": not texts["number"],
        "transfer_number_taken": bool(texts["number"]) and session.exec(same).first() is not None,
        "transfer_title_missing": not texts["title"],
        "transfer_kind_missing": typed.kind not in list(TransferKind),
        "transfer_day_wrong": not first <= typed.received_on <= last,
        "ledger_amount_not_positive": typed.amount_fen <= 0,
    }
    facts = {"first": first.isoformat(), "last": last.isoformat(), "number": typed.number}
    problems = [RuleFailed(code, **facts) for code, holds in wrong.items() if holds]
    problems += too_long({name: (text, LONGEST[name]) for name, text in texts.items()})
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)


def _record(session: Session, actor: Actor, action: str, row: UpperTransfer, details: dict[str, object]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.budget_section]).name,
        action=action,
        object_kind="upper_transfer",
        object_id=row.id,
        details=details,
    )
