"""The board: numbers to the fen, each with the way to its rows, and nobody sees money out of reach."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from tests.web.clicking import Web
from tests.web.counting import statements
from tests.web.purse import UNITS, Purse, cells, filled
from workflow import db
from workflow.services.rates import compute_rates


@pytest.fixture
def money(web_on_both: Web) -> Iterator[Purse]:
    yield filled(web_on_both)


def test_every_number_of_a_line_is_right_to_the_fen(money: Purse) -> None:
    page = money.page(f"/execution/?as_of={money.year}-07-31")
    assert cells(page, f"按时{money.year}").startswith(
        f"按时{money.year} 100.00 -20.00 40.00 120.00 50.000001 41.67% 41.67%"
    )
    assert "50.00% -16.67" in cells(page, f"按时{money.year}")
    assert "10.00 0.00 0.00 10.00 9.00 90.00%" in cells(page, f"超前{money.year}")
    total = cells(page, "年度合计")
    assert "170.00 -20.00 40.00 190.00 70.860001 37.29%" in total
    assert cells(page, "未归到项目的支付").split()[1] == "5.00"
    assert cells(page, "全部支付").split()[1] == "75.860001"


def test_a_budget_of_zero_has_no_rate_and_divides_nothing(money: Purse) -> None:
    line = cells(money.page(), f"零预算{money.year}")
    assert line.count("—") == 3, "rate, initial rate, lead"
    assert "1.86" in line
    for sort in ("rate", "initial_rate", "executed", "budget", "name"):
        for way in ("asc", "desc"):
            assert f"零预算{money.year}" in money.page(f"/execution/?sort={sort}&dir={way}").text


@pytest.mark.parametrize("year", ["-1", "0", "10000", "9" * 30, "x", ""])
def test_a_year_that_no_budget_has_is_the_year_of_the_board(money: Purse, year: str) -> None:
    path = f"/execution/projects/{money.projects['按时']}"
    assert money.page(f"{path}?year={year}").text == money.page(path).text


def test_every_number_opens_its_rows_and_they_add_up(money: Purse) -> None:
    board = money.page(f"/execution/?as_of={money.year}-07-31")
    behind = f"/execution/projects/{money.projects['按时']}?year={money.year}&as_of={money.year}-07-31"
    assert f"{behind}#ledger" in board.links and f"{behind}#payments" in board.links
    page = money.page(behind)
    for words in ("100.00", "-20.00", "40.00", "120.00", "600,000.01", "-100,000.00", "500,000.01 元"):
        assert words in page.text, words
    assert "300,000.00" not in page.text, "paid after the day asked for"
    assert {"ledger", "payments"} <= set(page.ids)


def test_units_and_departments_add_up_their_projects_and_open_them(money: Purse) -> None:
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


def test_the_board_is_sorted_and_filtered(money: Purse) -> None:
    def order(path: str) -> list[str]:
        names = re.findall(rf'row-link" href="[^"]+">(\w+?){money.year}<', money.page(path).html)
        return [str(name) for name in names]

    assert order("/execution/?sort=executed&dir=desc") == ["按时", "滞后", "超前", "零预算"]
    assert order("/execution/?sort=rate&dir=desc") == ["超前", "按时", "滞后", "零预算"]
    assert order("/execution/?sort=budget") == ["零预算", "超前", "滞后", "按时"]
    justice = money.web.world.organisations["justice"]
    assert order(f"/execution/?department={justice}") == ["超前"]
    assert "清除" in money.page(f"/execution/?department={justice}").text


def test_stored_rates_and_the_live_sum_show_the_same(money: Purse) -> None:
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


def test_the_chart_draws_what_the_table_says(money: Purse) -> None:
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


def test_the_months_and_the_board_count_the_same_payments(money: Purse) -> None:
    justice = money.web.world.organisations["justice"]
    for part in ("", f"&department={justice}", f"&unit={money.web.world.organisations['centre']}"):
        data = money.json(f"/execution/months.json?as_of={money.year}-12-31{part}")
        page = money.page(f"/execution/?as_of={money.year}-12-31{part}")
        paid = cells(page, "年度合计").split()[6]
        assert float(paid) == pytest.approx(sum(data["paid"]), abs=0.01)


def test_pages_ask_the_database_a_fixed_number_of_times(money: Purse) -> None:
    for number in range(30):
        money.project(f"多{number}", initial=1_000_000)
        money.pay(f"多{number}", 100, 1)
    for path, most in {
        "/execution/": 14,
        "/execution/?by=unit": 14,
        "/execution/months": 9,
        "/execution/classes/?by=function": 13,
        f"/execution/projects/{money.projects['按时']}?year={money.year}": 18,
    }.items():
        money.page(path)
        with statements() as sent:
            money.web.page("treasury", path)
        assert len(sent) <= most, f"{path}: {len(sent)}\n" + "\n".join(sent)
