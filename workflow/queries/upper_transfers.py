"""上级转移支付: the list, one document with its parts, what is late, and the upper targets beside a declaration."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, Select, and_, cast
from sqlmodel import Session, col, func, select

from workflow.clock import business_date
from workflow.errors import NotFound
from workflow.models import (
    Attachment,
    LedgerEntry,
    Organisation,
    Project,
    UpperTransfer,
    UpperTransferPart,
    UserAccount,
)
from workflow.permissions import Actor, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window
from workflow.types import Role

LONGEST = 200


@dataclass(frozen=True)
class TransferLine:
    """One document; ``split_fen`` is what stands in the ledgers of projects."""

    id: int
    fiscal_year: int
    number: str
    title: str
    kind: str
    received_on: date
    due_on: date
    amount_fen: int
    targets: str
    entered_at: datetime
    entered_by: str
    region_id: int
    granted_by: str
    function_code: str
    economic_code: str
    nature: str
    split_fen: int

    @property
    def rest_fen(self) -> int:
        """What is left to split."""
        return self.amount_fen - self.split_fen

    @property
    def stage(self) -> str:
        """``done``, ``late`` or ``open``."""
        if self.rest_fen <= 0:
            return "done"
        return "late" if business_date() > self.due_on else "open"


@dataclass(frozen=True)
class TransferPart:
    """One project's part."""

    project_id: int
    project_name: str
    unit_name: str
    amount_fen: int
    entered_at: datetime
    taken_back: bool


@dataclass(frozen=True)
class TransferPage:
    """A document with its parts, those taken back included; ``scan`` names the file of it, if there is one."""

    line: TransferLine
    parts: list[TransferPart] = field(default_factory=list)
    scan: str = ""


@dataclass(frozen=True)
class UpperTargets:
    """What a project got from above in a year, and the targets that came with it: read beside its declaration."""

    number: str
    title: str
    received_on: date
    amount_fen: int
    targets: str


def transfers(
    session: Session, actor: Actor, region_id: int, year: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[TransferLine]:
    """Of the year, the newest first."""
    query = _lines(actor).where(col(UpperTransfer.region_id) == region_id, col(UpperTransfer.fiscal_year) == year)
    order = Order(col(UpperTransfer.received_on), col(UpperTransfer.id), date.fromisoformat, True)
    return window(session, query, order, TransferLine, cursor, size)


def transfer(session: Session, actor: Actor, transfer_id: int) -> TransferPage:
    """One of them; raises ``NotFound``."""
    query: Any = _lines(actor).where(col(UpperTransfer.id) == transfer_id)
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_transfer")
    columns: list[Any] = [
        Project.id, Project.name, Organisation.name, LedgerEntry.amount_fen, LedgerEntry.created_at,
        col(LedgerEntry.id).in_(_counters()),
    ]  # fmt: skip
    parts: Any = (
        select(*columns)
        .join(UpperTransferPart, col(UpperTransferPart.entry_id) == LedgerEntry.id)
        .join(Project, col(Project.id) == UpperTransferPart.project_id)
        .join(Organisation, col(Organisation.id) == Project.unit_id)
        .where(UpperTransferPart.transfer_id == transfer_id)
        .order_by(col(UpperTransferPart.id))
    )
    scan = session.exec(
        select(Attachment.name)
        .where(Attachment.owner_kind == "upper_transfer", Attachment.owner_id == transfer_id)
        .order_by(col(Attachment.id).desc())
    ).first()
    return TransferPage(TransferLine(*found), [TransferPart(*row) for row in session.exec(parts)], scan or "")


def transfers_waiting(session: Session, actor: Actor) -> list[TransferLine]:
    """What the budget section has still to split, the nearest day first."""
    if Role.budget_section not in actor.roles:
        return []
    query: Any = _lines(actor).where(_unsplit(actor)).order_by(col(UpperTransfer.due_on), col(UpperTransfer.id))
    return [TransferLine(*row) for row in session.exec(query.limit(LONGEST))]


def transfers_count(actor: Actor) -> list[ScalarSelect[int]]:
    """How many these are, as part of another query."""
    if Role.budget_section not in actor.roles:
        return []
    query: Any = select(func.count()).select_from(UpperTransfer)
    return [query.where(_unsplit(actor)).scalar_subquery()]


def upper_targets(session: Session, project_id: int | None, year: int) -> list[UpperTargets]:
    """Of a project whose declaration the reader may see; parts that were taken back do not count."""
    columns: list[Any] = [UpperTransfer.number, UpperTransfer.title, UpperTransfer.received_on]
    amount: list[Any] = [cast(func.sum(LedgerEntry.amount_fen), BigInteger), UpperTransfer.targets]
    query: Any = (
        select(*columns, *amount)
        .join(UpperTransferPart, col(UpperTransferPart.transfer_id) == UpperTransfer.id)
        .join(LedgerEntry, col(LedgerEntry.id) == UpperTransferPart.entry_id)
        .where(
            UpperTransferPart.project_id == project_id,
            UpperTransfer.fiscal_year == year,
            col(LedgerEntry.id).not_in(_counters()),
        )
        .group_by(col(UpperTransfer.id), *columns, col(UpperTransfer.targets))
        .order_by(col(UpperTransfer.id))
    )
    return [UpperTargets(*row) for row in session.exec(query)]


def _counters() -> Any:
    """Entries that were taken back."""
    return select(LedgerEntry.corrects_id).where(col(LedgerEntry.corrects_id).is_not(None))


def _split() -> Any:
    """What of a document stands in ledgers."""
    return (
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(UpperTransferPart, col(UpperTransferPart.entry_id) == LedgerEntry.id)
        .where(UpperTransferPart.transfer_id == UpperTransfer.id, col(LedgerEntry.id).not_in(_counters()))
        .correlate(UpperTransfer)
        .scalar_subquery()
    )


def _unsplit(actor: Actor) -> ColumnElement[bool]:
    regions = sorted({grant.region_id for grant in actor.grants if grant.role is Role.budget_section})
    return and_(col(UpperTransfer.region_id).in_(regions), col(UpperTransfer.amount_fen) > _split())


def _lines(actor: Actor) -> Select[Any]:
    table = UpperTransfer
    columns: list[Any] = [
        table.id, table.fiscal_year, table.number, table.title, table.kind, table.received_on, table.due_on,
        table.amount_fen, table.targets, table.created_at, func.coalesce(UserAccount.name, ""), table.region_id,
        table.granted_by, table.function_code, table.economic_code, table.nature, cast(_split(), BigInteger),
    ]  # fmt: skip
    query: Select[Any] = select(*columns)
    return (
        query.select_from(table)
        .join(UserAccount, col(UserAccount.id) == table.entered_by, isouter=True)
        .where(col(table.region_id).in_(sorted(regions_seen(actor))))
    )
