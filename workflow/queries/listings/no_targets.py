"""The list of projects with money and without targets (有钱无目标)."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.lifecycle.moves import STATE_LABELS
from workflow.permissions import Actor
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.no_targets import NoTargets, without_targets


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    page = without_targets(session, actor, region, year, cursor, size)
    return page.rows, page.after


def way_words(line: NoTargets) -> Words:
    """Whether a declaration is on its way."""
    return STATE_LABELS[line.state] if line.state else ("未申报", "Not declared")


NO_TARGETS = Listing(
    "no_targets", ("有钱无目标", "Money without targets"), _read,
    (
        Column("project", ("项目", "Project"), lambda line: line.name),
        Column("code", ("项目代码", "Project code"), lambda line: line.code, Kind.code),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("department", ("主管部门", "Department"), lambda line: line.department_name),
        Column("initial", ("年初预算", "Initial budget"), lambda line: line.money.initial_fen, Kind.wan),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda line: line.money.adjusted_fen, Kind.wan),
        Column("executed", ("已支付", "Paid"), lambda line: line.money.executed_fen, Kind.wan),
        Column("way", ("申报", "Declaration"), way_words),
    ),
    BUSINESS,
)  # fmt: skip
