"""Nobody sees money out of reach; long boards; dates that do not exist."""

import re
from collections.abc import Iterator

import pytest

from tests.web.clicking import Web
from tests.web.purse import Purse, filled
from webapp.present.execution import points, with_sign
from workflow.execution import Money, time_progress


@pytest.fixture
def money(web: Web) -> Iterator[Purse]:
    yield filled(web)


def test_a_date_that_does_not_exist_is_kept_and_said(money: Purse) -> None:
    page = money.page(f"/execution/?as_of={money.year}-13-01")
    assert f"“{money.year}-13-01”不是日期" in page.text
    assert f'value="{money.year}-13-01"' in page.html
    assert f"按时{money.year}" in page.text
    assert f"支付截至 {money.year}-12-31" in money.page("/execution/?as_of=2099-01-01").text


def test_nobody_sees_money_out_of_reach(money: Purse) -> None:
    own = {"filer_a": {"按时", "零预算"}, "filer_other": {"滞后"}, "reviewer_a": {"按时", "滞后", "零预算"},
           "section_other": {"超前"}, "leader": {"按时", "滞后", "超前", "零预算"}}  # fmt: skip
    for who, names in own.items():
        page = money.page("/execution/", who)
        for name in money.projects:
            assert (f"{name}{money.year}" in page.text) == (name in names), (who, name)
            path = f"/execution/projects/{money.projects[name]}?year={money.year}"
            assert money.web.get(who, path).status_code == (200 if name in names else 404), (who, name)
        assert ("未归到项目" in page.text) == (who == "leader")
    filer = money.page("/execution/?by=department", "filer_a")
    assert 'value="department"' not in filer.html
    assert "鄂州市人力资源和社会保障局" not in re.sub("<option.*?</option>", "", filer.html.split("<main")[1])
    sums = money.json("/execution/months.json", "filer_other")
    assert sum(sums["paid"]) == 10.0
    assert money.page("/execution/", "performance_other").text.count("没有可显示的预算和支付") == 1
    assert money.web.get("system_admin", "/execution/").status_code == 403


def test_a_hundred_lines_are_read_both_ways_and_none_is_lost(money: Purse) -> None:
    for number in range(116):
        money.project(f"多{number:03d}", initial=(number % 3) * 1_000_000)
    first = "/execution/?sort=budget&dir=desc"
    seen, path, pages = [], first, []
    while path:
        pages.append(path)
        page = money.page(path)
        seen += re.findall(rf'row-link" href="[^"]+">(\w+?){money.year}<', page.html)
        path = next((link for link in page.links if "cursor=%3E" in link), "")
    assert len(pages) == 3 and len(seen) == len(set(seen)) == 120
    back = next(link for link in money.page(pages[2]).links if "cursor=%3C" in link)
    names = re.findall(rf'row-link" href="[^"]+">(\w+?){money.year}<', money.page(back).html)
    assert names == seen[50:100]


def test_no_page_breaks_the_content_policy(money: Purse) -> None:
    for path in ("/execution/", "/execution/months", f"/execution/projects/{money.projects['按时']}?year={money.year}"):
        assert money.page(path).faults == []


def test_signs_and_rounding() -> None:
    late = Money(initial_fen=100, executed_fen=45)
    assert (with_sign(late.execution_rate), with_sign(None)) == ("45.00%", "—")
    assert points(time_progress(6) - time_progress(7)) == "-8.33"
    assert points(time_progress(7) - time_progress(6)) == "+8.33"
    assert points(None) == "—"
