"""国库外支付: entered with proof, confirmed by another, shown beside and never in the rate."""

from datetime import date
from typing import Any

import pytest

from tests.domain.world import World
from tests.services.payments import conftest, files
from tests.services.payments.files import csv_of, load, row
from tests.tasks.fixtures import calendar
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.money_facts import project_money
from workflow.queries.outside import beside_project, outside_waiting
from workflow.services.attachments import bring_in
from workflow.services.outside import TypedPayment, decide, enter_payment, read_proof, withdraw_payment

__all__ = ["calendar"]
filled, world = conftest.filled, conftest.world
pytestmark = pytest.mark.usefixtures("calendar")
PROOF = ("回单.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)


def typed(**changes: Any) -> TypedPayment:
    given = {"year": 2025, "paid_on": date(2025, 5, 6), "amount_fen": 500_000, "channel": "passed_on",
             "payee_name": "某街道办事处", "purpose": "见习补贴", "document": ""}  # fmt: skip
    return TypedPayment(**{**given, **changes})


def enter(world: World, project: int, who: str = "filer_a", proof: bool = True, **changes: Any) -> int:
    with db.unit_of_work(write=True) as session:
        file = bring_in(*PROOF) if proof else None
        return enter_payment(session, world.actor(who), project, typed(**changes), file).id


def answer(world: World, payment: int, who: str, agrees: bool = True, reason: str = "") -> None:
    with db.unit_of_work(write=True) as session:
        decide(session, world.actor(who), payment, agrees=agrees, reason=reason)


def test_beside_the_rate_from_entry_to_confirmation(world: World) -> None:
    project = files.project(world)
    load(world, csv_of([row("V1")]))
    first, second, third = (enter(world, project, amount_fen=fen) for fen in (500_000, -20_000, 700))
    with db.unit_of_work() as session:
        waiting = outside_waiting(session, world.actor("section_a"))
        assert [line.id for line in waiting] == [first, second, third]
        assert read_proof(session, world.actor("section_a"), first).content == PROOF[1]
    answer(world, first, "section_a")
    with pytest.raises(RuleFailed, match="reason_missing"):
        answer(world, second, "section_a", agrees=False)
    answer(world, second, "section_a", agrees=False, reason="无退款凭证")
    with pytest.raises(WrongState):
        answer(world, first, "section_a")
    with db.unit_of_work() as session:
        beside = beside_project(session, world.actor("filer_a"), project, 2025, date(2025, 8, 1))
        money = project_money(session, [project], 2025, date(2025, 8, 1))[project]
    assert (beside.confirmed_fen, beside.waiting_fen) == (500_000, 700)
    assert money.executed_fen == 1_200_000, "what others paid is never counted as paid by the treasury"
    with db.unit_of_work(write=True) as session:
        withdraw_payment(session, world.actor("filer_a"), third)
        assert outside_waiting(session, world.actor("section_a")) == []


def test_what_is_refused(world: World) -> None:
    project = files.project(world)
    for changes, code in (
        ({"amount_fen": 0}, "outside_amount_zero"),
        ({"paid_on": date(2024, 12, 31)}, "outside_day_outside"),
        ({"paid_on": date(2025, 8, 2)}, "outside_day_outside"),
        ({"channel": "cash"}, "outside_channel_missing"),
        ({"payee_name": " "}, "outside_payee_missing"),
        ({"purpose": ""}, "outside_purpose_missing"),
        ({"proof": False}, "outside_proof_missing"),
    ):
        with pytest.raises(RuleFailed, match=code):
            enter(world, project, **changes)
    with pytest.raises(NotFound):
        enter(world, project, who="filer_other")
    with pytest.raises(NotAllowed):
        enter(world, project, who="section_a")
    payment = enter(world, project)
    for who in ("filer_a", "treasury", "leader"):
        with pytest.raises(NotAllowed):
            answer(world, payment, who)
    with pytest.raises(NotFound):
        answer(world, payment, "performance_other")
