"""The list of tasks to adjust targets (目标调整任务)."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.permissions import Actor
from workflow.queries import target_tasks
from workflow.queries.listings.listing import Column, Given, Listing, Words, one_of, whole
from workflow.queries.listings.roles import BUSINESS

STAGES: dict[str, Words] = {
    "open": ("待单位办理", "Waits for the unit"),
    "adjusting": ("目标调整中", "Targets being adjusted"),
    "waiting": ("待科室确认", "Waits for the section"),
    "adjusted": ("目标已调整", "Targets adjusted"),
    "explained": ("同意不调整", "Targets stay"),
    "lapsed": ("变动已冲销或项目已终止", "Lapsed"),
}


def stage_of(given: Given) -> str:
    """What page and export are asked for."""
    return one_of(given, "stage", STAGES)


def _read(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    page = target_tasks.tasks(session, actor, region, year, stage_of(given), cursor, size)
    return page.rows, page.after


TARGET_TASKS = Listing(
    "target_tasks", ("目标调整任务", "Tasks to adjust targets"), _read,
    (
        Column("project", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("单位", "Unit"), lambda line: line.unit_name),
        Column("initial", ("年初预算", "Initial budget"), lambda line: line.initial_fen, Kind.wan),
        Column("change", ("预算变动", "Change"), lambda line: line.change_fen, Kind.wan),
        Column("stage", ("状态", "State"), lambda line: STAGES[line.stage]),
        Column("opened", ("下达时间", "Opened"), lambda line: line.opened_at, Kind.moment),
        Column("closed", ("办结时间", "Closed"), lambda line: line.closed_at, Kind.moment),
        Column("reason", ("单位说明", "Reason of the unit"), lambda line: line.explanation),
        Column("answer", ("科室意见", "Answer of the section"), lambda line: line.answer),
    ),
    BUSINESS,
)  # fmt: skip
