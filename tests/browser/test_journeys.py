"""The journey of one published declaration to its approval through a real browser and a server that really listens.

The steps are those of ``webapp.cli.demo.scenario``; after each one the database must say what the scenario says.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.browser_hands import BrowserHands
from tests.web.acting import Stage
from webapp.cli.demo.scenario import APPROVED, RETURNED, TO_REVIEW

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(300)]


def test_from_a_draft_over_a_return_to_the_approval(stage: Stage, browser: Browser) -> None:
    with BrowserHands.before(stage, browser) as hands:
        found = stage.act(hands, TO_REVIEW + RETURNED + APPROVED)
    assert (found.place, found.comments, found.open_comments, found.round) == ("approved", 3, 0, 2), (
        "two comments and the reason of the decline"
    )
    assert hands.seen > 40
