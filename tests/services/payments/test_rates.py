"""Stored rates equal the live query and plain addition in Python, to the fen, for any ledger and any payments."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import conftest, files
from tests.services.payments.files import csv_of, load, row
from tests.tasks.fixtures import Calendar
from workflow import db
from workflow.execution import Money
from workflow.execution.ledger import ENTRY_KINDS
from workflow.models import ExecutionRate, FileContent, JobRun, LedgerEntry, Payment, PaymentBatch
from workflow.money_facts import month_ends, project_money
from workflow.money_types import LedgerKind
from workflow.queries import execution
from workflow.services.job_requests import request_nightly_rates
from workflow.services.payments import totals
from workflow.services.rates import compute_rates

pytestmark = pytest.mark.usefixtures("calendar")
UNITS = ("centre", "inspection", "hr_own", "justice_own", "centre", "inspection")
YEARS = (2024, 2025)
FEN = st.integers(-(10**13), 10**13)


class Entry(NamedTuple):
    project: int
    year: int
    kind: str
    fen: int


class Paid(NamedTuple):
    project: int | None
    year: int
    day: int
    fen: int


ROWS = 13
"""Of a project with a budget alone: itself, unit, department, section, region, two as declared, six as 未分类."""


def _as_booked(one: Entry) -> int:
    """With the sign of its kind; never nothing."""
    sign = ENTRY_KINDS[LedgerKind(one.kind)].sign
    return sign * (abs(one.fen) + 1) if sign else one.fen


ENTRIES = st.lists(
    st.builds(
        Entry, st.integers(0, 5), st.sampled_from(YEARS), st.sampled_from([str(kind) for kind in LedgerKind]), FEN
    ).map(lambda one: one._replace(fen=_as_booked(one))),
    max_size=15,
)
PAID = st.lists(
    st.builds(
        Paid,
        st.none() | st.integers(0, 5),
        st.sampled_from(YEARS),
        st.integers(0, 364),
        FEN.filter(lambda fen: fen != 0),
    ),
    max_size=25,
)


def fill(world: World, entries: list[Entry], paid: list[Paid]) -> list[int]:
    """Six projects with these rows; their ids."""
    conftest.empty()
    at = datetime(2025, 1, 2, tzinfo=UTC)
    with db.unit_of_work(write=True) as session:
        ids = [files.add_project(session, world, f"项目{at}", unit).id for at, unit in enumerate(UNITS)]
        session.add(FileContent(sha256="0", size=1, content=b"0"))
        session.flush()
        batch = PaymentBatch(
            created_at=at, region_id=world.regions["ezhou"], fiscal_year=2025, file_name="x", sha256="0"
        )
        session.add(batch)
        session.flush()
        for one in entries:
            session.add(
                LedgerEntry(
                    created_at=at,
                    project_id=ids[one.project],
                    fiscal_year=one.year,
                    kind=one.kind,
                    amount_fen=one.fen,
                )
            )
        rows = [
            {
                "fiscal_year": one.year,
                "region_id": batch.region_id,
                "voucher_no": f"V{number}",
                "paid_on": date(one.year, 1, 1) + timedelta(days=one.day),
                "amount_fen": one.fen,
                "content_hash": "",
                "batch_id": batch.id,
                "row_no": number,
                "project_id": None if one.project is None else ids[one.project],
                "matched_by": "" if one.project is None else "name",
            }
            for number, one in enumerate(paid)
        ]
        if rows:
            session.connection().execute(insert(Payment), rows)
        for year in YEARS:
            totals.rebuild(session, batch.region_id, year)
    return ids


def added_up(entries: list[Entry], paid: list[Paid], year: int, day: date) -> dict[int, Money]:
    """The same by plain addition, for the projects that have anything in the year up to the day."""
    money: dict[int, Money] = defaultdict(Money)
    for one in entries:
        if one.year == year:
            money[one.project] += Money(**{ENTRY_KINDS[LedgerKind(one.kind)].column: one.fen})
    for line in paid:
        if line.project is None or line.year != year or date(year, 1, 1) + timedelta(days=line.day) > day:
            continue
        money[line.project] += Money(executed_fen=line.fen)
    return dict(money)


def stored(year: int, day: date) -> dict[tuple[str, int], Money]:
    query = select(ExecutionRate).where(ExecutionRate.fiscal_year == year, ExecutionRate.as_of == day)
    with db.unit_of_work() as session:
        rows = session.exec(query).all()
    return {
        (one.scope, one.scope_id): Money(one.initial_fen, one.adjustment_fen, one.carry_over_fen, one.executed_fen)
        for one in rows
    }


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(entries=ENTRIES, paid=PAID, day=st.integers(0, 364), year=st.sampled_from(YEARS))
def test_stored_live_and_added_up_are_one(
    filled: World, entries: list[Entry], paid: list[Paid], day: int, year: int
) -> None:
    ids = fill(filled, entries, paid)
    region, as_of = filled.regions["ezhou"], date(year, 1, 1) + timedelta(days=day)
    with db.unit_of_work(write=True) as session:
        compute_rates(session, region, year, as_of)
    expected = {ids[at]: money for at, money in added_up(entries, paid, year, as_of).items()}
    found = stored(year, as_of)
    assert {key: money for (scope, key), money in found.items() if scope == "project"} == expected
    with db.unit_of_work() as session:
        live = project_money(session, ids, year, as_of)
        by_month = month_ends(session, region, year)
        board = execution.board(session, filled.actor("leader"), region, year, as_of)
    last = {ids[at]: money for at, money in added_up(entries, paid, year, date(year, 12, 31)).items()}
    assert by_month[-1] == sum(last.values(), Money()), "the parts of the year add up to it"
    assert live == {key: expected.get(key, Money()) for key in ids}
    assert {line.id: line.money for line in board.lines} == expected
    assert board.total == sum(expected.values(), Money())
    for scope, place in (("unit", 0), ("department", 1), ("region", 2)):
        sums: dict[int, Money] = defaultdict(Money)
        for at, key in enumerate(ids):
            if key in expected:
                unit = filled.organisations[UNITS[at]]
                department = filled.organisations["justice" if UNITS[at] == "justice_own" else "hr"]
                sums[(unit, department, region)[place]] += expected[key]
        assert {key: money for (kind, key), money in found.items() if kind == scope} == sums


def test_rates_are_asked_for_after_each_file_and_made_by_the_job(world: World, calendar: Calendar) -> None:
    project = files.project(world)
    files.ledger(project, "initial", 4_000_000)
    files.ledger(project, "adjustment", 1_000_000)
    files.ledger(project, "carry_over", -200_000)
    load(
        world,
        csv_of([row("V1"), row("V2", 金额="-2000"), row("V3", 项目名称="其他"), row("V4", 支付日期="2025-08-02")]),
    )
    found = stored(2025, date(2025, 8, 1))
    money = found["project", project]
    assert money == Money(4_000_000, 1_000_000, -200_000, 1_000_000)
    assert (money.execution_rate, money.initial_rate) == (Fraction(1, 4) * Fraction(100, 120), Fraction(1, 4))
    assert found["region", world.regions["ezhou"]] == money
    calendar.today = date(2025, 8, 2)
    with db.unit_of_work(write=True) as session:
        request_nightly_rates(session, date(2025, 8, 2))
    files.work_off()
    assert stored(2025, date(2025, 8, 2))["project", project].executed_fen == 2_200_000
    assert stored(2025, date(2025, 8, 1)) == {}, "only the ends of months are kept besides the newest day"


def test_ends_of_months_stay_and_the_past_year_stands_at_its_end(world: World) -> None:
    project = files.project(world)
    files.ledger(project, "initial", 100)
    files.ledger(project, "initial", 300, year=2024)
    region = world.regions["ezhou"]
    for day in (date(2025, 6, 30), date(2025, 7, 15), date(2025, 7, 31), date(2025, 8, 3), date(2025, 8, 4)):
        with db.unit_of_work(write=True) as session:
            compute_rates(session, region, 2025, day)
    with db.unit_of_work(write=True) as session:
        assert execution.stored_days(session, region, 2025) == [date(2025, 8, 4), date(2025, 7, 31), date(2025, 6, 30)]
        request_nightly_rates(session, date(2025, 8, 5))
    files.work_off()
    assert stored(2024, date(2024, 12, 31))["project", project] == Money(300)
    assert files.jobs("execution_rates")[-1].result == {f"{region}:2024": ROWS, f"{region}:2025": ROWS}


def test_old_years_are_made_again_only_when_something_changed(world: World, calendar: Calendar) -> None:
    project = files.project(world)
    files.ledger(project, "initial", 300, year=2020)
    region = world.regions["ezhou"]
    results = []
    for day in (date(2025, 8, 1), date(2025, 8, 2), date(2025, 8, 3)):
        calendar.today = day
        if day.day == 3:
            files.ledger(project, "adjustment", 5, year=2020, made=day)
        with db.unit_of_work(write=True) as session:
            request_nightly_rates(session, day)
        files.work_off()
        results.append(files.jobs("execution_rates")[-1].result)
    assert results == [{f"{region}:2020": ROWS}, {}, {f"{region}:2020": ROWS}]


def test_a_rate_that_lost_its_rows_is_gone(world: World) -> None:
    """A payment matched elsewhere must not leave the old project's number behind."""
    first, second = files.project(world), files.project(world, "别的")
    load(world, csv_of([row("V1")]))
    assert ("project", first) in stored(2025, date(2025, 8, 1))
    with db.unit_of_work(write=True) as session:
        payment = session.exec(select(Payment)).one()
        payment.project_id = second
        session.flush()
        totals.rebuild(session, world.regions["ezhou"], 2025)
        compute_rates(session, world.regions["ezhou"], 2025, date(2025, 8, 1))
    assert [key for scope, key in stored(2025, date(2025, 8, 1)) if scope == "project"] == [second]


def test_the_nightly_job_goes_on_where_it_was_killed(world: World) -> None:
    project = files.project(world)
    for year in (2023, 2024, 2025):
        files.ledger(project, "initial", 100, year=year)
    region = world.regions["ezhou"]
    with db.unit_of_work(write=True) as session:
        job = request_nightly_rates(session, date(2025, 8, 5))
        job.result = {f"{region}:2023": 4}
    files.work_off()
    with db.unit_of_work() as session:
        result = session.exec(select(JobRun.result)).one()
    assert set(result) == {f"{region}:{year}" for year in (2023, 2024, 2025)}
    assert stored(2023, date(2023, 12, 31)) == {}, "that one was done before"
