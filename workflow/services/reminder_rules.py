"""提醒规则: what a region changes about a reminder from a fiscal year on, and the ones it adds itself."""

import secrets
from dataclasses import replace

from sqlmodel import Session, col, delete, func, select

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.record import append_audit
from workflow.models import Region, ReminderSetting
from workflow.permissions import Actor
from workflow.reminding.stored import rule_in_force
from workflow.reminding.table import EVENTS, OWN, ReminderRule
from workflow.reminding.typed import fields_of
from workflow.review.settings import stand_of
from workflow.types import Role

RULE_SET = "set_reminder_rule"
RULE_ADDED = "add_reminder_rule"
RULE_REMOVED = "remove_reminder_rule"
MOST_OWN = 50
"""Rules a region may add; more than that nobody can look through."""
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
    _begin(session, actor, region_id)
    old = rule_in_force(session, region_id, year, wanted.code).rule
    if stand_of(fields_of(old)) != seen:
        raise Conflict("reminder_rule_changed")
    if fields_of(old) == fields_of(wanted):
        return False
    _store(session, actor, region_id, year, wanted)
    told = {"year": year, "rule": wanted.code, "old": fields_of(old), "new": fields_of(wanted)}
    _audit(session, actor, region_id, RULE_SET, told)
    return True


def add_rule(session: Session, actor: Actor, region_id: int, year: int, wanted: ReminderRule) -> str:
    """A rule of the region's own from ``year`` on, as ``typed.read_rule`` read it; answers its code.

    The code is never used again: the log says by it who was told of what. Raises ``NotAllowed``, ``NotFound`` for an
    unknown event, or ``RuleFailed('reminder_rules_too_many')``.
    """
    _begin(session, actor, region_id)
    if wanted.event not in EVENTS:
        raise NotFound("no_such_reminder_rule")
    own = (ReminderSetting.region_id == region_id, col(ReminderSetting.code).startswith(OWN))
    if session.exec(select(func.count(col(ReminderSetting.code).distinct())).where(*own)).one() >= MOST_OWN:
        raise RuleFailed("reminder_rules_too_many", most=MOST_OWN)
    new = replace(wanted, code=f"{OWN}{wanted.event}.{secrets.token_hex(4)}")
    _store(session, actor, region_id, year, new)
    _audit(session, actor, region_id, RULE_ADDED, {"year": year, "rule": new.code, "new": fields_of(new)})
    return new.code


def remove_rule(session: Session, actor: Actor, region_id: int, year: int, code: str) -> None:
    """A rule the region had added goes, for all years; what it said before stays in the audit trail and the log.

    Raises ``NotAllowed``, or ``NotFound`` for one that came with the product: that one is switched off.
    """
    _begin(session, actor, region_id)
    old = rule_in_force(session, region_id, year, code).rule
    if not code.startswith(OWN):
        raise NotFound("no_such_reminder_rule")
    rows = delete(ReminderSetting).where(col(ReminderSetting.region_id) == region_id, col(ReminderSetting.code) == code)
    session.exec(rows, execution_options={"synchronize_session": False})
    _audit(session, actor, region_id, RULE_REMOVED, {"year": year, "rule": code, "old": fields_of(old)})


def _begin(session: Session, actor: Actor, region_id: int) -> None:
    if not may_set(actor, region_id):
        raise NotAllowed("no_role")
    session.exec(select(Region).where(Region.id == region_id).with_for_update(key_share=True)).one()  # two take turns


def _audit(session: Session, actor: Actor, region_id: int, action: str, details: dict[str, object]) -> None:
    append_audit(
        session, actor_id=actor.user_id, actor_name=actor.name, action=action, object_kind="region",
        object_id=region_id, details=details,
    )  # fmt: skip


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
