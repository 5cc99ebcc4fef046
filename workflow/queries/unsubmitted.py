"""催报名单: the reports of a campaign that are still with the units, whose turn it is, how often they were pressed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.lifecycle.moves import DESK_ROLES, ROLE_LABELS
from workflow.models import Declaration, MonitoringCampaign, MonitoringReport, Organisation, ReminderLog
from workflow.notifications.letters import path_of
from workflow.permissions import Actor, visible_to
from workflow.reminding.table import NUDGE
from workflow.types import ReportState, Role

MOST_LINES = 500
REPORT = "monitoring_report"


@dataclass(frozen=True)
class Unsubmitted:
    """One report; ``role`` has to act next. ``nudges`` since the beginning, ``nudged_on`` the last one."""

    id: int
    project_name: str
    unit: str
    department: str
    role: Role
    held_since: datetime | None
    returned: bool
    nudges: int
    nudged_on: date | None


def unsubmitted(session: Session, actor: Actor, campaign_id: int, size: int = MOST_LINES) -> list[Unsubmitted]:
    """By department, unit and project, as far as the actor sees them; the campaign was found before."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    report, declaration = MonitoringReport, Declaration
    query = (
        select(  # type: ignore[call-overload]
            report.id, declaration.project_name, unit.c.name, department.c.name, report.desk, report.held_since,
            report.first_submitted_at,
        )
        .join(declaration, col(declaration.id) == report.declaration_id)
        .join(unit, unit.c.id == report.unit_id)
        .join(department, department.c.id == report.department_id)
        .where(
            report.campaign_id == campaign_id,
            report.state == ReportState.drafted,
            visible_to(actor, MonitoringReport),
        )
        .order_by(department.c.sort_key, department.c.id, unit.c.sort_key, unit.c.id, declaration.sort_key, report.id)
        .limit(size)
    )  # fmt: skip
    found = session.exec(query).all()
    pressed = pressed_for(session, "monitoring_report", [row[0] for row in found])
    return [
        Unsubmitted(number, name, of, above, DESK_ROLES[desk], since, bool(before), *pressed.get(number, (0, None)))
        for number, name, of, above, desk, since, before in found
    ]


def pressed_for(session: Session, kind: str, ids: list[int]) -> dict[int, tuple[int, date | None]]:
    """How often, and when last."""
    query = (
        select(ReminderLog.object_id, func.count(col(ReminderLog.day).distinct()), func.max(col(ReminderLog.day)))
        .where(
            ReminderLog.rule == NUDGE,
            ReminderLog.object_kind == kind,
            col(ReminderLog.object_id).in_(ids),
        )
        .group_by(col(ReminderLog.object_id))
    )
    return {number: (times, last) for number, times, last in session.exec(query)}


def chat_text(
    campaign: MonitoringCampaign,
    total: int,
    lines: Sequence[Unsubmitted],
    today: date,
    language: str = "zh",
    begin: str = "",
) -> str:
    """The list for a chat group: department, unit, project and whose turn it is by role; no names, no phones.

    ``begin``: how addresses begin, so that a click in the group opens the report.
    """
    english = language == "en"
    left = (campaign.deadline - today).days
    if english:
        days = f"{abs(left)} day{'s' if abs(left) > 1 else ''}"
        when = f"{days} left" if left > 0 else "due today" if left == 0 else f"{days} overdue"
        head = [f"{campaign.name}: not submitted as of {today} (due {campaign.deadline}, {when})",
                f"{total} reports are due, {len(lines)} of them are not submitted."]  # fmt: skip
    else:
        when = f"还有 {left} 天" if left > 0 else "今天截止" if left == 0 else f"已逾期 {-left} 天"
        head = [f"【{campaign.name}】未报送名单（截至 {today}；{campaign.deadline} 截止，{when}）",
                f"应报 {total} 份，未报 {len(lines)} 份。"]  # fmt: skip
    foot = "Please see to it in the system." if english else "请尽快登录系统办理。"
    return "\n".join([*head, *by_department(lines, _turn, REPORT, begin, english=english), foot])


def by_department(lines: Sequence[Any], turn: Callable[..., str], kind: str, begin: str, *, english: bool) -> list[str]:
    """Lines of the text: a department, its units, a line a project; ``turn`` words one, its address stands behind."""
    per_department, text = Counter(line.department for line in lines), []
    for number, (department, units) in enumerate(groupby(lines, key=lambda line: line.department), 1):
        count = per_department[department]
        text.append(f"{number}. {department} ({count})" if english else f"{number}. {department}（{count} 份）")
        for unit, reports in groupby(units, key=lambda line: line.unit):
            text.append(f"   {unit}:" if english else f"   {unit}：")
            for line in reports:
                address = f" {begin}{path_of(kind, line.id)}" if begin else ""
                text.append(f"   - {turn(line, english=english)}{address}")
    return text


def _turn(line: Unsubmitted, *, english: bool) -> str:
    role = ROLE_LABELS[line.role][english]
    return f"{line.project_name} ({role})" if english else f"{line.project_name}（待{role}办理）"
