"""Columns of payment files that a person explained, and the file that still asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.documents.payment_columns import BY_KEY
from workflow.models import PaymentColumns, UserAccount
from workflow.permissions import Actor, regions_seen
from workflow.queries.keyset import PAGE_SIZE, Order, Window, window


@dataclass(frozen=True)
class KnownHeader:
    """One header row and what its columns were said to be."""

    id: int
    headers: list[str]
    columns: dict[str, int]
    said_at: datetime
    said_by: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(what is printed, key of the column), in the order of the file."""
        placed = sorted((at, key) for key, at in self.columns.items() if key in BY_KEY)
        return [(self.headers[at] if at < len(self.headers) else "", key) for at, key in placed]


def known_headers(
    session: Session, actor: Actor, region_id: int, cursor: str = "", size: int = PAGE_SIZE
) -> Window[KnownHeader]:
    """Of the region, the newest first."""
    columns: list[Any] = [
        PaymentColumns.id, PaymentColumns.headers, PaymentColumns.columns, PaymentColumns.created_at,
        func.coalesce(UserAccount.name, ""),
    ]  # fmt: skip
    query: Any = (
        select(*columns)
        .join(UserAccount, col(UserAccount.id) == PaymentColumns.said_by, isouter=True)
        .where(PaymentColumns.region_id == region_id, col(PaymentColumns.region_id).in_(sorted(regions_seen(actor))))
    )
    key = col(PaymentColumns.id)
    return window(session, query, Order(key, key, int, True), KnownHeader, cursor, size)
