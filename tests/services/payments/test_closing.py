"""月结: what was closed stays beside what it becomes; every later change is listed; rates never stay stale."""

from datetime import date
from fractions import Fraction

import pytest
from sqlmodel import col, select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import SECRET, csv_of, load, payments, row, waiting
from tests.tasks.fixtures import Calendar
from workflow import db
from workflow.errors import NotAllowed, RuleFailed, WrongState
from workflow.execution import Money
from workflow.models import ClosedMonthChange, ExecutionRate
from workflow.queries import closed_months
from workflow.queries.project_money import project_rows
from workflow.services.payments.by_hand import match_payment, unmatch
from workflow.services.payments.closing import close_month, explain_change
from workflow.services.payments.resolve import load_corrected
from workflow.services.rates import compute_rates

pytestmark = pytest.mark.usefixtures("calendar")


def close(world: World, month: int, who: str = "treasury") -> None:
    with db.unit_of_work(write=True) as session:
        close_month(session, world.actor(who), world.regions["ezhou"], 2025, month)


def changes() -> list[tuple[int, int, str, int, str]]:
    with db.unit_of_work() as session:
        rows = session.exec(select(ClosedMonthChange).order_by(col(ClosedMonthChange.id))).all()
    return [(one.month, one.project_id, one.cause, one.amount_fen, one.reason) for one in rows]


def test_what_comes_after_closing_counts_and_is_listed(world: World) -> None:
    project, other, treasury = files.project(world), files.project(world, "别的"), world.actor("treasury")
    files.ledger(project, "initial", 4_000_000)
    load(world, csv_of([row("V1"), row("V2", 支付日期="2025-04-02"), row("V3", 项目名称="无", 金额="7")]))
    for month in (1, 2, 3):
        close(world, month)
    region = world.regions["ezhou"]
    with db.unit_of_work(write=True) as session:
        compute_rates(session, region, 2025, date(2025, 3, 31))
    more = [row("V4", 金额="3000"), row("V5", 支付日期="2025-05-01"), row("V6", 金额="x")]
    late = load(world, csv_of(more), "补.csv")
    with db.unit_of_work(write=True) as session:
        load_corrected(session, treasury, waiting(late.id)[0].id, {"amount": "-1"}, SECRET)
        match_payment(session, treasury, payments()[2].id, other)
    with db.unit_of_work(write=True) as session:
        unmatch(session, treasury, payments()[2].id, "归错")
    assert changes() == [
        (3, project, "loaded", 300_000, ""),
        (3, project, "corrected", -100, ""),
        (3, 0, "matched", -700, ""),
        (3, other, "matched", 700, ""),
        (3, 0, "unmatched", 700, "归错"),
        (3, other, "unmatched", -700, "归错"),
    ]
    with db.unit_of_work(write=True) as session:
        stale = session.exec(select(ExecutionRate).where(ExecutionRate.as_of == date(2025, 3, 31))).all()
        assert stale == [], "a stored rate of the month's end would hide the late payments"
        march = closed_months.month(session, treasury, region, 2025, 3)
        newest = closed_months.changes(session, treasury, region, 2025).rows
        explain_change(session, treasury, newest[-1].id, "银行退回后重付")
    assert (march.then, march.money) == (Money(4_000_000, 0, 0, 1_200_000), Money(4_000_000, 0, 0, 1_499_900))
    assert (march.closed_fen, march.net_fen, march.changed_fen) == (1_200_700, 1_500_600, 299_900)
    assert [one[-1] for one in changes()][:2] == ["银行退回后重付", ""]


def test_when_a_month_may_be_closed_and_by_whom(world: World, calendar: Calendar) -> None:
    for month, code in ((8, "month_not_over"), (2, "month_before_open")):
        with pytest.raises(RuleFailed, match=code):
            close(world, month)
    with pytest.raises(NotAllowed):
        close(world, 1, "performance_a")
    close(world, 1)
    with pytest.raises(WrongState, match="month_closed"):
        close(world, 1)
    calendar.today = date(2026, 1, 4)
    project, idle = files.project(world), files.project(world, "别的")
    files.ledger(project, "initial", 4_000_000)
    load(world, csv_of([row("V0")]))
    for month in range(2, 13):
        close(world, month)
    load(world, csv_of([row("V1", 支付日期="2025-12-31")]), "年结后.csv")
    assert changes() == [(12, project, "loaded", 1_200_000, "")], "a late payment still belongs to its year"
    with db.unit_of_work() as session:
        found = project_rows(session, world.actor("treasury"), project, 2025, date(2025, 12, 31))
        without = project_rows(session, world.actor("treasury"), idle, 2025, date(2025, 12, 31))
    assert found.beside.closed is not None and without.beside.closed is None
    rates = found.beside.closed.execution_rate, found.money.execution_rate
    assert rates == (Fraction(3, 10), Fraction(6, 10)), "the rate of the closing stands beside the present one"
