"""未归到项目: payments of no project wait in the treasury's work list until they are matched or set aside."""

import json

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import csv_of, load, row
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.models import AuditEntry, Payment
from workflow.queries.errands import errand_counts, payments_without_project
from workflow.queries.payment_cases import brought
from workflow.queries.payments import unmatched
from workflow.services.payments.aside import set_payments_aside
from workflow.services.payments.by_hand import match_payment, unmatch

pytestmark = pytest.mark.usefixtures("calendar")


REASON = "往来款，不属于项目支出"


def lost(world: World) -> int:
    """A file with three payments that name two projects nobody knows; its id."""
    rows = [row(f"L{n}", 项目名称=name, 项目代码="") for n, name in enumerate(("无名甲", "无名甲", "无名乙"))]
    return load(world, csv_of(rows)).id


def waiting(world: World, who: str = "treasury") -> list[int]:
    with db.unit_of_work() as session:
        actor = world.actor(who)
        found = payments_without_project(session, actor)
        if who == "treasury":  # the count of the navigation has the same lines
            assert session.execute(select(errand_counts(actor)[-1])).scalar_one() == len(found)
        return [line.payments for line in found]


def first(printed: str) -> int:
    return next(payment.id for payment in files.payments() if payment.project_name == printed)


def aside(world: World, payment: int, reason: str = REASON, who: str = "treasury") -> int:
    with db.unit_of_work(write=True) as session:
        return set_payments_aside(session, world.actor(who), payment, reason)


def came(batch: int) -> tuple[int, int]:
    with db.unit_of_work() as session:
        found = brought(session, batch)
        return found.without_project, found.set_aside


def test_they_wait_until_set_aside_or_matched(world: World) -> None:
    batch = lost(world)
    assert (waiting(world), waiting(world, "leader"), came(batch)) == ([3], [], (3, 0))
    assert aside(world, first("无名甲")) == 2, "all that print the same"
    assert (waiting(world), came(batch)) == ([1], (3, 2))
    assert aside(world, first("无名甲")) == 0, "once is enough"
    with db.unit_of_work() as session:
        groups = unmatched(session, world.actor("treasury"), world.regions["ezhou"], 2025).rows
        said = {group.project_name: (group.stage, group.aside, group.payments) for group in groups}
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "set_payments_aside")).first()
    assert said == {"无名甲": ("aside", REASON, 2), "无名乙": ("open", "", 1)}
    assert entry and (entry.reason, json.loads(entry.canonical)["details"]["payments"]) == (REASON, 2)
    with db.unit_of_work(write=True) as session:
        match_payment(session, world.actor("treasury"), first("无名乙"), files.add_project(session, world, "丙").id)
    assert (waiting(world), came(batch)) == ([], (2, 2))


def test_a_match_that_is_taken_back_waits_again(world: World) -> None:
    lost(world)
    payment = first("无名甲")
    aside(world, payment)
    project = files.project(world, "丙")
    with db.unit_of_work(write=True) as session:
        assert match_payment(session, world.actor("treasury"), payment, project) == 2
    with pytest.raises(RuleFailed, match="payment_has_project"):
        aside(world, payment)
    with db.unit_of_work(write=True) as session:
        unmatch(session, world.actor("treasury"), payment, "归错了")
    assert waiting(world) == [3], "the reason of before is forgotten"


def test_what_a_later_file_brings_waits_anew(world: World) -> None:
    lost(world)
    aside(world, first("无名甲"))
    load(world, csv_of([row("L9", 项目名称="无名甲", 项目代码="")]), "二.csv")
    assert waiting(world) == [2]


def test_who_may_and_with_what(world: World) -> None:
    lost(world)
    payment = first("无名甲")
    for who, refused in (("leader", NotAllowed), ("performance_other", NotFound)):
        with pytest.raises(refused):
            aside(world, payment, who=who)
    for reason, code in ((" ", "reason_missing"), ("长" * 301, "ledger_text_too_long")):
        with pytest.raises(RuleFailed, match=code):
            aside(world, payment, reason)
    assert waiting(world) == [3]
    with db.unit_of_work() as session:
        assert session.exec(select(Payment.id).where(Payment.project_id.is_(None))).all()  # type: ignore[union-attr]
