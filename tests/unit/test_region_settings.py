"""Every regional setting: what is typed is read, said and shown again, or refused in words that fit."""

from typing import Any

import pytest

from workflow.notifications.refusals import refusal_text
from workflow.regional import DEFAULTS
from workflow.regional.kinds import Unreadable
from workflow.regional.table import BY_KEY, SETTINGS, Setting, read_line, read_typed

READ: tuple[tuple[str, str, Any], ...] = (
    ("signer_may_file", "是", True),
    ("signer_may_file", "NO", False),
    ("signer_may_file", "", False),
    ("return_working_days", "５", 5),
    ("review_working_days", " ", 15),
    ("low_risk_budget_wan", "1,200.5", "1200.50"),
    ("low_risk_budget_wan", "0", "0.00"),
    ("decision_hold_minutes", "0", 0),
    ("key_project_words", "新增，民生、政策 新增", ["新增", "民生", "政策"]),
    ("key_project_words", "", []),
    ("review_grade_bands", "95,85,60", [95, 85, 60]),
    ("review_grade_bands", ",,", [90, 80, 60]),
    ("evaluation_weights", "20/80", "20/80"),
    ("evaluation_weights", "", "10/50/30/10"),
)
REFUSED = (
    ("signer_may_file", "也许", "setting_not_yes_no"),
    ("return_working_days", "3.5", "setting_not_whole"),
    ("return_working_days", "-1", "setting_not_whole"),
    ("return_working_days", "0", "threshold_out_of_range"),
    ("return_working_days", "61", "threshold_out_of_range"),
    ("return_working_days", "9" * 400, "setting_not_whole"),
    ("decision_hold_minutes", "1441", "threshold_out_of_range"),
    ("low_risk_budget_wan", "-0.01", "threshold_out_of_range"),
    ("low_risk_budget_wan", "一百", "not_an_amount"),
    ("low_risk_budget_wan", "0.0000001", "too_many_decimals"),
    ("key_project_wan", "1" * 30, "amount_too_large"),
    ("key_project_words", "长" * 21, "setting_words_too_many"),
    ("key_project_words", "、".join(map(str, range(21))), "setting_words_too_many"),
    ("review_grade_bands", "90,80", "setting_bands_missing"),
    ("review_grade_bands", "90,,60", "setting_bands_missing"),
    ("review_grade_bands", "90,90,60", "setting_bands_overlap"),
    ("review_grade_bands", "80,90,60", "setting_bands_overlap"),
    ("review_grade_bands", "101,80,60", "setting_bands_overlap"),
    ("review_grade_bands", "90,80,0", "setting_bands_overlap"),
    ("review_grade_bands", "90,80,六十", "setting_not_whole"),
    ("evaluation_weights", "30/70", "not_a_choice"),
)


@pytest.mark.parametrize(("key", "typed", "value"), READ)
def test_it_is_read_and_shown_as_it_is_read(key: str, typed: str, value: Any) -> None:
    assert read_line(BY_KEY[key], typed) == value
    assert BY_KEY[key].kind.read(BY_KEY[key].kind.show(value)) == value
    assert all(BY_KEY[key].kind.words(value))


@pytest.mark.parametrize(("key", "typed", "code"), REFUSED)
def test_it_is_refused_in_words(key: str, typed: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_line(BY_KEY[key], typed)
    fault = refused.value.fault
    assert fault.code == code
    assert read_typed({key: typed, "unknown": "x"}) == ({}, {key: fault})
    assert all(refusal_text(fault.code, fault.facts, language) for language in ("zh", "en"))


@pytest.mark.parametrize("item", SETTINGS, ids=lambda item: item.key)
def test_every_setting_has_its_words_and_a_default_of_its_kind(item: Setting) -> None:
    assert DEFAULTS[item.key] == item.default == item.kind.read(item.kind.show(item.default))
    assert all((*item.title, *item.about, *item.effect, *item.group, *item.kind.hint()))
