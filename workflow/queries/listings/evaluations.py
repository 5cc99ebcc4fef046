"""Lists of the self-evaluations: the tasks, and the forms of one."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.clock import business_date
from workflow.documents.tables import Kind as Cell
from workflow.execution import rate
from workflow.lifecycle.evaluations.scores import points_of
from workflow.permissions import Actor
from workflow.queries import evaluations
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.report_holders import holders_of
from workflow.queries.work_words import form_state, holder_words
from workflow.types import Grade, Kind, ReportState, State

Rows = tuple[Sequence[Any], str | None]
GRADES: dict[str, Words] = {
    Grade.excellent: ("优", "excellent"), Grade.good: ("良", "good"), Grade.fair: ("中", "fair"),
    Grade.poor: ("差", "poor"),
}  # fmt: skip
NOTHING: Words = ("", "")
KINDS: dict[str, Words] = {
    Kind.project: ("项目支出", "Project expenditure"), Kind.overall: ("部门整体支出", "Overall expenditure"),
}  # fmt: skip


def _tasks(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return evaluations.tasks(session, actor, whole(given, "current_year")), None


def task_state(line: evaluations.TaskLine) -> Words:
    """Running, past its deadline, closed."""
    if line.task.closed_at:
        return "已关闭", "Closed"
    return ("已过截止日", "Past the deadline") if line.task.deadline < business_date() else ("进行中", "Running")


EVALUATION_TASKS = Listing(
    "evaluation_tasks", ("自评任务", "Self-evaluation tasks"), _tasks,
    (
        Column("name", ("自评任务", "Task"), lambda line: line.task.name),
        Column("state", ("状态", "State"), task_state),
        Column("deadline", ("截止日期", "Deadline"), lambda line: line.task.deadline, Cell.day),
        Column("total", ("自评表", "Forms"), lambda line: line.total, Cell.number),
        Column("projects", ("其中项目支出", "Of these, projects"),
               lambda line: line.by_kind.get(Kind.project, 0), Cell.number),
        Column("overall", ("其中部门整体支出", "Of these, overall"),
               lambda line: line.by_kind.get(Kind.overall, 0), Cell.number),
        Column("drafted", ("填报中", "Being filled in"),
               lambda line: line.by_state.get(ReportState.drafted, 0), Cell.number),
        Column("submitted", ("待财政审核", "At finance"),
               lambda line: line.by_state.get(ReportState.submitted, 0), Cell.number),
        Column("accepted", ("已确认", "Accepted"),
               lambda line: line.by_state.get(ReportState.accepted, 0), Cell.number),
    ),
    BUSINESS,
)  # fmt: skip


def evaluation_filters(given: Given) -> evaluations.EvaluationFilters:
    """The forms of one task."""
    return evaluations.EvaluationFilters(
        task_id=whole(given, "task_id") or 0,
        state=given.get("state", ""),
        grade=given.get("grade", ""),
        kind=given.get("kind", ""),
        department_id=whole(given, "department"),
        text=given.get("q", ""),
    )


def _forms(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    evaluations.task(session, actor, whole(given, "task_id") or 0)
    rows, after = evaluations.list_evaluations(session, actor, evaluation_filters(given), cursor, min(size, 500))
    names = holders_of(session, "self_evaluation", [row.id for row in rows])
    return [(row, names.get(row.id, [])) for row in rows], after


SELF_EVALUATIONS = Listing(
    "self_evaluations", ("自评表", "Self-evaluations"), _forms,
    (
        Column("name", ("项目", "Project"), lambda row: row[0].project_name),
        Column("kind", ("类别", "Kind"), lambda row: KINDS[row[0].kind]),
        Column("department", ("主管部门", "Department"), lambda row: row[0].department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row[0].unit_name),
        Column("state", ("状态", "State"), lambda row: form_state(row[0], came_back=row[0].round > 0)),
        Column("desk", ("经办环节", "With"), lambda row: holder_words(row[0].desk, row[1])),
        Column("adjusted", ("全年预算数", "Budget"), lambda row: row[0].adjusted_fen, Cell.wan),
        Column("executed", ("全年执行数", "Spent"), lambda row: row[0].executed_fen, Cell.wan),
        Column("rate", ("执行率", "Execution rate"), lambda row: rate(row[0].executed_fen, row[0].adjusted_fen),
               Cell.percent),
        Column("points", ("总分", "Points"), lambda row: points_of(row[0].total_hundredths), Cell.number),
        Column("grade", ("自评等级", "Grade"), lambda row: GRADES[row[0].grade] if row[0].grade else NOTHING),
        Column("confirmed", ("结果确认", "Confirmed"), lambda row: (
            ("已确认", "yes") if row[0].declaration_state == State.evaluated else ("未确认", "no"))),
    ),
    BUSINESS,
)  # fmt: skip
