"""Who may type where: the desk, and after a return only what its comments are about and what hangs on it."""

from sqlmodel import Session, col, select

from workflow import clock
from workflow.canonical.paths import FORM, Path, parse
from workflow.db import insert_once
from workflow.errors import NotAllowed, RuleFailed, WrongState
from workflow.lifecycle import EDITING_DESKS, pair_of
from workflow.lifecycle.facts import return_order
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import Comment, Declaration, Unlock
from workflow.permissions import Actor

DEPENDENTS: dict[str, tuple[str, ...]] = {
    "funding_sources": ("basics/-/budget_year", "basics/-/budget_total", "expenditure_lines"),
    "expenditure_lines": ("funding_sources", "basics/-/budget_year"),
    "basics/-/budget_year": ("funding_sources", "expenditure_lines", "basics/-/budget_total"),
    "basics/-/budget_total": ("basics/-/budget_year",),
    "block_weights": ("indicators/*/weight",),
    "indicators/*/weight": ("indicators/*/weight", "block_weights"),
}
"""What may be changed along with a target, because sums tie them: amount → totals and source, weight → the others.

A key is a section, a header field, or ``<section>/*/<field>`` for a cell of any row.
"""


def check_desk(declaration: Declaration, actor: Actor) -> None:
    """The filer's and the department's desks edit, by their holder only; raises 403 or 409."""
    holder = DESK_ROLES.get(declaration.desk or "")
    if pair_of(declaration) not in EDITING_DESKS or holder is None:
        raise WrongState("not_editable")
    if not actor.holds(holder, declaration):
        raise NotAllowed("no_role")


class Locks:
    """Which paths are open in this round."""

    def __init__(self, session: Session, declaration: Declaration) -> None:
        self.open_paths = _open_paths(session, declaration)

    @property
    def all_open(self) -> bool:
        """A first draft, an adjustment, or a return about the whole form."""
        return self.open_paths is None

    def allows(self, path: Path) -> bool:
        """Whether the cell (or row) may be changed now."""
        return self.open_paths is None or any(_opens(target, path) for target in self.open_paths)

    def allows_rows(self, section: str) -> bool:
        """Whether rows may be added, removed or moved: only where the section as a whole is open."""
        return self.open_paths is None or any(str(target) == section for target in self.open_paths)


def _opens(target: Path, path: Path) -> bool:
    if target.uid == "*":
        return target.section == path.section and target.field == path.field
    return target.covers(path)


def _open_paths(session: Session, declaration: Declaration) -> list[Path] | None:
    if return_order(session, declaration) is None:
        return None
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
    if FORM in targets or FORM in unlocked:
        return None
    paths = [parse(text) for text in {*targets, *unlocked}]
    return paths + [_pattern(text) for path in paths for text in _dependents(path)]


def _dependents(path: Path) -> tuple[str, ...]:
    keys = (str(path), path.section, f"{path.section}/*/{path.field}")
    return tuple(text for key in dict.fromkeys(keys) for text in DEPENDENTS.get(key, ()))


def _pattern(text: str) -> Path:
    return Path(*text.split("/"))


def request_unlock(session: Session, actor: Actor, declaration: Declaration, path: str, reason: str) -> None:
    """申请解锁: granted at once, flagged for the reviewer, audited. Raises ``RuleFailed`` without a reason."""
    check_desk(declaration, actor)
    if not reason.strip():
        raise RuleFailed("reason_missing")
    target = parse_path(path)
    insert_once(
        session,
        Unlock,
        created_at=clock.now(),
        declaration_id=declaration.id,
        round=declaration.round,
        path=str(target),
        reason=reason.strip(),
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
        reason=reason.strip(),
        details={"path": str(target)},
    )


def parse_path(text: str) -> Path:
    """A path a person sent; raises ``RuleFailed('bad_path')``."""
    try:
        return parse(text)
    except ValueError:
        raise RuleFailed("bad_path", path=text) from None
