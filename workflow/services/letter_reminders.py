"""Reminding departments that an issued letter is to be approved on to their units (转批复): 15 days, 预算法第五十二条.

Told on the days of ``DAYS`` before and after the last one, once per letter, person and day: the unique row of
``ReminderLog`` decides, so that a lost day is made up for and nobody hears twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.lifecycle.letters.forwarding import TO_FORWARD, forward_due, has_units_below
from workflow.models import ApprovalDocument, ReminderLog
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import people_at
from workflow.types import Role

DAYS = (-3, 0, 1, 7)
"""Calendar days after the last day."""
RULE, TEMPLATE = "letter_forward_due", "approval_document.forward_due"


@dataclass(frozen=True)
class Due:
    """A letter to be reminded of, and the day the reminder stands for."""

    row: ApprovalDocument
    due_on: date
    day: date


def remind_of_forwarding(today: date) -> int:
    """All that are due, in one transaction: letters are few. Answers how many people were told."""
    with unit_of_work() as session:
        if not _due(session, today):
            return 0
    with unit_of_work(write=True) as session:
        return sum(_tell(session, due) for due in _due(session, today))


def _due(session: Session, today: date) -> Sequence[Due]:
    rows = session.exec(
        select(ApprovalDocument).where(*TO_FORWARD, has_units_below()).order_by(col(ApprovalDocument.id))
    )
    found = [due for row in rows if (due := _newest(row, today))]
    logged = set(
        session.exec(
            select(ReminderLog.object_id, col(ReminderLog.day)).where(
                ReminderLog.rule == RULE, col(ReminderLog.object_id).in_([due.row.id for due in found])
            )
        )
    )
    return [due for due in found if (due.row.id, due.day) not in logged]


def _newest(row: ApprovalDocument, today: date) -> Due | None:
    """The newest day of the plan that has come; None before the first."""
    if row.issued_at is None:
        return None
    due_on = forward_due(row.issued_at)
    passed = [day for after in DAYS if (day := due_on + timedelta(days=after)) <= today]
    return Due(row, due_on, max(passed)) if passed else None


def _tell(session: Session, due: Due) -> int:
    kind = str(ApprovalDocument.__tablename__)
    people = sorted(people_at(session, [Role.department_reviewer], due.row))
    shared = {"rule": RULE, "object_kind": kind, "object_id": due.row.id, "day": due.day, "outcome": "sent"}
    new = insert_all_once(
        session,
        ReminderLog,
        [{"created_at": clock.now(), "recipient_id": user, **shared} for user in people],
        "recipient_id",
    )
    key = f"{RULE}:{due.row.id}:{due.day.isoformat()}"
    facts = {"project_name": due.row.title, "due_on": due.due_on.isoformat()}
    return notify_all(session, [Message(user, TEMPLATE, key, kind, due.row.id, facts) for (user,) in sorted(new)])
