"""The reminder rules in force: a region's own, and where it says nothing those that come with the product."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.errors import NotFound
from workflow.models import ReminderSetting, UserAccount
from workflow.reminding.table import SHIPPED, ReminderRule
from workflow.types import Role


@dataclass(frozen=True)
class RuleInForce:
    """A rule, since which fiscal year (0 = always) and by whom; ``year`` None: as it came with the product."""

    rule: ReminderRule
    year: int | None = None
    at: datetime | None = None
    who: str = ""


def rules_in_force(session: Session, region_id: int, year: int) -> list[RuleInForce]:
    """Every rule with what holds in ``year``, in the order of the table; a rule that is shipped no more is none."""
    query = (
        select(ReminderSetting, UserAccount.name)
        .outerjoin(UserAccount, col(UserAccount.id) == ReminderSetting.changed_by)
        .where(ReminderSetting.region_id == region_id, ReminderSetting.year <= year)
        .order_by(col(ReminderSetting.year))
    )
    newest = {row.code: (row, name) for row, name in session.exec(query)}
    return [_in_force(rule, *newest.get(code, (None, ""))) for code, rule in SHIPPED.items()]


def rule_in_force(session: Session, region_id: int, year: int, code: str) -> RuleInForce:
    """One of them; raises ``NotFound``."""
    for line in rules_in_force(session, region_id, year):
        if line.rule.code == code:
            return line
    raise NotFound("no_such_reminder_rule")


def active_rules(session: Session, region_id: int, year: int) -> list[ReminderRule]:
    """Those that are not switched off."""
    return [line.rule for line in rules_in_force(session, region_id, year) if line.rule.active]


def _in_force(shipped: ReminderRule, row: ReminderSetting | None, name: str | None) -> RuleInForce:
    if row is None:
        return RuleInForce(shipped)
    rule = replace(
        shipped,
        days=tuple(row.days),
        roles=tuple(Role(role) for role in row.roles),
        working=row.working,
        every=row.every,
        channels=tuple(row.channels),
        active=row.active,
        text=(row.text_zh, row.text_en),
    )
    return RuleInForce(rule, row.year, row.changed_at, name or "")
