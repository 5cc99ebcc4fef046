"""The money table of a form that asks for nature × source: sums across and down, one row per cell typed into."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import COLLEAGUE, WHO, Sit
from tests.browser.editor.desk import Clerk
from tests.domain.factories import File
from tests.web.clicking import Web
from workflow import db
from workflow.models import Declaration
from workflow.services.declarations import create_declaration
from workflow.services.tasks_admin import open_task

pytestmark = pytest.mark.browser
CELLS = {
    ("appropriation", "local"): "2,963.00",
    ("appropriation", "transfer"): "3,800.00",
    ("non_tax", "special_account"): "30.00",
    ("government_fund", "local"): "0.000001",
}


@pytest.fixture(scope="module")
def task_id(web: Web) -> int:
    with db.unit_of_work(write=True) as session:
        return open_task(session, web.world.regions["ezhou"], 2025, "hubei-2025", date(2025, 12, 31)).id


@pytest.fixture
def crossed(web: Web, task_id: int, request: pytest.FixtureRequest) -> File:
    """An empty draft of the provincial form of 2025."""
    unit, name = web.world.organisations["hr_own"], request.node.name
    with db.unit_of_work(write=True) as session:
        row = create_declaration(session, web.world.actor(WHO), task_id, unit, project_name=name)
        return File(web.world, Declaration, row.id, "hr_own")


def path(nature: str, source: str) -> str:
    return f"funding_sources/{nature}-{source}/amount"


def total(clerk: Clerk, key: str, text: str) -> None:
    expect(clerk.page.locator(f'#editor [data-total="{key}"]').first).to_have_text(text)


def test_amounts_by_nature_and_source_add_up_across_and_down(sit: Sit, crossed: File) -> None:
    clerk = sit().open(crossed)
    for (nature, source), words in CELLS.items():
        clerk.type(path(nature, source), words.replace(",", ""))
    clerk.press("Tab")
    clerk.saved()
    sums = {
        "funding/appropriation": "6,763.00",
        "funding/non_tax": "30.00",
        "funding/government_fund": "0.000001",
        "funding/local": "2,963.000001",
        "funding/transfer": "3,800.00",
        "funding": "6,793.000001",
    }
    for _ in range(2):
        for key, words in sums.items():
            total(clerk, key, words)
        for (nature, source), words in CELLS.items():
            clerk.reads(path(nature, source), words)
        clerk.page.reload()
    stored = {(row.nature, row.source): row.amount for row in crossed.document().funding_sources if row.amount}
    assert stored.keys() == CELLS.keys()


def test_two_who_fill_the_same_empty_cell_make_one_row(sit: Sit, crossed: File) -> None:
    one, other = sit().open(crossed), sit(COLLEAGUE).open(crossed)
    one.put(path("appropriation", "local"), "26")
    other.type(path("appropriation", "local"), "27")
    other.press("Tab")
    expect(other.page.locator("#editor")).to_contain_text("26.00")
    rows = [row for row in crossed.document().funding_sources if row.amount]
    assert [(row.nature, row.source, row.amount) for row in rows] == [("appropriation", "local", "26.00")]
    other.forgive("409")
