"""The picture of a chart is saved in a real browser under the strict content policy; without script its table stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.editor.desk import SCREEN, seated, served
from tests.domain import world as worlds
from tests.domain.generated import generate
from tests.web.chromium import sticks_out
from tests.web.clicking import Web, open_web
from tests.web.conftest import Clock
from workflow import clock, db

pytestmark = pytest.mark.browser
YEAR = 2034
PICTURES = {
    "/overview/": ["执行率与序时进度（按执行率排列）.png", "监控表按预警灯分.png"],
    "/execution/": ["各月支付与执行率.png"],
    "/review-statistics/": ["审核轮次与一次通过率.png"],
}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    clock.set_source(Clock())
    made = open_web(worlds.sqlite_copy(tmp_path), tmp_path)
    generate(made.world, YEAR, seed=4, files=25)
    made.post("performance_a", "/fiscal-year", {"fiscal_year": str(YEAR)})
    yield made
    db.dispose()
    clock.set_source(None)


def test_each_chart_is_saved_as_a_picture_and_stands_as_a_table_without_script(browser: Browser, web: Web) -> None:
    with served(web) as site, seated(browser, site, web, "performance_a") as person:
        state = person.context.storage_state()
        for path, names in PICTURES.items():
            person.page.goto(f"{site}{path}")
            buttons = person.page.locator("[data-png]")
            expect(buttons).to_have_count(len(names))
            for at, name in enumerate(names):
                expect(buttons.nth(at)).to_be_visible()
                with person.page.expect_download() as saved:
                    buttons.nth(at).click()
                file = saved.value.path()
                assert saved.value.suggested_filename == name and Path(file).read_bytes().startswith(PNG)
                assert Path(file).stat().st_size > 5_000, "not an empty canvas"
            assert not sticks_out(person.page)
        plain = browser.new_context(**SCREEN, java_script_enabled=False, storage_state=state)
        for path, names in PICTURES.items():
            page = plain.new_page()
            page.goto(f"{site}{path}")
            expect(page.locator("[data-png]:visible")).to_have_count(0)
            bars = page.locator(".chart-bar")
            expect(bars).to_have_count(len(names))
            bars.first.locator("a").click()
            expect(page.locator(".data-table").first).to_be_visible()
        plain.close()
