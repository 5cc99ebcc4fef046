"""Lists of papers: approval letters and their numbers, imported files, offline workbooks."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.lifecycle.intake_files import IMPORTS
from workflow.lifecycle.letters import numbers
from workflow.lifecycle.letters.moves import DOCUMENT_STATE_LABELS
from workflow.lifecycle.letters.reach import INSIDE
from workflow.permissions import Actor, regions_seen
from workflow.queries import intake, letters, offline
from workflow.queries.listings.listing import Column, Given, Listing, Words, cut, one_of, whole

Rows = tuple[Sequence[Any], str | None]


# --- 批复文件 --------------------------------------------------------------------------------------------------------


def letters_asked(session: Session, actor: Actor, given: Given) -> letters.Wanted:
    """What the address asks for. Without a year: the chosen one if it has letters, else the newest that has."""
    return letters.Wanted(
        year=whole(given, "year") if "year" in given or given.get("q") else _year(session, actor, given),
        state=one_of(given, "state", DOCUMENT_STATE_LABELS),
        department_id=whole(given, "department"),
        text=given.get("q", "").strip()[:60],
    )


def _year(session: Session, actor: Actor, given: Given) -> int | None:
    years, chosen = letters.years_with_letters(session, actor), whole(given, "current_year")
    return chosen if chosen in years else next(iter(years), None)


def _letters(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    wanted = letters_asked(session, actor, given)
    found = letters.letters(session, actor, wanted, int(cursor) if cursor else 0, size)
    return cut(found, size, lambda line: line.id)


LETTERS = Listing(
    "letters", ("批复文件", "Approval documents"), _letters,
    (
        Column("name", ("主送机关", "Addressed to"), lambda line: line.department),
        Column("number", ("文号", "Document number"), lambda line: line.number),
        Column("title", ("标题", "Title"), lambda line: line.title),
        Column("batch", ("批复批次", "Approval batch"), lambda line: line.batch),
        Column("year", ("年度", "Year"), lambda line: line.fiscal_year, Kind.number),
        Column("projects", ("项目数", "Projects"), lambda line: line.projects, Kind.number),
        Column("budget", ("预算金额", "Budget"), lambda line: line.budget_fen, Kind.wan),
        Column("state", ("状态", "State"), lambda line: DOCUMENT_STATE_LABELS[line.state]),
        Column("since", ("印发时间或停留时间", "Issued, or here for"), lambda line: line.issued_at, Kind.moment,
               ("印发时间", "Issued at")),
        Column("forward", ("转批复文号", "Forwarded as"), lambda line: line.forward_number),
        Column("forwarded", ("转批复时间", "Forwarded at"), lambda line: line.forwarded_at, Kind.moment),
    ),
)  # fmt: skip


def number_series(session: Session, actor: Actor) -> list[numbers.Series]:
    """What the bureau has numbered; nobody else keeps the register."""
    if actor.roles.isdisjoint(INSIDE):
        return []
    return numbers.series_of(session, sorted(regions_seen(actor)))


def gap_words(item: numbers.Series) -> str:
    """Numbers nobody has, runs as first–last."""
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in item.gaps)


LETTER_NUMBERS = Listing(
    "letter_numbers", ("文号使用情况", "Numbers given"),
    lambda session, actor, _given, _cursor, _size: (number_series(session, actor), None),
    (
        Column("series", ("文号系列", "Series"), lambda item: f"{item.code}〔{item.year}〕"),
        Column("given", ("已用", "Given"), lambda item: item.given, Kind.number),
        Column("highest", ("最大序号", "Highest"), lambda item: item.highest, Kind.number),
        Column("gaps", ("缺号", "Numbers nobody has"), lambda item: gap_words(item) or ("无", "none")),
    ),
)  # fmt: skip


# --- 导入申报材料 ----------------------------------------------------------------------------------------------------


def _intake_files(session: Session, actor: Actor, _given: Given, cursor: str, size: int) -> Rows:
    page = intake.files(session, actor, cursor, min(size, 500))
    return page.rows, page.after


READING: dict[str, Words] = {
    "queued": ("排队中", "Queued"),
    "running": ("正在读取", "Being read"),
    "cancelled": ("已取消", "Cancelled"),
    "stuck": ("已中断", "Interrupted"),
    "failed": ("无法读取", "Not readable"),
    "read": ("已读取", "Read"),
}
"""Where the reading of a dropped file stands."""

INTAKE_FILES = Listing(
    "intake_files", ("导入材料", "Imported files"), _intake_files,
    (
        Column("name", ("文件", "File"), lambda line: line.name),
        Column("unit", ("单位", "Unit"), lambda line: line.unit),
        Column("who", ("上传人", "Uploaded by"), lambda line: line.uploader),
        Column("at", ("上传时间", "Uploaded"), lambda line: line.created_at, Kind.moment),
        Column("state", ("状态", "State"), lambda line: READING[line.status]),
        Column("forms", ("识别表数", "Forms found"), lambda line: line.forms, Kind.number),
        Column("open", ("待核对", "To check"), lambda line: line.open, Kind.number),
        Column("created", ("已写入", "Taken over"), lambda line: line.created, Kind.number),
        Column("trouble", ("未能读取的原因", "Why it could not be read"),
               lambda line: (line.message_zh, line.message_en)),
    ),
    frozenset(IMPORTS), personal=True,
)  # fmt: skip


# --- 离线填报 --------------------------------------------------------------------------------------------------------

OUTCOMES: dict[str, Words] = {
    "created": ("新建", "New draft"),
    "updated": ("已修改", "Changed"),
    "unchanged": ("无变化", "No change"),
    "conflict": ("两边都改过", "Changed on both sides"),
    "error": ("有错误", "With errors"),
}
"""What became of a project of a workbook that came back."""


def _uploads(session: Session, actor: Actor, _given: Given, cursor: str, size: int) -> Rows:
    found = offline.uploads(session, actor, before=int(cursor) if cursor else 0, size=size + 1)
    return cut(found, size, lambda line: line.id)


def _outcomes(line: offline.Upload) -> Words:
    found = Counter(one["outcome"] for one in line.report["files"])
    told = [(zh, en, found[key]) for key, (zh, en) in OUTCOMES.items() if found[key]]
    return "，".join(f"{zh} {count}" for zh, _en, count in told), ", ".join(f"{en} {count}" for _zh, en, count in told)


OFFLINE_UPLOADS = Listing(
    "offline_uploads", ("离线填报上传记录", "Offline workbooks brought back"), _uploads,
    (
        Column("file", ("文件", "File"), lambda line: line.file),
        Column("unit", ("单位", "Unit"), lambda line: line.unit),
        Column("who", ("上传人", "Uploaded by"), lambda line: line.who),
        Column("when", ("上传时间", "Uploaded"), lambda line: line.at, Kind.moment),
        Column("state", ("状态", "State"),
               lambda line: ("已写入", "Taken over") if line.applied_at else ("待确认", "Waits for confirmation")),
        Column("counts", ("结果", "Outcome"), _outcomes),
    ),
    frozenset(IMPORTS), personal=True,
)  # fmt: skip
