"""上级转移支付: split never above the amount, booked in the ledgers, late after its days, targets beside the file."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import conftest, files
from tests.tasks.fixtures import Calendar, calendar
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.execution.class_codes import ClassCodes
from workflow.models import LedgerEntry
from workflow.money_facts import project_money
from workflow.queries.upper_transfers import transfer, transfers_waiting, upper_targets
from workflow.services.attachments import judge
from workflow.services.ledger import take_back
from workflow.services.upper_transfers import (
    TypedTransfer,
    attach_scan,
    read_scan,
    receive_transfer,
    split_transfer,
)

__all__ = ["calendar"]
filled, world = conftest.filled, conftest.world
pytestmark = pytest.mark.usefixtures("calendar")
WAN = 1_000_000


def typed(**changes: Any) -> TypedTransfer:
    given = {"year": 2025, "number": "鄂财社发〔2025〕12号", "title": "就业补助资金", "kind": "special",
             "received_on": date(2025, 6, 20), "amount_fen": 100 * WAN, "targets": "新增就业 1000 人"}  # fmt: skip
    return TypedTransfer(**{**given, **changes})


def receive(world: World, who: str = "budget", **changes: Any) -> int:
    with db.unit_of_work(write=True) as session:
        return receive_transfer(session, world.actor(who), world.regions["ezhou"], typed(**changes)).id


def test_the_scan_of_the_document_stands_with_it(world: World) -> None:
    pdf, region = judge("文件.pdf", b"%PDF-1.4 one"), world.regions["ezhou"]
    with db.unit_of_work(write=True) as session:
        document = receive_transfer(session, world.actor("budget"), region, typed(), pdf).id
        assert read_scan(session, world.actor("treasury"), document).content == pdf.content
        attach_scan(session, world.actor("budget"), document, judge("补扫.pdf", b"%PDF-1.4 two"))
        assert transfer(session, world.actor("treasury"), document).scan == "补扫.pdf"
        assert read_scan(session, world.actor("treasury"), document).content.endswith(b"two")
        for call, refused in (
            (lambda: attach_scan(session, world.actor("treasury"), document, pdf), NotAllowed),
            (lambda: attach_scan(session, world.actor("budget"), document, None), RuleFailed),
            (lambda: read_scan(session, world.actor("performance_other"), document), NotFound),
            (lambda: read_scan(session, world.actor("treasury"), document + 1), NotFound),
        ):
            with pytest.raises(refused):
                call()


def split(world: World, document: int, project: int, wan: int, who: str = "budget") -> None:
    with db.unit_of_work(write=True) as session:
        split_transfer(session, world.actor(who), document, project, wan * WAN)


def test_split_is_what_stands_in_the_ledgers(world: World, calendar: Calendar) -> None:
    projects = [files.project(world, name) for name in ("甲", "乙")]
    document, budget = receive(world), world.actor("budget")
    split(world, document, projects[0], 60)
    for wan, code in ((41, "transfer_above_rest"), (0, "transfer_part_missing")):
        with pytest.raises(RuleFailed, match=code):
            split(world, document, projects[1], wan)
    split(world, document, projects[1], 40)
    with db.unit_of_work(write=True) as session:
        assert transfer(session, budget, document).line.stage == "done"
        assert transfers_waiting(session, budget) == []
        money = project_money(session, projects, 2025, date(2025, 8, 1))
        assert [money[key].adjustment_fen for key in projects] == [60 * WAN, 40 * WAN]
        entry = session.exec(select(LedgerEntry.id).where(LedgerEntry.project_id == projects[1])).one()
        take_back(session, budget, entry, "分错项目")
    with db.unit_of_work() as session:
        page = transfer(session, budget, document)
        assert [(part.amount_fen, part.taken_back) for part in page.parts] == [(60 * WAN, False), (40 * WAN, True)]
        assert (page.line.rest_fen, page.line.due_on, page.line.stage) == (40 * WAN, date(2025, 7, 20), "late")
        assert [line.id for line in transfers_waiting(session, budget)] == [document]
        [above] = upper_targets(session, projects[0], 2025)
        assert (above.amount_fen, above.targets) == (60 * WAN, "新增就业 1000 人")
        assert upper_targets(session, projects[1], 2025) == []
    calendar.today = date(2025, 7, 20)
    with db.unit_of_work() as session:
        assert transfer(session, budget, document).line.stage == "open", "the last day is included"


def test_a_part_takes_the_codes_of_the_document_or_its_own(world: World) -> None:
    projects = [files.project(world, name) for name in ("甲", "乙")]
    codes = ClassCodes("20807", "303", "一般公共预算")
    document = receive(world, granted_by="central", classes=codes)
    split(world, document, projects[0], 60)
    with db.unit_of_work(write=True) as session:
        split_transfer(session, world.actor("budget"), document, projects[1], 40 * WAN, ClassCodes("2080705", "30309"))
    with db.unit_of_work() as session:
        entries = session.exec(select(LedgerEntry)).all()
        found = {row.project_id: (row.function_code, row.economic_code, row.nature) for row in entries}
        line = transfer(session, world.actor("budget"), document).line
    assert found == {projects[0]: ("20807", "303", "general"), projects[1]: ("2080705", "30309", "")}
    assert (line.granted_by, line.function_code, line.nature) == ("central", "20807", "general")


def test_what_is_refused(world: World) -> None:
    for changes, code in (
        ({"number": " "}, "transfer_number_missing"),
        ({"title": ""}, "transfer_title_missing"),
        ({"kind": "other"}, "transfer_kind_missing"),
        ({"granted_by": "county"}, "transfer_level_missing"),
        ({"classes": ClassCodes("12")}, "ledger_function_code_unknown"),
        ({"received_on": date(2025, 8, 2)}, "transfer_day_wrong"),
        ({"amount_fen": 0}, "ledger_amount_not_positive"),
    ):
        with pytest.raises(RuleFailed, match=code):
            receive(world, **changes)
    document = receive(world, kind="general", received_on=date(2024, 11, 20))
    with db.unit_of_work() as session:
        assert transfer(session, world.actor("leader"), document).line.due_on == date(2025, 1, 19)
    with pytest.raises(RuleFailed, match="transfer_number_taken"):
        receive(world)
    for who in ("treasury", "performance_a"):
        with pytest.raises(NotAllowed):
            receive(world, who, number="另")
    with pytest.raises(NotFound):
        split(world, document, files.project(world), 1, "performance_other")
