"""What each number of the overview counts: a row here is both the number and the list behind it.

Every kind of file is narrowed to region, year and the actor's scope first; a measure adds its condition, on the files
as they stand now or stood on a past day (``standing.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, false, not_, or_
from sqlmodel import col, func, select

from workflow.clock import end_of_day
from workflow.execution import Light
from workflow.models import (
    CorrectiveAction,
    Declaration,
    DeclarationTask,
    EvaluationTask,
    MonitoringCampaign,
    MonitoringReport,
    ReturnOrder,
    ReviewCard,
    SelfEvaluation,
    TaskExtension,
)
from workflow.permissions import Actor, reach_clause
from workflow.queries.dashboard.standing import Condition, Stood, stood
from workflow.queries.report_lights import NONE
from workflow.queries.review_statistics import PASSED
from workflow.types import CorrectionState, Desk, ReportState, State

Words = tuple[str, str]
LIGHTS = frozenset({*Light, NONE})
OPEN_FORMS = (ReportState.drafted, ReportState.submitted)


@dataclass(frozen=True)
class Asked:
    """What the overview is about; ``today`` decides what is overdue. ``past``: counts are as of the end of this day."""

    region_id: int
    year: int
    today: date
    department_id: int | None = None
    unit_id: int | None = None
    past: date | None = None


def declaration_due(at: Stood) -> Any:
    """As the work list says it: with the unit the return's own day, else the window with its extension; with finance
    the day of the review."""
    extension = (
        select(func.max(TaskExtension.closes_on))
        .where(TaskExtension.task_id == Declaration.task_id, TaskExtension.unit_id == Declaration.unit_id)
        .correlate(Declaration)
        .scalar_subquery()
    )
    closes = (
        select(col(DeclarationTask.closes_on))
        .where(DeclarationTask.id == Declaration.task_id)
        .correlate(Declaration)
        .scalar_subquery()
    )
    return case(
        (at.state != State.drafted, _of_round(ReviewCard, at)),
        else_=func.coalesce(_of_round(ReturnOrder, at), case((extension > closes, extension), else_=closes)),
    )


def _of_round(model: Any, at: Stood) -> Any:
    """The day of the return or of the review of the round."""
    query = select(model.due_on).where(model.declaration_id == Declaration.id, model.round == at.round)
    if at.until is not None and hasattr(model, "created_at"):
        query = query.where(model.created_at <= at.until)
    sources = [Declaration, *(what for what, _key in at.joins)]
    return query.correlate(*sources).scalar_subquery()


def report_due(_at: Stood) -> Any:
    """The unit's later deadline, else the campaign's."""
    deadline = select(col(MonitoringCampaign.deadline)).where(MonitoringCampaign.id == MonitoringReport.campaign_id)
    return func.coalesce(col(MonitoringReport.extended_to), deadline.correlate(MonitoringReport).scalar_subquery())


def evaluation_due(_at: Stood) -> Any:
    """The unit's later deadline, else the task's."""
    deadline = select(col(EvaluationTask.deadline)).where(EvaluationTask.id == SelfEvaluation.task_id)
    return func.coalesce(col(SelfEvaluation.extended_to), deadline.correlate(SelfEvaluation).scalar_subquery())


DECLARATION_OF: dict[str, Any] = {
    "declaration": col(Declaration.id), "report": col(MonitoringReport.declaration_id),
    "evaluation": col(SelfEvaluation.declaration_id), "correction": col(CorrectiveAction.declaration_id),
}  # fmt: skip
"""Kind of file → the declaration it belongs to."""
DUE: dict[str, Callable[[Stood], Any]] = {
    "declaration": declaration_due, "report": report_due, "evaluation": evaluation_due,
    "correction": lambda _at: col(CorrectiveAction.due_on),
}  # fmt: skip
"""Kind of file → the day it is due."""


@dataclass(frozen=True)
class Measure:
    """One number: of which files, its name, what counts in one sentence; ``values`` it is told apart by ("" = none)."""

    of: str
    words: Words
    counts: Words
    condition: Callable[[Asked, Stood, str], Condition]
    values: frozenset[str] = frozenset({""})


def _first(at: Stood) -> Condition:
    """Every project once: its first version, unless it was thrown away before it was ever submitted."""
    return and_(col(Declaration.revision) == 1, or_(at.state != State.terminated, at.sent))


def _unsubmitted(at: Stood) -> Condition:
    return and_(_first(at), not_(at.sent))


def _approved(at: Stood) -> Condition:
    return at.by_then(col(Declaration.approved_at))


def _newest(asked: Asked) -> Condition:
    """Of the newest campaign of the year."""
    newest: Condition = col(MonitoringReport.campaign_id) == newest_campaign(asked).scalar_subquery()
    return newest


def newest_campaign(asked: Asked) -> Any:
    """Of the campaigns of the year the last one opened, also by then."""
    query = select(func.max(MonitoringCampaign.id)).where(
        MonitoringCampaign.region_id == asked.region_id, MonitoringCampaign.fiscal_year == asked.year
    )
    return query if asked.past is None else query.where(MonitoringCampaign.created_at <= end_of_day(asked.past))


def _never_sent(at: Stood) -> Condition:
    drafted: Condition = at.state == ReportState.drafted
    return and_(drafted, not_(at.sent))


def _late(asked: Asked, at: Stood, kind: str, desk: str) -> Condition:
    """At the desk past its day; of forms those that were never submitted."""
    late = and_(at.desk == desk, DUE[kind](at) < asked.today)
    return late if kind == "declaration" else and_(late, _never_sent(at))


def _light(column: Any, light: str) -> Condition:
    condition: Condition = column == ("" if light == NONE else light)
    return condition


_DESKS = frozenset(Desk)
_FORM_DESKS = frozenset({Desk.filer, Desk.head, Desk.department, Desk.section})
"""Reports and self-evaluations come no further than the business section."""

MEASURES: dict[str, Measure] = {
    "due": Measure(
        "declaration", ("应报", "To be declared"),
        ("本年度每个项目和每份整体申报计一份（只计首个版本），报送前作废的不计。",
         "Every project and overall declaration of the year once (its first version), without those thrown away before "
         "they were submitted."),
        lambda _asked, at, _: _first(at),
    ),
    "submitted": Measure(
        "declaration", ("已报", "Submitted"),
        ("应报中至少报送财政一次的，退回修改中的也计。占比以应报为分母。",
         "Of these, submitted to finance at least once, also where returned since. Share of: to be declared."),
        lambda _asked, at, _: and_(_first(at), at.sent),
    ),
    "passed": Measure(
        "declaration", ("审核通过", "Passed the review"),
        ("已报中业务科审核已通过的：待批复、已批复及以后。占比以已报为分母。",
         "Of those submitted, passed by the business section: awaiting approval, approved or later. Share of: "
         "submitted."),
        lambda _asked, at, _: and_(_first(at), or_(at.state.in_(PASSED), _approved(at))),
    ),
    "approved": Measure(
        "declaration", ("已批复", "Approved"),
        ("审核通过中已批复的，批复后撤项的也计。", "Of those passed, approved, also where ended since."),
        lambda _asked, at, _: and_(_first(at), _approved(at)),
    ),
    "unsubmitted": Measure(
        "declaration", ("未报", "Not submitted"),
        ("应报中从未报送财政的：应报 = 已报 + 未报。",
         "Of those to be declared, never submitted: to be declared = submitted + not submitted."),
        lambda _asked, at, _: _unsubmitted(at),
    ),
    "unsubmitted_late": Measure(
        "declaration", ("未报且逾期", "Not submitted, overdue"),
        ("未报中申报截止日（含延期）已过的。", "Of those not submitted, past the closing day with its extension."),
        lambda asked, at, _: and_(_unsubmitted(at), declaration_due(at) < asked.today),
    ),
    "returned": Measure(
        "declaration", ("退回修改中", "Returned, being changed"),
        ("已报中现在单位或主管部门修改的。", "Of those submitted, with the unit or department for changes."),
        lambda _asked, at, _: and_(_first(at), at.sent, at.state == State.drafted),
    ),
    "at_desk": Measure(
        "declaration", ("申报在办", "Declarations at the desk"),
        ("现在该环节的申报，含调整版本。", "Declarations that are at this desk now, adjustments included."),
        lambda _asked, at, desk: at.desk == desk, _DESKS,
    ),
    "at_desk_late": Measure(
        "declaration", ("申报逾期", "Declarations overdue"),
        ("其中已过期限的：单位环节按申报截止日（含延期）或退回期限，财政环节按审核期限。",
         "Of these, past their day: with units the closing day, its extension or the return's own; with finance the "
         "day of the review."),
        lambda asked, at, desk: _late(asked, at, "declaration", desk), _DESKS,
    ),
    "reports": Measure(
        "report", ("监控表", "Monitoring reports"),
        ("最近一次监控任务的监控表，已取消的不计。", "Reports of the newest campaign; cancelled ones do not count."),
        lambda asked, _at, _: _newest(asked),
    ),
    "reports_unsent": Measure(
        "report", ("监控未报", "Reports not submitted"),
        ("最近一次监控任务中从未报送财政的监控表。", "Reports of the newest campaign that were never submitted."),
        lambda asked, at, _: and_(_newest(asked), _never_sent(at)),
    ),
    "money_light": Measure(
        "report", ("资金预警灯", "Light of the money"),
        ("最近一次监控任务按资金预警灯分；无预算的不判灯。",
         "Reports of the newest campaign by the light of the money; none without a budget."),
        lambda asked, _at, light: and_(_newest(asked), _light(col(MonitoringReport.money_light), light)), LIGHTS,
    ),
    "target_light": Measure(
        "report", ("指标预警灯", "Light of the targets"),
        ("最近一次监控任务按指标预警灯分：一张表取其最差的一盏，还不能判的列入未判灯。",
         "Reports of the newest campaign by the worst light of their targets; none while nothing can be judged."),
        lambda asked, _at, light: and_(_newest(asked), _light(col(MonitoringReport.target_light), light)), LIGHTS,
    ),
    "report_at_desk": Measure(
        "report", ("监控表在办", "Reports at the desk"),
        ("本年度各次监控任务中现在该环节的监控表。", "Reports of the year's campaigns that are at this desk now."),
        lambda _asked, at, desk: at.desk == desk, _FORM_DESKS,
    ),
    "report_at_desk_late": Measure(
        "report", ("监控表逾期", "Reports overdue"),
        ("其中截止日（含延期）已过、从未报送的。", "Of these, never submitted, past the deadline with its extension."),
        lambda asked, at, desk: _late(asked, at, "report", desk), _FORM_DESKS,
    ),
    "evaluations": Measure(
        "evaluation", ("自评表", "Self-evaluations"),
        ("本年度项目支出和部门整体支出的自评表，已取消的不计。",
         "Self-evaluations of the year, of projects and of whole units; cancelled ones do not count."),
        lambda _asked, _at, _: col(SelfEvaluation.id) > 0,
    ),
    "evaluations_open": Measure(
        "evaluation", ("自评未完成", "Self-evaluations open"),
        ("其中尚未由业务科确认的。", "Of these, not yet accepted by the business section."),
        lambda _asked, at, _: at.state.in_(OPEN_FORMS),
    ),
    "evaluation_at_desk": Measure(
        "evaluation", ("自评表在办", "Self-evaluations at the desk"),
        ("现在该环节的自评表。", "Self-evaluations that are at this desk now."),
        lambda _asked, at, desk: at.desk == desk, _FORM_DESKS,
    ),
    "evaluation_at_desk_late": Measure(
        "evaluation", ("自评表逾期", "Self-evaluations overdue"),
        ("其中截止日已过、从未报送的。", "Of these, never submitted and past the deadline."),
        lambda asked, at, desk: _late(asked, at, "evaluation", desk), _FORM_DESKS,
    ),
    "corrections_open": Measure(
        "correction", ("整改未销号", "Corrections open"),
        ("本年度下达、尚未销号的整改。", "Corrections ordered for the year and not closed."),
        lambda _asked, at, _: at.state != CorrectionState.closed,
    ),
    "corrections_late": Measure(
        "correction", ("整改逾期", "Corrections overdue"),
        ("其中整改期限已过、单位还没有填报结果的。", "Of these, past their day and not yet answered by the unit."),
        lambda asked, at, _: and_(
            at.state == CorrectionState.ordered, col(CorrectiveAction.due_on) < asked.today
        ),
    ),
}  # fmt: skip
"""Measure → what it counts. Its address is /overview/files?measure=…&value=…"""

Number = tuple[str, str]
"""Measure and value."""
NUMBERS: tuple[Number, ...] = tuple((key, value) for key, row in MEASURES.items() for value in sorted(row.values))


def measured(actor: Actor, asked: Asked, measure: str, value: str = "") -> tuple[Stood, tuple[Condition, ...]]:
    """The files as they stand and the conditions of one number; raises ``KeyError`` for what is counted nowhere."""
    row = MEASURES[measure]
    if value not in row.values:
        raise KeyError(value)
    at = stood(row.of, asked.past)
    return at, (*standing(actor, asked, at), row.condition(asked, at, value))


def standing(actor: Actor, asked: Asked, at: Stood) -> tuple[Condition, ...]:
    """The files of a kind that count at all: of region and year, seen by the actor."""
    model = at.model
    chosen = ((model.department_id, asked.department_id), (model.unit_id, asked.unit_id))
    return (
        or_(false(), *(reach_clause(model, grant) for grant in actor.grants)),
        model.region_id == asked.region_id,
        model.fiscal_year == asked.year,
        at.there,
        *(column == value for column, value in chosen if value is not None),
    )
