"""Two journeys of one published declaration through a real browser and a server that really listens.

The steps are those of ``webapp.cli.demo.scenario``; after each one the database must say what the scenario says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.browser_hands import BrowserHands
from tests.web.acting import Stage, example_database, open_stage
from tests.web.chromium import listening
from webapp.cli.demo.scenario import APPROVED, MONEY, MONITORED, RETURNED, TO_REVIEW

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with example_database(request.param, request, tmp_path) as url:
        yield open_stage(url, tmp_path)


@contextmanager
def hands_on(stage: Stage, browser: Browser) -> Iterator[BrowserHands]:
    """People in front of the application; in the end nobody's browser has complained."""
    with listening(stage.app) as address:
        hands = BrowserHands(browser, address, stage.password)
        try:
            yield hands
        finally:
            hands.close()
    assert hands.faults == []


@pytest.mark.parametrize("stage", ["sqlite"], indirect=True)
def test_from_a_draft_over_a_return_to_the_approval(stage: Stage, browser: Browser) -> None:
    with hands_on(stage, browser) as hands:
        found = stage.act(hands, TO_REVIEW + RETURNED + APPROVED)
    assert (found.place, found.comments, found.open_comments, found.round) == ("approved", 3, 0, 2), (
        "two comments and the reason of the decline"
    )
    assert hands.seen > 40


@pytest.mark.parametrize("stage", ["sqlite"], indirect=True)
def test_from_the_approval_over_the_money_to_the_monitoring(stage: Stage, browser: Browser) -> None:
    stage.act(stage.page_hands(), TO_REVIEW + APPROVED)
    with hands_on(stage, browser) as hands:
        found = stage.act(hands, MONEY + MONITORED)
    assert (found.place, found.report) == ("monitored", "accepted")
    assert hands.seen > 20
