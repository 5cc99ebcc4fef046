"""Lists of the review: the queue, pending decisions, late comments, phrases, and the tables of the statistics."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.execution import rate
from workflow.lifecycle.moves import DECLARATION, DESK_LABELS, DESK_ROLES
from workflow.permissions import Actor
from workflow.queries import decisions, late_comments, phrases, review_queue
from workflow.queries import review_statistics as statistics
from workflow.queries.listings.declarations import name_words, statistics_asked
from workflow.queries.listings.listing import Column, Given, Listing, Words, one_of, whole
from workflow.queries.listings.roles import LATE_COMMENTS, REVIEWERS, STATISTICS, WRITES_COMMENTS
from workflow.review.weight import risk_level
from workflow.rules import RULES
from workflow.rules.overall import OVERALL_RULES
from workflow.types import DecisionState, Desk, LateCause, LateStatus

Rows = tuple[Sequence[Any], str | None]
RISKS: dict[str, Words] = {
    "high": ("高风险", "High risk"),
    "medium": ("中风险", "Medium risk"),
    "low": ("低风险", "Low risk"),
}
CAUSE_LABELS: dict[str, Words] = {
    LateCause.money: ("资金变化", "Money changed"),
    LateCause.policy: ("政策变化", "Policy changed"),
    LateCause.linked: ("其他内容修改引起", "Follows from another change"),
    LateCause.consent: ("科长同意", "Consent of the section head"),
}
LATE_LABELS: dict[str, Words] = {
    LateStatus.asked: ("待科长同意", "Waits for consent"),
    LateStatus.granted: ("科长已同意", "Consent given"),
    LateStatus.refused: ("科长不同意", "Consent refused"),
    LateStatus.declared: ("已说明原因", "Cause stated"),
}
DECISION_LABELS: dict[str, Words] = {
    DecisionState.held: ("待发", "Saved, not sent"),
    DecisionState.sent: ("已发出", "Sent"),
    DecisionState.due: ("办理中", "Being carried out"),
    DecisionState.done: ("已办理", "Carried out"),
    DecisionState.failed: ("未能办理", "Not carried out"),
}
MOVE_LABELS: dict[str, Words] = {move.action: (move.label_zh, move.label_en) for move in DECLARATION}
RULE_TITLES: dict[str, Words] = {rule.id: (rule.title_zh, rule.title_en) for rule in RULES} | {
    rule.id: (rule.title_zh, rule.title_en) for rule in OVERALL_RULES
}
NO_SECTION: Words = ("无对口科室", "No section reviews them")


# --- 审核队列 --------------------------------------------------------------------------------------------------------


def desks_of(actor: Actor) -> list[str]:
    """The finance desks the actor reviews at."""
    return [desk for desk in review_queue.FINANCE_DESKS if DESK_ROLES[desk] in actor.roles]


def queue_asked(actor: Actor, given: Given) -> review_queue.Asked:
    """A word that means nothing counts as none."""
    return review_queue.Asked(
        sort=one_of(given, "sort", review_queue.SORTS, review_queue.SORTS[0]),
        turned=bool(given.get("turned")),
        department_id=whole(given, "department"),
        desk=one_of(given, "desk", desks_of(actor)),
        low_risk=given.get("group") == "low",
    )


def _queue(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = review_queue.queue(session, actor, queue_asked(actor, given), cursor, min(size, 500))
    return page.rows, page.after


def _risk(row: Any) -> Words:
    return RISKS[risk_level(row.card.risk)] if row.card else ("未评估", "not weighed yet")


def _budget(row: Any) -> int | None:
    file = row.file
    budget: int | None = file.budget_total_fen if file.budget_year_fen is None else file.budget_year_fen
    return budget


QUEUE = Listing(
    "review_queue", ("审核队列", "Review queue"), _queue,
    (
        Column("name", ("项目", "Project"), lambda row: name_words(row.file)),
        Column("code", ("项目代码", "Project code"), lambda row: row.file.project_code, Kind.code),
        Column("department", ("主管部门", "Department"), lambda row: row.department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row.unit_name),
        Column("risk", ("风险", "Risk"), _risk),
        Column("points", ("风险分", "Risk points"), lambda row: row.card.risk if row.card else None, Kind.number),
        Column("budget", ("预算金额", "Budget"), _budget, Kind.wan),
        Column("due", ("审核期限", "Review deadline"), lambda row: row.card.due_on if row.card else None, Kind.day),
        Column("desk", ("经办环节", "With"), lambda row: DESK_LABELS[row.file.desk]),
        Column("since", ("停留", "Held"), lambda row: row.file.held_since, Kind.moment, ("停留起始", "Held since")),
    ),
    frozenset(REVIEWERS),
)  # fmt: skip


# --- 待发决定, 新增意见, 常用语 ---------------------------------------------------------------------------------------


def _decisions(session: Session, actor: Actor, _given: Given, _cursor: str, _size: int) -> Rows:
    """In the order of the page: saved, on their way, ended."""
    groups = (
        (DecisionState.held,), (DecisionState.sent, DecisionState.due), (DecisionState.done, DecisionState.failed),
    )  # fmt: skip
    return [item for group in groups for item in decisions.own(session, actor, *group)], None


def _file_name(row: Any) -> Words:
    name, key = row.file.project_name, row.file.id
    return (name, name) if row.visible else (f"第 {key} 号申报", f"File no. {key}")


def _said(row: Any) -> str:
    typed = row.decision.inputs
    return str(typed.get("opinion") or typed.get("reason") or "")


DECISIONS = Listing(
    "decisions", ("待发决定", "Pending decisions"), _decisions,
    (
        Column("name", ("项目", "Project"), _file_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row.unit_name),
        Column("what", ("决定", "Decided"), lambda row: MOVE_LABELS[row.decision.action]),
        Column("said", ("意见", "Opinion"), _said),
        Column("state", ("状态", "State"), lambda row: DECISION_LABELS[row.decision.status]),
        Column("saved", ("保存时间", "Saved at"), lambda row: row.decision.created_at, Kind.moment),
        Column("ended", ("办理时间", "Carried out at"), lambda row: row.decision.finished_at, Kind.moment),
    ),
    frozenset(REVIEWERS),
)  # fmt: skip


def _late(session: Session, actor: Actor, given: Given, _cursor: str, size: int) -> Rows:
    return late_comments.late_lines(session, actor, waiting=given.get("all") != "1", most=100_000), None


LATE = Listing(
    "late_comments", ("新增意见", "Late comments"), _late,
    (
        Column("name", ("项目", "Project"), lambda row: row.row.project_name),
        Column("text", ("意见", "Comment"), lambda row: row.comment.text),
        Column("author", ("提出人", "Author"), lambda row: row.author),
        Column("when", ("提出时间", "When"), lambda row: row.late.created_at, Kind.moment),
        Column("cause", ("原因", "Cause"), lambda row: CAUSE_LABELS[row.late.cause]),
        Column("state", ("状态", "State"), lambda row: LATE_LABELS[row.late.status]),
        Column("answer", ("科长意见", "Section head"), lambda row: row.late.answer),
    ),
    frozenset(LATE_COMMENTS), personal=True,
)  # fmt: skip


def _phrases(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    found = phrases.phrases_of(session, actor, whole(given, "region") or 0)
    return sorted(found, key=lambda item: item.owner_id is None), None


PHRASES = Listing(
    "phrases", ("常用语", "Phrases"), _phrases,
    (
        Column("text", ("常用语", "Phrase"), lambda row: row.text),
        Column("whose", ("范围", "Whose"),
               lambda row: ("全区共用", "Shared in the region") if row.owner_id is None else ("本人", "My own")),
        Column("rule", ("适用规则", "Rule"), lambda row: RULE_TITLES.get(row.rule, (row.rule, row.rule))),
        Column("uses", ("使用次数", "Times used"), lambda row: row.uses, Kind.number),
    ),
    frozenset(WRITES_COMMENTS),
)  # fmt: skip


# --- 审核统计 --------------------------------------------------------------------------------------------------------


def _share(part: int, whole_number: int) -> Fraction | None:
    return rate(part, whole_number)


def _mean(total: int, count: int) -> Fraction | None:
    return Fraction(total, count) if count else None


def _lines(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    found = statistics.statistics(session, actor, statistics_asked(given))
    found.total.name = "合计"
    return [*found.lines, found.total], None


def _line_name(line: Any) -> Words:
    return (line.name, "Total" if line.name == "合计" else line.name) if line.name else NO_SECTION


STATISTICS_LINES = Listing(
    "review_statistics", ("审核统计", "Review statistics"), _lines,
    (
        Column("name", ("部门（科室）", "Department or section"), _line_name),
        Column("files", ("申报份数", "Files"), lambda line: line.files, Kind.number),
        Column("mean", ("平均轮次", "Rounds per file"), lambda line: _mean(line.rounds, line.files), Kind.number),
        Column("rounds1", ("1 轮", "1 round"), lambda line: line.by_rounds[0], Kind.number),
        Column("rounds2", ("2 轮", "2 rounds"), lambda line: line.by_rounds[1], Kind.number),
        Column("rounds3", ("3 轮及以上", "3 or more"), lambda line: line.by_rounds[2], Kind.number),
        Column("passed", ("已通过", "Passed"), lambda line: line.passed, Kind.number),
        Column("first", ("其中一次通过", "of these at the first submission"), lambda line: line.first, Kind.number),
        Column("rate", ("一次通过率", "First-pass rate"), lambda line: _share(line.first, line.passed), Kind.percent),
        Column("unit", ("单位平均用时（工作日）", "Days at the unit"),
               lambda line: _mean(line.unit_days, line.files), Kind.number),
        Column("finance", ("财政平均用时（工作日）", "Days at finance"),
               lambda line: _mean(line.finance_days, line.files), Kind.number),
        Column("findings", ("预审问题", "Findings"), lambda line: line.findings, Kind.number),
        Column("explained", ("带说明", "explained"), lambda line: line.explained, Kind.number),
        Column("late", ("新增意见", "Late comments"), lambda line: line.late, Kind.number),
        Column("paper", ("纸质审签", "Signed on paper"), lambda line: line.paper, Kind.number),
    ),
    STATISTICS,
)  # fmt: skip


def _desks(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return statistics.statistics(session, actor, statistics_asked(given)).desks, None


STATISTICS_DESKS = Listing(
    "statistics_desks", ("审核统计：按环节", "Review statistics by desk"), _desks,
    (
        Column("name", ("经办环节", "Desk"), lambda line: DESK_LABELS[Desk(line.desk)]),
        Column("stays", ("经办次数", "Times it came"), lambda line: line.stays, Kind.number),
        Column("days", ("工作日合计", "Working days in all"), lambda line: line.days, Kind.number),
        Column("mean", ("平均每次工作日", "Working days each time"),
               lambda line: _mean(line.days, line.stays), Kind.number),
        Column("longest", ("最长一次", "Longest"), lambda line: line.longest if line.longest_id else None, Kind.number),
        Column("present", ("现有", "There now"), lambda line: line.present, Kind.number),
    ),
    STATISTICS,
)  # fmt: skip


def _rules(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return statistics.statistics(session, actor, statistics_asked(given)).rules, None


STATISTICS_RULES = Listing(
    "statistics_rules", ("审核统计：按规则", "Review statistics by rule"), _rules,
    (
        Column("name", ("规则", "Rule"), lambda line: RULE_TITLES.get(line.rule, (line.rule, line.rule))),
        Column("files", ("申报份数", "Files"), lambda line: line.files, Kind.number),
        Column("findings", ("预审问题", "Findings"), lambda line: line.findings, Kind.number),
        Column("explained", ("带说明", "explained"), lambda line: line.explained, Kind.number),
        Column("rate", ("带说明占比", "Share explained"),
               lambda line: _share(line.explained, line.findings), Kind.percent),
    ),
    STATISTICS,
)  # fmt: skip


def _causes(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return statistics.statistics(session, actor, statistics_asked(given)).causes, None


STATISTICS_CAUSES = Listing(
    "statistics_causes", ("审核统计：新增意见", "Review statistics: late comments"), _causes,
    (
        Column("name", ("原因说明", "Cause"), lambda line: CAUSE_LABELS[line.cause]),
        Column("comments", ("新增意见", "Late comments"), lambda line: line.comments, Kind.number),
        Column("files", ("申报份数", "Files"), lambda line: line.files, Kind.number),
    ),
    STATISTICS,
)  # fmt: skip
