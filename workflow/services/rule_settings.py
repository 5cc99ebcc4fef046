"""规则设置: what the performance section sets about the review rules of its region, from a fiscal year on."""

from typing import Any

from sqlmodel import Session, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed
from workflow.lifecycle.record import append_audit
from workflow.models import Region, RegionSetting
from workflow.permissions import Actor
from workflow.regional import REVIEW_RULES, setting
from workflow.review.settings import RULES_SET, read_settings, stand_of, write_settings
from workflow.review.typed import SettingChange, differences
from workflow.rules import RULES
from workflow.rules.settings import Settings
from workflow.types import Role


def may_set(actor: Actor, region_id: int) -> bool:
    """The performance section of the region."""
    return any(grant.role is Role.performance and grant.region_id == region_id for grant in actor.grants)


def set_rules(
    session: Session, actor: Actor, region_id: int, year: int, wanted: Settings, seen: str
) -> list[SettingChange]:
    """Store what differs from the rules as they were written; it holds from ``year`` on, at once and everywhere.

    ``seen`` is the ``stand_of`` the page was built on. Raises ``NotAllowed``, or ``Conflict('rules_changed')`` when
    somebody else saved meanwhile. Nothing changed: nothing is written.
    """
    if not may_set(actor, region_id):
        raise NotAllowed("no_role")
    session.exec(select(Region).where(Region.id == region_id).with_for_update(key_share=True)).one()  # two take turns
    stored = setting(session, region_id, REVIEW_RULES, year)
    if stand_of(stored) != seen:
        raise Conflict("rules_changed")
    changes = list(differences(read_settings(stored, clock.business_date()), wanted, RULES))
    if changes:
        _store(session, actor, region_id, year, write_settings(wanted))
        _audit(session, actor, region_id, year, changes)
    return changes


def _store(session: Session, actor: Actor, region_id: int, year: int, value: dict[str, Any]) -> None:
    query = select(RegionSetting).where(
        RegionSetting.region_id == region_id, RegionSetting.key == REVIEW_RULES, RegionSetting.year == year
    )
    row = session.exec(query).first() or RegionSetting(
        region_id=region_id, key=REVIEW_RULES, year=year, value={}, changed_at=clock.now()
    )
    row.value, row.changed_at, row.changed_by = value, clock.now(), actor.user_id
    session.add(row)


def _audit(session: Session, actor: Actor, region_id: int, year: int, changes: list[SettingChange]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=RULES_SET,
        object_kind="region",
        object_id=region_id,
        details={
            "year": year,
            "changes": [
                {
                    "rule": item.rule.id,
                    "threshold": item.threshold.key if item.threshold else "",
                    "old": item.old,
                    "new": item.new,
                }
                for item in changes
            ],
        },
    )
