"""axe finds nothing at the width of a phone: the fullest page of every kind."""

import pytest
from playwright.sync_api import Browser

from tests.pages.scanning import scanning
from tests.pages.visits import Visited
from tests.pages.walk import each_kind
from tests.web.acting import Stage

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(600)]


def test_axe_finds_nothing(visited: Visited, stage: Stage, browser: Browser) -> None:
    with (
        browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 900}) as context,
        scanning(stage) as scanner,
    ):
        found = scanner.look(context, each_kind(visited.pages))
    assert not found, "\n".join(found)
