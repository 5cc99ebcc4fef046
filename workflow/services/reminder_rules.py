"""提醒规则: what a region changes about a reminder, from a fiscal year on."""

from sqlmodel import Session, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound
from workflow.lifecycle.record import append_audit
from workflow.models import Region, ReminderSetting
from workflow.permissions import Actor
from workflow.reminding.stored import rule_in_force
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.reminding.typed import fields_of
from workflow.review.settings import stand_of
from workflow.types import Role

RULE_SET = "set_reminder_rule"
SETTING = frozenset({Role.performance, Role.system_admin})
"""Who changes reminders: the section that presses for things, and who keeps the machine."""


def may_set(actor: Actor, region_id: int) -> bool:
    """Whether the actor changes the reminders of the region."""
    return any(grant.role in SETTING and grant.region_id == region_id for grant in actor.grants)


def set_rule(session: Session, actor: Actor, region_id: int, year: int, wanted: ReminderRule, seen: str) -> bool:
    """Store a rule that ``typed.read_rule`` read; it holds from ``year`` on. False: nothing was different.

    ``seen`` is the stand of the rule the page was built on. Raises ``NotAllowed``, ``NotFound``, or
    ``Conflict('reminder_rule_changed')`` when somebody else saved meanwhile.
    """
    if not may_set(actor, region_id):
        raise NotAllowed("no_role")
    if wanted.code not in SHIPPED:
        raise NotFound("no_such_reminder_rule")
    session.exec(select(Region).where(Region.id == region_id).with_for_update()).one()  # two clicks take turns
    old = rule_in_force(session, region_id, year, wanted.code).rule
    if stand_of(fields_of(old)) != seen:
        raise Conflict("reminder_rule_changed")
    if fields_of(old) == fields_of(wanted):
        return False
    _store(session, actor, region_id, year, wanted)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=RULE_SET,
        object_kind="region",
        object_id=region_id,
        details={"year": year, "rule": wanted.code, "old": fields_of(old), "new": fields_of(wanted)},
    )
    return True


def _store(session: Session, actor: Actor, region_id: int, year: int, rule: ReminderRule) -> None:
    query = select(ReminderSetting).where(
        ReminderSetting.region_id == region_id, ReminderSetting.code == rule.code, ReminderSetting.year == year
    )
    now = clock.now()
    row = session.exec(query).first() or ReminderSetting(
        region_id=region_id, code=rule.code, year=year, event=rule.event, days=[], roles=[], channels=[], changed_at=now
    )
    row.sqlmodel_update({**fields_of(rule), "changed_at": now, "changed_by": actor.user_id})
    session.add(row)
