"""The board: numbers to the fen, each with the way to its rows, and nobody sees money out of reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest

from tests.services.payments.files import add_project, ledger
from tests.web.clicking import Web
from tests.web.counting import statements
from tests.web.html import Page
from webapp.present.execution import points, with_sign
from workflow import clock, db
from workflow.execution import Money, time_progress
from workflow.models import FileContent, Payment, PaymentBatch
from workflow.services.rates import compute_rates

_years = count(2002)
_numbers = count(1)
UNITS = {
    "centre": "鄂州市公共就业和人才服务中心",
    "inspection": "鄂州市劳动保障监察支队",
    "justice_own": "鄂州市司法局（本级）",
}


@dataclass
class Money2:
    """Projects with budgets and payments in a fiscal year of their own."""

    web: Web
    year: int
    projects: dict[str, int]

    def project(self, name: str, unit: str = "centre", **booked: int) -> int:
        """A project with ledger entries in fen by kind."""
        with db.unit_of_work(write=True) as session:
            made = add_project(session, self.web.world, f"{name}{self.year}", unit).id
        for kind, fen in booked.items():
            ledger(made, kind, fen, self.year)
        self.projects[name] = made
        return made

    def pay(self, name: str, fen: int, month: int, day: int = 10) -> None:
        """One payment; of no project if the name is empty."""
        number, now = next(_numbers), clock.now()
        place: dict[str, Any] = {"fiscal_year": self.year, "region_id": self.web.world.regions["ezhou"]}
        digest = f"{self.year}{number:060d}"[:64]
        with db.unit_of_work(write=True) as session:
            session.add(FileContent(sha256=digest, size=1, content=b"-"))
            session.flush()
            batch = PaymentBatch(created_at=now, file_name="a.csv", sha256=digest, finished_at=now, **place)
            session.add(batch)
            session.flush()
            project = self.projects.get(name)
            session.add(
                Payment(
                    voucher_no=f"V{number}", paid_on=date(self.year, month, day), amount_fen=fen, content_hash=digest,
                    batch_id=batch.id, row_no=1, project_id=project, matched_by="code" if project else "", **place,
                )
            )  # fmt: skip

    def page(self, path: str = "/execution/", who: str = "treasury") -> Page:
        """A page with this year chosen."""
        self.web.post(who, "/fiscal-year", {"fiscal_year": str(self.year)})
        return self.web.page(who, path)

    def json(self, path: str, who: str = "treasury") -> dict[str, Any]:
        self.web.post(who, "/fiscal-year", {"fiscal_year": str(self.year)})
        found: dict[str, Any] = self.web.get(who, path).get_json()
        return found


@pytest.fixture
def money(web_on_both: Web) -> Iterator[Money2]:
    yield filled(web_on_both)


@pytest.fixture
def lone(web: Web) -> Iterator[Money2]:
    yield filled(web)


def filled(web: Web) -> Money2:
    """Three units of two departments: on time, late, ahead, without a budget, and a payment of no project."""
    made = Money2(web, next(_years), {})
    made.project("按时", initial=100_000_000, adjustment=-20_000_000, carry_over=40_000_000)
    made.project("滞后", unit="inspection", initial=60_000_000)
    made.project("超前", unit="justice_own", initial=10_000_000)
    made.project("零预算", initial=0)
    made.pay("按时", 60_000_001, 3)
    made.pay("按时", -10_000_000, 5)
    made.pay("滞后", 10_000_000, 6)
    made.pay("超前", 9_000_000, 2)
    made.pay("零预算", 1_860_000, 7)
    made.pay("", 5_000_000, 4)
    made.pay("按时", 30_000_000, 11)
    return made


def cells(page: Page, name: str) -> str:
    """The words of one line of the board."""
    found = re.search(rf'<tr role="row"[^>]*>(?:(?!</tr>).)*{name}.*?</tr>', page.html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def test_every_number_of_a_line_is_right_to_the_fen(money: Money2) -> None:
    page = money.page(f"/execution/?as_of={money.year}-07-31")
    assert cells(page, f"按时{money.year}").startswith(
        f"按时{money.year} 100.00 -20.00 40.00 120.00 50.000001 41.67% 41.67% 58.33%"
    )
    assert "50.00% 58.33% -16.67" in cells(page, f"按时{money.year}")
    assert "10.00 0.00 0.00 10.00 9.00 90.00%" in cells(page, f"超前{money.year}")
    total = cells(page, "年度合计")
    assert "170.00 -20.00 40.00 190.00 70.860001 37.29%" in total
    assert "另有未归到项目的支付 5.00 万元" in page.text


def test_a_budget_of_zero_has_no_rate_and_divides_nothing(money: Money2) -> None:
    line = cells(money.page(), f"零预算{money.year}")
    assert line.count("—") == 3, "rate, initial rate, lead"
    assert "1.86" in line
    for sort in ("rate", "initial_rate", "executed", "budget", "name"):
        for way in ("asc", "desc"):
            assert f"零预算{money.year}" in money.page(f"/execution/?sort={sort}&dir={way}").text


def test_every_number_opens_its_rows_and_they_add_up(money: Money2) -> None:
    board = money.page(f"/execution/?as_of={money.year}-07-31")
    behind = f"/execution/projects/{money.projects['按时']}?year={money.year}&as_of={money.year}-07-31"
    assert f"{behind}#ledger" in board.links and f"{behind}#payments" in board.links
    page = money.page(behind)
    for words in ("100.00", "-20.00", "40.00", "120.00", "600,000.01", "-100,000.00", "500,000.01 元"):
        assert words in page.text, words
    assert "300,000.00" not in page.text, "paid after the day asked for"
    assert {"ledger", "payments"} <= set(page.ids)


def test_units_and_departments_add_up_their_projects_and_open_them(money: Money2) -> None:
    units = money.page("/execution/?by=unit")
    assert "100.00 -20.00 40.00 120.00" in cells(units, UNITS["centre"])
    unit = next(link for link in units.links if f"unit={money.web.world.organisations['centre']}" in link)
    opened = money.page(unit.split("#")[0])
    assert f"按时{money.year}" in opened.text and f"滞后{money.year}" not in opened.text
    departments = money.page("/execution/?by=department")
    assert "160.00 -20.00 40.00 180.00" in cells(departments, "鄂州市人力资源和社会保障局")
    finer = next(
        link for link in departments.links if f"department={money.web.world.organisations['hr']}" in link
    ).split("#")[0]
    assert "by=unit" in finer
    assert UNITS["justice_own"] not in re.sub("<option.*?</option>", "", money.page(finer).html)


def test_the_board_is_sorted_and_filtered(money: Money2) -> None:
    def order(path: str) -> list[str]:
        names = re.findall(rf'row-link" href="[^"]+">(\w+?){money.year}<', money.page(path).html)
        return [str(name) for name in names]

    assert order("/execution/?sort=executed&dir=desc") == ["按时", "滞后", "超前", "零预算"]
    assert order("/execution/?sort=rate&dir=desc") == ["超前", "按时", "滞后", "零预算"]
    assert order("/execution/?sort=budget") == ["零预算", "超前", "滞后", "按时"]
    justice = money.web.world.organisations["justice"]
    assert order(f"/execution/?department={justice}") == ["超前"]
    assert "清除" in money.page(f"/execution/?department={justice}").text


def test_a_date_that_does_not_exist_is_kept_and_said(lone: Money2) -> None:
    page = lone.page(f"/execution/?as_of={lone.year}-13-01")
    assert f"“{lone.year}-13-01”不是日期" in page.text
    assert f'value="{lone.year}-13-01"' in page.html
    assert f"按时{lone.year}" in page.text
    assert f"支付截至 {lone.year}-12-31" in lone.page("/execution/?as_of=2099-01-01").text


def test_stored_rates_and_the_live_sum_show_the_same(money: Money2) -> None:
    day = date(money.year, 7, 31)
    path = f"/execution/?as_of={day}"
    live = money.page(path)
    assert "刚刚汇总" in live.text
    with db.unit_of_work(write=True) as session:
        compute_rates(session, money.web.world.regions["ezhou"], money.year, day)
    stored = money.page(path)
    assert "计算" in stored.text
    for by in ("", "&by=unit", "&by=department"):
        first, second = live if not by else money.page(path + by), money.page(path + by)
        assert cells(first, "年度合计") == cells(second, "年度合计")
    assert cells(stored, f"按时{money.year}") == cells(live, f"按时{money.year}")


def test_the_chart_draws_what_the_table_says(money: Money2) -> None:
    path = f"as_of={money.year}-07-31"
    data = money.json(f"/execution/months.json?{path}")
    assert data["paid"] == [0, 9.0, 60.0, 0, -10.0, 10.0, 1.86]
    assert data["rate"][-1] == 37.29
    assert len(data["months"]) == len(data["time"]) == 12
    table = money.page(f"/execution/months?{path}")
    assert "70.860001" in table.text and "37.29%" in table.text
    board = money.page(f"/execution/?{path}")
    assert f"/execution/months?{path}" in board.links
    assert f'data-chart="/execution/months.json?{path}"' in board.html


def test_the_months_and_the_board_count_the_same_payments(money: Money2) -> None:
    justice = money.web.world.organisations["justice"]
    for part in ("", f"&department={justice}", f"&unit={money.web.world.organisations['centre']}"):
        data = money.json(f"/execution/months.json?as_of={money.year}-12-31{part}")
        page = money.page(f"/execution/?as_of={money.year}-12-31{part}")
        paid = cells(page, "年度合计").split()[6]
        assert float(paid) == pytest.approx(sum(data["paid"]), abs=0.01)


def test_nobody_sees_money_out_of_reach(lone: Money2) -> None:
    own = {"filer_a": {"按时", "零预算"}, "filer_other": {"滞后"}, "reviewer_a": {"按时", "滞后", "零预算"},
           "section_other": {"超前"}, "leader": {"按时", "滞后", "超前", "零预算"}}  # fmt: skip
    for who, names in own.items():
        page = lone.page("/execution/", who)
        for name in lone.projects:
            assert (f"{name}{lone.year}" in page.text) == (name in names), (who, name)
            path = f"/execution/projects/{lone.projects[name]}?year={lone.year}"
            assert lone.web.get(who, path).status_code == (200 if name in names else 404), (who, name)
        assert ("未归到项目" in page.text) == (who == "leader")
    filer = lone.page("/execution/?by=department", "filer_a")
    assert 'value="department"' not in filer.html
    assert "鄂州市人力资源和社会保障局" not in re.sub("<option.*?</option>", "", filer.html.split("<main")[1])
    sums = lone.json("/execution/months.json", "filer_other")
    assert sum(sums["paid"]) == 10.0
    assert lone.page("/execution/", "performance_other").text.count("没有可显示的预算和支付") == 1
    assert lone.web.get("system_admin", "/execution/").status_code == 403


def test_a_hundred_lines_are_read_both_ways_and_none_is_lost(lone: Money2) -> None:
    for number in range(116):
        lone.project(f"多{number:03d}", initial=(number % 3) * 1_000_000)
    first = "/execution/?sort=budget&dir=desc"
    seen, path, pages = [], first, []
    while path:
        pages.append(path)
        page = lone.page(path)
        seen += re.findall(rf'row-link" href="[^"]+">(\w+?){lone.year}<', page.html)
        path = next((link for link in page.links if "cursor=%3E" in link), "")
    assert len(pages) == 3 and len(seen) == len(set(seen)) == 120
    back = next(link for link in lone.page(pages[2]).links if "cursor=%3C" in link)
    names = re.findall(rf'row-link" href="[^"]+">(\w+?){lone.year}<', lone.page(back).html)
    assert names == seen[50:100]


def test_pages_ask_the_database_a_fixed_number_of_times(money: Money2) -> None:
    for number in range(30):
        money.project(f"多{number}", initial=1_000_000)
        money.pay(f"多{number}", 100, 1)
    for path, most in {
        "/execution/": 12,
        "/execution/?by=unit": 12,
        "/execution/months": 9,
        f"/execution/projects/{money.projects['按时']}?year={money.year}": 10,
    }.items():
        money.page(path)
        with statements() as sent:
            money.web.page("treasury", path)
        assert len(sent) <= most, f"{path}: {len(sent)}\n" + "\n".join(sent)


def test_no_page_breaks_the_content_policy(lone: Money2) -> None:
    for path in ("/execution/", "/execution/months", f"/execution/projects/{lone.projects['按时']}?year={lone.year}"):
        assert lone.page(path).faults == []


def test_signs_and_rounding() -> None:
    late = Money(initial_fen=100, executed_fen=45)
    assert (with_sign(late.execution_rate), with_sign(None)) == ("45.00%", "—")
    assert points(time_progress(6) - time_progress(7)) == "-8.33"
    assert points(time_progress(7) - time_progress(6)) == "+8.33"
    assert points(None) == "—"
