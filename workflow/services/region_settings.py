"""地区设置: what the performance section sets for its region, from a fiscal year on (``workflow.regional.table``)."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed
from workflow.lifecycle.record import append_audit
from workflow.models import Region, RegionSetting
from workflow.permissions import SYSTEM, Actor
from workflow.regional import setting
from workflow.regional.table import SETTINGS
from workflow.review.settings import SETTINGS_SET, stand_of
from workflow.services.rule_settings import may_set

Change = dict[str, Any]
"""``key``, ``old`` and ``new`` value, as the audit log keeps it."""


def set_settings(
    session: Session, actor: Actor, region_id: int, year: int, wanted: Mapping[str, Any], seen: str
) -> list[Change]:
    """Store what a person changed on the page; it holds from ``year`` on. ``seen`` is the stand the page was built on.

    Raises ``NotAllowed``, or ``Conflict('settings_changed')`` when somebody else saved meanwhile.
    """
    if not may_set(actor, region_id):
        raise NotAllowed("no_role")
    session.exec(select(Region).where(Region.id == region_id).with_for_update(key_share=True)).one()  # two take turns
    if stand_of(values_in_force(session, region_id, year)) != seen:
        raise Conflict("settings_changed")
    return keep_settings(session, region_id, year, wanted, actor)


def keep_settings(
    session: Session, region_id: int, year: int, wanted: Mapping[str, Any], by: Actor = SYSTEM
) -> list[Change]:
    """Store values that ``Kind.read`` gave, audited with old and new; what holds already is not written again."""
    now = values_in_force(session, region_id, year)
    changes = [
        {"key": key, "old": old, "new": wanted[key]} for key, old in now.items() if key in wanted and old != wanted[key]
    ]
    for change in changes:
        _store(session, by, region_id, year, change)
    if changes:
        append_audit(
            session,
            actor_id=by.user_id,
            actor_name=by.name,
            action=SETTINGS_SET,
            object_kind="region",
            object_id=region_id,
            details={"year": year, "changes": changes},
        )
    return changes


def values_in_force(session: Session, region_id: int, year: int) -> dict[str, Any]:
    """Every setting of the table with its value for the fiscal year."""
    return {item.key: setting(session, region_id, item.key, year) for item in SETTINGS}


def _store(session: Session, by: Actor, region_id: int, year: int, change: Change) -> None:
    query = select(RegionSetting).where(
        RegionSetting.region_id == region_id, RegionSetting.key == change["key"], RegionSetting.year == year
    )
    row = session.exec(query).first() or RegionSetting(
        region_id=region_id, key=change["key"], year=year, value=None, changed_at=clock.now()
    )
    row.value, row.changed_at, row.changed_by = change["new"], clock.now(), by.user_id or None
    session.add(row)
