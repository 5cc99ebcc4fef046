"""确认沿用内容: somebody looked at what was carried over and stands for it: a cell, a row, or a part of the form.

The whole form at once is not offered: the point is that each part is looked at.
"""

import uuid
from collections.abc import Iterable

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical import Profile
from workflow.canonical.paths import BASICS, Path, parse
from workflow.canonical.profile import ProfileSection
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import CarriedValue, Declaration, Indicator
from workflow.permissions import Actor
from workflow.services.editing.changes import Done
from workflow.services.editing.locks import check_desk
from workflow.services.editing.patch import note_author


def confirm(session: Session, actor: Actor, declaration_id: int, path: str) -> Done:
    """The cell or the row at ``path``; raises ``RuleFailed('bad_path')`` for anything wider."""
    row, actor = _draft(session, actor, declaration_id)
    target = _narrow(path)
    return _settle(session, actor, row, path, [item for item in _open(session, row) if target.covers(parse(item.path))])


def confirm_part(session: Session, actor: Actor, declaration_id: int, name: str) -> Done:
    """Everything that waits in one numbered part of the form."""
    row, actor = _draft(session, actor, declaration_id)
    form = regional.profile(session, row.form_profile)
    part = next((item for item in form.sections if item.name == name), None)
    if part is None:
        raise RuleFailed("bad_path", path=name)
    horizons = _horizons(session, row)
    here = [item for item in _open(session, row) if part_of(parse(item.path), form, horizons) is part]
    return _settle(session, actor, row, name, here)


def part_of(path: Path, form: Profile, horizons: dict[str, str]) -> ProfileSection | None:
    """The part of the form that shows a cell; ``horizons`` tells its indicator tables apart."""
    if path.section == BASICS:
        return next((part for part in form.sections if any(item.name == path.field for item in part.fields)), None)
    if path.section == "block_weights":
        wanted = form.weights.horizon if form.weights else None
        return next((part for part in form.sections if part.rows == "indicators" and part.horizon == wanted), None)
    fitting = (part for part in form.sections if part.rows == path.section)
    return next((part for part in fitting if part.horizon in (None, horizons.get(path.uid))), None)


def _horizons(session: Session, row: Declaration) -> dict[str, str]:
    query = select(Indicator.uid, Indicator.horizon).where(Indicator.declaration_id == row.id)
    return dict(session.exec(query).all())


def _draft(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Actor]:
    row = find_declaration(session, actor, declaration_id, lock=True)
    return row, check_desk(session, row, actor)


def _narrow(text: str) -> Path:
    try:
        path = parse(text)
    except ValueError:
        raise RuleFailed("bad_path", path=text) from None
    if not path.uid or (path.section == BASICS and not path.field):
        raise RuleFailed("bad_path", path=text)
    return path


def _open(session: Session, row: Declaration) -> list[CarriedValue]:
    query = select(CarriedValue).where(CarriedValue.declaration_id == row.id, col(CarriedValue.settled_at).is_(None))
    return list(session.exec(query.order_by(col(CarriedValue.id))))


def _settle(session: Session, actor: Actor, row: Declaration, place: str, found: Iterable[CarriedValue]) -> Done:
    """``rows`` of the answer counts what no longer waits; sent again it does nothing more."""
    items, batch, now = list(found), uuid.uuid4().hex, clock.now()
    if not items:
        return Done(row)
    for item in items:
        item.settled_at, item.settled_by, item.batch = now, actor.user_id, batch
    note_author(session, row, actor)
    session.flush()  # the caller reads what still waits
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="confirm_carried",
        object_kind="declaration",
        object_id=row.id,
        details={"place": place, "paths": [item.path for item in items], "version": row.version},
    )
    return Done(row, rows=len(items))
