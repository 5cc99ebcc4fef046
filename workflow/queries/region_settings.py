"""地区设置 as they hold in a region and year, since when, by whom, and what was changed before."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import AuditEntry, RegionSetting, UserAccount
from workflow.regional.table import SETTINGS, Setting
from workflow.review.settings import SETTINGS_SET, stand_of

MOST_CHANGES = 20


@dataclass(frozen=True)
class InForce:
    """One setting; ``year`` = since which fiscal year (0 = always), None where only the default holds."""

    item: Setting
    value: Any
    year: int | None = None
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Past:
    """One saving: who, when, from which year on, and ``key``, ``old``, ``new`` of what became different."""

    at: datetime
    who: str
    year: int
    changes: list[dict[str, Any]]


def settings_in_force(session: Session, region_id: int, year: int) -> list[InForce]:
    """In the order of the table."""
    keys = [item.key for item in SETTINGS]
    query = (
        select(RegionSetting, UserAccount.name)
        .outerjoin(UserAccount, col(UserAccount.id) == RegionSetting.changed_by)
        .where(RegionSetting.region_id == region_id, col(RegionSetting.key).in_(keys), RegionSetting.year <= year)
        .order_by(col(RegionSetting.year))
    )
    newest = {row.key: (row, name) for row, name in session.exec(query)}
    return [_in_force(item, *newest.get(item.key, (None, ""))) for item in SETTINGS]


def _in_force(item: Setting, row: RegionSetting | None, name: str | None) -> InForce:
    if row is None:
        return InForce(item, item.default)
    return InForce(item, row.value, row.year, row.changed_at, name or "")


def stand(found: list[InForce]) -> str:
    """Names what holds, for telling whether it is still what a page showed."""
    return stand_of({line.item.key: line.value for line in found})


def past_settings(session: Session, region_id: int) -> list[Past]:
    """The newest savings, from the audit log."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == "region", AuditEntry.object_id == region_id, AuditEntry.action == SETTINGS_SET
    )
    rows = session.exec(query.order_by(col(AuditEntry.id).desc()).limit(MOST_CHANGES)).all()
    details = [json.loads(row.canonical)["details"] for row in rows]
    return [
        Past(row.at, row.actor_name, said["year"], said["changes"]) for row, said in zip(rows, details, strict=True)
    ]
