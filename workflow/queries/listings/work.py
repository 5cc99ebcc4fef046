"""待办 as a list, and the trail (办理经过) of one declaration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from workflow.canonical import Declaration as Document
from workflow.canonical import Profile
from workflow.canonical.paths import parse
from workflow.documents.form_places import place_pair
from workflow.documents.tables import Kind
from workflow.lifecycle.corrections import CORRECTION_STATES, TO_DO
from workflow.lifecycle.deeds import ACTION_LABELS, HANDLED
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.letters.forwarding import forward_due
from workflow.lifecycle.letters.moves import DOCUMENT_STATE_LABELS
from workflow.lifecycle.moves import DESK_LABELS, STATE_LABELS
from workflow.permissions import Actor
from workflow.queries import (
    corrections,
    errands,
    intake,
    letters,
    no_targets,
    outside,
    result_uses,
    special,
    target_tasks,
    upper_transfers,
)
from workflow.queries.file_history import Changed, Entry, history
from workflow.queries.file_page import form_of
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.outside import OUTSIDE_STATES
from workflow.queries.listings.rechecks import USE_STATES
from workflow.queries.listings.upper_transfers import SPLIT_VERBS, TRANSFER_STAGES
from workflow.queries.work_words import LETTER_VERBS, PARTS, TARGET_VERBS, name_of, part_of, state_of, verb_of
from workflow.queries.worklist import waiting_for
from workflow.types import CorrectionState, DocumentState

Rows = tuple[Sequence[Any], str | None]
NOTHING: Words = ("", "")


# --- 待办 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the work list, whatever waits."""

    part: Words
    name: str | Words
    unit: str
    verb: Words
    since: datetime | None
    year: int | None = None
    state: Words = NOTHING
    budget_fen: int | None = None
    due_on: date | None = None


def _worklist(session: Session, actor: Actor, _given: Given, _cursor: str, _size: int) -> Rows:
    return [*_files(session, actor), *_beside(session, actor)], None


def _files(session: Session, actor: Actor) -> list[Line]:
    """Under the headings of the page, in its order."""
    order = list(PARTS)
    found = sorted(waiting_for(session, actor), key=lambda item: order.index(part_of(item)))
    return [
        Line(
            PARTS[part_of(item)], name_of(item), item.unit_name, verb_of(item), item.held_since, item.fiscal_year,
            state_of(item), item.budget_fen, item.due_on,
        )
        for item in found
    ]  # fmt: skip


def _beside(session: Session, actor: Actor) -> Iterator[Line]:
    """What waits for a word on something else than a file at one's desk, in the order of the page."""
    for late in errands.consents_asked(session, actor):
        yield Line(
            ("待您同意的新增意见", "Late comments that wait for your consent"), late.project_name, late.unit_name,
            ("决定是否同意新增意见", "Consent to a late comment, or not"), late.since, late.fiscal_year,
            STATE_LABELS[late.state], late.budget_fen,
        )  # fmt: skip
    for small in errands.adjustments_to_file(session, actor):
        yield Line(
            ("可备案的目标调整", "Small adjustments to file"), small.project_name, small.unit_name,
            ("备案，或留待审核", "File it, or leave it to the review"), small.since, small.fiscal_year,
            STATE_LABELS[small.state], small.budget_fen,
        )  # fmt: skip
    for point in special.open_points(session, actor):
        yield Line(
            ("特批未了事项", "Open points of special approvals"), point.project_name, point.unit_name,
            (point.text, point.text), point.since, point.fiscal_year, STATE_LABELS[point.state], point.budget_fen,
            point.due_on,
        )  # fmt: skip
    for task in target_tasks.tasks_waiting(session, actor):
        yield Line(
            ("目标调整任务", "Tasks to adjust targets"), task.project_name, task.unit_name, TARGET_VERBS[task.stage],
            task.explained_at or task.opened_at, task.fiscal_year, budget_fen=task.change_fen,
        )  # fmt: skip
    if found := no_targets.pressing(session, actor):
        yield Line(
            ("有钱无目标", "Money without targets"), f"{found.fiscal_year}", "",
            (f"催报 {found.projects} 个项目的绩效目标", f"Press for the targets of {found.projects} projects"),
            found.since, found.fiscal_year,
        )  # fmt: skip
    for sent in upper_transfers.transfers_waiting(session, actor):
        yield Line(
            ("待分解的上级转移支付", "Transfers from above to split"), sent.title, sent.number, SPLIT_VERBS[sent.stage],
            sent.entered_at, sent.fiscal_year, TRANSFER_STAGES[sent.stage], sent.rest_fen, sent.due_on,
        )  # fmt: skip
    for paid in outside.outside_waiting(session, actor):
        yield Line(
            ("国库外支付", "Payments outside the treasury"), paid.project_name, paid.unit_name,
            ("确认国库外支付", "Confirm a payment outside the treasury"), paid.entered_at, paid.fiscal_year,
            OUTSIDE_STATES[paid.state], paid.amount_fen,
        )  # fmt: skip
    for line in corrections.waiting(session, actor):
        state = CorrectionState(line.row.state)
        yield Line(
            ("整改", "Corrections"), line.project_name, line.unit_name, TO_DO[state], line.row.created_at,
            line.row.fiscal_year, CORRECTION_STATES[state], due_on=line.row.due_on,
        )  # fmt: skip
    yield from _results(session, actor)
    for letter in letters.letters_waiting(session, actor):
        out = letter.issued_at if letter.state == DocumentState.issued else None
        yield Line(
            ("批复文件", "Approval documents"), letter.department, letter.batch, LETTER_VERBS[letter.state],
            letter.held_since, letter.fiscal_year, DOCUMENT_STATE_LABELS[letter.state],
            due_on=forward_due(out) if out else None,
        )  # fmt: skip
    for dropped in intake.to_check(session, actor):
        verb = (f"核对 {dropped.forms} 张表", f"Check {dropped.forms} forms")
        yield Line(("待核对导入", "Imported forms to check"), dropped.name, dropped.unit, verb, dropped.since)
    yield from _of_payments(session, actor)


def _of_payments(session: Session, actor: Actor) -> Iterator[Line]:
    """Of the treasury section: payments of no project, rows that could not be loaded."""
    for lost in errands.payments_without_project(session, actor):
        yield Line(
            ("未归到项目的支付", "Payments of no project"), f"{lost.fiscal_year}", "",
            (f"为 {lost.payments} 笔支付选择项目，或注明理由暂不归集",
             f"Choose the projects of {lost.payments} payments, or set them aside with a reason"),
            lost.since, lost.fiscal_year, budget_fen=lost.amount_fen,
        )  # fmt: skip
    for rows in errands.rows_to_check(session, actor):
        verb = (f"核对 {rows.rows} 行", f"Check {rows.rows} rows")
        yield Line(("待核对数据", "Rows to check"), rows.file_name, "", verb, rows.since, rows.fiscal_year)


def _results(session: Session, actor: Actor) -> Iterator[Line]:
    """What self-evaluations leave to do: confirming them, and what follows for the money."""
    for told in errands.results_to_confirm(session, actor):
        verb = (f"确认 {told.forms} 份自评结果", f"Confirm {told.forms} results")
        yield Line(("待确认的自评结果", "Results to confirm"), told.name, "", verb, told.since, told.fiscal_year)
    for use in result_uses.waiting_uses(session, actor):
        yield Line(
            ("结果应用", "Results in money"), use.project_name, use.unit_name,
            ("确认结果应用", "Confirm what follows from the result"), use.row.created_at, use.row.fiscal_year,
            USE_STATES[use.row.state], use.row.amount_fen,
        )  # fmt: skip


WORKLIST = Listing(
    "worklist", ("待办", "Work list"), _worklist,
    (
        Column("name", ("事项", "Matter"), lambda line: line.name),
        Column("part", ("类别", "Kind"), lambda line: line.part),
        Column("unit", ("单位或批次", "Unit or batch"), lambda line: line.unit),
        Column("year", ("年度", "Year"), lambda line: line.year, Kind.number),
        Column("verb", ("要办的事", "To do"), lambda line: line.verb),
        Column("state", ("状态", "State"), lambda line: line.state),
        Column("amount", ("金额", "Amount"), lambda line: line.budget_fen, Kind.wan),
        Column("since", ("等待时间", "Waiting since"), lambda line: line.since, Kind.moment),
        Column("due", ("办理时限", "Due"), lambda line: line.due_on, Kind.day),
    ),
)  # fmt: skip


# --- 办理经过 --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deed:
    """One entry of the trail, or one of the values changed in it."""

    entry: Entry
    change: Changed | None
    place: Words


def _trail(session: Session, actor: Actor, given: Given, cursor: str, _size: int) -> Rows:
    row = find_declaration(session, actor, whole(given, "declaration_id") or 0)
    form, found = form_of(session, row), history(session, actor, row, cursor)
    return [deed for entry in found.entries for deed in _deeds(entry, *form)], found.older


def _deeds(entry: Entry, document: Document, profile: Profile) -> list[Deed]:
    if not entry.changes:
        path = str(entry.details.get("path", ""))
        return [Deed(entry, None, place_pair(path, document, profile) if path else NOTHING)]
    return [Deed(entry, change, place_pair(change.path, document, profile)) for change in entry.changes]


def _pair(pair: str) -> Words:
    """A state and desk in words."""
    state, _slash, desk = pair.partition("/")
    found = [words for words in (STATE_LABELS.get(state), DESK_LABELS.get(desk)) if words]
    return " · ".join(zh for zh, _en in found), " · ".join(en for _zh, en in found)


_ROW_EVENTS: dict[str, Words] = {
    "+": ("新增行", "row added"),
    "-": ("删除行", "row removed"),
    ">": ("移动行", "row moved"),
}


def _new(deed: Deed) -> Any:
    """The value, or what happened to a whole row."""
    if deed.change is None:
        return ""
    return deed.change.new if parse(deed.change.path).field else _ROW_EVENTS.get(deed.change.new, ("修改", "changed"))


def _action(deed: Deed) -> Words:
    zh, en = ACTION_LABELS.get(deed.entry.action, HANDLED)
    return (f"{zh}（已撤销）", f"{en} (taken back)") if deed.change and deed.change.undone else (zh, en)


def _old(deed: Deed) -> str:
    return deed.change.old if deed.change and parse(deed.change.path).field else ""


FILE_TRAIL = Listing(
    "file_trail", ("办理经过", "Course of a declaration"), _trail,
    (
        Column("who", ("办理人", "Who"), lambda deed: deed.entry.who),
        Column("at", ("时间", "When"), lambda deed: deed.entry.at, Kind.moment),
        Column("action", ("办理事项", "What"), _action),
        Column("from", ("办理前", "Before"), lambda deed: _pair(deed.entry.came_from)),
        Column("to", ("办理后", "After"), lambda deed: _pair(deed.entry.went_to)),
        Column("reason", ("理由", "Reason"), lambda deed: deed.entry.reason),
        Column("place", ("位置", "Place"), lambda deed: deed.place),
        Column("old", ("原内容", "Old value"), _old),
        Column("new", ("新内容", "New value"), _new),
    ),
    personal=True,
)  # fmt: skip
