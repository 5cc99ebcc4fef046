"""Kept totals are what the payments add up to, whatever happened in whatever order; a difference is told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, func, select

from tests.domain.world import World
from tests.services.payments import conftest, files
from tests.services.payments.files import SECRET, csv_of, load, payments, row, waiting
from workflow import db
from workflow.errors import Refusal, RuleFailed
from workflow.models import InboxMessage, Payment, PaymentMatch, PaymentTotal, Project
from workflow.queries.reconciliation import last_check
from workflow.services.job_requests import request_nightly_totals
from workflow.services.payments import totals
from workflow.services.payments.by_hand import match_payment, unmatch
from workflow.services.payments.resolve import load_corrected
from workflow.services.payments.totals_check import rebuild_totals

pytestmark = pytest.mark.usefixtures("calendar")
NAMES = ("就业见习补贴", "甲", "乙")
LINES = st.builds(
    lambda number, name, month, yuan, nature, account: row(
        f"V{number}",
        项目名称=name,
        支付日期=f"2025-{month:02d}-15",
        金额=str(yuan),
        资金性质=nature,
        部门经济科目=account,
    ),
    st.integers(1, 6),
    st.sampled_from([*NAMES, ""]),
    st.integers(1, 8),
    st.sampled_from(["12.34", "-12.34", "0.01", "900", "一百", "-7000.5"]),
    st.sampled_from(["一般公共预算资金", "政府性基金"]),
    st.sampled_from(["30309", "30201"]),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.lists(LINES, min_size=1, max_size=4)),
        st.tuples(st.just("correct"), st.integers(0, 5)),
        st.tuples(st.sampled_from(["match", "unmatch"]), st.integers(0, 5)),
        st.tuples(st.just("project"), st.sampled_from(NAMES)),
    ),
    max_size=6,
)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(LINES, min_size=3, max_size=5), STEPS)
def test_rebuilt_is_kept_after_any_steps(filled: World, first: list[list[str]], steps: list[tuple[str, Any]]) -> None:
    conftest.empty()
    region, other = filled.regions["ezhou"], files.project(filled, "别的")
    known = row("V0", 金额="31"), row("V9", 项目名称="甲", 金额="-5")
    every = [("load", [*known, *first]), ("match", 0), *steps, ("unmatch", 0)]
    for number, (step, given_) in enumerate(every):
        _take(filled, step, given_, other, number)
        with db.unit_of_work(write=True) as session:
            assert totals.differences(session, region, 2025) == {}
    with db.unit_of_work(write=True) as session:
        kept = _all(session)
        totals.rebuild(session, region, 2025)
        assert _all(session) == kept
        net = session.exec(select(func.coalesce(func.sum(Payment.amount_fen), 0))).one()
        assert sum(line[-2] + line[-1] for line in kept) == net
        assert sum(line[-3] for line in kept) == files.rows_in(Payment)


def _take(world: World, step: str, given_: Any, other: int, number: int) -> None:
    if step == "load":
        load(world, csv_of(given_), f"{number}.csv")
    elif step == "project":
        if given_ not in _projects():
            files.project(world, given_)
    elif step == "correct" and (rows := [one for one in waiting() if one.resolved_at is None]):
        _refusable(load_corrected, world, rows[given_ % len(rows)].id, {"amount": f"{number}.5"}, SECRET)
    elif found := payments():
        payment = found[given_ % len(found)].id
        if step == "match":
            _refusable(match_payment, world, payment, other)
        elif step == "unmatch":
            _refusable(unmatch, world, payment, "错归")


def _projects() -> set[str]:
    with db.unit_of_work() as session:
        return set(session.exec(select(Project.name)))


def _refusable(deed: Any, world: World, *given_: Any) -> None:
    try:
        with db.unit_of_work(write=True) as session:
            deed(session, world.actor("treasury"), *given_)
    except Refusal:
        return


def _all(session: Any) -> list[tuple[Any, ...]]:
    names = [*totals.KEY, *totals.SUMS]
    return sorted(tuple(row) for row in session.exec(select(*(getattr(PaymentTotal, name) for name in names))))


def test_a_difference_is_told_and_a_rebuild_ends_it(world: World) -> None:
    project = files.project(world)
    load(world, csv_of([row("V1"), row("V2", 金额="-100")]))
    with db.unit_of_work(write=True) as session:
        session.exec(update(PaymentTotal).values(paid_fen=PaymentTotal.paid_fen + 1))
        request_nightly_totals(session, date(2025, 8, 2))
    files.work_off()
    region = world.regions["ezhou"]
    assert files.jobs("payment_totals")[-1].result == {f"{region}:2025": 1}
    with db.unit_of_work() as session:
        told = session.exec(
            select(InboxMessage.recipient_id).where(InboxMessage.template == "payment_totals.differ")
        ).all()
        [(cell, sums)] = totals.differences(session, region, 2025).items()
        check = last_check(session, world.actor("treasury"), region, 2025)
        assert check is not None and check.differences == 1
        assert last_check(session, world.actor("filer_a"), region, 2025) is None
        assert last_check(session, world.actor("treasury"), region, 2024) is None
    assert world.people["treasury"] in told
    assert (cell.project_id, cell.month, tuple(sums)) == (project, 3, (0, 1, 0))
    with db.unit_of_work(write=True) as session:
        [made] = rebuild_totals(session, region)
    assert (made.totals, made.differences) == (1, 1)
    with db.unit_of_work() as session:
        assert totals.differences(session, region, 2025) == {}


def test_a_match_by_hand_is_taken_back_with_its_memory(world: World) -> None:
    project = files.project(world, "就业补助资金")
    load(world, csv_of([row("V1"), row("V2"), row("V3", 项目名称="就业补助资金")]))
    with db.unit_of_work(write=True) as session:
        match_payment(session, world.actor("treasury"), payments()[0].id, project)
    for payment, reason, code in ((payments()[0], " ", "reason_missing"), (payments()[2], "错", "payment_not_by_hand")):
        with pytest.raises(RuleFailed, match=code), db.unit_of_work(write=True) as session:
            unmatch(session, world.actor("treasury"), payment.id, reason)
    with db.unit_of_work(write=True) as session:
        assert unmatch(session, world.actor("treasury"), payments()[0].id, "归错项目") == 2
    assert [one.project_id for one in payments()] == [None, None, project]
    assert files.rows_in(PaymentMatch) == 0
    load(world, csv_of([row("V4")]), "下月.csv")
    with db.unit_of_work() as session:
        assert session.exec(select(Payment.project_id).where(col(Payment.voucher_no) == "V4")).one() is None
