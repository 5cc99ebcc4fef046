"""催报名单 of a year's declarations: never submitted, or returned and not submitted again; and units without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, exists, false, or_
from sqlmodel import Session, col, select

from workflow.lifecycle.moves import DESK_ROLES, ROLE_LABELS
from workflow.models import Declaration, DeclarationTask, Organisation, ReturnOrder
from workflow.permissions import Actor, reach_clause, visible_to
from workflow.queries.unsubmitted import by_department, pressed_for
from workflow.reminding.readers import CORRECTION_DAY, RETURNED, TASK_DAY, TO_SUBMIT
from workflow.types import OrganisationKind, Role, State

MOST_LINES = 500
WHICH = ("", "new", "returned", "late")
"""All; never submitted; returned and not submitted again; those whose day is over."""


@dataclass(frozen=True)
class UnsubmittedFile:
    """One declaration; ``role`` has to act next, ``due`` is the day it has to be submitted by."""

    id: int
    project_name: str
    unit: str
    department: str
    role: Role
    held_since: datetime | None
    returned: bool
    due: date
    nudges: int
    nudged_on: date | None


def unsubmitted_files(
    session: Session, actor: Actor, year: int, today: date, *, which: str = "", size: int = MOST_LINES
) -> list[UnsubmittedFile]:
    """By department, unit and project, as far as the actor sees them."""
    unit, department = Organisation.__table__.alias("unit"), Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    row, returned = Declaration, col(ReturnOrder.id).is_not(None)
    due = case((returned, CORRECTION_DAY), else_=TASK_DAY)
    columns: tuple[Any, ...] = (
        row.id, row.project_name, unit.c.name, department.c.name, row.desk, row.held_since, returned, due,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(DeclarationTask, col(DeclarationTask.id) == row.task_id)
        .join(unit, unit.c.id == row.unit_id)
        .join(department, department.c.id == row.department_id)
        .outerjoin(*RETURNED)
        .where(row.fiscal_year == year, row.state == State.drafted, TO_SUBMIT, visible_to(actor, Declaration))
        .order_by(department.c.sort_key, department.c.id, unit.c.sort_key, unit.c.id, row.sort_key, row.id)
        .limit(size)
    )
    wanted = {"new": ~returned, "returned": returned, "late": due < today}
    found = session.exec(query.where(wanted[which]) if which in wanted else query).all()
    pressed = pressed_for(session, "declaration", [line[0] for line in found])
    return [
        UnsubmittedFile(
            number, name, of, above, DESK_ROLES[desk], since, bool(again), day, *pressed.get(number, (0, None))
        )
        for number, name, of, above, desk, since, again, day in found
    ]


def units_without(session: Session, actor: Actor, year: int, today: date) -> list[tuple[str, str]]:
    """(department, unit) of every unit that stands today and has begun no declaration of the year; none if no task."""
    unit = Organisation.__table__.alias("unit")  # type: ignore[attr-defined]
    department = Organisation.__table__.alias("department")  # type: ignore[attr-defined]
    begun = exists().where(col(Declaration.unit_id) == unit.c.id, col(Declaration.fiscal_year) == year)
    asked = exists().where(
        col(DeclarationTask.region_id) == unit.c.region_id, col(DeclarationTask.fiscal_year) == year,
        col(DeclarationTask.opens_on) <= today,
    )  # fmt: skip
    query = (
        select(department.c.name, unit.c.name)
        .join(department, department.c.id == unit.c.parent_id)
        .where(
            unit.c.kind == OrganisationKind.unit, asked, ~begun, _in_reach(actor, unit),
            unit.c.valid_from <= today, or_(unit.c.valid_to.is_(None), unit.c.valid_to >= today),
        )
        .order_by(department.c.sort_key, department.c.id, unit.c.sort_key, unit.c.id)
        .limit(MOST_LINES)
    )  # fmt: skip
    return [(above, name) for above, name in session.exec(query)]


class _Place:
    """A unit as an object that grants reach."""

    def __init__(self, unit: Any) -> None:
        self.region_id, self.department_id, self.unit_id = unit.c.region_id, unit.c.parent_id, unit.c.id


def _in_reach(actor: Actor, unit: Any) -> Any:
    return or_(false(), *(reach_clause(_Place(unit), grant) for grant in actor.grants))


def files_text(
    year: int,
    lines: Sequence[UnsubmittedFile],
    without: Sequence[tuple[str, str]],
    today: date,
    language: str = "zh",
    begin: str = "",
) -> str:
    """The list for a chat group: department, unit, project, whose turn it is by role and until when; no names."""
    english, returned = language == "en", sum(line.returned for line in lines)
    if english:
        head = [f"Declarations of {year}: not submitted as of {today}",
                f"{len(lines)} are not submitted, {returned} of them after a return."]  # fmt: skip
        foot = "Please see to it in the system."
    else:
        head = [f"【{year}年度绩效目标申报】未报送名单（截至 {today}）",
                f"未报送 {len(lines)} 份，其中退回后未重新报送 {returned} 份。"]  # fmt: skip
        foot = "请尽快登录系统办理。"
    text = [*head, *by_department(lines, _turn, "declaration", begin, english=english)]
    if without:
        names = ("、", ", ")[english].join(name for _, name in without)
        text.append(f"No declaration begun ({len(without)}): {names}" if english
                    else f"尚未填报的单位（{len(without)} 个）：{names}")  # fmt: skip
    return "\n".join([*text, foot])


def _turn(line: UnsubmittedFile, *, english: bool) -> str:
    role = ROLE_LABELS[line.role][english]
    if english:
        return f"{line.project_name} ({role}, {'correct by' if line.returned else 'due'} {line.due})"
    return f"{line.project_name}（{'退回修改，' if line.returned else ''}待{role}办理，{line.due} 前报送）"
