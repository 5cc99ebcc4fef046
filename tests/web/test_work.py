"""The work list, the inbox and the people page."""

import re
from datetime import date

import pytest

from tests.domain.factories import declaration_at, make_declaration, move, report_at
from tests.web.clicking import Web
from tests.web.conftest import Clock
from workflow.db import unit_of_work
from workflow.queries import people
from workflow.services.tasks_admin import extend_task


def test_a_file_waits_for_exactly_those_who_hold_its_desk(web: Web) -> None:
    for place, holders, others in (
        ("drafted/filer", ("filer_a", "filer_b"), ("head_a", "filer_other", "section_a")),
        ("drafted/head", ("head_a", "head_b"), ("filer_a", "reviewer_a")),
        ("drafted/department", ("reviewer_a",), ("head_a", "reviewer_other")),
        ("submitted/section", ("section_a", "section_b"), ("section_other", "performance_a", "section_head")),
        ("finance_reviewed/performance", ("performance_a",), ("section_a", "performance_other")),
        ("finance_reviewed/batch", ("performance_b",), ("leader", "auditor")),
    ):
        file = declaration_at(web.world, place)
        for who in holders:
            assert f"/declarations/{file.id}" in web.page(who, "/").links, (place, who)
        for who in others:
            assert f"/declarations/{file.id}" not in web.page(who, "/").links, (place, who)


def test_what_a_colleague_has_taken_up_no_longer_waits_for_me(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    move(file, "section_a", "take_up")
    assert f"/declarations/{file.id}" in web.page("section_a", "/").links
    assert f"/declarations/{file.id}" not in web.page("section_b", "/").links


def test_the_list_says_what_to_do_since_when_and_by_when_the_overdue_first(web: Web, ticking: Clock) -> None:
    make_declaration(web.world, unit="inspection", closes_on=date(2025, 3, 5))
    page = web.page("filer_other", "/")
    assert "申报 1" in page.text
    assert "还有 2 天" in page.text
    ticking.forward(4)
    page = web.page("filer_other", "/")
    assert "已超期 1" in page.text
    assert "超期 2 天" in page.text
    assert "已等 4 天" in page.text
    assert "填报" in page.text
    assert '<span class="nav-count">1</span>' in page.html


def test_all_years_and_reports_stand_in_one_list(web: Web) -> None:
    for year in (2024, 2025):
        make_declaration(web.world, unit="hr_own", fiscal_year=year)
    report_at(web.world, "drafted/head", unit="hr_own")
    with web.client("head_of_two").session_transaction() as session:
        session["year"] = 2024
    assert "监控表 1" in web.page("head_of_two", "/").text
    text = web.page("filer_own_b", "/").text
    assert text.count("2024 年度") == 1 + 2, "the line and the year menu"
    assert "新建申报" in text


def test_nothing_to_do_is_said_in_words(web: Web) -> None:
    for who in ("auditor", "leader", "system_admin"):
        assert "没有等您办理的事项" in web.page(who, "/").text
    assert "新建申报" not in web.page("auditor", "/").text


def test_a_message_opens_its_file_and_is_read_then(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head", unit="hr_own")
    page = web.page("head_own_b", "/inbox")
    assert "「劳务对接工作费用」待您审签" in page.text
    before = page.html.count("is-unread")
    opened = next(form.action for form in page.forms if form.action.endswith("/open"))
    response = web.post("head_own_b", opened)
    assert (response.status_code, response.headers["Location"]) == (303, f"/declarations/{file.id}")
    assert web.page("head_own_b", "/inbox").html.count("is-unread") == before - 1
    assert "没有消息" in web.page("system_admin", "/inbox").text


def test_all_messages_are_read_at_once(web: Web) -> None:
    for _ in range(2):
        declaration_at(web.world, "drafted/head", unit="hr_own")
    assert web.page("head_own_a", "/inbox").html.count("is-unread") >= 2
    web.post("head_own_a", "/inbox/read")
    assert "is-unread" not in web.page("head_own_a", "/inbox").html
    web.speak("head_own_a", "en")
    assert "waits for your signature" in web.page("head_own_a", "/inbox").text


def test_the_people_page_shows_who_holds_which_role_in_my_region(web: Web) -> None:
    page = web.page("filer_a", "/people")
    assert "鄂州市财政局" in page.text
    assert "人员performance_a 绩效科" in page.text
    assert "江汉区财政局" not in page.text
    for gone in ("head_inactive", "filer_gone"):
        assert f"人员{gone}" not in page.text
    found = web.page("filer_a", "/people?name=司法")
    assert "鄂州市司法局" in found.text
    assert "社会保障科" not in found.text
    assert "没有这个名称的机构" in web.page("filer_a", "/people?name=%25").text


def test_people_are_shown_page_by_page(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people.directory, "__defaults__", ("", "", 3))
    seen, path = [], "/people"
    while path:
        page = web.page("filer_a", path)
        seen.append(page.text)
        path = next((link for link in page.links if "after=" in link), "")
    assert len(seen) == 4
    assert "鄂州市司法局（本级）" in seen[-1]


def test_new_declarations_begin_in_an_open_task(web: Web) -> None:
    make_declaration(web.world, closes_on=date(2025, 6, 30))
    page = web.page("filer_b", "/declarations/new")
    assert "，2025-06-30 截止" in page.text
    task = web.page("filer_b", "/declarations/new").html.split('name="task"')[1].split('value="')[1].split('"')[0]
    unit = web.world.organisations["centre"]
    empty = web.post("filer_b", "/declarations/", {"task": task, "unit": unit, "project": "", "project_name": " "})
    assert (empty.status_code, "请选择项目" in empty.get_data(as_text=True)) == (422, True)
    long = web.post("filer_b", "/declarations/", {"task": task, "unit": unit, "project_name": "长" * 201})
    assert (long.status_code, "长" * 201 in long.get_data(as_text=True)) == (422, True)
    foreign = {"task": task, "unit": web.world.organisations["inspection"], "project_name": "别的单位"}
    assert web.post("filer_b", "/declarations/", foreign).status_code == 404
    made = web.post("filer_b", "/declarations/", {"task": task, "unit": unit, "project_name": "创业担保贷款贴息"})
    assert made.status_code == 303
    assert "创业担保贷款贴息" in web.page("filer_b", made.headers["Location"]).text


def test_a_task_closes_for_a_unit_on_the_day_it_was_given(web: Web) -> None:
    file = make_declaration(web.world, closes_on=date(2025, 3, 2))  # yesterday
    row = file.read()
    assert row.task_id not in tasks_offered(web, "filer_b")
    with unit_of_work(write=True) as session:
        extend_task(session, row.task_id, row.unit_id, date(2025, 4, 8), "系统迁移")
    assert tasks_offered(web, "filer_b")[row.task_id].endswith("，2025-04-08 截止")
    assert row.task_id not in tasks_offered(web, "filer_other")


def tasks_offered(web: Web, who: str) -> dict[int, str]:
    html = web.page(who, "/declarations/new").html.partition('name="task"')[2].partition("</select>")[0]
    return {int(number): label for number, label in re.findall(r'<option value="(\d+)"[^>]*>([^<]+)</option>', html)}
