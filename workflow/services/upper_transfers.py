"""上级转移支付: the document that came down, split over projects as additions of their budget ledgers.

What is split is what stands in the ledgers: an entry taken back there is free to be split again.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from workflow import clock, regional
from workflow.documents.file_kinds import Upload
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.execution.class_codes import UNCLASSED, ClassCodes
from workflow.lifecycle.files import keep_file
from workflow.lifecycle.record import append_audit
from workflow.models import Attachment, FileContent, LedgerEntry, UpperTransfer, UpperTransferPart
from workflow.money import wan_grouped
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind, TransferKind, TransferLevel
from workflow.permissions import Actor, regions_seen
from workflow.regional.table import TRANSFER_DAYS_GENERAL, TRANSFER_DAYS_SPECIAL
from workflow.services.attachments import Download
from workflow.services.ledger import Typed, checked_codes, enter, too_long
from workflow.texts import said
from workflow.types import Role

DAYS = {TransferKind.general: TRANSFER_DAYS_GENERAL, TransferKind.special: TRANSFER_DAYS_SPECIAL}
OWNER = "upper_transfer"
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
    granted_by: str = TransferLevel.unknown
    classes: ClassCodes = UNCLASSED


def receive_transfer(
    session: Session, actor: Actor, region_id: int, typed: TypedTransfer, scan: Upload | None = None
) -> UpperTransfer:
    """Raises ``NotAllowed`` but for the budget section, ``RuleFailed`` with everything missing or wrong."""
    _require_budget(actor, region_id)
    texts = {name: said(getattr(typed, name)) for name in LONGEST}
    classes = _check(session, region_id, replace(typed, number=texts["number"]), texts)
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
        granted_by=typed.granted_by,
        **asdict(classes),
    )
    session.add(row)
    session.flush()  # the audit entry names its id
    _record(session, actor, "receive_transfer", row, {"number": row.number, "fen": row.amount_fen})
    if scan:
        _keep_scan(session, actor, row, scan)
    return row


def attach_scan(session: Session, actor: Actor, transfer_id: int, scan: Upload | None) -> None:
    """The document itself, or a better scan of it: the newest is shown, the older ones stay in the trail."""
    row = _locked(session, actor, transfer_id)
    if scan is None:
        raise RuleFailed("attachment_missing")
    _keep_scan(session, actor, row, scan)


def read_scan(session: Session, actor: Actor, transfer_id: int) -> Download:
    """The newest one, for everybody who sees the document; raises ``NotFound``."""
    row = session.get(UpperTransfer, transfer_id)
    query = (
        select(Attachment, FileContent.content)
        .join(FileContent, col(FileContent.sha256) == Attachment.sha256)
        .where(Attachment.owner_kind == OWNER, Attachment.owner_id == transfer_id)
        .order_by(col(Attachment.id).desc())
    )
    found = session.exec(query).first() if row and row.region_id in regions_seen(actor) else None
    if found is None:
        raise NotFound("no_such_transfer")
    return Download(found[0].name, found[0].media_type, found[1])


def split_transfer(
    session: Session,
    actor: Actor,
    transfer_id: int,
    project_id: int,
    amount_fen: int,
    classes: ClassCodes | None = None,
) -> UpperTransferPart:
    """A part to a project, booked as an addition with the number of the document; together never above the amount.

    ``classes``: what this part belongs to; without them what the document says.
    """
    row = _locked(session, actor, transfer_id)
    if not project_id or amount_fen <= 0:
        raise RuleFailed("transfer_part_missing")
    rest = row.amount_fen - split_fen(session, transfer_id)
    if amount_fen > rest:
        raise RuleFailed("transfer_above_rest", rest=wan_grouped(rest), asked=wan_grouped(amount_fen))
    day = day_in(row.fiscal_year, min(row.received_on, clock.business_date()))
    own = ClassCodes(row.function_code, row.economic_code, row.nature) if classes is None else classes
    typed = Typed(row.fiscal_year, amount_fen, day, row.number, f"上级转移支付：{row.title}", classes=own)
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


def _locked(session: Session, actor: Actor, transfer_id: int) -> UpperTransfer:
    query = select(UpperTransfer).where(UpperTransfer.id == transfer_id).with_for_update(key_share=True)
    row = session.exec(query).first()
    if row is None or row.region_id not in regions_seen(actor):
        raise NotFound("no_such_transfer")
    _require_budget(actor, row.region_id)
    return row


def _keep_scan(session: Session, actor: Actor, row: UpperTransfer, scan: Upload) -> None:
    kept = keep_file(session, OWNER, row.id, "scan", scan, actor.user_id)
    _record(session, actor, "attach_transfer_scan", row, {"name": kept.name, "sha256": kept.sha256})


def _require_budget(actor: Actor, region_id: int) -> None:
    if not any(grant.role is Role.budget_section and grant.region_id == region_id for grant in actor.grants):
        raise NotAllowed("no_role")


def _check(session: Session, region_id: int, typed: TypedTransfer, texts: dict[str, str]) -> ClassCodes:
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
        "transfer_level_missing": typed.granted_by not in list(TransferLevel),
        "transfer_day_wrong": not first <= typed.received_on <= last,
        "ledger_amount_not_positive": typed.amount_fen <= 0,
    }
    facts = {"first": first.isoformat(), "last": last.isoformat(), "number": typed.number}
    problems = [RuleFailed(code, **facts) for code, holds in wrong.items() if holds]
    problems += too_long({name: (text, LONGEST[name]) for name, text in texts.items()})
    classes, unknown = checked_codes(session, typed.year, typed.classes)
    problems += unknown
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    return classes


def _record(session: Session, actor: Actor, action: str, row: UpperTransfer, details: dict[str, object]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([Role.budget_section]).name,
        action=action,
        object_kind=OWNER,
        object_id=row.id,
        details=details,
    )
