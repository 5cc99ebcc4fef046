"""Filling in a self-evaluation (自评表): the unit at the filer's desk, or the department at its own.

Values are addressed like everywhere: ``items/<indicator uid>/<field>``, ``money/-/<field>`` and ``form/-/<field>``.
Every save reckons all points anew. Points that cannot be read are kept as they were typed and come back with their
place.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from workflow import clock
from workflow.db import insert_once
from workflow.documents.evaluation_content import items_of
from workflow.errors import Conflict, NotAllowed, RuleFailed, WrongState
from workflow.lifecycle import EDITING_DESKS, pair_of
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.evaluations.scores import scores_of, stamp, write_scores
from workflow.lifecycle.evaluations.whole import asks_basic, basic_of, recount
from workflow.lifecycle.facts import FILL, file_kind
from workflow.lifecycle.files import find_evaluation
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import FiledBy, SelfEvaluation, SelfEvaluationItem
from workflow.money import fen_from_wan
from workflow.permissions import Actor
from workflow.services.reports import EDITORS, Filled
from workflow.texts import said
from workflow.types import Desk

COLUMNS: dict[str, dict[str, str]] = {
    "items": {"actual": "actual", "points": "hand", "reason": "hand_reason", "cause": "cause", "measure": "measure"},
    "money": {"points": "hand", "reason": "hand_reason", "cause": "money_cause", "basic": "basic"},
    "form": {"reached": "reached", "note": "note"},
}
"""Field of a path → column, by section; ``hand`` are points, ``basic`` an amount: read, or kept raw."""
_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?", re.ASCII)


def fill_evaluation(
    session: Session, actor: Actor, evaluation_id: int, version: int, values: Mapping[str, str]
) -> Filled:
    """Save what was typed; raises ``NotFound``, ``NotAllowed``, ``Conflict``, ``WrongState`` or ``RuleFailed``."""
    row = find_evaluation(session, actor, evaluation_id, lock=True)
    actor = require_editor(actor, row, version)
    items = {item.indicator_uid: item for item in items_of(session, row.id)}
    counted = basic_of(row)
    changes, problems = [], []
    for path, raw in values.items():
        target, column = _place(row, items, path)
        read = _read(column, raw)
        problems += [Problem(code, {"raw": raw}, path) for name, code in UNREADABLE.items() if read.get(name)]
        for name, value in read.items():
            old = getattr(target, name)
            if old != value:
                setattr(target, name, value)
                changes.append({"path": path, "old": old, "new": value})
    if changes:
        recount(row, counted)
        session.flush()  # points are reckoned from the rows
        write_scores(session, row)
        _note(session, actor, row, changes)
    return Filled(row.version, [str(change["path"]) for change in changes], problems)


def try_points(
    session: Session, actor: Actor, evaluation_id: int, values: Mapping[str, str]
) -> tuple[SelfEvaluation, list[SelfEvaluationItem]]:
    """What the points would be with what is typed: copies with points and traces, nothing is stored.

    Raises like ``fill_evaluation``, but for the version: whoever was faster is told of at the save.
    """
    row = find_evaluation(session, actor, evaluation_id)
    require_editor(actor, row, row.version)
    form = SelfEvaluation(**row.model_dump())
    items = {item.indicator_uid: SelfEvaluationItem(**item.model_dump()) for item in items_of(session, row.id)}
    counted = basic_of(form)
    for path, raw in values.items():
        target, column = _place(form, items, path)
        for name, value in _read(column, raw).items():
            setattr(target, name, value)
    recount(form, counted)
    found = list(items.values())
    stamp(form, scores_of(session, form, items=found))
    return form, found


def _read(column: str, raw: str) -> dict[str, Any]:
    """Columns with what was typed."""
    return READERS[column](raw) if column in READERS else {column: said(raw)}


def read_points(raw: str) -> dict[str, Any]:
    """What was typed as points; none given back to the formula."""
    text = unicodedata.normalize("NFKC", said(raw)).strip()
    if not text:
        return {"hand_hundredths": None, "hand_raw": ""}
    if not _POINTS.fullmatch(text):
        return {"hand_hundredths": None, "hand_raw": text[:100]}
    whole, _, rest = text.partition(".")
    return {"hand_hundredths": int(whole) * 100 + int(rest.ljust(2, "0")), "hand_raw": ""}


def read_basic(raw: str) -> dict[str, Any]:
    """基本支出执行数 in 万元; less than nothing was never spent."""
    text = said(raw)
    try:
        fen = fen_from_wan(text) if text else None
    except ValueError:
        return {"basic_typed_fen": None, "basic_raw": text[:100]}
    if fen is not None and fen < 0:
        return {"basic_typed_fen": None, "basic_raw": text[:100]}
    return {"basic_typed_fen": fen, "basic_raw": ""}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {"hand": read_points, "basic": read_basic}
UNREADABLE = {"hand_raw": "points_unreadable", "basic_raw": "evaluation_basic_unreadable"}
"""Column that keeps what could not be read → what is said of it."""


def require_editor(actor: Actor, row: SelfEvaluation, version: int) -> Actor:
    """Who acts: the holder of the desk himself, or somebody in his name.

    A form that has moved on is said to have moved on, whatever its version: its page has no fields to merge into.
    """
    if not actor.holds_any(EDITORS, row):
        raise NotAllowed("no_role")
    if pair_of(row) not in EDITING_DESKS or not actor.holds(DESK_ROLES[str(row.desk)], row):
        raise WrongState("not_editable")
    if version != row.version:
        raise Conflict("version_changed")
    return actor.acting([DESK_ROLES[str(row.desk)]], row)


def _place(row: SelfEvaluation, items: Mapping[str, Any], path: str) -> tuple[Any, str]:
    """The row and column of a path; a path that is not on this form cannot come from its page."""
    section, _, rest = path.partition("/")
    uid, _, name = rest.rpartition("/")
    target = items.get(uid) if section == "items" else row if uid == "-" else None
    column = COLUMNS.get(section, {}).get(name)
    if target is None or column is None or (column == "basic" and not asks_basic(row)):
        raise RuleFailed("bad_path", path=path)
    return target, column


def _note(session: Session, actor: Actor, row: SelfEvaluation, changes: list[dict[str, object]]) -> None:
    row.version += 1
    row.updated_at = clock.now()
    for person in sorted(actor.persons):
        insert_once(
            session,
            FiledBy,
            object_kind=file_kind(row),
            object_id=row.id,
            user_id=person,
            department_trace=row.desk == Desk.department,
        )
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=FILL,
        object_kind=file_kind(row),
        object_id=row.id,
        details={"changes": changes, "version": row.version},
    )
