"""Who may type where: the desk, and after a return only what its comments are about and what hangs on it."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow import clock, regional
from workflow.canonical.paths import FORM, Path, parse
from workflow.db import insert_once
from workflow.documents.assemble import document_of
from workflow.documents.values import has_place
from workflow.errors import NotAllowed, RuleFailed, WrongState
from workflow.lifecycle import EDITING_DESKS, pair_of
from workflow.lifecycle.facts import last_move, return_order
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import Comment, Declaration, Indicator, Unlock
from workflow.permissions import Actor
from workflow.texts import said

ANY_ROW, SAME_ROW, SAME_LEVEL1, ANY_ELEMENT = "*", "=", "~", ".*"
EDITORS = tuple(DESK_ROLES[pair.partition("/")[2]] for pair in sorted(EDITING_DESKS))

TOTALS = ("basics/-/budget_year", "basics/-/budget_total")
DEPENDENTS: dict[str, tuple[str, ...]] = {
    "expenditure_lines/*/amounts.*": (*TOTALS, "funding_sources", "expenditure_lines/*/amounts.*"),
    "funding_sources/*/amount": (*TOTALS, "funding_sources", "expenditure_lines/*/amounts.*"),
    "basics/-/budget_year": (*TOTALS, "funding_sources", "expenditure_lines/*/amounts.*"),
    "basics/-/budget_total": (*TOTALS, "funding_sources", "expenditure_lines/*/amounts.*"),
    "indicators/*/weight": ("indicators/~/weight",),
    "block_weights/*/weight": ("block_weights/*/weight", "indicators/*/weight"),
    "indicators/*/level2": ("indicators/=/level1",),
}
"""What may be changed along with a target, because sums or the form tie them: an amount opens the totals and the
sources (and the amounts of the lines, which must add up to them), a weight those of the same level 1.

``<section>/<row>/<field>``: row ``*`` any, ``=`` the target's own, ``~`` those of its level 1; field ``amounts.*`` any
element. A target opens the dependents of every cell it covers: commenting a row or a section opens its cells' ones."""


def check_desk(session: Session, declaration: Declaration, actor: Actor) -> Actor:
    """The filer's and the department's desks edit, by their holder only; raises 403 (no such role) or 409 (not now).

    Answers who acts: the holder himself, or somebody in his name.
    """
    if not actor.holds_any(EDITORS, declaration):
        raise NotAllowed("no_role")
    holder = DESK_ROLES.get(declaration.desk or "")
    if pair_of(declaration) not in EDITING_DESKS or holder is None or not actor.holds(holder, declaration):
        last = last_move(session, declaration)
        facts = (
            {"last_actor": last.actor_name, "last_action": last.action, "last_at": last.at.isoformat()} if last else {}
        )
        raise WrongState("not_editable", **facts)
    return actor.acting([holder], declaration)


@dataclass(frozen=True)
class Locks:
    """Which paths are open in this round; ``opened`` None = all: a first draft, an adjustment, a return of the form."""

    opened: tuple[Path, ...] | None = None

    def allows(self, path: Path) -> bool:
        """Whether the cell, or the row as a whole, may be changed now."""
        return self.opened is None or any(_opens(target, path) for target in self.opened)

    def allows_rows(self, section: str) -> bool:
        """Whether rows may be added, removed or moved: where the section as a whole is open."""
        return self.opened is None or Path(section) in self.opened

    def allows_removal(self, path: Path) -> bool:
        """A row that is itself a target may also go."""
        return self.allows_rows(path.section) or self.allows(Path(path.section, path.uid))


def _opens(target: Path, path: Path) -> bool:
    rows = target.uid in ("", ANY_ROW, path.uid)
    return target.section == path.section and rows and (not target.field or _fits(target.field, path.field))


def _fits(pattern: str, field: str) -> bool:
    return pattern == field or (pattern.endswith(ANY_ELEMENT) and field.startswith(pattern[:-1]))


def locks_of(session: Session, declaration: Declaration) -> Locks:
    """The locks of the present round."""
    if return_order(session, declaration) is None:
        return Locks()
    targets = session.exec(
        select(Comment.path).where(
            Comment.object_kind == "declaration",
            Comment.object_id == declaration.id,
            Comment.round == declaration.round,
            Comment.sent_with == "return",
        )
    ).all()
    unlocked = session.exec(
        select(Unlock.path).where(Unlock.declaration_id == declaration.id, col(Unlock.round) == declaration.round)
    ).all()
    paths = [parse(text) for text in dict.fromkeys((*targets, *unlocked))]
    if any(path.section == FORM for path in paths):
        return Locks()
    return opened_by(paths, _levels(session, declaration, paths))


def opened_by(targets: list[Path], level1: dict[str, tuple[str, str]]) -> Locks:
    """Targets and their dependents; ``level1`` maps an indicator to its (horizon, level 1)."""
    opened = dict.fromkeys(targets)
    for target in targets:
        for key, dependents in DEPENDENTS.items():
            if _reaches(target, Path(*key.split("/"))):
                opened |= dict.fromkeys(path for text in dependents for path in _resolve(text, target, level1))
    return Locks(tuple(opened))


def _reaches(target: Path, key: Path) -> bool:
    return target.section == key.section and (not target.field or _fits(key.field, target.field))


def _resolve(text: str, target: Path, level1: dict[str, tuple[str, str]]) -> list[Path]:
    section, *rest = text.split("/")
    uid, field = rest or ("", "")
    if uid == SAME_ROW:
        uid = target.uid or ANY_ROW
    if uid == SAME_LEVEL1 and target.uid:
        return [Path(section, peer, field) for peer, group in level1.items() if group == level1.get(target.uid)]
    return [Path(section, ANY_ROW if uid == SAME_LEVEL1 else uid, field)]


def _levels(session: Session, declaration: Declaration, targets: list[Path]) -> dict[str, tuple[str, str]]:
    if not any(path.section == "indicators" for path in targets):
        return {}
    query = select(Indicator.uid, Indicator.horizon, Indicator.level1)
    rows = session.exec(query.where(Indicator.declaration_id == declaration.id)).all()
    return {uid: (horizon, level1) for uid, horizon, level1 in rows}


def request_unlock(session: Session, actor: Actor, declaration_id: int, path: str, reason: str) -> Declaration:
    """申请解锁: granted at once, flagged for the reviewer, audited. Raises ``RuleFailed`` without a reason."""
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    actor = check_desk(session, declaration, actor)
    target = _parsed(path)
    if not has_place(document_of(session, declaration), regional.profile(session, declaration.form_profile), target):
        raise RuleFailed("bad_path", path=path)
    reason = said(reason)
    if not reason:
        raise RuleFailed("reason_missing")
    if locks_of(session, declaration).allows(target):
        return declaration
    insert_once(
        session,
        Unlock,
        created_at=clock.now(),
        declaration_id=declaration.id,
        round=declaration.round,
        path=str(target),
        reason=reason,
        requested_by=actor.user_id,
    )
    declaration.version += 1
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="unlock",
        object_kind="declaration",
        object_id=declaration.id,
        reason=reason,
        details={"path": str(target), "round": declaration.round, "version": declaration.version},
    )
    return declaration


def _parsed(text: str) -> Path:
    try:
        return parse(text)
    except ValueError:
        raise RuleFailed("bad_path", path=text) from None
