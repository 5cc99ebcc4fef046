"""提醒规则 and who gets what when, as lists."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from workflow import clock
from workflow.documents.tables import Kind
from workflow.lifecycle.moves import ROLE_LABELS
from workflow.permissions import Actor
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, whole
from workflow.queries.listings.roles import LETTERS
from workflow.queries.monitoring import campaign
from workflow.queries.reminder_preview import MOST_LINES, OUTCOMES, Planned, preview
from workflow.queries.unsubmitted import MOST_LINES as MOST_UNSUBMITTED
from workflow.queries.unsubmitted import unsubmitted
from workflow.queries.unsubmitted_files import unsubmitted_files
from workflow.reminding.stored import RuleInForce, rules_in_force
from workflow.reminding.table import CHANNELS, EVENTS, NUDGERS, ReminderRule
from workflow.reminding.typed import shown
from workflow.reminding.words import days_words
from workflow.types import Role

Rows = tuple[Sequence[Any], str | None]
DAYS_AHEAD = 14
STAGES: tuple[Words, Words] = (("未报送", "Never submitted"), ("退回未重报", "Returned, not submitted again"))
LONGEST_LOOK = timedelta(days=92)
"""A quarter: further ahead nobody knows what will be open."""


def _rules(session: Session, _actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    return rules_in_force(session, region, year), None


def _roles(line: RuleInForce) -> Words:
    return tuple(("、", ", ")[at].join(ROLE_LABELS[role][at] for role in line.rule.roles) for at in (0, 1))  # type: ignore[return-value]


def _channels(line: RuleInForce) -> Words:
    zh, en = (("、", ", ")[at].join(CHANNELS[name][at] for name in line.rule.channels) for at in (0, 1))
    return "、".join(filter(None, ("站内消息", zh))), ", ".join(filter(None, ("Inbox", en)))


def _since(line: RuleInForce) -> Words:
    if line.year is None:
        return "系统自带", "as shipped"
    return (f"{line.year} 年度起", f"from {line.year} on") if line.year else ("各年度", "all years")


REMINDER_RULES = Listing(
    "reminder_rules", ("提醒规则", "Reminders"), _rules,
    (
        Column("event", ("提醒事项", "Event"), lambda line: EVENTS[line.rule.event].title),
        Column("days", ("提醒时间", "When"), lambda line: days_words(line.rule)),
        Column("roles", ("提醒对象", "Who is told"), _roles),
        Column("text", ("提醒内容", "What is said"), lambda line: (shown(line.rule)["text_zh"], line.rule.sentence[1])),
        Column("channels", ("提醒方式", "By"), _channels),
        Column("state", ("状态", "State"), lambda line: ("启用", "on") if line.rule.active else ("停用", "off")),
        Column("set", ("设置", "Set"), _since),
    ),
    frozenset(LETTERS),
)  # fmt: skip


def _unsubmitted(session: Session, actor: Actor, given: Given, _cursor: str, size: int) -> Rows:
    number = whole(given, "campaign_id") or 0
    campaign(session, actor, number)
    return unsubmitted(session, actor, number, max(size, MOST_UNSUBMITTED)), None


UNSUBMITTED = Listing(
    "unsubmitted_reports", ("催报名单", "Not submitted yet"), _unsubmitted,
    (
        Column("department", ("主管部门", "Department"), lambda line: line.department),
        Column("unit", ("单位", "Unit"), lambda line: line.unit),
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("turn", ("待谁办理", "Whose turn"), lambda line: ROLE_LABELS[line.role]),
        Column("since", ("自何时起", "Since"), lambda line: line.held_since, Kind.moment),
        Column("nudges", ("已催次数", "Pressed"), lambda line: line.nudges, Kind.number),
        Column("nudged_on", ("最近催办", "Last pressed"), lambda line: line.nudged_on, Kind.day),
    ),
    NUDGERS,
)  # fmt: skip


def _unsubmitted_files(session: Session, actor: Actor, given: Given, _cursor: str, size: int) -> Rows:
    today, which = clock.business_date(ZoneInfo(given["zone"])), given.get("which", "")
    year = whole(given, "money_year") or 0
    return unsubmitted_files(session, actor, year, today, which=which, size=max(size, MOST_UNSUBMITTED)), None


UNSUBMITTED_FILES = Listing(
    "unsubmitted_files", ("申报催报名单", "Declarations not submitted"), _unsubmitted_files,
    (
        Column("department", ("主管部门", "Department"), lambda line: line.department),
        Column("unit", ("单位", "Unit"), lambda line: line.unit),
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("stage", ("情况", "State"), lambda line: STAGES[line.returned]),
        Column("due", ("应报日期", "Due"), lambda line: line.due, Kind.day),
        Column("turn", ("待谁办理", "Whose turn"), lambda line: ROLE_LABELS[line.role]),
        Column("since", ("自何时起", "Since"), lambda line: line.held_since, Kind.moment),
        Column("nudges", ("已催次数", "Pressed"), lambda line: line.nudges, Kind.number),
        Column("nudged_on", ("最近催办", "Last pressed"), lambda line: line.nudged_on, Kind.day),
    ),
    NUDGERS,
)  # fmt: skip


def days_asked(given: Given) -> tuple[date, date]:
    """The days a look ahead is about: what is no day is today, and two weeks; never more than a quarter."""
    today = clock.business_date(ZoneInfo(given["zone"]))
    first = day_of(given.get("from", "")) or today
    last = day_of(given.get("until", "")) or first + timedelta(days=DAYS_AHEAD)
    return first, min(max(first, last), first + LONGEST_LOOK)


def planned(session: Session, given: Given) -> list[Planned]:
    """Who gets what when."""
    region = whole(given, "region") or 0
    today = clock.business_date(ZoneInfo(given["zone"]))
    first, last = days_asked(given)
    event, with_off = given.get("event", ""), given.get("off") == "1"
    return preview(session, region, today, first, last, event=event, with_off=with_off)


def planned_by(session: Session, rule: ReminderRule, given: Given) -> list[Planned]:
    """Whom a rule would tell in the coming quarter if it were in force."""
    today = clock.business_date(ZoneInfo(given["zone"]))
    return preview(session, whole(given, "region") or 0, today, today, today + LONGEST_LOOK, only=rule)


def _preview(session: Session, _actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return planned(session, given)[:MOST_LINES], None


REMINDER_PREVIEW = Listing(
    "reminder_preview", ("提醒预览", "Reminders to come"), _preview,
    (
        Column("day", ("日期", "Day"), lambda line: line.day, Kind.day),
        Column("what", ("项目或文件", "Project or document"), lambda line: line.title),
        Column("unit", ("单位", "Unit"), lambda line: line.unit),
        Column("rule", ("提醒事项", "Event"), lambda line: EVENTS[line.rule.event].title),
        Column("when", ("提醒时间", "When"), lambda line: days_words(line.rule)),
        Column("people", ("提醒对象", "Who is told"), lambda line: "、".join(line.people)),
        Column("outcome", ("结果", "Result"), lambda line: OUTCOMES[line.outcome]),
    ),
    frozenset({Role.performance}), personal=True,
)  # fmt: skip
