"""Lists of the overview (一页纸): its lines, lights and desks, and the files behind one number."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.errors import NotFound
from workflow.execution import LIGHT_COLOURS, Light, rate, time_progress
from workflow.lifecycle.corrections import CORRECTION_STATES
from workflow.lifecycle.moves import DESK_LABELS, REPORT_STATE_LABELS, STATE_LABELS
from workflow.permissions import Actor
from workflow.queries.dashboard.behind import FileLine, behind
from workflow.queries.dashboard.figures import RANKS, Line, Overview, overview, ranked
from workflow.queries.dashboard.measures import Asked
from workflow.queries.listings.listing import Column, Given, Listing, Words, day_of, one_of, whole
from workflow.queries.listings.roles import BUSINESS
from workflow.queries.report_lights import NONE
from workflow.queries.work_words import holder_words
from workflow.types import Desk

Rows = tuple[Sequence[Any], str | None]
KINDS: dict[str, Words] = {
    "declaration": ("申报", "Declaration"), "report": ("监控表", "Monitoring report"),
    "evaluation": ("自评表", "Self-evaluation"), "correction": ("整改", "Correction"),
}  # fmt: skip
NO_LIGHT: Words = ("未判灯", "None")


def asked_of(given: Given) -> Asked:
    """What the overview is about; of a day that is over the counts, too, are those of its end."""
    today, day = business_date(), day_of(given.get("as_of", ""))
    past = day if day and day < today else None
    return Asked(
        whole(given, "region") or 0,
        whole(given, "money_year") or 0,
        past or today,
        whole(given, "department"),
        whole(given, "unit"),
        past,
    )


def unreadable_day(given: Given) -> str:
    """What was typed as the day and is none."""
    text = given.get("as_of", "").strip()
    return "" if day_of(text) else text


def found_for(session: Session, actor: Actor, given: Given) -> Overview:
    """The whole overview, payments as of the day asked for."""
    return overview(session, actor, asked_of(given), day_of(given.get("as_of", "")))


def rank_of(given: Given) -> tuple[str, bool]:
    """By what the lines are ranked, and whether the highest stands first."""
    return one_of(given, "sort", RANKS, "rate"), given.get("dir") == "desc"


@dataclass(frozen=True)
class RankedLine:
    """A line with the time progress it is held against."""

    line: Line
    time: Fraction

    @property
    def lead(self) -> Fraction | None:
        """Execution rate − time progress."""
        reached = self.line.money.execution_rate
        return None if reached is None else reached - self.time


def _lines(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    found = found_for(session, actor, given)
    by, descending = rank_of(given)
    found.total.name = "合计"
    lines = [*ranked(found.lines, by, descending=descending), found.total]
    return [RankedLine(line, time_progress(found.as_of.month)) for line in lines], None


def _counts(measure: str, value: str = "") -> Any:
    return lambda row: row.line.count(measure, value)


OVERVIEW_LINES = Listing(
    "overview", ("绩效一览", "Overview"), _lines,
    (
        Column("name", ("部门（单位、项目）", "Department, unit or project"),
               lambda row: (row.line.name, "Total" if row.line.name == "合计" else row.line.name)),
        Column("due", ("应报", "To be declared"), _counts("due"), Kind.number),
        Column("submitted", ("已报", "Submitted"), _counts("submitted"), Kind.number),
        Column("share", ("报送率", "Share submitted"),
               lambda row: rate(row.line.count("submitted"), row.line.count("due")), Kind.percent),
        Column("passed", ("审核通过", "Passed"), _counts("passed"), Kind.number),
        Column("unsubmitted", ("未报", "Not submitted"), _counts("unsubmitted"), Kind.number),
        Column("late", ("逾期未报", "Overdue"), _counts("unsubmitted_late"), Kind.number),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda row: row.line.money.adjusted_fen, Kind.wan),
        Column("executed", ("已支付", "Paid"), lambda row: row.line.money.executed_fen, Kind.wan),
        Column("rate", ("执行率", "Execution rate"), lambda row: row.line.money.execution_rate, Kind.percent),
        Column("lead", ("比序时（百分点）", "Ahead (points)"),
               lambda row: None if row.lead is None else row.lead * 100, Kind.number),
        Column("left", ("未支出", "Unspent"), lambda row: row.line.unspent_fen, Kind.wan),
        Column("money_red", ("资金红灯", "Red: money"), _counts("money_light", Light.red), Kind.number),
        Column("target_red", ("指标红灯", "Red: targets"), _counts("target_light", Light.red), Kind.number),
    ),
    BUSINESS,
)  # fmt: skip


@dataclass(frozen=True)
class LightLine:
    """One light: how many reports have it for their money, how many as the worst of their targets."""

    light: str
    money: int
    targets: int


def light_lines(found: Overview) -> list[LightLine]:
    """From red to blue, then without a light."""
    count = found.total.count
    return [LightLine(light, count("money_light", light), count("target_light", light)) for light in (*Light, NONE)]


def light_words(light: str) -> Words:
    """The name of a light."""
    return NO_LIGHT if light == NONE else LIGHT_COLOURS[Light(light)]


def _lights(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return light_lines(found_for(session, actor, given)), None


OVERVIEW_LIGHTS = Listing(
    "overview_lights", ("预警灯分布", "Lights"), _lights,
    (
        Column("name", ("预警灯", "Light"), lambda line: light_words(line.light)),
        Column("money", ("资金预警灯", "Light of the money"), lambda line: line.money, Kind.number),
        Column("targets", ("指标预警灯", "Light of the targets"), lambda line: line.targets, Kind.number),
    ),
    BUSINESS,
)  # fmt: skip


@dataclass(frozen=True)
class DeskLine:
    """One desk and what lies there; ``line`` is the total of the overview."""

    desk: str
    line: Line


def desk_lines(found: Overview) -> list[DeskLine]:
    """In the order of a file's way."""
    return [DeskLine(desk.value, found.total) for desk in Desk]


def _desks(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return desk_lines(found_for(session, actor, given)), None


DESK_WORDS: dict[str, Words] = {
    "at_desk": ("申报", "Declarations"), "report_at_desk": ("监控表", "Reports"),
    "evaluation_at_desk": ("自评表", "Self-evaluations"),
}  # fmt: skip
"""What lies at desks; with ``_late`` behind it: what of it is overdue."""


def _there(measure: str) -> Any:
    return lambda row: row.line.count(measure, row.desk)


def _desk_columns() -> list[Column]:
    columns = []
    for kind, (zh, en) in DESK_WORDS.items():
        columns.append(Column(kind, (f"{zh}在办", en), _there(kind), Kind.number))
        columns.append(Column(f"{kind}_late", (f"{zh}逾期", f"{en} overdue"), _there(f"{kind}_late"), Kind.number))
    return columns


OVERVIEW_DESKS = Listing(
    "overview_desks", ("各环节在办与逾期", "Due and overdue by desk"), _desks,
    (Column("name", ("经办环节", "Desk"), lambda row: DESK_LABELS[Desk(row.desk)]), *_desk_columns()),
    BUSINESS,
)  # fmt: skip


def _behind(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    measure, value = given.get("measure", "due"), given.get("value", "")
    try:
        page = behind(session, actor, asked_of(given), measure, value, cursor, size)
    except KeyError:
        raise NotFound("no_such_list") from None
    return page.rows, page.after


def state_words(row: FileLine) -> Words:
    """In the words of its kind."""
    tables = {"declaration": STATE_LABELS, "correction": CORRECTION_STATES}
    return tables.get(row.kind, REPORT_STATE_LABELS)[row.state]


OVERVIEW_FILES = Listing(
    "overview_files", ("一览数字明细", "Files behind the overview"), _behind,
    (
        Column("name", ("项目", "Project"), lambda row: row.project_name),
        Column("kind", ("类型", "Kind"), lambda row: KINDS[row.kind]),
        Column("department", ("主管部门", "Department"), lambda row: row.department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row.unit_name),
        Column("budget", ("预算金额", "Budget"), lambda row: row.budget_fen, Kind.wan),
        Column("state", ("状态", "State"), state_words),
        Column("desk", ("经办环节", "With"), lambda row: holder_words(row.desk, row.holders)),
        Column("due", ("期限", "Due"), lambda row: row.due_on, Kind.day),
    ),
    BUSINESS,
)  # fmt: skip
