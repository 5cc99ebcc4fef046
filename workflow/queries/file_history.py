"""The audit view of one declaration: moves and changed values in one stream, newest first, page by page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import AuditEntry, Declaration, DeclarationEdit, UserAccount
from workflow.permissions import Actor
from workflow.queries.file_page import FINANCE_SIDE

PAGE_SIZE = 30
EDITS_READ = 300
"""Changed values read per page at most; what a page cannot hold begins the next one."""
INTERNAL = frozenset({"late_comment", "consent", "refuse_consent", "raise_sheet", "lower_sheet"})
"""Entries about comments that were not sent and about how finance reviews: the unit does not read them."""
SITTING = timedelta(minutes=10)
"""Values changed by one person without a longer pause, and without a move in between, are one entry."""


@dataclass(frozen=True)
class Changed:
    """One value, old → new."""

    path: str
    old: str
    new: str
    undone: bool


@dataclass(frozen=True)
class Entry:
    """One move, or what one person changed in one sitting; ``details`` are the facts the move was taken with."""

    at: datetime
    who: str
    action: str
    came_from: str = ""
    went_to: str = ""
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    move_id: int = 0
    edit_id: int = 0


@dataclass(frozen=True)
class History:
    """One page; ``older`` is the cursor of the next one (None = the beginning is reached)."""

    entries: list[Entry]
    older: str | None


def history(session: Session, actor: Actor, row: Declaration, cursor: str = "") -> History:
    """Merged by time. The cursor names the last entry of each of the two streams: nothing is lost or doubled."""
    move_id, edit_id = _parse(cursor)
    moves = _moves(session, actor, row, move_id)
    edits, horizon = _edits(session, row, edit_id, [entry.at for entry in moves])
    found = sorted(
        (entry for entry in (*moves, *edits) if horizon is None or entry.at >= horizon),
        key=lambda entry: (entry.at, entry.move_id, entry.edit_id),
        reverse=True,
    )
    page = found[:PAGE_SIZE]
    if len(found) == len(page) and horizon is None:
        return History(page, None)
    last_move = min((entry.move_id for entry in page if entry.move_id), default=move_id)
    last_edit = min((entry.edit_id for entry in page if entry.edit_id), default=edit_id)
    return History(page, f"{last_move}-{last_edit}")


def _parse(cursor: str) -> tuple[int, int]:
    """(last move seen, last edit seen); 0 = none yet. What is no cursor begins at the top."""
    first, _, second = cursor.partition("-")
    usable = all(part.isdecimal() and len(part) < 19 for part in (first, second))
    return (int(first), int(second)) if usable else (0, 0)


def _moves(session: Session, actor: Actor, row: Declaration, before: int) -> list[Entry]:
    query = select(AuditEntry).where(AuditEntry.object_kind == "declaration", AuditEntry.object_id == row.id)
    if not actor.holds_any(FINANCE_SIDE, row):
        query = query.where(col(AuditEntry.action).not_in(INTERNAL))
    if before:
        query = query.where(AuditEntry.id < before)
    found = session.exec(query.order_by(col(AuditEntry.id).desc()).limit(PAGE_SIZE + 1))
    return [
        Entry(
            item.at, item.actor_name, item.action, item.state_from, item.state_to, item.reason,
            json.loads(item.canonical)["details"], move_id=item.id,
        )
        for item in found
    ]  # fmt: skip


def _edits(
    session: Session, row: Declaration, before: int, moved: list[datetime]
) -> tuple[list[Entry], datetime | None]:
    """Sittings, newest first; the instant before which nothing was read (None = everything was)."""
    absent = UserAccount.__table__.alias("absent")  # type: ignore[attr-defined]
    query = (
        select(DeclarationEdit, UserAccount.name, absent.c.name)
        .outerjoin(UserAccount, col(UserAccount.id) == DeclarationEdit.user_id)
        .outerjoin(absent, absent.c.id == DeclarationEdit.on_behalf_of)
        .where(DeclarationEdit.declaration_id == row.id)
    )
    if before:
        query = query.where(DeclarationEdit.id < before)
    found = session.exec(query.order_by(col(DeclarationEdit.id).desc()).limit(EDITS_READ)).all()
    horizon = found[-1][0].at if len(found) == EDITS_READ else None
    return [_sitting(group) for group in _sittings(found, moved)], horizon


def _sittings(found: Iterable[Any], moved: list[datetime]) -> list[list[Any]]:
    groups: list[list[Any]] = []
    for item, *names in found:
        if groups and _together(item, groups[-1][-1][0], moved):
            groups[-1].append((item, names))
        else:
            groups.append([(item, names)])
    return groups


def _together(older: DeclarationEdit, newer: DeclarationEdit, moved: list[datetime]) -> bool:
    who = (older.user_id, older.on_behalf_of) == (newer.user_id, newer.on_behalf_of)
    same = who and newer.at - older.at < SITTING
    return same and not any(older.at <= at <= newer.at for at in moved)


def _sitting(group: list[Any]) -> Entry:
    newest, names = group[0]
    changes = [Changed(item.path, item.old, item.new, item.undone) for item, _ in reversed(group)]
    return Entry(newest.at, " 代 ".join(filter(None, names)), "edit", changes=changes, edit_id=group[-1][0].id)
