"""Every reader of a typed number with more digits than Python reads (4,300): its own refusal, never ValueError's."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from webapp.present.campaign_choices import read_extension
from webapp.present.campaign_scope import read_scope
from webapp.present.ledger import read_receiver
from webapp.present.queue_place import asked_of
from webapp.present.report_sheet import read_sheet
from webapp.present.spending_plan import read_seen
from workflow.documents.voucher import Expected, read_values
from workflow.errors import RuleFailed
from workflow.execution.indicator_lights import judge
from workflow.indicators import parse
from workflow.indicators.numbers import number
from workflow.money import fen_from_wan, fen_from_yuan
from workflow.queries.listings.listing import whole as whole_of_address
from workflow.regional.kinds import Unreadable
from workflow.regional.table import SETTINGS
from workflow.review.typed import read_number
from workflow.rules import RULES
from workflow.scoring.review_sheet import points
from workflow.services.editing.fields import read_weight
from workflow.services.evaluations import read_points
from workflow.texts import whole

ENDLESS = ("9" * 5_000, "９" * 5_000, "0." + "9" * 5_000, "-" + "9" * 5_000, "0" * 5_000 + "1", "1e" + "9" * 5_000)


@pytest.mark.parametrize("raw", ENDLESS, ids=lambda raw: f"{raw[:4]}…{raw[-1]}")
def test_a_reader_refuses_in_its_own_words(raw: str) -> None:
    refused(fen_from_wan, raw, ValueError, {"amount_too_large", "too_many_decimals", "not_an_amount"})
    refused(fen_from_yuan, raw, ValueError, {"amount_too_large", "too_many_decimals", "not_an_amount"})
    refused(read_weight, raw, ValueError, {"not_a_weight"})
    refused(lambda text: points(text, 10), raw, ValueError, {"not_a_score"})
    assert whole(raw) is None and number(raw) is None
    assert whole_of_address({"year": raw}, "year") is None or len(str(whole_of_address({"year": raw}, "year"))) <= 40
    assert len(read_points(raw)["hand_raw"]) == 100
    assert parse(raw).raw == raw
    assert judge(raw, "≥5", "产出指标", "数量指标", year=2025, month=6).light is None
    assert judge("5", raw, "产出指标", "数量指标", year=2025, month=6).how


@pytest.mark.parametrize("raw", ENDLESS, ids=lambda raw: f"{raw[:4]}…{raw[-1]}")
def test_no_setting_and_no_number_of_a_rule_breaks(raw: str) -> None:
    for setting in SETTINGS:
        refused(setting.kind.read, raw, Unreadable, None)
    for threshold in (threshold for rule in RULES for threshold in rule.thresholds):
        refused(partial(read_number, threshold=threshold), raw, Unreadable, None)


@pytest.mark.parametrize("raw", ENDLESS, ids=lambda raw: f"{raw[:4]}…{raw[-1]}")
def test_a_voucher_line_with_one_goes_to_quarantine(raw: str) -> None:
    given = {"voucher_no": "V1", "paid_on": "2025-03-01", "amount": raw, "line_no": raw, "fiscal_year": raw}
    found = read_values(given, Expected(2025, frozenset({"420700"}), frozenset()))
    assert isinstance(found, list) and "line_no" in {problem.column for problem in found}


@pytest.mark.parametrize("raw", (*ENDLESS, "²", "1e5", " "), ids=lambda raw: f"{raw[:4]}…{raw[-1]}")
def test_a_key_in_a_form_that_is_none_chooses_nothing(raw: str) -> None:
    """² is a digit to Python, and yet no number."""
    for read in (lambda text: read_receiver({"to": text}), lambda text: read_scope(MultiDict({"rate_below": text}))):
        refused(read, raw, RuleFailed, {"ledger_receiver_missing", "bad_rate_below"})
    assert read_extension({"unit": raw, "until": "2025-08-31"})[0] == 0
    assert read_scope(MultiDict({"departments": raw})).departments == ()
    assert read_seen({"seen": f"{raw},1"}) == [1]
    assert read_sheet({f"{raw}:items/i001/actual": "3次"}) == {}
    assert asked_of(f"d{raw}").department_id is None


def refused(read: Callable[[str], Any], raw: str, error: type[Exception], codes: set[str] | None) -> None:
    """Read, or refused with one of the codes (None: any)."""
    try:
        read(raw)
    except error as found:
        assert "limit" not in str(found)
        assert codes is None or str(found) in codes, str(found)
