"""Who is reminded of a monitoring report (监控表催报) on which day: the table, and which steps have come on a day.

Calendar days from the campaign's deadline. To add or move a step: one line in ``STEPS``, its sentence in
``notifications.messages``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from workflow.types import Role


@dataclass(frozen=True)
class Step:
    """``days`` after the deadline (negative: before) the holders of ``role`` are told by ``template``."""

    days: int
    role: Role
    template: str

    @property
    def rule(self) -> str:
        """Its name in the log."""
        return f"monitoring_report{self.days:+d}"


STEPS: tuple[Step, ...] = (
    Step(-7, Role.filer, "monitoring_report.due_soon"),
    Step(-3, Role.filer, "monitoring_report.due_soon"),
    Step(0, Role.filer, "monitoring_report.due_today"),
    Step(1, Role.unit_head, "monitoring_report.overdue"),
    Step(3, Role.department_reviewer, "monitoring_report.overdue_of_unit"),
    Step(5, Role.section_reviewer, "monitoring_report.overdue_of_unit"),
)


@dataclass(frozen=True)
class Round:
    """A campaign under way, seen on one day."""

    campaign_id: int
    name: str
    deadline: date
    zone: ZoneInfo
    today: date

    def passed(self, opened_on: date, under_department: bool) -> list[tuple[Step, date]]:
        """Steps whose day has come since a report was opened, newest first; no department, no step for it."""
        days = sorted(((self.deadline + timedelta(days=step.days), step) for step in STEPS), key=lambda pair: pair[0])
        return [
            (step, day)
            for day, step in reversed(days)
            if opened_on <= day <= self.today and (under_department or step.role is not Role.department_reviewer)
        ]
