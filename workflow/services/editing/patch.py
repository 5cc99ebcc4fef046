"""Applying a patch: what still holds is stored, the rest is answered; one batch is one undo."""

import uuid
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Profile
from workflow.canonical.paths import ROW_FIELDS, Path, parse
from workflow.db import insert_once
from workflow.documents.assemble import SECTIONS
from workflow.lifecycle.files import find_declaration
from workflow.models import Declaration, DeclarationEdit, FiledBy, UserAccount
from workflow.permissions import Actor
from workflow.review import mark_due
from workflow.services.editing.answered import refresh_answers
from workflow.services.editing.carried import settle_edited
from workflow.services.editing.cells import Cells
from workflow.services.editing.changes import Change, Outcome, Result
from workflow.services.editing.fields import READERS, STARTS, Reader, reader, same_value
from workflow.services.editing.formulas import is_amount_of_line, is_formula, kept_in
from workflow.services.editing.levels import parent_of
from workflow.services.editing.locks import check_desk, locks_of
from workflow.texts import seen
from workflow.types import Desk

NEW_ROW, GONE_ROW, MOVED = "+", "-", ">"
"""What ``DeclarationEdit.new`` says of a row path; a cell path holds the typed text, whatever it begins with."""


class Patch:
    """One batch of changes by one person on one locked draft."""

    def __init__(self, session: Session, declaration: Declaration, actor: Actor, batch: str = "") -> None:
        self.session, self.declaration, self.actor = session, declaration, actor
        self.cells, self.locks = Cells(session, declaration), locks_of(session, declaration)
        self.batch = batch or uuid.uuid4().hex
        self.records: list[DeclarationEdit] = []
        self._steps: dict[str, Callable[[Path, Change], list[Result]]] = {
            "set": lambda path, change: [self._set(path, change)],
            "add": self._add,
            "remove": self._remove,
            "move": self._move,
        }

    @cached_property
    def profile(self) -> Profile:
        """The form the draft is typed on."""
        return regional.profile(self.session, self.declaration.form_profile)

    def apply_all(self, changes: Sequence[Change]) -> list[Result]:
        """A result per change; what follows from them (level 1 of a chosen level 2, cells of a new row) behind them."""
        direct, further = [], []
        for change in changes:
            first, *more = self.apply(change)
            direct.append(first)
            further += more
        typed = _typed(changes)
        for result in (*direct, *further):
            further += self._follow(result, typed)
        return direct + further + self._keep_formulas((*direct, *further), typed)

    def apply(self, change: Change) -> list[Result]:
        """One step; never raises for what a person may type."""
        try:
            path = parse(change.path)
        except ValueError:
            return [Result(change.path, Outcome.unknown, code="bad_path")]
        step = self._steps.get(change.kind)
        return step(path, change) if step else [Result(change.path, Outcome.unknown, code="bad_change")]

    def _keep_formulas(self, results: Sequence[Result], typed: Mapping[str, str]) -> list[Result]:
        """Formulas that amounts were typed as go into the 测算依据 of their lines, unless they stand there already."""
        kept = []
        for result in results:
            formula = typed.get(result.path, "")
            stored = result.outcome in (Outcome.applied, Outcome.same) and result.path not in self.cells.raw
            if not stored or not is_formula(formula) or not is_amount_of_line(parse(result.path)):
                continue
            basis = replace(parse(result.path), field="basis")
            now = self.cells.text(basis)
            if self.locks.allows(basis):
                kept.append(self._set(basis, Change("set", str(basis), now, kept_in(now, formula))))
        return [result for result in kept if result.outcome is not Outcome.same]

    def _follow(self, result: Result, typed: Container[str]) -> list[Result]:
        """A level 2 chosen from the form's vocabulary brings its level 1 along, unless that was typed as well."""
        path = parse(result.path) if result.outcome is Outcome.applied else None
        if path is None or (path.section, path.field) != ("indicators", "level2"):
            return []
        above = Path(path.section, path.uid, "level1")
        parent = parent_of(result.value, self.profile)
        if not parent or str(above) in typed:
            return []
        return [self._set(above, Change("set", str(above), self.cells.text(above), parent))]

    # --- cells ------------------------------------------------------------------------------------------------------

    def _set(self, path: Path, change: Change) -> Result:
        read = reader(path)
        if read is None:
            return Result(change.path, Outcome.unknown, code="bad_path")
        if self.cells.row(path) is None:
            return self._gone(path)
        now, new = self.cells.text(path), seen(change.new)
        if same_value(read, now, new):
            return Result(change.path, Outcome.same, now)
        if not self.locks.allows(path):
            return Result(change.path, Outcome.locked, now, "locked_path")
        if not same_value(read, seen(now), seen(change.old)):
            return self._conflict(path, now)
        return self._write(path, now, new, read)

    def _write(self, path: Path, now: str, new: str, read: Reader) -> Result:
        value, code = _read(read, new)
        if code == "not_a_choice":
            return Result(str(path), Outcome.refused, now, code)
        if code:
            self.cells.keep_raw(path, new, code)
        else:
            self.cells.store(path, value)
        outcome = Outcome.unparsed if code else Outcome.applied
        shown = self.cells.text(path)
        self._record(path, now, shown)
        return Result(str(path), outcome, shown, code)

    def _conflict(self, path: Path, now: str) -> Result:
        who, at = self._last_edit(path)
        return Result(str(path), Outcome.conflict, now, "cell_changed", theirs=now, who=who, at=at)

    def _gone(self, path: Path) -> Result:
        """No such row: somebody removed it, or there never was one."""
        who, at = self._last_edit(Path(path.section, path.uid))
        return Result(str(path), Outcome.unknown, code="row_gone" if at else "bad_path", who=who, at=at)

    def _last_edit(self, path: Path) -> tuple[str, str]:
        """(who, when) changed the place last; empty if nobody has since the draft was made."""
        edits = select(DeclarationEdit.at, UserAccount.name).outerjoin(
            UserAccount, col(UserAccount.id) == DeclarationEdit.user_id
        )
        here = edits.where(DeclarationEdit.declaration_id == self.declaration.id, DeclarationEdit.path == str(path))
        last = self.session.exec(here.order_by(col(DeclarationEdit.id).desc()).limit(1)).first()
        return (last[1] or "", last[0].isoformat()) if last else ("", "")

    # --- rows -------------------------------------------------------------------------------------------------------

    def _add(self, path: Path, change: Change) -> list[Result]:
        if path.section not in SECTIONS or not path.uid or path.field:
            return [Result(change.path, Outcome.unknown, code="bad_path")]
        there = self.cells.row(path) is not None
        if not there and not self.locks.allows_rows(path.section):
            return [Result(change.path, Outcome.locked, code="locked_path")]
        if not there:
            self.cells.add(path, change.after)
            self._record(path, "", NEW_ROW)
        added = Result(change.path, Outcome.same if there else Outcome.applied)
        return [added, *self._fill(path, change.values, fresh=not there)]

    def _fill(self, path: Path, values: dict[str, str], *, fresh: bool) -> list[Result]:
        """The first values of a row; if somebody made the same row just before, his values stand against them."""
        starts = STARTS.get(path.section, {})
        cells = [Path(path.section, path.uid, name) for name in values if (path.section, name) in READERS]
        seen = {str(cell): self.cells.text(cell) if fresh else starts.get(cell.field, "") for cell in cells}
        return [self._set(cell, Change("set", str(cell), seen[str(cell)], values[cell.field])) for cell in cells]

    def _remove(self, path: Path, change: Change) -> list[Result]:
        if path.section not in SECTIONS or not path.uid or path.field:
            return [Result(change.path, Outcome.unknown, code="bad_path")]
        if self.cells.row(path) is None:
            return [Result(change.path, Outcome.same)]
        if not self.locks.allows_removal(path):
            return [Result(change.path, Outcome.locked, code="locked_path")]
        for name in ROW_FIELDS[path.section]:
            cell = Path(path.section, path.uid, name)
            if reader(cell) and (value := self.cells.text(cell)):
                self._record(cell, value, "")
        self._record(path, self.cells.before(path), GONE_ROW)
        self.cells.remove(path)
        return [Result(change.path, Outcome.applied)]

    def _move(self, path: Path, change: Change) -> list[Result]:
        if path.section not in SECTIONS or path.field or self.cells.row(path) is None:
            return [Result(change.path, Outcome.unknown, code="bad_path")]
        if not self.locks.allows_rows(path.section):
            return [Result(change.path, Outcome.locked, code="locked_path")]
        before = self.cells.before(path)
        self.cells.place(path, change.after)
        if self.cells.before(path) == before:
            return [Result(change.path, Outcome.same)]
        self._record(path, f"{MOVED}{before}", f"{MOVED}{self.cells.before(path)}")
        return [Result(change.path, Outcome.applied)]

    # --- the end ----------------------------------------------------------------------------------------------------

    def _record(self, path: Path, old: str, new: str) -> None:
        self.records.append(
            DeclarationEdit(
                declaration_id=self.declaration.id,
                batch=self.batch,
                round=self.declaration.round,
                desk=self.declaration.desk or "",
                path=str(path),
                old=old,
                new=new,
                user_id=self.actor.user_id,
                at=clock.now(),
                on_behalf_of=self.actor.absent_id,
            )
        )

    def finish(self) -> None:
        """Order of rows, trail, version, time and author, if anything changed."""
        if not self.records:
            return
        self.cells.settle()
        rows = [record.model_dump(exclude={"id"}) for record in self.records]
        self.session.connection().execute(insert(DeclarationEdit), rows)  # in one go: nobody needs their keys
        settle_edited(
            self.session, self.declaration, self.batch, self.actor.user_id, (record.path for record in self.records)
        )
        note_author(self.session, self.declaration, self.actor)
        self.session.flush()  # the caller reads the document next
        if self.declaration.round:
            refresh_answers(self.session, self.declaration, [record.path for record in self.records])


def _typed(changes: Sequence[Change]) -> dict[str, str]:
    """What was typed, by cell; rows and what is no cell have an empty text."""
    typed = {change.path: change.new for change in changes}
    return typed | {f"{change.path}/{name}": text for change in changes for name, text in change.values.items()}


def _read(read: Reader, text: str) -> tuple[Any, str]:
    """The stored value, or the code of what is wrong with the text."""
    try:
        return read(text), ""
    except ValueError as fault:
        return None, str(fault)


def note_author(session: Session, declaration: Declaration, actor: Actor) -> None:
    """The content changed: next version, the wider check is due, and who typed may not check it later.

    The department's traced edits do not bar it from signing; typing at the filer's desk does, whoever does it.
    """
    declaration.version += 1
    declaration.updated_at = clock.now()
    mark_due(session, [declaration.id])
    traced = declaration.desk == Desk.department
    for person in sorted(actor.persons):
        who = {"object_kind": "declaration", "object_id": declaration.id, "user_id": person}
        if not insert_once(session, FiledBy, **who, department_trace=traced) and not traced:
            found = session.exec(select(FiledBy).filter_by(**who)).one()
            found.department_trace = False


def edit(
    session: Session, actor: Actor, declaration_id: int, changes: Sequence[Change], batch: str = ""
) -> tuple[Declaration, list[Result], str]:
    """Apply what still holds; returns the row, a result per change and the batch id for undo ("" = nothing changed).

    Raises ``NotFound``, ``NotAllowed`` or ``WrongState`` when the draft is not this person's to edit. Sending the same
    changes again does no harm: what is there already answers ``same``.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    results = patch.apply_all(changes)
    patch.finish()
    return patch.declaration, results, patch.batch if patch.records else ""


def patch_of(session: Session, actor: Actor, declaration_id: int, batch: str = "") -> Patch:
    """An empty patch on the locked draft; raises 404, 403 or 409 if it is not this person's to edit."""
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    actor = check_desk(session, declaration, actor)
    return Patch(session, declaration, actor, batch)


def known_batch(session: Session, declaration: Declaration, actor: Actor, batch: str) -> bool:
    """Whether this request was carried out before and only its answer got lost."""
    query = select(DeclarationEdit.id).where(
        DeclarationEdit.declaration_id == declaration.id,
        DeclarationEdit.user_id == actor.user_id,
        DeclarationEdit.batch == batch,
    )
    return bool(batch) and session.exec(query.limit(1)).first() is not None
