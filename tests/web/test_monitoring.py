"""Campaigns over HTTP: opened with a deadline, followed by lights and names, closed with a reason."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from urllib.parse import quote

import pytest
from sqlmodel import select

from tests.domain.factories import File, bring
from tests.domain.ticking import Ticking
from tests.tasks.monitoring import in_force, opened, pay, report_of, reports
from tests.web.clicking import Web
from tests.web.counting import statements
from tests.web.html import Page
from workflow import db
from workflow.execution import LIGHT_BANDS, money_light
from workflow.lifecycle.report_lights import relight
from workflow.models import MonitoringCampaign, MonitoringItem, MonitoringReport
from workflow.queries.monitoring import ReportFilters, list_reports
from workflow.queries.report_holders import holders_of
from workflow.queries.report_lights import by_department, lights

_years = count(2003)
TODAY = date(2025, 3, 3)


@pytest.fixture
def web(web_on_both: Web) -> Web:
    """On SQLite and on PostgreSQL."""
    return web_on_both


@pytest.fixture
def year() -> int:
    """A fiscal year of this test's own."""
    return next(_years)


def choose(web: Web, who: str, year: int) -> None:
    web.post(who, "/fiscal-year", {"fiscal_year": str(year)})


def page(web: Web, path: str, who: str, year: int) -> Page:
    choose(web, who, year)
    return web.page(who, path)


def opening(year: int, **changes: str) -> dict[str, str]:
    return {"year": str(year), "cutoff_month": "7", "deadline": "2025-03-10", "name": ""} | changes


def campaigns_of(year: int) -> list[MonitoringCampaign]:
    with db.unit_of_work() as session:
        return list(session.exec(select(MonitoringCampaign).where(MonitoringCampaign.fiscal_year == year)))


def test_a_campaign_is_opened_with_a_report_for_every_declaration_in_force(web: Web, year: int) -> None:
    files = [in_force(web.world, unit, year=year) for unit in ("centre", "inspection", "justice_own")]
    in_force(web.world, year=year, in_force=False)
    form = page(web, "/monitoring/new", "performance_a", year)
    assert f"{year} 年度现行申报 3 份" in form.text
    assert form.form("/monitoring/").fields["deadline"] == (TODAY + timedelta(days=7)).isoformat()
    response = web.post("performance_a", "/monitoring/", opening(year))
    assert response.status_code == 303
    landed = web.page("performance_a", response.headers["Location"])
    [campaign] = campaigns_of(year)
    assert (campaign.cutoff_month, campaign.deadline) == (7, date(2025, 3, 10))
    assert f"{year}年1—7月绩效运行监控" in landed.text
    assert "报送截止 2025-03-10" in landed.text
    for file in files:
        assert file.read().project_name in landed.text
    assert "人员filer_a" in landed.text, "who has it"
    assert f"/monitoring/{campaign.id}" in page(web, "/monitoring/", "performance_a", year).links


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cutoff_month": "13"}, "截至月份须在 1 到 12 之间"),
        ({"cutoff_month": "七"}, "截至月份须在 1 到 12 之间"),
        ({"deadline": "2025-03-02"}, "2025-03-02 已过"),
        ({"deadline": "2025-13-01"}, "“2025-13-01”不是日期"),
        ({"year": "20x5"}, "不是预算年度"),
        ({"year": "1999"}, "不是预算年度"),
    ],
)
def test_a_refused_opening_says_why_and_keeps_what_was_typed(
    web: Web, year: int, changes: dict[str, str], words: str
) -> None:
    in_force(web.world, year=year)
    given = opening(year, name="第一轮") | changes
    response = web.post("performance_a", "/monitoring/", given)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert words in html
    for name, text in given.items():
        assert f'value="{text}"' in html, name
    assert campaigns_of(year) == []


def test_a_deadline_of_today_counts(web: Web, year: int) -> None:
    assert web.post("performance_a", "/monitoring/", opening(year, deadline="2025-03-03")).status_code == 303


def test_every_count_opens_its_reports(web: Web, year: int, ticking: Ticking) -> None:
    late, done, sent = (in_force(web.world, unit, year=year) for unit in ("centre", "inspection", "centre"))
    pay(late, 20_000_000, date(year, 5, 1))  # 20 % at 58 %: red
    pay(done, 40_000_000, date(year, 5, 1))  # 40 %: yellow
    pay(sent, 90_000_000, date(year, 5, 1))  # 90 %: blue
    campaign = opened(web.world, year=year, deadline=date(2025, 3, 10))
    finish(report_of(campaign.id, done), "accepted")
    finish(report_of(campaign.id, sent), "submitted/section")
    ticking.forward(8)
    here = f"/monitoring/{campaign.id}"
    board = page(web, here, "performance_a", year)
    for state, name in (("drafted", late), ("submitted", sent), ("accepted", done)):
        assert f"{here}?state={state}" in board.links
        assert shown(web, f"{here}?state={state}", year) == {name.read().project_name}
    assert shown(web, f"{here}?light=red", year) == {late.read().project_name}
    assert shown(web, f"{here}?light=yellow", year) == {done.read().project_name}
    assert shown(web, f"{here}?overdue=1", year) == {late.read().project_name}
    assert shown(web, f"{here}?q={quote(late.read().project_name)}", year) >= {late.read().project_name}
    assert shown(web, f"{here}?q={quote('没有的')}", year) == set()
    assert "没有符合的监控表" in page(web, f"{here}?q={quote('没有的')}", "performance_a", year).text
    assert "红灯：严重滞后" in board.text and "蓝灯：超前" in board.text, "a light always has its words"
    assert "超期 1 天" in board.text


def finish(report: File, *places: str) -> None:
    """Filled in as little as may be, then along the road."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(MonitoringReport, report.id)
        row.forecast_fen, row.money_cause, row.money_measure = row.adjusted_fen, "合同未到期", "按月支付"
        for item in session.exec(select(MonitoringItem).where(MonitoringItem.report_id == report.id)):
            item.actual, item.likelihood = "5次", "certain"
    bring(report, *places)


def shown(web: Web, path: str, year: int) -> set[str]:
    """The projects a list shows."""
    found = page(web, path, "performance_a", year)
    with db.unit_of_work() as session:
        rows = list_reports(session, web.world.actor("performance_a"), ReportFilters(year=year)).rows
    return {row.project_name for row in rows if f"/reports/{row.id}" in found.links}


def test_lights_of_many_are_the_light_of_each(web: Web, year: int) -> None:
    world = web.world
    files = [in_force(world, year=year) for _ in range(9)]
    campaign = opened(world, year=year, cutoff_month=7)
    edges = [end * Fraction(7, 12) for end, _ in LIGHT_BANDS]
    budget = 1_200_000_000
    paid = [int(edge * budget) + off for edge in edges for off in (-1, 0)] + [0, budget * 3]
    with db.unit_of_work(write=True) as session:
        rows = [session.get_one(MonitoringReport, report.id) for report in reports(campaign.id)]
        for row, fen in zip(rows, [*paid, 5], strict=True):
            row.adjusted_fen, row.executed_fen = budget, fen
        rows[-1].adjusted_fen = 0
        relight(session, rows)
    expected: dict[str, int] = {}
    for fen in paid:
        name = str(money_light(fen, budget, 7))
        expected[name] = expected.get(name, 0) + 1
    with db.unit_of_work() as session:
        actor = world.actor("performance_a")
        assert lights(session, actor, [campaign.id]) == {campaign.id: expected}
        for name, number in expected.items():
            found = list_reports(session, actor, ReportFilters(campaign_id=campaign.id, light=name)).rows
            assert len(found) == number
            assert {row.light for row in found} == {name}
        [department] = by_department(session, actor, campaign.id)
        without = ReportFilters(campaign_id=campaign.id, light="none", goal_light="none")
        assert department.counts == {(name, "none"): number for name, number in (*expected.items(), ("none", 1))}
        assert len(list_reports(session, actor, without).rows) == 1
    glance = page(web, f"/monitoring/{campaign.id}", "performance_a", year)
    for name in (*expected, "none"):
        assert f"/monitoring/{campaign.id}?light={name}&goal_light=none" in glance.links, name
    assert len(files) == len(paid) + 1


def test_who_holds_which_report_is_named_for_every_desk(web: Web, year: int) -> None:
    world = web.world
    files = [in_force(world, year=year) for _ in range(5)]
    campaign = opened(world, year=year)
    places = ("drafted/filer", "drafted/head", "drafted/department", "submitted/section", "accepted")
    made = [report_of(campaign.id, file) for file in files]
    for report, place in zip(made, places, strict=True):
        finish(report, place)
    with db.unit_of_work() as session:
        found = holders_of(session, "monitoring_report", [report.id for report in made])
    names = [set(found.get(report.id, [])) for report in made]
    assert {"人员filer_a", "人员filer_b"} <= names[0] and "人员filer_gone" not in names[0]
    assert "人员head_a" in names[1] and "人员head_inactive" not in names[1]
    assert {"人员reviewer_a", "人员reviewer_b"} <= names[2] and "人员reviewer_other" not in names[2]
    assert {"人员section_a", "人员section_b"} <= names[3] and "人员section_other" not in names[3]
    assert names[4] == set()


def test_closing_asks_for_a_reason_while_reports_are_under_way(web: Web, year: int) -> None:
    in_force(web.world, year=year)
    campaign = opened(web.world, year=year)
    path = f"/monitoring/{campaign.id}/close"
    assert "还有 1 份监控表未办结" in page(web, path, "performance_a", year).text
    refused = web.post("performance_a", path, {"reason": " "})
    assert refused.status_code == 422
    assert "请填写理由" in refused.get_data(as_text=True)
    assert web.post("performance_a", path, {"reason": "改期另行开展"}).status_code == 303
    [report] = reports(campaign.id)
    assert (report.state, campaigns_of(year)[0].closed_at is not None) == ("cancelled", True)
    again = web.post("performance_a", path, {"reason": "再来"})
    assert again.status_code == 409 and "监控任务已结束" in again.get_data(as_text=True)
    done = page(web, f"/monitoring/{campaign.id}", "performance_a", year)
    assert "已结束" in done.text and path not in done.links


def test_a_campaign_without_open_reports_closes_without_a_word(web: Web, year: int) -> None:
    campaign = opened(web.world, year=year)
    assert "没有监控表" in page(web, f"/monitoring/{campaign.id}", "performance_a", year).text
    assert web.post("performance_a", f"/monitoring/{campaign.id}/close").status_code == 303


def test_everybody_sees_his_own_reports_of_a_campaign_and_nothing_else(web: Web, year: int) -> None:
    centre, inspection, justice = (
        in_force(web.world, unit, year=year).read().project_name for unit in ("centre", "inspection", "justice_own")
    )
    campaign = opened(web.world, year=year)
    own = {
        "filer_a": {centre}, "head_other": {inspection}, "reviewer_a": {centre, inspection},
        "section_other": {justice}, "treasury": {centre, inspection, justice}, "auditor": {centre, inspection, justice},
    }  # fmt: skip
    for who, names in own.items():
        found = page(web, f"/monitoring/{campaign.id}", who, year)
        assert {name for name in (centre, inspection, justice) if name in found.text} == names, who
        assert f"/monitoring/{campaign.id}" in page(web, "/monitoring/", who, year).links
        assert web.get(who, "/monitoring/new").status_code == 403
        assert web.post(who, f"/monitoring/{campaign.id}/close").status_code == 403
    for path in (f"/monitoring/{campaign.id}", f"/monitoring/{campaign.id}/close"):
        assert web.get("performance_other", path).status_code == 404
    assert web.post("performance_other", f"/monitoring/{campaign.id}/close", {"reason": "x"}).status_code == 404
    assert f"/monitoring/{campaign.id}" not in page(web, "/monitoring/", "performance_other", year).links
    assert web.get("security_admin", f"/monitoring/{campaign.id}").status_code == 403


def test_pages_ask_the_database_a_fixed_number_of_times(web: Web, year: int) -> None:
    for number in range(60):
        in_force(web.world, ("centre", "inspection", "justice_own")[number % 3], year=year)
    campaign = opened(web.world, year=year)
    for path, most in (("/monitoring/", 9), (f"/monitoring/{campaign.id}", 15), ("/monitoring/new", 8)):
        page(web, path, "performance_a", year)
        with statements() as sent:
            web.page("performance_a", path)
        assert len(sent) <= most, f"{path}: {len(sent)}\n" + "\n".join(sent)
    following = next(
        link for link in page(web, f"/monitoring/{campaign.id}", "performance_a", year).links if "after=" in link
    )
    assert len([link for link in page(web, following, "performance_a", year).links if "/reports/" in link]) == 10


def test_no_page_breaks_the_content_policy(web: Web, year: int) -> None:
    in_force(web.world, year=year)
    campaign = opened(web.world, year=year)
    for path in ("/monitoring/", "/monitoring/new", f"/monitoring/{campaign.id}", f"/monitoring/{campaign.id}/close"):
        assert page(web, path, "performance_a", year).faults == []
