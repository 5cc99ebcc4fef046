"""确认生成: a checked form becomes a draft, or updates the one of its project and year; all of it or nothing."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from workflow import canonical, clock
from workflow.canonical.document import SECTIONS
from workflow.canonical.paths import BASICS, ROW_FIELDS, parse
from workflow.db import unit_of_work
from workflow.documents.assemble import document_of
from workflow.documents.differences import pair_rows, places
from workflow.errors import Conflict, Refusal, RuleFailed, WrongState
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.intake_files import find_form
from workflow.lifecycle.record import append_audit
from workflow.models import Attachment, Declaration, FileContent, IntakeForm
from workflow.permissions import Actor
from workflow.services.attachments import attach, source_of
from workflow.services.declarations import create_declaration
from workflow.services.editing import KEPT, Change
from workflow.services.editing.patch import Patch, patch_of
from workflow.services.intake.checking import require_open
from workflow.services.intake.sheet import PROJECT_NAME, Sheet, sheet_of
from workflow.services.intake.typing import Corrected
from workflow.types import IntakeStatus

ROWS = tuple(section for section in SECTIONS if section != "attachments")


@dataclass(frozen=True)
class Made:
    """What became of one form; ``refusal`` says why nothing did."""

    form_id: int
    name: str
    declaration_id: int = 0
    updated: bool = False
    refusal: Refusal | None = None


def target_mark(row: Declaration | None) -> str:
    """Which declaration, as it stood, the person agreed to update; "" = a new one."""
    return f"{row.id}:{row.version}" if row else ""


def create_from(session: Session, actor: Actor, form_id: int, version: int, target: str) -> Made:
    """The draft with its rows, its source file and its origin in the audit trail.

    Raises what ``create_declaration`` and the editor raise, ``RuleFailed('intake_unchecked')`` while places are to be
    checked, ``Conflict`` if the form or the declaration it updates is another one than the person saw.
    """
    form = find_form(session, actor, form_id, lock=True)
    require_open(form, version)
    sheet = sheet_of(session, form)
    if sheet.draft is None or sheet.task is None:
        raise RuleFailed("intake_no_draft" if sheet.task else "intake_no_task")
    if sheet.open_doubts:
        raise RuleFailed("intake_unchecked", count=len(sheet.open_doubts))
    if target != target_mark(sheet.target):
        raise Conflict("intake_target_changed")
    row, updated = _declaration(session, actor, sheet)
    _fill(session, actor, row, sheet.draft)
    _attach(session, actor, row, sheet)
    form.status, form.declaration_id, form.version = IntakeStatus.created, row.id, form.version + 1
    form.settled_by, form.settled_at = actor.user_id or None, clock.now()
    _record(session, actor, row, sheet, updated=updated)
    return Made(form.id, row.project_name, row.id, updated)


def create_many(actor: Actor, chosen: Mapping[int, tuple[int, str]]) -> list[Made]:
    """Each form in a transaction of its own; ``chosen``: version and target seen, by form. Safe to run again."""
    return [_one(actor, form_id, version, target) for form_id, (version, target) in chosen.items()]


def _one(actor: Actor, form_id: int, version: int, target: str) -> Made:
    try:
        with unit_of_work(write=True) as session:
            return create_from(session, actor, form_id, version, target)
    except Refusal as refusal:
        with unit_of_work() as session:
            form = find_form(session, actor, form_id)
            return Made(form_id, form.project_name, form.declaration_id or 0, refusal=refusal)


def _declaration(session: Session, actor: Actor, sheet: Sheet) -> tuple[Declaration, bool]:
    if sheet.target:
        return find_declaration(session, actor, sheet.target.id, lock=True), True
    if sheet.task is None or sheet.draft is None:
        raise WrongState("intake_settled")
    name = sheet.draft.cells[PROJECT_NAME]
    return create_declaration(session, actor, sheet.task.id, sheet.form.unit_id, project_name=name), False


def _fill(session: Session, actor: Actor, row: Declaration, draft: Corrected) -> None:
    """As typed by this person in one batch, which can be undone like any other."""
    patch = patch_of(session, actor, row.id)
    changes = list(_changes(patch, document_of(session, row), draft))
    lost = [result for result in patch.apply_all(changes) if result.outcome not in KEPT]
    lost = [result for result in lost if result.code != "row_gone"]
    if lost:
        raise RuleFailed("intake_not_taken", [RuleFailed(result.code or "bad_change") for result in lost[:1]])
    patch.finish()


def _changes(patch: Patch, now: canonical.Declaration, draft: Corrected) -> Iterator[Change]:
    """What the file says and the draft does not: empty cells of the file clear nothing, rows it lacks go."""
    cells, wanted = draft.cells, draft.document
    pairs = pair_rows(now, wanted, {})
    uids = {place: pairs.get(place, f"{place.partition('/')[0]}/{uuid.uuid4().hex[:12]}") for section in ROWS
            for place in places(wanted, section)}  # fmt: skip
    yield from _set(patch, f"{BASICS}/-", f"{BASICS}/-", cells, uids)
    for section in ROWS:
        rows = places(wanted, section)
        kept = {pairs[place] for place in rows if place in pairs}
        for place in places(now, section) if rows else ():
            if place not in kept and not _printed(now, place):
                yield Change("remove", place)
        for place in rows:
            if place in pairs:
                yield from _set(patch, place, uids[place], cells, uids)
            else:
                yield Change("add", uids[place], values=_values(place, cells, uids))


def _printed(now: canonical.Declaration, place: str) -> bool:
    """A funding row the form prints stays, whether the file fills it or not."""
    section, _, uid = place.partition("/")
    return section == "funding_sources" and any(
        row.uid == uid and row.nature is None and row.amount is None for row in now.funding_sources
    )


def _values(place: str, cells: Mapping[str, str], uids: Mapping[str, str]) -> dict[str, str]:
    section = place.partition("/")[0]
    values = {name: cells.get(f"{place}/{name}", "") for name in ROW_FIELDS[section]}
    if values.get("goal"):
        values["goal"] = uids.get(f"goals/{values['goal']}", "").partition("/")[2]
    return {name: text for name, text in values.items() if text}


def _set(patch: Patch, place: str, to: str, cells: Mapping[str, str], uids: Mapping[str, str]) -> Iterator[Change]:
    section = place.partition("/")[0]
    if section == BASICS:
        named = {
            path.rpartition("/")[2]: text for path, text in cells.items() if path.startswith(f"{BASICS}/") and text
        }
    else:
        named = _values(place, cells, uids)
    for name, text in named.items():
        path = f"{to}/{name}"
        old = patch.cells.text(parse(path))
        if old != text:
            yield Change("set", path, old, text)


def _attach(session: Session, actor: Actor, row: Declaration, sheet: Sheet) -> None:
    """The source file beside the form, once."""
    own = (Attachment.owner_kind == "declaration", Attachment.owner_id == row.id)
    there = select(Attachment.id).where(*own, Attachment.sha256 == sheet.file.sha256)
    if session.exec(there).first() is None:
        content = session.exec(select(FileContent.content).where(FileContent.sha256 == sheet.file.sha256)).one()
        attach(session, actor, row.id, "other", source_of(sheet.file.name, content, sheet.file.sha256))


def _record(session: Session, actor: Actor, row: Declaration, sheet: Sheet, *, updated: bool) -> None:
    """Evidence of origin: which form of which file, what was doubtful, and what a person typed over it."""
    form: IntakeForm = sheet.form
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="import_form",
        object_kind="declaration",
        object_id=row.id,
        details={
            "file": sheet.file.name,
            "sha256": sheet.file.sha256,
            "form": form.number + 1,
            "updated": updated,
            "checked": [doubt.key for doubt in sheet.doubts],
            "typed": sorted(form.typed),
            "version": row.version,
        },
    )
