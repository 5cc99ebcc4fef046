"""Class codes of the ledger: what is entered and refused, said later, taken back; a row of the code list counts."""

import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.execution.class_codes import ClassCodes
from workflow.models import AuditEntry, CodeItem, LedgerEntry, Payment
from workflow.money_types import LedgerKind
from workflow.queries.execution_classes import Classes, classes
from workflow.services import ledger
from workflow.services.ledger import Typed, classify
from workflow.services.payments import totals

pytestmark = pytest.mark.usefixtures("calendar")
WAN = 1_000_000
END = date(2025, 12, 31)


def enter(world: World, project: int, wan: int, *codes: str, who: str = "budget", **more: Any) -> int:
    kind, paper = more.get("kind", LedgerKind.addition), more.get("document", f"鄂州财预〔2025〕{wan}号")
    typed = Typed(2025, wan * WAN, date(2025, 3, 1), paper, "上级追加", classes=ClassCodes(*codes))
    with db.unit_of_work(write=True) as session:
        return ledger.enter(session, world.actor(who), project, kind, typed).id


def pay(world: World, project: int, wan: int, function: str, nature: str = "") -> None:
    files.pay(world, project, wan * WAN)
    with db.unit_of_work(write=True) as session:
        payment = session.exec(select(Payment).order_by(Payment.id.desc())).first()  # type: ignore[attr-defined]
        assert payment is not None
        payment.function_code, payment.nature = function, nature
    with db.unit_of_work(write=True) as session:
        totals.rebuild(session, world.regions["ezhou"], 2025)


def read(world: World, scope: str) -> Classes:
    with db.unit_of_work() as session:
        return classes(session, world.actor("leader"), world.regions["ezhou"], 2025, END, scope)


def lines(world: World, scope: str) -> dict[str, tuple[int, int]]:
    """Class → budget and paid in 万元."""
    found = read(world, scope).lines
    return {line.key: (line.money.adjusted_fen // WAN, line.money.executed_fen // WAN) for line in found}


def test_a_section_of_the_budget_counts_the_payments_of_its_items(world: World) -> None:
    project = files.project(world)
    enter(world, project, 100, "20807", "303", "一般公共预算")
    enter(world, project, 7)
    pay(world, project, 30, "2080705", "一般公共预算资金")
    pay(world, project, 5, "2130199 其他农业支出")
    assert lines(world, "function_3") == {"208": (100, 30), "213": (0, 5), "": (7, 0)}
    assert lines(world, "function_5") == {"20807": (100, 30), "21301": (0, 5), "": (7, 0)}
    assert lines(world, "function") == {"20807": (100, 0), "2080705": (0, 30), "2130199": (0, 5), "": (7, 0)}
    assert lines(world, "paid_nature") == {"general": (100, 30), "": (7, 5)}
    found = read(world, "function")
    assert [line.projects for line in found.lines] == [1, 1, 1, 1]
    assert found.total.adjusted_fen == 107 * WAN and found.total.executed_fen == 35 * WAN


def test_a_row_of_the_code_list_names_a_code_and_what_is_printed_instead(world: World) -> None:
    project = files.project(world)
    pay(world, project, 30, "老就业科目")
    assert lines(world, "function_5") == {"老就业科目": (0, 30)}
    row = CodeItem(list_name="function", code="2080799", label="其他就业补助", year_from=2025, aliases=["老就业科目"])
    with db.unit_of_work(write=True) as session:
        session.add(row)
    try:
        assert lines(world, "function_5") == {"20807": (0, 30)}
        assert read(world, "function").lists.words("function", "2080799") == ("其他就业补助", "其他就业补助")
        enter(world, project, 40, "老就业科目")
        assert lines(world, "function") == {"2080799": (40, 30)}
    finally:
        with db.unit_of_work(write=True) as session:
            session.delete(session.get_one(CodeItem, row.id))


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        (("2080",), "ledger_function_code_unknown"),
        (("999",), "ledger_function_code_unknown"),
        (("208", "3020101"), "ledger_economic_code_unknown"),
        (("", "", "彩票"), "ledger_nature_unknown"),
    ],
)
def test_what_is_no_code_is_refused_with_its_field(world: World, codes: tuple[str, ...], code: str) -> None:
    project = files.project(world)
    with pytest.raises(RuleFailed, match=code) as refused:
        enter(world, project, 10, *codes)
    assert refused.value.problems[0].facts["field"] in code
    assert files.rows_in(LedgerEntry) == 0


def test_codes_are_said_later_and_go_with_what_takes_the_entry_back(world: World) -> None:
    project = files.project(world)
    entry = enter(world, project, 10)
    with db.unit_of_work(write=True) as session:
        ledger.take_back(session, world.actor("budget"), entry, "登记有误")
    for who, refused in (("leader", NotAllowed), ("performance_other", NotFound)):
        with pytest.raises(refused), db.unit_of_work(write=True) as session:
            classify(session, world.actor(who), entry, ClassCodes("208"))
    with pytest.raises(RuleFailed, match="function"), db.unit_of_work(write=True) as session:
        classify(session, world.actor("budget"), entry, ClassCodes("12"))
    with db.unit_of_work(write=True) as session:
        classify(session, world.actor("budget"), entry, ClassCodes("2080705", "30309", "单位资金"))
    with db.unit_of_work() as session:
        rows = session.exec(select(LedgerEntry)).all()
        assert {(row.function_code, row.economic_code, row.nature) for row in rows} == {("2080705", "30309", "unit")}
        assert sum(row.amount_fen for row in rows) == 0
        told = session.exec(select(AuditEntry).where(AuditEntry.action == "classify_ledger_entry")).all()
        assert [json.loads(one.canonical)["details"]["before"]["function_code"] for one in told] == ["", ""]
    assert lines(world, "function_5") == {"20807": (0, 0)}


def test_both_halves_of_a_transfer_and_its_taking_back_have_the_codes(world: World) -> None:
    giver, receiver = files.project(world, "甲"), files.project(world, "乙")
    enter(world, giver, 10, "2080705", kind=LedgerKind.initial)
    typed = Typed(2025, 4 * WAN, date(2025, 3, 1), "鄂州财预〔2025〕9号", "调剂", classes=ClassCodes("20807"))
    with db.unit_of_work(write=True) as session:
        _out, into = ledger.transfer(session, world.actor("budget"), giver, receiver, typed)
        key = into.id
    with db.unit_of_work(write=True) as session:
        ledger.take_back(session, world.actor("budget"), key, "写错项目")
    assert lines(world, "function") == {"20807": (0, 0), "2080705": (10, 0)}
