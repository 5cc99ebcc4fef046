"""Every scope of the rates over generated worlds: the parts are the total, stored is live, the list is the number."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import Session

from tests.domain.world import World
from tests.services.payments import conftest, files
from workflow import db
from workflow.execution import Money, Outlook, last_day
from workflow.execution.class_codes import lists_of, place
from workflow.execution.expected import (
    WHOLE,
    arrival_share,
    forecast,
    forecast_by_last_year,
    forecast_by_recent,
    forecast_by_time,
    whole_part,
)
from workflow.models import FileContent, LedgerEntry, Payment, PaymentBatch, SpendingPlan
from workflow.permissions import Actor
from workflow.queries import execution
from workflow.queries.execution import Board, BoardFilters
from workflow.queries.execution_classes import Classes, classes, sum_of
from workflow.queries.ledger import LedgerFilters, entries
from workflow.queries.payment_lines import PaymentFilters
from workflow.queries.project_money import project_rows
from workflow.rate_facts import CLASSES, SCOPES
from workflow.services.payments import totals
from workflow.services.rates import compute_rates

pytestmark = pytest.mark.usefixtures("calendar")
YEAR = 2025
UNITS = ("centre", "inspection", "hr_own", "justice_own")
MADE = datetime(2025, 1, 2, tzinfo=UTC)
FEN = st.integers(1, 10**11)
KINDS = ("initial", "addition", "cut", "carry_over")


class Booked(NamedTuple):
    project: int
    kind: str
    fen: int
    month: int
    entered: int
    code: str
    nature: str


class Paid(NamedTuple):
    project: int | None
    day: int
    fen: int
    code: str
    nature: str
    batch: int
    last_year: bool


PRINTED = ("", "2080705", "2080711", "20807", "208", "30309", "2080705 公益性岗位补贴", "社会保障")
"""As vouchers print a class: full, less fine, with its name behind it, or something that is no code at all."""
BOOKED = st.lists(
    st.builds(
        Booked, st.integers(0, 3), st.sampled_from(KINDS), FEN, st.integers(1, 12), st.integers(0, 364),
        st.sampled_from(["", "2080705", "20807", "208", "2130199"]), st.sampled_from(["", "general", "unit"]),
    ),
    max_size=10,
)  # fmt: skip
PAID = st.lists(
    st.builds(
        Paid, st.none() | st.integers(0, 3), st.integers(0, 364), st.integers(-(10**9), 10**11).filter(bool),
        st.sampled_from(PRINTED), st.sampled_from(["", "一般公共预算", "单位资金", "彩票"]), st.integers(0, 1),
        st.booleans(),
    ),
    max_size=14,
)  # fmt: skip
PLAN = st.none() | st.lists(st.integers(0, 10**10), min_size=12, max_size=12)
RECEIVED = (date(2025, 3, 1), date(2025, 9, 1))
"""The days on which the two payment files came."""


def fill(world: World, booked: list[Booked], paid: list[Paid], plan: list[int] | None) -> list[int]:
    """Four projects with these rows; the first has the plan."""
    with db.unit_of_work(write=True) as session:
        for table in (SpendingPlan,):
            session.exec(table.__table__.delete())  # type: ignore[attr-defined]
    conftest.empty()
    with db.unit_of_work(write=True) as session:
        ids = [files.add_project(session, world, f"项目{at}", unit).id for at, unit in enumerate(UNITS)]
        session.add(FileContent(sha256="0", size=1, content=b"0"))
        session.flush()
        batches = [_batch(session, world, day) for day in RECEIVED]
        for month, fen in enumerate(plan or [], 1):
            session.add(SpendingPlan(created_at=MADE, project_id=ids[0], fiscal_year=YEAR, month=month, amount_fen=fen))
        for one in booked:
            session.add(
                LedgerEntry(
                    created_at=MADE + timedelta(days=one.entered), project_id=ids[one.project], fiscal_year=YEAR,
                    kind=one.kind, amount_fen=-one.fen if one.kind == "cut" else one.fen,
                    effective_on=date(YEAR, one.month, 5), function_code=one.code, economic_code=one.code[:5],
                    nature=one.nature,
                )
            )  # fmt: skip
        rows = [
            {
                "fiscal_year": YEAR - one.last_year, "region_id": world.regions["ezhou"], "voucher_no": f"V{number}",
                "paid_on": date(YEAR - one.last_year, 1, 1) + timedelta(days=one.day), "amount_fen": one.fen,
                "content_hash": "", "function_code": one.code, "economic_code": one.code[:5], "nature": one.nature,
                "batch_id": batches[one.batch],
                "row_no": number, "project_id": None if one.project is None else ids[one.project],
                "matched_by": "" if one.project is None else "name",
            }
            for number, one in enumerate(paid)
        ]  # fmt: skip
        if rows:
            session.connection().execute(insert(Payment), rows)
        for year in (YEAR - 1, YEAR):
            totals.rebuild(session, world.regions["ezhou"], year)
    return ids


def _batch(session: Session, world: World, day: date) -> int:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    batch = PaymentBatch(created_at=at, region_id=world.regions["ezhou"], fiscal_year=YEAR, file_name="x", sha256="0")
    session.add(batch)
    session.flush()
    return batch.id


def outlook_of(booked: list[Booked], paid: list[Paid], plan: list[int] | None, project: int, day: date) -> Outlook:
    """The same in plain Python."""
    mine = [one for one in booked if one.project == project and date(YEAR, one.month, 5) <= day]
    spent = paid_until(paid, project, day)
    if not mine and not spent:
        return Outlook()
    signed = [(one, -one.fen if one.kind == "cut" else one.fen) for one in mine]
    arrival = sum(
        whole_part(fen, arrival_share(0 if one.kind in ("initial", "cut") else one.month, day.month, 1), WHOLE)
        for one, fen in signed
    )
    budget, executed, month = sum(fen for _one, fen in signed), sum(spent), day.month
    even = whole_part(budget, month, 12)
    planned = sum(plan[:month]) if plan else even
    later = sum(plan[month:]) if plan else budget - even
    recent = executed - sum(paid_until(paid, project, last_day(YEAR, month - 3))) if month > 3 else executed
    part, whole = (sum(paid_until(paid, project, until, last_year=True)) for until in (a_year_before(day), END_BEFORE))
    return Outlook(
        arrival, planned, forecast_by_time(executed, budget, month), forecast(executed, budget, later),
        forecast_by_recent(executed, budget, recent, month),
        forecast_by_last_year(executed, budget, part, whole, month), recent, part, whole, 1,
    )  # fmt: skip


END_BEFORE = date(YEAR - 1, 12, 31)


def a_year_before(day: date) -> date:
    """The same day in 2024; ends of months are ends of months."""
    return last_day(YEAR - 1, day.month) if day == last_day(YEAR, day.month) else day.replace(year=YEAR - 1)


def day_of(one: Paid) -> date:
    return date(YEAR - one.last_year, 1, 1) + timedelta(days=one.day)


def paid_until(paid: list[Paid], project: int, day: date, *, last_year: bool = False) -> list[int]:
    return [one.fen for one in paid if (one.project, one.last_year) == (project, last_year) and day_of(one) <= day]


def _board(session: Session, actor: Actor, region: int, day: date, **how: object) -> Board:
    return execution.board(session, actor, region, YEAR, day, **how)  # type: ignore[arg-type]


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(booked=BOOKED, paid=PAID, plan=PLAN, at=st.integers(0, 364))
def test_parts_are_the_total_in_every_scope(
    filled: World, booked: list[Booked], paid: list[Paid], plan: list[int] | None, at: int
) -> None:
    ids, region, day = fill(filled, booked, paid, plan), filled.regions["ezhou"], date(YEAR, 1, 1) + timedelta(days=at)
    leader = filled.actor("leader")
    until = [one for one in paid if not one.last_year and day_of(one) <= day]
    live: dict[str, object] = {}
    for stored in (False, True):
        if stored:
            with db.unit_of_work(write=True) as session:
                compute_rates(session, region, YEAR, day)
        with db.unit_of_work() as session:
            board = _board(session, leader, region, day)
            assert (board.computed_at is not None) == (stored and bool(board.lines))
            assert board.unmatched_fen is not None
            assert board.total.executed_fen + board.unmatched_fen == sum(one.fen for one in until)
            for line in board.lines:
                expected = outlook_of(booked, paid, plan if line.id == ids[0] else None, ids.index(line.id), day)
                assert line.outlook == expected
            for grouping in execution.GROUPINGS:
                grouped = _board(session, leader, region, day, grouping=grouping)
                every = [*grouped.lines, *([grouped.apart] if grouped.apart else [])]
                assert sum((line.money for line in every), Money()) == board.total, grouping
                assert sum((line.outlook for line in every), Outlook()) == board.outlook, grouping
            for scope in CLASSES:
                found = classes(session, leader, region, YEAR, day, scope)
                assert sum(line.money.executed_fen for line in found.lines) == board.total.executed_fen, scope
                if SCOPES[scope].code:
                    assert sum((line.money for line in found.lines), Money()) == board.total, scope
                    assert {line.key: line.money for line in found.lines} == by_code(booked, until, scope, day), scope
                assert found.paid_fen == sum(one.fen for one in until), scope
                assert live.setdefault(scope, found.lines) == found.lines, "stored and live are one"
                if not stored or scope == "nature":  # the lists read the same rows, stored or live
                    _behind(session, leader, region, day, scope, found)


def by_code(booked: list[Booked], paid: list[Paid], scope: str, day: date) -> dict[str, Money]:
    """Budget and payments of each class in plain Python; a class that only nets to zero is there too."""
    found: dict[str, Money] = {}
    row = SCOPES[scope]
    lists = lists_of(YEAR)

    def key(raw: str) -> str:
        code = lists.canonical(row.codes, raw)
        return place(row.codes, code, row.level) if row.level else code

    def add(raw: str, money: Money) -> None:
        found[key(raw)] = found.get(key(raw), Money()) + money

    for one in booked:
        if date(YEAR, one.month, 5) <= day:
            raw = {"function_code": one.code, "economic_code": one.code[:5], "nature": one.nature}[row.code]
            add(raw, outlook_money([one], [], one.project, day) or Money())
    for spent in paid:
        if spent.project is not None:
            raw = {"function_code": spent.code, "economic_code": spent.code[:5], "nature": spent.nature}[row.code]
            add(raw, Money(executed_fen=spent.fen))
    return found


def _behind(session: Session, actor: Actor, region: int, day: date, scope: str, found: Classes) -> None:
    """Every number of a class is the sum of the list that it opens."""
    for line in found.lines:
        part = _board(session, actor, region, day, filters=BoardFilters(of_class=(scope, line.key)))
        assert part.outlook.projects == line.projects
        if not SCOPES[scope].code:  # by a code the board shows whole projects, the class only its part of them
            assert part.total.adjusted_fen == line.money.adjusted_fen
        assert sum((one.money for one in part.lines), Money()) == part.total
        if SCOPES[scope].printed:
            wanted = PaymentFilters(year=YEAR, region_id=region, until=day, of_class=(scope, line.key))
            assert sum_of(session, actor, wanted)[0] == line.money.executed_fen
    left = PaymentFilters(year=YEAR, region_id=region, until=day, unmatched=True)
    assert sum_of(session, actor, left)[0] == found.unmatched_fen


@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(booked=BOOKED, paid=PAID, at=st.integers(0, 364))
def test_what_was_known_on_a_day(filled: World, booked: list[Booked], paid: list[Paid], at: int) -> None:
    """Of what belongs to the day only what had been entered or received; on the last day of all that is everything."""
    ids, region, day = fill(filled, booked, paid, None), filled.regions["ezhou"], date(YEAR, 1, 1) + timedelta(days=at)
    treasury, last = filled.actor("treasury"), date(YEAR, 12, 31)
    entered = [one for one in booked if (MADE + timedelta(days=one.entered)).date() <= min(day, last)]
    received = [one for one in paid if RECEIVED[one.batch] <= day]
    paid = [one for one in paid if not one.last_year]
    with db.unit_of_work() as session:
        known = _board(session, treasury, region, day, known=day)
        plain = {line.id: line.money for line in _board(session, treasury, region, last).lines}
        rows = [project_rows(session, treasury, key, YEAR, day, known=day) for key in ids]
        ledger = entries(session, treasury, region, YEAR, LedgerFilters(until=day, known=day), size=500).rows
        at_last = _board(session, treasury, region, last, known=date(YEAR + 1, 2, 1))
        everything = {line.id: line.money for line in at_last.lines}
    counted = {key: outlook_money(entered, received, number, day) for number, key in enumerate(ids)}
    assert {line.id: line.money for line in known.lines} == {key: one for key, one in counted.items() if one}
    assert sum((row.money for row in rows), Money()) == known.total
    assert sum(line.amount_fen for line in ledger) == known.total.adjusted_fen
    assert sum(row.line.amount_fen for one in rows for row in one.ledger) == known.total.adjusted_fen
    assert everything == plain, "as known today = the plain view"


def outlook_money(booked: list[Booked], paid: list[Paid], project: int, day: date) -> Money | None:
    """The money of a project by plain addition; None where it has neither."""
    mine = [one for one in booked if one.project == project and date(YEAR, one.month, 5) <= day]
    spent = paid_until(paid, project, day)
    sums = dict.fromkeys(KINDS, 0)
    for one in mine:
        sums[one.kind] += one.fen
    money = Money(sums["initial"], sums["addition"] - sums["cut"], sums["carry_over"], sum(spent))
    return money if mine or spent else None
