"""Every chart has its small bar: the numbers as a table, as a picture and as a workbook."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.domain.generated import generate
from tests.web.clicking import Web
from tests.web.html import Page

WEBAPP = Path(__file__).parents[2] / "webapp"
YEAR = 2034
CHARTS = {
    "/overview/": [("#lines-table", "overview"), ("#lights-table", "overview_lights")],
    "/execution/": [("/execution/months", "execution_months")],
    "/review-statistics/": [("#groups", "review_statistics")],
}
"""Page → where the table of each of its charts stands, and the list that leaves as its workbook."""
_FIGURE = re.compile(r'<figure class="chart.*?</figure>', re.DOTALL)


@pytest.fixture(scope="module")
def year(web: Web) -> Web:
    generate(web.world, YEAR, seed=4, files=25)
    web.post("performance_a", "/fiscal-year", {"fiscal_year": str(YEAR)})
    return web


def test_there_is_one_macro_and_one_script_that_draw() -> None:
    """A chart of another making would have no bar."""
    made = [file.name for file in (WEBAPP / "templates").rglob("*.html") if "<figure" in file.read_text("utf-8")]
    drawn = [file.name for file in (WEBAPP / "static/js").glob("*.js") if "echarts.init" in file.read_text("utf-8")]
    used = [file for file in (WEBAPP / "templates").rglob("*.html") if "vendor/echarts" in file.read_text("utf-8")]
    assert (made, drawn, len(used)) == (["chart.html"], ["charts.js"], len(CHARTS))


@pytest.mark.parametrize("path", CHARTS)
def test_table_picture_and_workbook_stand_beside_each_chart(year: Web, path: str) -> None:
    page = year.page("performance_a", path)
    figures = _FIGURE.findall(page.html)
    assert len(figures) == len(CHARTS[path])
    for figure, (table, listing) in zip(figures, CHARTS[path], strict=True):
        link = re.search(r'href="([^"]+)"', figure)
        assert link and link[1].startswith(table) and "data-png hidden" in figure and "data-file=" in figure
        assert_there(year, page, link[1])
        action = re.search(r'action="([^"]+)"', figure)
        assert action and listing in action[1]
        answer = year.post("performance_a", action[1].replace("&amp;", "&"), {"format": "xlsx"})
        assert answer.status_code in (200, 303), answer.get_data(as_text=True)[:200]
        if answer.status_code == 200:
            book: Any = load_workbook(io.BytesIO(answer.data))
            assert book.active.max_row > 1
    assert page.faults == []


def assert_there(web: Web, page: Page, link: str) -> None:
    """The table behind a chart is one."""
    html = page.html.partition(f'id="{link[1:]}"')[2] if link.startswith("#") else web.page("performance_a", link).html
    assert 'class="data-table' in html


def test_the_workbook_of_the_months_says_what_their_page_says(year: Web) -> None:
    page = year.page("performance_a", "/execution/months")
    action = re.search(r'action="(/[^"]*execution_months[^"]*)"', page.html)
    assert action
    answer = year.post("performance_a", action[1].replace("&amp;", "&"), {"format": "xlsx"})
    book: Any = load_workbook(io.BytesIO(answer.data))
    rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if row[0] == "月份")
    assert rows[head] == ["月份", "当月支付（万元）", "累计支付（万元）", "执行率", "序时进度", "差值（百分点）"]
    months = [row[0] for row in rows[head + 1 :] if row[0].endswith("月")]
    assert months == [f"{number}月" for number in range(1, len(months) + 1)] and months
    assert all(month in page.text for month in months)
