"""Lists of declarations: all of them, the files behind a number of the statistics, those of an approval batch."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.errors import NotFound
from workflow.lifecycle.moves import DECLARATION, DESK_LABELS, STATE_LABELS
from workflow.permissions import Actor
from workflow.queries import lists
from workflow.queries import review_statistics as statistics
from workflow.queries.listings.listing import Column, Given, Listing, Words, one_of, whole
from workflow.queries.listings.roles import STATISTICS
from workflow.queries.work_words import draft_words

NONE: Words = ("", "")
ENDED: dict[str, Words] = {move.action: (move.label_zh, move.label_en) for move in DECLARATION}
"""How a file ended: by the move that ended it."""


def filters_of(given: Given) -> lists.Filters:
    """A word that is no state or desk counts as none, as does a year that is no number."""
    text = given.get("q", "").strip()[:100]
    year = whole(given, "year") if "year" in given else None if text else whole(given, "current_year")
    return lists.Filters(
        year=year,
        state=one_of(given, "state", STATE_LABELS),
        desk=one_of(given, "desk", DESK_LABELS),
        department_id=whole(given, "department"),
        unit_id=whole(given, "unit"),
        text=text,
        special=one_of(given, "special", lists.SPECIAL),
    )


def order_of(given: Given) -> lists.Order:
    """By name where no known order is asked for."""
    return lists.Order(one_of(given, "sort", lists.SORTS, "name"), descending=given.get("dir") == "desc")


def state_words(row: Any) -> Words:
    """As the chip on the page says it."""
    if said := draft_words(row.state, row.desk, returned=getattr(row, "returned", False)):
        return said
    zh, en = STATE_LABELS[row.state]
    if not row.terminated_by:
        return zh, en
    how = ENDED[row.terminated_by]
    return f"{zh}（{how[0]}）", f"{en} ({how[1]})"


def desk_words(row: Any) -> Words:
    """Who has it; nobody when it is finished."""
    return DESK_LABELS[row.desk] if row.desk else NONE


def name_words(row: Any) -> Words:
    """With its revision from the second on."""
    name = row.project_name
    return (
        (f"{name}（第 {row.revision} 版）", f"{name} (revision {row.revision})") if row.revision > 1 else (name, name)
    )


COLUMNS = (
    Column("name", ("项目", "Project"), name_words),
    Column("code", ("项目代码", "Project code"), lambda row: row.project_code, Kind.code),
    Column("department", ("主管部门", "Department"), lambda row: row.department_name),
    Column("unit", ("预算单位", "Unit"), lambda row: row.unit_name),
    Column("year", ("年度", "Year"), lambda row: row.fiscal_year, Kind.number),
    Column("budget", ("预算金额", "Budget"), lambda row: row.budget_fen, Kind.wan),
    Column("state", ("状态", "State"), state_words),
    Column("desk", ("经办环节", "With"), desk_words),
    Column("since", ("停留", "Held"), lambda row: row.held_since, Kind.moment, ("停留起始", "Held since")),
    Column("special", ("特批", "Specially approved"), lambda row: ("是", "yes") if row.special else NONE),
)


def _declarations(
    session: Session, actor: Actor, given: Given, cursor: str, size: int
) -> tuple[Sequence[Any], str | None]:
    page = lists.list_declarations(session, actor, filters_of(given), order_of(given), cursor, size)
    return page.rows, page.after


def statistics_asked(given: Given) -> statistics.Asked:
    """Which files the statistics count."""
    return statistics.Asked(
        region_id=whole(given, "region") or 0,
        year=whole(given, "money_year") or 0,
        by="section" if given.get("by") == "section" else "department",
        department_id=whole(given, "department"),
        section_id=whole(given, "section"),
    )


def measured_filters(actor: Actor, given: Given) -> lists.Filters:
    """The files behind one number; raises ``NotFound`` for what is measured nowhere."""
    asked = statistics_asked(given)
    try:
        among = statistics.measured(actor, asked, given.get("measure", "submitted"), given.get("value", ""))
    except KeyError:
        raise NotFound("no_such_list") from None
    return lists.Filters(year=asked.year, among=among)


def _behind(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> tuple[Sequence[Any], str | None]:
    page = lists.list_declarations(session, actor, measured_filters(actor, given), lists.Order(), cursor, size)
    return page.rows, page.after


DECLARATIONS = Listing("declarations", ("申报列表", "Declarations"), _declarations, COLUMNS)
STATISTICS_FILES = Listing(
    "statistics_files", ("审核统计明细", "Files behind the review statistics"), _behind, COLUMNS, STATISTICS
)
