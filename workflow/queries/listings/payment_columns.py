"""The list of headings of payment files that a person explained."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.payment_columns import BY_KEY
from workflow.documents.tables import Kind
from workflow.permissions import Actor
from workflow.queries.listings.listing import Column, Given, Listing, whole
from workflow.queries.listings.roles import REGION_WIDE
from workflow.queries.payment_columns import KnownHeader, known_headers


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = known_headers(session, actor, whole(given, "region") or 0, cursor, size)
    return page.rows, page.after


def pairs_text(line: KnownHeader) -> str:
    """``付款号 = 支付凭证号；…``."""
    return "；".join(f"{printed or '—'} = {BY_KEY[key].zh}" for printed, key in line.pairs)


PAYMENT_COLUMNS = Listing(
    "payment_columns", ("支付文件的列", "Columns of payment files"), _read,
    (
        Column("headers", ("文件表头", "Headings of the file"), lambda line: "、".join(filter(None, line.headers))),
        Column("pairs", ("对应关系", "What is what"), pairs_text),
        Column("said", ("时间", "When"), lambda line: line.said_at, Kind.moment),
        Column("who", ("指定人", "Who"), lambda line: line.said_by),
    ),
    frozenset(REGION_WIDE),
)  # fmt: skip
