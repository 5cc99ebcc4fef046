"""What finance makes of self-evaluations: the re-checks (抽样复核) of a task, and what follows for the money."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.lifecycle.evaluations.scores import points_of
from workflow.permissions import Actor
from workflow.queries import evaluations, rechecks, result_uses
from workflow.queries.listings.evaluations import GRADES, NOTHING
from workflow.queries.listings.listing import Column, Given, Listing, Words, cut, one_of, whole
from workflow.queries.listings.roles import BUSINESS, STATISTICS
from workflow.types import RecheckState, ResultUseKind, ResultUseState, SampleReason

WHY: dict[str, Words] = {
    SampleReason.poor: ("自评等级为差", "Graded poor"),
    SampleReason.red: ("监控红灯", "Red light"),
    SampleReason.amount: ("金额达到标准", "By amount"),
    SampleReason.share: ("按比例抽取", "Drawn"),
}
RECHECK_STATES: dict[str, Words] = {
    RecheckState.open: ("待复核", "To be checked"),
    RecheckState.finished: ("已复核", "Checked"),
}


def _rows(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> tuple[Sequence[Any], str | None]:
    task_id = whole(given, "task_id") or 0
    evaluations.task(session, actor, task_id)
    return rechecks.list_rechecks(session, actor, task_id), None


RECHECKS = Listing(
    "rechecks", ("抽样复核", "Re-checks"), _rows,
    (
        Column("name", ("项目", "Project"), lambda row: row.project_name),
        Column("department", ("主管部门", "Department"), lambda row: row.department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row.unit_name),
        Column("number", ("自评表编号", "Form number"), lambda row: row.evaluation_id, Kind.number),
        Column("why", ("抽取原因", "Why"), lambda row: WHY[row.why]),
        Column("lot", ("抽签值", "Lot"), lambda row: row.lot, Kind.code),
        Column("adjusted", ("全年预算数", "Budget"), lambda row: row.adjusted_fen, Kind.wan),
        Column("state", ("状态", "State"), lambda row: RECHECK_STATES[row.state]),
        Column("own", ("自评得分", "Own points"), lambda row: points_of(row.own_hundredths), Kind.number),
        Column("own_grade", ("自评等级", "Own grade"), lambda row: GRADES[row.own_grade] if row.own_grade else NOTHING),
        Column("points", ("复核得分", "Points by the re-check"), lambda row: (
            points_of(row.total_hundredths) if row.state == RecheckState.finished else None), Kind.number),
        Column("grade", ("复核等级", "Grade by the re-check"), lambda row: (
            GRADES[row.grade] if row.grade and row.state == RecheckState.finished else NOTHING)),
        Column("difference", ("分差", "Difference"), lambda row: row.difference, Kind.number),
    ),
    STATISTICS,
)  # fmt: skip


# --- 结果应用 --------------------------------------------------------------------------------------------------------

USE_KINDS: dict[str, Words] = {
    ResultUseKind.cut: ("调减预算", "Cut the budget"),
    ResultUseKind.recall: ("收回资金", "Recall what is left"),
    ResultUseKind.keep: ("继续安排", "Keep the budget"),
}
USE_STATES: dict[str, Words] = {
    ResultUseState.proposed: ("待预算科确认", "With the budget section"),
    ResultUseState.confirmed: ("已确认", "Confirmed"),
    ResultUseState.refused: ("未采纳", "Refused"),
}


def use_booking(row: result_uses.ListedUse) -> Words:
    """Where a confirmed use stands: in the ledger, or against the declaration of its year."""
    if row.row.state != ResultUseState.confirmed or row.row.kind == ResultUseKind.keep:
        return NOTHING
    if row.row.entry_id:
        return f"已登记预算指标台账（{row.entry_on}）", f"In the ledger ({row.entry_on})"
    return f"带入{row.row.applies_year}年申报", f"Told to the declaration of {row.row.applies_year}"


def _uses(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    state, after = one_of(given, "use", set(ResultUseState)), int(cursor) if cursor else 0
    found = result_uses.list_uses(session, actor, whole(given, "current_year"), state, after, size + 1)
    return cut(found, size, lambda line: line.row.id)


RESULT_USES = Listing(
    "result_uses", ("结果应用", "Results in money"), _uses,
    (
        Column("name", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("预算单位", "Unit"), lambda line: line.unit_name),
        Column("kind", ("类型", "Kind"), lambda line: USE_KINDS[line.row.kind]),
        Column("state", ("状态", "State"), lambda line: USE_STATES[line.row.state]),
        Column("year", ("适用年度", "Holds for"), lambda line: line.row.applies_year, Kind.code),
        Column("amount", ("金额", "Amount"), lambda line: line.row.amount_fen or None, Kind.wan),
        Column("points", ("自评得分", "Own points"), lambda line: points_of(line.total_hundredths), Kind.number),
        Column("grade", ("自评等级", "Own grade"), lambda line: GRADES[line.grade] if line.grade else NOTHING),
        Column("reason", ("理由", "Reason"), lambda line: line.row.reason),
        Column("document", ("文号", "Document"), lambda line: line.row.document),
        Column("booked", ("落实情况", "Carried out"), use_booking),
        Column("remark", ("预算科意见", "Opinion"), lambda line: line.row.remark),
    ),
    BUSINESS,
)  # fmt: skip
