"""转办 and 延期报送: a colleague goes on with the file, and a later day to submit it."""

from datetime import date
from typing import Any

from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import PASS, declaration_at, move, refusal, rows_of
from tests.domain.world import World
from workflow import db
from workflow.lifecycle.facts import closing_date
from workflow.models import AuditEntry, InboxMessage, ReturnOrder, TaskExtension

WHY: dict[str, Any] = {"reason": "调离本岗位"}


def test_a_colleague_gets_the_file_and_both_hear_of_it(world: World) -> None:
    file = declaration_at(world, "submitted/section")
    move(file, "section_a", "take_up")
    move(file, "section_a", "transfer", colleague_id=world.people["section_b"], **WHY)
    assert file.read().taken_by == world.people["section_b"]
    assert refusal(file, "section_a", "pass_review", **PASS).code == "taken_by_other"
    move(file, "section_head", "transfer", colleague_id=world.people["section_and_performance"], **WHY)
    told = rows_of(file, InboxMessage, template="declaration.transfer")
    assert [world.names[item.recipient_id] for item in told] == [
        "section_b", "section_b", "section_and_performance",
    ]  # fmt: skip
    assert told[0].facts["holder"] == "人员section_b"
    assert rows_of(file, AuditEntry)[-1].reason == WHY["reason"]
    move(file, "section_and_performance", "pass_review", **PASS)


def test_not_to_somebody_who_may_not_check_it(sqlite_world: World) -> None:
    typed = declaration_at(sqlite_world, "submitted/section", typed_by="filer_and_finance")
    barred = sqlite_world.people["filer_and_finance"]
    assert refusal(typed, "section_head", "transfer", colleague_id=barred, **WHY).code == "colleague_barred"
    outsider = sqlite_world.people["section_other"]
    assert refusal(typed, "section_head", "transfer", colleague_id=outsider, **WHY).code == "not_a_colleague"


def test_a_unit_gets_a_later_day_and_a_returned_file_its_own(sqlite_world: World) -> None:
    late = declaration_at(sqlite_world, "drafted/department", closes_on=date(2025, 3, 2))
    assert refusal(late, "reviewer_a", "sign").code == "window_closed"
    move(late, "section_head", "extend", due_on=date(2025, 3, 10), **WHY)
    with db.unit_of_work() as session:
        extension = session.exec(select(TaskExtension).filter_by(task_id=late.read().task_id)).one()
    assert (extension.unit_id, extension.reason) == (late.read().unit_id, WHY["reason"])
    move(late, "reviewer_a", "sign")
    returned = declaration_at(sqlite_world, "submitted/section")
    move(returned, "section_a", "return", due_on=date(2025, 3, 5), **WHY)
    hands.answer_all(returned, "reviewer_a", "kept")
    move(returned, "performance_a", "extend", due_on=date(2025, 3, 20), **WHY)
    assert [order.due_on for order in rows_of(returned, ReturnOrder, "declaration_id")] == [date(2025, 3, 20)]
    with db.unit_of_work() as session:
        assert closing_date(session, returned.read()) == date(2025, 3, 20)
    assert refusal(returned, "performance_a", "extend", due_on=date(2025, 3, 20), **WHY).code == "extension_not_later"
