"""Reminder rules without a database: on which days they come, how they are typed, what their sentences may name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workflow.notifications.messages import TEMPLATES, message_text
from workflow.reminding.plan import MAKE_UP_DAYS, days_of, passed, too_late
from workflow.reminding.table import EVENTS, SHIPPED, ReminderRule
from workflow.reminding.typed import read_rule, shown
from workflow.reminding.words import days_words
from workflow.types import Role

RULE = ReminderRule("r", "monitoring_due", "monitoring_report.overdue", (-2, 0, 1), (Role.filer,))
NATIONAL_DAY = date(2025, 10, 1)  # 1 to 8 October were off, Sunday 28 September and Saturday 11 October were worked


def with_days(*days: int, every: int = 0, working: bool = True) -> ReminderRule:
    return ReminderRule("r", "monitoring_due", "monitoring_report.overdue", days, (Role.filer,), working, every)


@pytest.mark.parametrize(
    ("rule", "zero", "found"),
    [
        (with_days(-2, 0, 1, working=False), NATIONAL_DAY, ["09-29", "10-01", "10-02"]),
        (with_days(-2, 0, 1), NATIONAL_DAY, ["09-29", "10-01", "10-09"]),
        (with_days(-4), NATIONAL_DAY, ["09-26"]),  # Sunday the 28th counts, Saturday does not
        (with_days(3), NATIONAL_DAY, ["10-11"]),  # a Saturday that was worked
        (with_days(1, every=2), date(2025, 9, 26), ["09-28", "09-30", "10-10", "10-13", "10-15"]),
        (replace(with_days(1, every=2), times=2), date(2025, 9, 26), ["09-28", "09-30", "10-10"]),
        (with_days(1, every=7, working=False), date(2025, 9, 30), ["10-01", "10-08", "10-15"]),
    ],
)
def test_days(rule: ReminderRule, zero: date, found: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in days_of(rule, zero, date(2025, 10, 15))] == found


def test_steps_of_one_day_stand_together_and_the_newest_day_first() -> None:
    other = with_days(1, working=False)
    steps = passed([RULE, other], NATIONAL_DAY, date(2025, 10, 5))
    assert [[step.day.day for step in of_day] for of_day in steps] == [[2, 2], [1], [29]]


def test_endless_repetitions_are_looked_at_only_as_far_back_as_they_are_made_up_for() -> None:
    today = date(2025, 10, 5)
    found = days_of(with_days(1, every=1, working=False), date(2015, 1, 1), today)
    assert (found[0], found[-1]) == (date(2015, 1, 2), today)
    assert len(found) <= MAKE_UP_DAYS + 3
    assert too_late(today - timedelta(days=MAKE_UP_DAYS + 1), today)
    assert not too_late(today - timedelta(days=MAKE_UP_DAYS), today)


def test_every_shipped_rule_is_of_an_event_and_says_only_what_the_event_knows() -> None:
    for code, rule in SHIPPED.items():
        assert code == rule.code
        assert rule.roles and set(rule.roles) <= set(EVENTS[rule.event].roles)
        assert rule.template in TEMPLATES
        again, faults = read_rule(rule, shown(rule), {"roles": rule.roles, "channels": rule.channels})
        assert not faults, (code, faults)
        assert (again.days, again.every, again.times) == (tuple(sorted(rule.days)), rule.every, rule.times)
        assert again.sentence == rule.sentence


TYPED = shown(RULE)
LISTS = {"roles": ["filer"], "channels": ["mail"]}


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("days", "", "reminder_days_missing"),
        ("days", "3天", "setting_not_whole"),
        ("days", "-500", "threshold_out_of_range"),
        ("every", "x", "setting_not_whole"),
        ("every", "90", "threshold_out_of_range"),
        ("times", "99", "threshold_out_of_range"),
        ("text_zh", " ", "reminder_text_missing"),
        ("text_zh", "催" * 201, "reminder_text_too_long"),
        ("text_zh", "{联系电话}请报送", "reminder_blank_unknown"),
        ("text_zh", "{0.__class__}", "reminder_blank_unknown"),
        ("text_zh", "{项目名称!r}", "reminder_blank_unknown"),
        ("text_en", "{deadline:>99999999}", "reminder_blank_unknown"),
        ("text_en", "{", "reminder_blank_unknown"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(field: str, text: str, code: str) -> None:
    _, faults = read_rule(RULE, TYPED | {field: text}, LISTS)
    assert {name: fault.code for name, fault in faults.items()} == {field: code}


def test_typed_by_a_clerk() -> None:
    typed = TYPED | {
        "days": "－３，0 1、1",
        "every": "5",
        "times": "3",
        "working": "yes",
        "active": "no",
        "text_zh": "请报{ 项目名称 }",
    }
    rule, faults = read_rule(RULE, typed, {"roles": ["leader", "filer", "nobody"], "channels": []})
    assert faults == {}
    assert (rule.days, rule.every, rule.times, rule.working, rule.active) == ((-3, 0, 1), 5, 3, True, False)
    assert (rule.roles, rule.channels, rule.sentence[0]) == ((Role.filer, Role.leader), (), "请报{project_name}")
    assert shown(rule)["text_zh"] == "请报{项目名称}"
    assert days_words(rule)[0] == "提前 3 个工作日；当天；之后第 1 个工作日，此后每 5 个工作日一次，最多 3 次"
    assert read_rule(RULE, TYPED, {"roles": [], "channels": []})[1]["roles"].code == "reminder_roles_missing"


def test_a_message_keeps_the_words_it_was_written_with() -> None:
    facts = {"project_name": "某项目", "deadline": "2025-08-31"}
    assert "某项目" in message_text(RULE.template, facts)
    told = facts | {"said": ["「{project_name}」还没报", "{project_name} is missing"]}
    assert message_text(RULE.template, told) == "「某项目」还没报"
    assert message_text(RULE.template, told, "en") == "某项目 is missing"
