"""The workbook of a unit and task: every draft at the filer's desk, ready to be typed on without network."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS, Path
from workflow.documents.offline.layout import FROM, LAST_YEAR, Column, Sheet, sheets_of
from workflow.documents.offline.stamp import Exported, Stamp, form_mark, key_of, seal
from workflow.documents.offline.writing import Content, Row, write_workbook
from workflow.errors import NotAllowed, NotFound
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, DeclarationTask, Organisation
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor
from workflow.services.editing.cells import Cells
from workflow.services.offline.last_year import suggested
from workflow.services.offline.matching import LAST_KEY
from workflow.services.offline.planning import HEADER_ROW, labels_of
from workflow.services.organisations import place_of
from workflow.types import Desk, Kind, OrganisationKind, State

DESKS = (Desk.filer, Desk.department)
"""Whose drafts are taken home: those of the desks that type."""
SAYINGS = ("not_a_choice", "not_an_amount", "not_a_weight", "too_long")
"""What the checks of the workbook say: the sentences that the web says of the same input."""


@dataclass(frozen=True)
class Made:
    """A workbook on its way out."""

    name: str
    content: bytes


def export(
    session: Session, actor: Actor, task_id: int, unit_id: int, secret: str, form: str = "", desk: str = Desk.filer
) -> Made:
    """The drafts on the task's form, or on ``form``: a task may hold drafts that were begun on another one.

    ``desk`` is the filer's, or the department's: then the drafts of the unit that its reviewer holds.

    Raises ``NotFound`` for a unit or task out of sight, ``NotAllowed`` without the role of the desk over the unit.

    Needs ``unit_of_work(write=True)``: who took the drafts out is written down.
    """
    unit, task = place_for(session, actor, task_id, unit_id, desk)
    profile = regional.profile(session, form or task.form_profile)
    drafts = drafts_of(session, task.id, unit.id, profile.code, desk)
    files = {row.id: exported(session, row, profile) for row in drafts}
    last = suggested(session, actor, task, unit, profile) if desk == Desk.filer else {}
    stamp = Stamp(unit.id, unit.name, task.id, task.fiscal_year, profile.code, form_mark(profile), files, desk)
    content = Content(
        stamp=stamp,
        sealed=seal(stamp, key_of(secret)),
        profile=profile,
        task=task.name,
        made_at=clock.local(clock.now()).replace(tzinfo=None),
        rows={sheet.section: rows_by_section(sheet, files, last) for sheet in sheets_of(profile)},
        sayings={code: refusal_text(code, {"raw": "输入的内容"}) for code in SAYINGS},
    )
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting([DESK_ROLES[desk]], place_of(unit)).name,
        action="export_offline",
        object_kind="declaration_task",
        object_id=task.id,
        details={"unit": unit.name, "declarations": sorted(files)},
    )
    return Made(f"{unit.name}{task.fiscal_year}年绩效目标离线填报表.xlsx", write_workbook(content))


def place_for(
    session: Session, actor: Actor, task_id: int, unit_id: int, desk: str
) -> tuple[Organisation, DeclarationTask]:
    """The unit and the task, if the actor holds the desk for the unit; whether the task is open is not asked here."""
    unit, task = session.get(Organisation, unit_id), session.get(DeclarationTask, task_id)
    if unit is None or unit.kind != OrganisationKind.unit or not actor.sees(place_of(unit)):
        raise NotFound("no_such_unit")
    if desk not in DESKS or not actor.holds(DESK_ROLES[desk], place_of(unit)):
        raise NotAllowed("no_role")
    if task is None or task.region_id != unit.region_id or task.kind != Kind.project:
        raise NotFound("no_such_task")
    return unit, task


def drafts_of(session: Session, task_id: int, unit_id: int, form: str, desk: str) -> list[Declaration]:
    """What the desk's holder can type on now, in the order of the lists."""
    query = select(Declaration).where(
        Declaration.task_id == task_id,
        Declaration.unit_id == unit_id,
        Declaration.form_profile == form,
        Declaration.kind == Kind.project,
        Declaration.state == State.drafted,
        Declaration.desk == desk,
    )
    return list(session.exec(query.order_by(col(Declaration.sort_key), col(Declaration.id))))


def exported(session: Session, row: Declaration, profile: Profile) -> Exported:
    """What the cells of the workbook say of a draft: as the editor shows them, unreadable input included."""
    cells, found = Cells(session, row), Exported(row.project_name)
    for sheet in sheets_of(profile):
        uids = [HEADER_ROW] if sheet.section == BASICS else list(cells.rows(sheet.section))
        if sheet.section != BASICS:
            found.rows[sheet.section] = uids
        for uid in uids:
            for column in fields_of(sheet):
                path = Path(sheet.section, uid, column.field)
                if text := cells.text(path):
                    found.cells[str(path)] = text
    return found


def fields_of(sheet: Sheet) -> list[Column]:
    """The columns that are fields of the form."""
    return [column for column in sheet.columns if not column.field.startswith("-")]


def rows_by_section(
    sheet: Sheet, files: Mapping[int, Exported], last: Mapping[int, Exported] = MappingProxyType({})
) -> list[Row]:
    """The rows of one sheet, draft by draft; behind them those of last year's projects, by their declarations."""
    own = [row for number, one in files.items() for row in _rows_of(sheet, str(number), one)]
    offered = (row for number, one in last.items() for row in _rows_of(sheet, f"{LAST_KEY}{number}", one))
    return own + [replace(row, texts={**row.texts, FROM: LAST_YEAR}, suggested=True) for row in offered]


def _rows_of(sheet: Sheet, key: str, one: Exported) -> list[Row]:
    if sheet.section == BASICS:
        return [Row(key, _texts(sheet, one, HEADER_ROW))]
    return [Row(f"{key}/{uid}", _texts(sheet, one, uid)) for uid in one.rows[sheet.section]]


def _texts(sheet: Sheet, one: Exported, uid: str) -> dict[str, str]:
    """By column; lists of codes by their labels, a goal by its name."""
    texts = {column.field: column.label(one.cells.get(f"{sheet.section}/{uid}/{column.field}", ""))
             for column in fields_of(sheet)}  # fmt: skip
    if goal := texts.get("goal"):
        texts["goal"] = labels_of(one).get(goal, "")
    return texts | {"-project": one.name}
