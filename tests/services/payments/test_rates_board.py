"""The board and the rows behind its numbers: who sees what, sorted and paged, stored or summed on the spot."""

from datetime import date
from fractions import Fraction

import pytest

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import csv_of, load, row
from workflow import db
from workflow.errors import NotFound
from workflow.execution import Money, percent
from workflow.queries import execution
from workflow.queries.execution import Board, BoardFilters
from workflow.queries.project_money import project_rows

pytestmark = pytest.mark.usefixtures("calendar")

# name, unit, initial 万元, adjustment 万元, paid 元
PROJECTS = (
    ("甲", "centre", 100, 0, 500_000),
    ("乙", "centre", 50, 50, 900_000),
    ("丙", "inspection", 0, 0, 10_000),
    ("丁", "hr_own", 20, -20, 0),
    ("戊", "justice_own", 10, 0, -5_000),
    ("己", "justice_own", 30, 0, 0),
)
WAN = 1_000_000


@pytest.fixture
def house(world: World) -> World:
    vouchers = [row("V0", 项目名称="无主", 金额="77")]
    for name, unit, initial, adjustment, paid in PROJECTS:
        project = files.project(world, name, unit)
        for kind, wan in (("initial", initial), ("adjustment", adjustment)):
            if wan:
                files.ledger(project, kind, wan * WAN)
        if paid:
            vouchers.append(row(f"V-{name}", 项目名称=name, 单位代码=unit, 金额=str(paid)))
    load(world, csv_of(vouchers))
    return world


def board(world: World, who: str = "leader", day: date | None = None, **how: object) -> Board:
    with db.unit_of_work() as session:
        return execution.board(session, world.actor(who), world.regions["ezhou"], 2025, day, **how)  # type: ignore[arg-type]


def names(found: Board) -> list[str]:
    return [line.name for line in found.lines]


def test_rates_of_projects_and_the_total(house: World) -> None:
    found = board(house, sort="budget", descending=True)
    assert names(found)[:4] == ["乙", "甲", "己", "戊"]
    second, first = found.lines[0].money, found.lines[1].money
    assert (percent(first.execution_rate), percent(second.execution_rate)) == ("50.00", "90.00")
    assert percent(second.initial_rate) == "180.00"
    by_name = {line.name: line.money for line in found.lines}
    assert percent(by_name["丙"].execution_rate) == percent(by_name["丁"].execution_rate) == "—"
    assert percent(by_name["戊"].execution_rate) == "-5.00"
    assert (found.total.adjusted_fen, found.total.executed_fen) == (240 * WAN, 140_500_000)
    assert found.unmatched_fen == 7_700
    assert (found.as_of, found.computed_at is not None) == (date(2025, 8, 1), True)
    assert (percent(found.time_progress), found.lead(first)) == ("66.67", Fraction(1, 2) - Fraction(8, 12))
    assert found.lead(by_name["丁"]) is None


@pytest.mark.parametrize("day", [None, date(2025, 3, 31)])
@pytest.mark.parametrize(
    ("grouping", "lines"),
    [
        ("unit", {"centre": 140, "inspection": 1, "hr_own": 0, "justice_own": -0.5}),
        ("department", {"hr": 141, "justice": -0.5}),
    ],
)
def test_units_and_departments_add_up_stored_and_live(
    house: World, grouping: str, lines: dict[str, float], day: date | None
) -> None:
    found = board(house, grouping=grouping, day=day)
    assert {line.code: line.money.executed_fen / WAN for line in found.lines} == lines
    assert sum((line.money for line in found.lines), Money()) == found.total
    assert (found.computed_at is None) is (day is not None)


def test_the_day_decides(house: World) -> None:
    assert board(house, day=date(2025, 3, 14)).total.executed_fen == 0
    assert board(house, day=date(2025, 3, 15)).total.executed_fen == 140_500_000
    assert board(house, day=date(2025, 3, 14)).unmatched_fen == 0
    assert board(house, day=date(2024, 7, 1)).as_of == date(2025, 1, 1), "a day outside the year is brought into it"


SEEN = {
    "leader": ("甲乙丙丁戊己", {"centre", "inspection", "hr_own", "justice_own"}, {"hr", "justice"}),
    "treasury": ("甲乙丙丁戊己", {"centre", "inspection", "hr_own", "justice_own"}, {"hr", "justice"}),
    "section_a": ("甲乙丙丁", {"centre", "inspection", "hr_own"}, {"hr"}),
    "reviewer_a": ("甲乙丙丁", {"centre", "inspection", "hr_own"}, {"hr"}),
    "filer_a": ("甲乙", {"centre"}, set()),
    "head_a": ("甲乙", {"centre"}, set()),
    "filer_and_reviewer": ("甲乙丙丁", {"centre", "inspection", "hr_own"}, {"hr"}),
    "performance_other": ("", set(), set()),
    "system_admin": ("", set(), set()),
}


@pytest.mark.parametrize("day", [None, date(2025, 7, 20)])
def test_who_sees_which_lines(house: World, day: date | None) -> None:
    for who, (projects, units, departments) in SEEN.items():
        found = board(house, who, day)
        assert set(names(found)) == set(projects), who
        expected = sum((paid for name, *_, paid in PROJECTS if name in projects), 0)
        assert found.total.executed_fen == expected * 100, who
        assert {line.code for line in board(house, who, day, grouping="unit").lines} == units, who
        assert {line.code for line in board(house, who, day, grouping="department").lines} == departments, who
        assert (found.unmatched_fen is None) is (who not in ("leader", "treasury")), who


def test_a_part_of_the_board(house: World) -> None:
    hr = BoardFilters(department_id=house.organisations["hr"])
    assert set(names(board(house, filters=hr))) == set("甲乙丙丁")
    assert {line.code for line in board(house, grouping="unit", filters=hr).lines} == {"centre", "inspection", "hr_own"}
    centre = BoardFilters(unit_id=house.organisations["centre"])
    found = board(house, filters=centre)
    assert set(names(found)) == set("甲乙")
    assert found.total.executed_fen == 140 * WAN


@pytest.mark.parametrize("sort", execution.SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_pages_without_gap(house: World, sort: str, descending: bool) -> None:
    whole = board(house, sort=sort, descending=descending)
    pages, cursor = [], ""
    while True:
        page = board(house, sort=sort, descending=descending, cursor=cursor, size=2)
        pages.append(names(page))
        assert page.total == whole.total
        if page.after is None:
            break
        cursor = page.after
    assert [name for page in pages for name in page] == names(whole)
    assert names(board(house, sort=sort, descending=descending, cursor=page.before or "", size=2)) == pages[1]


def test_sorting_by_rate_puts_no_rate_last(house: World) -> None:
    found = names(board(house, sort="rate", descending=True))
    assert found[:4] == ["乙", "甲", "己", "戊"]
    assert set(found[4:]) == set("丙丁")


def test_the_rows_behind_a_number(house: World) -> None:
    [project] = [line for line in board(house).lines if line.name == "乙"]
    with db.unit_of_work() as session:
        found = project_rows(session, house.actor("filer_a"), project.id, 2025, date(2025, 8, 1))
        assert (
            sum(row.line.amount_fen for row in found.ledger) == found.money.adjusted_fen == project.money.adjusted_fen
        )
        assert sum(line.amount_fen for line in found.payments.rows) == found.money.executed_fen
        assert (found.name, found.unit_name) == ("乙", "鄂州市公共就业和人才服务中心")
        assert [line.payee_account_tail for line in found.payments.rows] == ["5678"]
        earlier = project_rows(session, house.actor("filer_a"), project.id, 2025, date(2025, 3, 1))
        assert (earlier.payments.rows, earlier.money.executed_fen) == ([], 0)
        for outsider in ("filer_other", "section_other", "performance_other", "audit_admin"):
            with pytest.raises(NotFound):
                project_rows(session, house.actor(outsider), project.id, 2025, date(2025, 8, 1))
