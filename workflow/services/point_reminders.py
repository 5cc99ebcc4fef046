"""Reminding of open points (未了事项) of a special approval (特批) whose day has passed, until somebody closes them.

The unit's filers have to settle a point, the performance section presses for it or closes it; both are told on the days
of ``DAYS`` and every week after, of each point once per day at most: the unique row of ``ReminderLog`` decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once, unit_of_work
from workflow.models import Declaration, ReminderLog, SpecialPoint
from workflow.notifications.outbox import Message, notify_all
from workflow.permissions import people_at
from workflow.types import Role

DAYS = (1, 3, 7)
"""Calendar days after the due day; later every ``EVERY`` days."""
EVERY = 7
TOLD = (Role.filer, Role.performance)
RULE, KIND, TEMPLATE = "special_point_overdue", "special_point", "declaration.point_overdue"


@dataclass(frozen=True)
class Due:
    """A point to be reminded of, and the day the reminder stands for."""

    point: SpecialPoint
    row: Declaration
    day: date


def remind_of_points(today: date) -> int:
    """All that are due, in one transaction: special approvals are few. Answers how many people were told."""
    with unit_of_work() as session:
        if not _due(session, today):
            return 0
    with unit_of_work(write=True) as session:
        return sum(_tell(session, due, today) for due in _due(session, today))


def reminder_day(due_on: date, today: date) -> date | None:
    """The newest day of the plan that has come, so that a lost day is made up for; None before the first."""
    late = (today - due_on).days
    passed = [day for day in DAYS if day <= late]
    if late >= EVERY:
        passed.append(late // EVERY * EVERY)
    return due_on + timedelta(days=max(passed)) if passed else None


def _due(session: Session, today: date) -> Sequence[Due]:
    """Overdue points nobody was told about for their newest day."""
    query = (
        select(SpecialPoint, Declaration)
        .join(Declaration, col(Declaration.id) == SpecialPoint.declaration_id)
        .where(col(SpecialPoint.closed_at).is_(None), SpecialPoint.due_on < today)
        .order_by(col(SpecialPoint.id))
    )
    found = [Due(point, row, day) for point, row in session.exec(query) if (day := reminder_day(point.due_on, today))]
    logged = set(
        session.exec(
            select(ReminderLog.object_id, col(ReminderLog.day)).where(
                ReminderLog.rule == RULE, col(ReminderLog.object_id).in_([due.point.id for due in found])
            )
        )
    )
    return [due for due in found if (due.point.id, due.day) not in logged]


def _tell(session: Session, due: Due, today: date) -> int:
    """One point: the log decides who is new, the message leads to the file."""
    people = sorted(people_at(session, TOLD, due.row))
    shared = {"rule": RULE, "object_kind": KIND, "object_id": due.point.id, "day": due.day, "outcome": "sent"}
    lines = [{"created_at": clock.now(), "recipient_id": user, **shared} for user in people]
    new = insert_all_once(session, ReminderLog, lines, "recipient_id")
    key = f"{RULE}:{due.point.id}:{due.day.isoformat()}"
    facts = {
        "project_name": due.row.project_name,
        "text": due.point.text,
        "due_on": due.point.due_on.isoformat(),
        "days": (today - due.point.due_on).days,
    }
    about = str(Declaration.__tablename__)
    return notify_all(session, [Message(user, TEMPLATE, key, about, due.row.id, facts) for (user,) in sorted(new)])
