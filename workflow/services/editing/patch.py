"""Applying a patch: what still holds is stored, the rest is answered; one batch is one undo."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock
from workflow.canonical.paths import BASICS, ROW_FIELDS, Path, parse
from workflow.db import insert_once
from workflow.documents.assemble import SECTIONS, delete_row
from workflow.errors import NotFound
from workflow.lifecycle.files import find_declaration
from workflow.models import Declaration, DeclarationEdit, FiledBy, UserAccount
from workflow.permissions import Actor
from workflow.services.editing.cells import Cells
from workflow.services.editing.changes import Change, Outcome, Result
from workflow.services.editing.fields import clean, reader
from workflow.services.editing.locks import Locks, check_desk
from workflow.types import Desk

NEW_ROW, GONE_ROW = "+", "-"


class Patch:
    """One batch of changes by one person on one locked draft."""

    def __init__(self, session: Session, declaration: Declaration, actor: Actor) -> None:
        self.session, self.declaration, self.actor = session, declaration, actor
        self.cells, self.locks = Cells(session, declaration), Locks(session, declaration)
        self.batch = uuid.uuid4().hex
        self.recorded = 0

    def apply(self, change: Change) -> Result:
        """One step; never raises for what a person may type."""
        try:
            path = parse(change.path)
        except ValueError:
            return Result(change.path, Outcome.unknown, code="bad_path")
        return {"set": self._set, "add": self._add, "remove": self._remove, "move": self._move}[change.kind](
            path, change
        )

    def _set(self, path: Path, change: Change) -> Result:
        read = reader(path)
        if read is None or self.cells.row(path) is None:
            return Result(change.path, Outcome.unknown, code="bad_path")
        now, new = self.cells.text(path), clean(change.new)
        if new == now or _same_value(read, now, new):
            return Result(change.path, Outcome.same, now)
        if not self.locks.allows(path):
            return Result(change.path, Outcome.locked, now, "locked_path")
        if change.old != now and not _same_value(read, now, change.old):
            return self._conflict(path, now)
        return self._write(path, now, new, read)

    def _write(self, path: Path, now: str, new: str, read: Any) -> Result:
        try:
            self.cells.store(path, read(new))
            result = Result(str(path), Outcome.applied, self.cells.text(path))
        except ValueError as fault:
            self.cells.keep_raw(path, new, str(fault), _empty(read))
            result = Result(str(path), Outcome.unparsed, new, str(fault))
        self._record(str(path), now, new)
        return result

    def _conflict(self, path: Path, now: str) -> Result:
        query = select(DeclarationEdit, UserAccount.name).outerjoin(
            UserAccount, col(UserAccount.id) == DeclarationEdit.user_id
        )
        last = self.session.exec(
            query.where(DeclarationEdit.declaration_id == self.declaration.id, DeclarationEdit.path == str(path))
            .order_by(col(DeclarationEdit.id).desc())
            .limit(1)
        ).first()
        who, at = (last[1] or "", last[0].at.isoformat()) if last else ("", "")
        return Result(str(path), Outcome.conflict, now, "cell_changed", theirs=now, who=who, at=at)

    def _add(self, path: Path, change: Change) -> Result:
        section = SECTIONS.get(path.section)
        if section is None or not path.uid or path.field:
            return Result(change.path, Outcome.unknown, code="bad_path")
        if not self.locks.allows_rows(path.section):
            return Result(change.path, Outcome.locked, code="locked_path")
        if self.cells.row(path) is not None:
            return Result(change.path, Outcome.same)
        values: dict[str, Any] = {"horizon": "annual"} if "horizon" in ROW_FIELDS[path.section] else {}
        row = section.table(declaration_id=self.declaration.id, uid=path.uid, position=0, **values)
        self.session.add(row)
        self.session.flush()  # its cells and amounts hang on it
        self.cells.forget(path)
        self._place(path, change.after)
        self._record(str(path), "", NEW_ROW)
        for name, value in change.values.items():
            self._set(Path(path.section, path.uid, name), Change("set", "", self._shown(path, name), value))
        return Result(change.path, Outcome.applied)

    def _shown(self, path: Path, name: str) -> str:
        return self.cells.text(Path(path.section, path.uid, name))

    def _remove(self, path: Path, change: Change) -> Result:
        row = self.cells.row(path) if path.section in SECTIONS and path.uid and not path.field else None
        if row is None:
            return Result(change.path, Outcome.unknown, code="bad_path")
        if not self.locks.allows_rows(path.section):
            return Result(change.path, Outcome.locked, code="locked_path")
        for name in ROW_FIELDS[path.section]:
            cell = Path(path.section, path.uid, name)
            if reader(cell) and (value := self.cells.text(cell)):
                self._record(str(cell), value, "")
        self._record(str(path), self._before(path), GONE_ROW)
        self.cells.drop_raw_below(path)
        delete_row(self.session, SECTIONS[path.section], row)
        self.cells.forget(path)
        return Result(change.path, Outcome.applied)

    def _move(self, path: Path, change: Change) -> Result:
        if path.section not in SECTIONS or self.cells.row(path) is None:
            return Result(change.path, Outcome.unknown, code="bad_path")
        if not self.locks.allows_rows(path.section):
            return Result(change.path, Outcome.locked, code="locked_path")
        before = self._before(path)
        self._place(path, change.after)
        self._record(f"{path}", f">{before}", f">{change.after}")
        return Result(change.path, Outcome.applied)

    def _order(self, section: str) -> list[Any]:
        table = SECTIONS[section].table
        query = select(table).where(table.declaration_id == self.declaration.id)
        return list(self.session.exec(query.order_by(table.position, table.id)))

    def _before(self, path: Path) -> str:
        uids = [row.uid for row in self._order(path.section)]
        index = uids.index(path.uid)
        return uids[index - 1] if index else "^"

    def _place(self, path: Path, after: str) -> None:
        """Renumber with the row behind ``after`` ("" = at the end, "^" = at the start)."""
        rows = self._order(path.section)
        moved = next(row for row in rows if row.uid == path.uid)
        rest = [row for row in rows if row is not moved]
        uids = [row.uid for row in rest]
        index = 0 if after == "^" else uids.index(after) + 1 if after in uids else len(rest)
        for position, row in enumerate([*rest[:index], moved, *rest[index:]]):
            row.position = position
        self.session.flush()  # later steps read the order

    def _record(self, path: str, old: str, new: str) -> None:
        self.recorded += 1
        self.session.add(
            DeclarationEdit(
                declaration_id=self.declaration.id,
                batch=self.batch,
                round=self.declaration.round,
                desk=self.declaration.desk or "",
                path=path,
                old=old,
                new=new,
                user_id=self.actor.user_id,
                at=clock.now(),
            )
        )

    def finish(self) -> None:
        """Version, time and author, if anything changed."""
        if not self.recorded:
            return
        self.declaration.version += 1
        self.declaration.updated_at = clock.now()
        insert_once(
            self.session,
            FiledBy,
            object_kind="declaration",
            object_id=self.declaration.id,
            user_id=self.actor.user_id,
            department_trace=self.declaration.desk == Desk.department,
        )
        self.session.flush()  # the caller reads the document next


def edit(
    session: Session, actor: Actor, declaration_id: int, changes: Sequence[Change]
) -> tuple[Declaration, list[Result], str]:
    """Apply what still holds; returns the row, a result per change and the batch id for undo ("" = nothing changed).

    Raises ``NotFound``, ``NotAllowed`` or ``WrongState`` when the draft is not this person's to edit.
    """
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    check_desk(declaration, actor)
    patch = Patch(session, declaration, actor)
    results = [patch.apply(change) for change in changes]
    patch.finish()
    return declaration, results, patch.batch if patch.recorded else ""


def undo(session: Session, actor: Actor, declaration_id: int, batch: str) -> tuple[Declaration, list[Result]]:
    """Take one's own batch back, newest step first; cells changed since by somebody stay and answer ``conflict``."""
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    check_desk(declaration, actor)
    query = select(DeclarationEdit).where(
        DeclarationEdit.declaration_id == declaration.id,
        DeclarationEdit.batch == batch,
        DeclarationEdit.user_id == actor.user_id,
        col(DeclarationEdit.undone).is_(False),
    )
    done = list(session.exec(query.order_by(col(DeclarationEdit.id).desc())))
    if not done:
        raise NotFound("nothing_to_undo")
    patch = Patch(session, declaration, actor)
    results = [patch.apply(_inverse(item)) for item in done]
    for item in done:
        item.undone = True
    patch.finish()
    return declaration, results


def _inverse(item: DeclarationEdit) -> Change:
    if item.new == NEW_ROW:
        return Change("remove", item.path)
    if item.new == GONE_ROW:
        return Change("add", item.path, after=item.old)
    if item.new.startswith(">") and item.path.count("/") == 1 and not item.path.startswith(BASICS):
        return Change("move", item.path, after=item.old[1:])
    return Change("set", item.path, old=item.new, new=item.old)


def _same_value(read: Any, one: str, other: str) -> bool:
    """Whether two texts read as the same value ("1,331.670" and "1331.67"); unreadable ones only as the same text."""
    try:
        return bool(read(one) == read(other))
    except ValueError:
        return one == other


def _empty(read: Any) -> Any:
    try:
        return read("")
    except ValueError:
        return ""
