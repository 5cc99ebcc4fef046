"""特批: what it lets pass, what it never does, and how its open points end."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.factories import File, move, refusal, rows_of
from tests.domain.refusal_cases import weighted
from tests.domain.world import World
from workflow import db
from workflow.errors import Refusal
from workflow.lifecycle.checks import CHECKS
from workflow.lifecycle.moves import DECLARATION
from workflow.lifecycle.special import OVERRIDABLE
from workflow.models import AuditEntry, FiledBy, InboxMessage, SpecialApproval, SpecialPoint
from workflow.notifications.refusals import refusal_text
from workflow.queries.special import open_points
from workflow.reminding.plan import passed
from workflow.reminding.table import SHIPPED
from workflow.services import special_points
from workflow.services.reminders import remind_all

AT_PERFORMANCE = "finance_reviewed/performance"
POINTS = (("补齐权重", date(2025, 6, 30)), ("补批复文件", date(2025, 3, 3)))
GRANT: dict[str, Any] = {"reason": "防汛应急", "leader": "局长", "document": "会议纪要 3 号", "points": POINTS}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"document": ""}, "document_missing"),
    ({"reason": "\u200b"}, "reason_missing"),
    ({"points": ((" ", date(2025, 6, 30)),)}, "point_text_missing"),
    ({"points": (("补" * 501, date(2025, 6, 30)),)}, "point_too_long"),
    ({"points": (("补批文", None),)}, "point_due_missing"),
    ({"points": (("补批文", date(2025, 3, 2)),)}, "point_due_past"),
]


def close(file: File, point: int, who: str = "performance_a", note: str = "已补齐") -> None:
    with db.unit_of_work(write=True) as session:
        special_points.close(session, file.world.actor(who), file.id, point, note)


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refusal) as found:
        call(*args, **kwargs)
    return found.value.status, found.value.code


def waiting(file: File, who: str) -> list[str]:
    with db.unit_of_work() as session:
        found = open_points(session, file.world.actor(who))
    return [point.text for point in found if point.declaration_id == file.id]


def test_overrides_content_only() -> None:
    """No special approval ever stands above who decides, signatures or what the unit still has to answer."""
    for action, names in OVERRIDABLE.items():
        needed = {name for move_ in DECLARATION if move_.action == action for name in move_.needs}
        assert names <= needed
        assert {CHECKS[name].status for name in names} == {422}
    assert set().union(*OVERRIDABLE.values()) == {"weights_complete"}


def test_from_the_blocked_file_to_the_last_point(world: World) -> None:
    file = weighted(world, AT_PERFORMANCE)
    for change, code in WRONG:
        told = refusal(file, "performance_a", "approve_specially", **(GRANT | change))
        assert told.code == code
        assert "{" not in refusal_text(code, told.facts, "zh")
    assert refusal(file, "performance_a", "clear").code == "weights_missing"
    move(file, "performance_a", "approve_specially", **GRANT)
    assert refusal(file, "performance_a", "approve_specially", **GRANT).code == "special_exists"
    with db.unit_of_work(write=True) as session:
        typist = world.people["performance_b"]
        session.add(FiledBy(object_kind="declaration", object_id=file.id, user_id=typist))
    assert refusal(file, "performance_b", "clear").code == "own_work"
    assert {"filer_a", "head_a"} <= {
        world.names[item.recipient_id] for item in rows_of(file, InboxMessage, template="declaration.approve_specially")
    }
    move(file, "performance_a", "clear")
    granted, cleared = rows_of(file, AuditEntry)[-2:]
    assert "补齐权重" in granted.canonical and '"leader":"局长"' in granted.canonical
    assert '"overridden":["weights_complete"]' in cleared.canonical
    move(file, "performance_a", "approve")
    assert waiting(file, "filer_a") == waiting(file, "head_b") == ["补批复文件", "补齐权重"]
    assert waiting(file, "filer_other") == waiting(file, "performance_a") == []  # nothing is overdue today
    later, sooner = rows_of(file, SpecialPoint, "declaration_id")
    assert refused(close, file, later.id, "filer_a") == (403, "no_role")
    assert refused(close, file, later.id, "performance_other") == (404, "no_such_file")
    assert refused(close, file, 0) == (404, "no_such_point")
    assert refused(close, file, later.id, note=" ") == (422, "closing_note_missing")
    close(file, later.id)
    assert refused(close, file, later.id, "performance_b") == (409, "point_closed")
    assert waiting(file, "filer_a") == [sooner.text]
    overdue_is_told(file)
    [closed, _] = rows_of(file, SpecialPoint, "declaration_id")
    assert (closed.closing_note, closed.closed_by) == ("已补齐", world.people["performance_a"])
    assert rows_of(file, AuditEntry)[-1].action == "close_special_point"


def overdue_is_told(file: File) -> None:
    """Of the open point alone: the day after, made up for later, never twice, and no longer once it is closed."""

    def told() -> list[str]:
        found = rows_of(file, InboxMessage, template="declaration.point_overdue")
        return sorted(file.world.names[item.recipient_id] for item in found)

    for day in (date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5)):
        remind_all(day)
        assert told() == [] if day.day == 3 else {"filer_a", "filer_b", "performance_a"} <= set(told())
    once = told()
    assert len(once) == len(set(once))
    assert not {"head_a", "filer_other", "performance_other"} & set(once)
    remind_all(date(2025, 3, 9))  # the third day was lost
    assert told() == sorted(once * 2)
    point = next(item for item in rows_of(file, SpecialPoint, "declaration_id") if item.closed_at is None)
    with db.unit_of_work(write=True) as session:
        kept = session.get_one(SpecialPoint, point.id)
        kept.closed_at, kept.closed_by, kept.closing_note = kept.created_at, file.world.people["performance_a"], "已补"
    assert remind_all(date(2025, 4, 30)).sent == 0


def test_days_of_reminders() -> None:
    due = date(2025, 3, 3)
    rule = SHIPPED["special_point_overdue"]
    steps = {late: passed([rule], due, due + timedelta(days=late)) for late in (0, 1, 2, 3, 6, 7, 13, 14, 30)}
    assert {late: (days[0][0].day - due).days if days else None for late, days in steps.items()} == {
        0: None, 1: 1, 2: 1, 3: 3, 6: 3, 7: 7, 13: 7, 14: 14, 30: 28,
    }  # fmt: skip


def test_a_new_round_or_other_words_are_not_let_pass(sqlite_world: World) -> None:
    file = weighted(sqlite_world, AT_PERFORMANCE)
    move(file, "performance_a", "approve_specially", **GRANT)
    with db.unit_of_work(write=True) as session:
        [found] = rows_of(file, SpecialApproval, "declaration_id")
        session.get_one(SpecialApproval, found.id).content_hash = "0" * 64
    assert refusal(file, "performance_a", "clear").code == "weights_missing"
