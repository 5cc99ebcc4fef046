"""The navigation of each role: what waits on top, its daily groups first and open, the place marked."""

import re

import pytest

from tests.web.clicking import Web
from webapp.access import GATE
from webapp.nav import GROUPS, TOP

DAILY = {
    "filer_a": ["申报", "监控"],
    "reviewer_a": ["申报", "监控"],
    "section_a": ["审核批复", "监控"],
    "performance_a": ["审核批复", "监控"],
    "treasury": ["资金"],
    "leader": ["审核批复"],
}


def menu(html: str) -> str:
    """The navigation beside the page; the drawer holds the same."""
    return html.partition('<div class="sidenav">')[2].partition("</nav>")[0]


def groups(html: str) -> list[tuple[str, bool, list[str]]]:
    """Of every group its word, whether it is open, and the addresses in it."""
    return [
        (re.findall(r'nav-label">([^<]+)', inside)[0], opened == " open", re.findall(r'href="([^"]+)"', inside))
        for opened, inside in re.findall(r'<details class="nav-group"( open|)>(.*?)</details>', menu(html), re.S)
    ]


@pytest.mark.parametrize("who", DAILY)
def test_daily_work_stands_first_and_open(web: Web, who: str) -> None:
    page = web.page(who, "/people")
    found = groups(page.html)
    daily = len(DAILY[who])
    assert [word for word, _opened, _rows in found[:daily]] == DAILY[who]
    assert {word for word, opened, _rows in found if opened} <= {*DAILY[who], "设置"}
    assert all(opened for _word, opened, _rows in found[:daily])
    rows = re.findall(r'<a href="([^"]+)"', menu(page.html))
    assert len(rows) == len(set(rows)), "one page is one row"
    assert all(len(inside) > 1 for _word, _opened, inside in found), "a single row needs no group"


def test_the_present_place_is_marked_in_its_open_group(web: Web) -> None:
    page = web.page("performance_a", "/ledger/")
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu(page.html)) == ["/ledger/"]
    assert [rows for word, opened, rows in groups(page.html) if opened and word == "资金"]


def test_every_row_has_a_key_of_its_own_and_is_shown_to_nobody_who_may_not_open_it(web: Web) -> None:
    rows = (*TOP, *(item for group in GROUPS for item in group.items))
    assert len({item.key for item in rows}) == len(rows)
    for item in rows:
        gate = getattr(web.app.view_functions[item.endpoint], GATE)
        assert not gate.startswith("roles:") or item.roles <= set(gate[6:].split(",")), item.key
