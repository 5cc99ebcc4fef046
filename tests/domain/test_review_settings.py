"""What a region says about the rules is stored as little as possible and read back as it was."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workflow.review.settings import read_settings, write_settings
from workflow.rules.settings import RuleSetting, Settings
from workflow.types import Severity

DAY = date(2026, 3, 31)
said = st.builds(
    RuleSetting,
    st.none() | st.sampled_from(Severity),
    st.booleans(),
    st.none() | st.dates(),
)
settings = st.builds(
    Settings,
    st.dictionaries(st.sampled_from(["weights_sum", "unit_present"]), said.filter(lambda item: item != RuleSetting())),
    st.dictionaries(st.just("copied_text_share"), st.decimals(0, 1, places=2)),
    st.just(DAY),
)


@given(settings)
def test_what_is_written_is_read_back(given_settings: Settings) -> None:
    assert read_settings(write_settings(given_settings), DAY) == given_settings


def test_what_a_region_does_not_say_is_not_stored() -> None:
    assert write_settings(Settings({"weights_sum": RuleSetting()}, {"copied_text_share": Decimal("0.90")})) == {
        "rules": {},
        "thresholds": {"copied_text_share": "0.90"},
    }
    assert read_settings({}, DAY) == Settings(today=DAY)
