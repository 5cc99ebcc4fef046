"""Files dropped in a real browser: a docx as counties send it and a broken one, checked, corrected, made a draft."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editor.desk import seated, served
from tests.domain import world as worlds
from tests.services.intake.samples import document, form
from tests.web.chromium import sticks_out
from tests.web.clicking import Web, open_web
from tests.web.conftest import Clock
from workflow import clock, db
from workflow.models import DeclarationTask
from workflow.services.jobs import run_next_job

pytestmark = pytest.mark.browser


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    clock.set_source(Clock())
    opened = open_web(worlds.sqlite_copy(tmp_path), tmp_path)
    with db.unit_of_work(write=True) as session:
        session.add(
            DeclarationTask(
                created_at=clock.now(),
                region_id=opened.world.regions["ezhou"],
                fiscal_year=2026,
                name="2026年申报",
                form_profile="ezhou-2025-approval",
                opens_on=date(2025, 1, 1),
                closes_on=date(2025, 12, 31),
            )
        )
    yield opened
    db.dispose()
    clock.set_source(None)


def drop(page: Page, folder: Path) -> None:
    """Both files at once; the page tells of each, and is read anew while the work goes on."""
    good, broken = folder / "上年申报表.docx", folder / "损坏.docx"
    good.write_bytes(document(form("窗口导办服务", "12.5")))
    broken.write_bytes(b"PK\x03\x04" + bytes(300))
    page.locator("#f-file").set_input_files([good, broken])
    expect(page.locator("#live tbody tr")).to_have_count(2)
    while run_next_job() is not None:
        pass


def test_a_file_becomes_a_draft_and_a_broken_one_says_why(browser: Browser, web: Web, tmp_path: Path) -> None:
    with served(web) as site, seated(browser, site, web, "filer_own_a") as person:
        page = person.page
        page.goto(f"{site}/intake/")
        drop(page, tmp_path)
        expect(page.locator("#live")).to_contain_text("读出 1 张表")
        expect(page.locator("#live")).to_contain_text("“损坏.docx”")
        assert not sticks_out(page)
        page.goto(f"{site}/")
        page.get_by_role("link", name="上年申报表.docx").click()
        page.get_by_role("link", name="窗口导办服务").click()
        assert not sticks_out(page)
        expect(page.locator("#doubts legend")).to_contain_text("处请核对")
        page.locator("[name='c:basics/-/budget_total']").fill("13")
        for box in page.locator("#doubts input[type=checkbox]").all():
            box.check()
        page.get_by_role("button", name="确认生成草稿").click()
        expect(page).to_have_url(re.compile("/edit$"))
        expect(page.locator("[data-path='basics/-/budget_total']").first).to_have_value("13.00")
        expect(page.locator("h1")).to_contain_text("窗口导办服务")
