"""The list of declarations: filters, search, sorting, paging both ways without losing a line, years, tick boxes."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.domain.factories import declaration_at, make_declaration, move
from tests.web.clicking import Web
from tests.web.html import Page
from workflow import clock, db, pinyin
from workflow.models import Declaration, DeclarationTask, Project
from workflow.queries.lists import PAGE_SIZE, SORTS

YEAR = 2023
MANY = 2 * PAGE_SIZE + 7


def fill(web: Web) -> None:
    """107 drafts of one year with few different names, budgets and instants, so that ties are everywhere."""
    file = make_declaration(web.world, fiscal_year=YEAR)
    row = file.read()
    place = {key: getattr(row, key) for key in ("region_id", "department_id", "unit_id")}
    with db.unit_of_work(write=True) as session:
        task = session.get_one(DeclarationTask, row.task_id)
        now = clock.now()
        for number in range(MANY):
            name = f"{('就业', '社保', '信息化')[number % 3]}项目{number % 5}"
            project = Project(created_at=now, name=f"{name}-{number}", **place)
            session.add(project)
            session.flush()
            session.add(
                Declaration(
                    project_id=project.id, task_id=task.id, form_profile=row.form_profile, fiscal_year=YEAR,
                    project_name=name, sort_key=pinyin.sort_key(name), initials=pinyin.initials(name),
                    project_code=f"42070023201T{number:09d}", budget_year_fen=(number % 4) * 100_00,
                    held_since=now, created_at=now, updated_at=now, **place,
                )
            )  # fmt: skip


@pytest.fixture(scope="module")
def filled(web_on_both: Web) -> Web:
    fill(web_on_both)
    return web_on_both


def rows(page: Page) -> list[int]:
    """Ids of the listed files in order."""
    found = (re.fullmatch(r"/declarations/(\d+)", link) for link in page.links)
    return [int(match[1]) for match in found if match]


def listed(web: Web, who: str = "performance_a", **query: object) -> Page:
    return web.page(who, "/declarations/?" + urlencode(query))


def leafed(web: Web, rel: str, page: Page) -> Iterator[list[int]]:
    """Page after page by the links of the pages."""
    yield rows(page)
    while found := re.search(rf'rel="{rel}" href="([^"]+)"', page.html):
        page = web.page("performance_a", found[1].replace("&amp;", "&"))
        yield rows(page)


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("sort", sorted(SORTS))
def test_leafing_loses_and_doubles_nothing_forth_and_back(filled: Web, sort: str, direction: str) -> None:
    first = listed(filled, year=YEAR, sort=sort, dir=direction)
    forth = list(leafed(filled, "next", first))
    assert [len(page) for page in forth] == [PAGE_SIZE, PAGE_SIZE, MANY + 1 - 2 * PAGE_SIZE]
    seen = [row for page in forth for row in page]
    assert len(set(seen)) == MANY + 1
    last = filled.page("performance_a", _last(filled, first))
    back = list(leafed(filled, "prev", last))
    assert [row for page in reversed(back) for row in page] == seen
    turned = listed(filled, year=YEAR, sort=sort, dir={"asc": "desc", "desc": "asc"}[direction])
    other = list(leafed(filled, "next", turned))
    assert [row for page in other for row in page] == seen[::-1]


def _last(web: Web, page: Page) -> str:
    place = ""
    while found := re.search(r'rel="next" href="([^"]+)"', page.html):
        place = found[1].replace("&amp;", "&")
        page = web.page("performance_a", place)
    return place


def test_a_broken_cursor_begins_at_the_top(filled: Web) -> None:
    top = rows(listed(filled, year=YEAR))
    for cursor in (">", "<x", ">|", ">a|b", ">项目|99999999", "nonsense"):
        listed(filled, year=YEAR, cursor=cursor)
    assert rows(listed(filled, year=YEAR, cursor=">x|y")) == top


def test_sorting_by_name_is_by_pinyin(filled: Web) -> None:
    page = listed(filled, year=YEAR)
    names = re.findall(r'class="row-link"[^>]*>([^<]+)<', page.html)
    assert names == sorted(names, key=pinyin.sort_key)
    assert 'aria-sort="ascending"' in page.html


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("就业项目", 36),
        ("jyxm", 36),
        ("JYXM", 36),
        ("42070023201T000000003", 1),
        ("42070023201t000000003", 1),
        ("%", 0),
        ("没有", 0),
    ],
)
def test_search_by_name_initials_and_code(filled: Web, text: str, count: int) -> None:
    page = listed(filled, year=YEAR, q=text)
    assert f"共 {count} 份申报" in page.text
    assert len(rows(page)) == min(count, PAGE_SIZE)
    if not count:
        assert "没有符合条件的申报" in page.text


def test_search_from_the_top_looks_through_all_years(filled: Web) -> None:
    with filled.client("performance_a").session_transaction() as session:
        session["year"] = 2025
    page = listed(filled, q="社保项目1")
    assert "所有年度" in page.text
    assert len(rows(page)) > 0
    narrow = listed(filled, q="社保项目1", year=2025)
    assert rows(narrow) == []
    assert any("year=&q=" in link or ("q=" in link and "year=&" in link) for link in narrow.links), "search all years"


def test_filters_by_state_desk_and_department(web: Web) -> None:
    submitted = declaration_at(web.world, "submitted/section", fiscal_year=2021)
    other = make_declaration(web.world, unit="justice_own", fiscal_year=2021, typed_by="filer_a")
    assert set(rows(listed(web, year=2021))) == {submitted.id, other.id}
    assert rows(listed(web, year=2021, state="submitted")) == [submitted.id]
    assert rows(listed(web, year=2021, desk="section")) == [submitted.id]
    justice = web.world.organisations["justice"]
    assert rows(listed(web, year=2021, department=justice)) == [other.id]
    assert set(rows(listed(web, year=2021, state="no-such-state", desk="'--"))) == {submitted.id, other.id}
    page = listed(web, year=2021, state="submitted")
    assert "待财政审核 (1)" in page.text
    assert "填报中 (1)" in page.text


def test_everybody_lists_what_lies_in_reach(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section", fiscal_year=2019)
    for who in ("filer_a", "head_b", "reviewer_a", "section_b", "section_head", "treasury", "leader", "auditor"):
        assert rows(listed(web, who, year=2019)) == [file.id], who
    for who in ("filer_other", "reviewer_other", "section_other", "performance_other", "system_admin", "audit_admin"):
        assert rows(listed(web, who, year=2019)) == [], who


def test_the_year_is_the_newest_with_visible_data_until_another_is_chosen(web: Web) -> None:
    make_declaration(web.world, fiscal_year=2031, unit="inspection")
    make_declaration(web.world, fiscal_year=2030, unit="hr_own")
    assert "<span>2030 年度</span>" in web.page("head_own_b", "/declarations/").html
    assert "2031 年度" in web.page("reviewer_b", "/declarations/").text
    assert "2031" not in web.page("head_own_b", "/declarations/").text, "that year belongs to another unit"
    web.post("head_own_b", "/fiscal-year", {"fiscal_year": "2025", "next": "/declarations/"})
    assert "<span>2025 年度</span>" in web.page("head_own_b", "/declarations/").html
    for nonsense in ("1", "x", "99999999999"):
        web.post("head_own_b", "/fiscal-year", {"fiscal_year": nonsense})
    assert "<span>2030 年度</span>" in web.page("head_own_b", "/declarations/").html


def test_returned_and_withdrawn_drafts_are_told_apart(web: Web) -> None:
    returned = declaration_at(web.world, "submitted/section", unit="hr_own", fiscal_year=2018)
    move(returned, "section_a", "return", reason="请改")
    withdrawn = declaration_at(web.world, "submitted/section", unit="hr_own", fiscal_year=2018)
    move(withdrawn, "head_own_a", "withdraw")
    page = listed(web, year=2018)
    assert page.text.count("退回修改") == 1
    assert set(rows(page)) == {returned.id, withdrawn.id}


def test_tick_boxes_stand_only_where_many_can_be_handled(web: Web) -> None:
    ready = declaration_at(web.world, "finance_reviewed/batch", fiscal_year=2017)
    assert f'name="id" value="{ready.id}"' in listed(web, year=2017, desk="batch").html
    assert 'name="id"' not in listed(web, year=2017).html
    assert 'name="id"' not in listed(web, "section_a", year=2017, desk="batch").html


def test_without_files_the_page_says_so(web: Web) -> None:
    assert "还没有申报" in listed(web, "system_admin").text
    assert "还没有申报" in listed(web, year=2005).text
