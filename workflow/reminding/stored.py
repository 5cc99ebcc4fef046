"""The reminder rules in force: what a region has set or added, and where it says nothing what the product brings."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.errors import NotFound
from workflow.models import ReminderSetting, UserAccount
from workflow.reminding.table import EVENTS, OWN, OWN_TEMPLATE, SHIPPED, ReminderRule
from workflow.types import Role


@dataclass(frozen=True)
class RuleInForce:
    """A rule, since which fiscal year (0 = always) and by whom; ``year`` None: as it came with the product."""

    rule: ReminderRule
    year: int | None = None
    at: datetime | None = None
    who: str = ""


def rules_in_force(session: Session, region_id: int, year: int) -> list[RuleInForce]:
    """Every rule with what holds in ``year``: by event in the order of the table, those the region added last.

    A rule that is shipped no more is none.
    """
    query = (
        select(ReminderSetting, UserAccount.name)
        .outerjoin(UserAccount, col(UserAccount.id) == ReminderSetting.changed_by)
        .where(ReminderSetting.region_id == region_id, ReminderSetting.year <= year)
        .order_by(col(ReminderSetting.year))
    )
    newest = {row.code: (row, name) for row, name in session.exec(query)}
    own = {code: own_rule(row.event, code) for code, (row, _) in newest.items() if is_own(code, row.event)}
    found = [_in_force(rule, *newest.get(code, (None, ""))) for code, rule in (SHIPPED | own).items()]
    order = list(EVENTS)
    return sorted(found, key=lambda line: order.index(line.rule.event))


def rule_in_force(session: Session, region_id: int, year: int, code: str) -> RuleInForce:
    """One of them; raises ``NotFound``."""
    for line in rules_in_force(session, region_id, year):
        if line.rule.code == code:
            return line
    raise NotFound("no_such_reminder_rule")


def active_rules(session: Session, region_id: int, year: int) -> list[ReminderRule]:
    """Those that are not switched off."""
    return [line.rule for line in rules_in_force(session, region_id, year) if line.rule.active]


def is_own(code: str, event: str) -> bool:
    """Whether it is a rule that a region added, of an event there is."""
    return code.startswith(OWN) and event in EVENTS


def own_rule(event: str, code: str = "") -> ReminderRule:
    """A rule of a region as it begins: on the day, for the first role, in the words of the event's first rule."""
    words = next((rule.sentence for rule in SHIPPED.values() if rule.event == event), ("", ""))
    return ReminderRule(code, event, OWN_TEMPLATE, (0,), EVENTS[event].roles[:1], text=words)


def _in_force(shipped: ReminderRule, row: ReminderSetting | None, name: str | None) -> RuleInForce:
    if row is None:
        return RuleInForce(shipped)
    rule = replace(
        shipped,
        days=tuple(row.days),
        roles=tuple(Role(role) for role in row.roles),
        working=row.working,
        every=row.every,
        times=row.times,
        channels=tuple(row.channels),
        active=row.active,
        text=(row.text_zh, row.text_en),
    )
    return RuleInForce(rule, row.year, row.changed_at, name or "")
