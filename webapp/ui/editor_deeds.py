"""The buttons of the editor, with script and without: one row per button, each one call into the domain."""

from collections.abc import Callable

from flask import request
from sqlmodel import Session

from webapp.access import actor
from webapp.i18n import _
from webapp.present.editor_answer import (
    adopted_words,
    confirmed_words,
    copied_words,
    distributed_words,
    undone_words,
)
from webapp.present.editor_draft import load_draft
from webapp.present.editor_form import Deed, nature_changes, typed_changes
from webapp.present.editor_library import library_address, read_place
from webapp.present.editor_pages import back_to
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries.editor import values_seen
from workflow.services import cloning, editing
from workflow.services.editing import Change, Cursor, Done, Result
from workflow.texts import whole

Doing = Callable[[Session, Actor, int, Deed, str], Done]


def _undo(session: Session, who: Actor, declaration_id: int, _deed: Deed, key: str) -> Done:
    return editing.undo(session, who, declaration_id, request=key)


def _copy(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    source, target = deed.args[:2]
    return editing.copy_horizon(session, who, declaration_id, source, target, key)


def _add(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    section, horizon, after, *level1 = deed.args
    return editing.add_row(session, who, declaration_id, Cursor(section, horizon, after), ":".join(level1), key)


def _remove(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    return _edit(session, who, declaration_id, [Change("remove", deed.args[0])], key)


def _move(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    return _edit(session, who, declaration_id, [Change("move", deed.args[0], after=deed.args[1])], key)


def _adopt(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    return editing.adopt(session, who, declaration_id, deed.args[0], key)


def _distribute(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    return editing.distribute_weights(session, who, declaration_id, only_empty=deed.args[0] == "empty", batch=key)


def _bind(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    return editing.bind_to_budget(session, who, declaration_id, deed.args[0], key)


def _edit(session: Session, who: Actor, declaration_id: int, changes: list[Change], key: str = "") -> Done:
    row, results, batch = editing.edit(session, who, declaration_id, changes, key)
    return Done(row, tuple(results), batch)


def _confirm(session: Session, who: Actor, declaration_id: int, deed: Deed, _key: str) -> Done:
    return cloning.confirm(session, who, declaration_id, deed.args[0])


def _confirm_part(session: Session, who: Actor, declaration_id: int, deed: Deed, _key: str) -> Done:
    return cloning.confirm_part(session, who, declaration_id, deed.args[0])


def _pick(session: Session, who: Actor, declaration_id: int, deed: Deed, key: str) -> Done:
    entry, *where = deed.args
    return editing.choose(session, who, declaration_id, read_place(where), whole(entry) or 0, key)


def _none(session: Session, who: Actor, declaration_id: int, _deed: Deed, _key: str) -> Done:
    return _edit(session, who, declaration_id, [])


DEEDS: dict[str, Doing] = {
    "undo": _undo, "copy": _copy, "add": _add, "remove": _remove, "move": _move, "save": _none,
    "confirm": _confirm, "confirm-part": _confirm_part, "library": _none, "pick": _pick,
    "adopt": _adopt, "distribute": _distribute, "bind": _bind,
}  # fmt: skip
WORDS: dict[str, Callable[[Done], str]] = {
    "undo": undone_words, "copy": copied_words, "confirm": confirmed_words, "confirm-part": confirmed_words,
    "adopt": adopted_words, "distribute": distributed_words, "bind": adopted_words,
}  # fmt: skip


def perform(session: Session, declaration_id: int, deed: Deed, key: str = "") -> Done:
    """The domain call of a button; raises what the domain raises."""
    return DEEDS[deed.name](session, actor(), declaration_id, deed, key)


def words(deed: Deed, done: Done) -> str:
    """What happened, where the page does not show it by itself."""
    return WORDS[deed.name](done) if deed.name in WORDS and (done.results or done.rows) else ""


def place_of(declaration_id: int, deed: Deed, done: Done) -> str:
    """The address a form without script goes on to: where something was done."""
    if deed.name == "library":
        return library_address(declaration_id, deed.args)
    if deed.name == "confirm-part":
        return f"{back_to(declaration_id)}#s-{deed.args[0]}"
    first = next((result.path for result in done.results), "")
    return back_to(declaration_id, deed.args[0] if deed.name == "confirm" else first)


def store_typed(session: Session, declaration_id: int) -> list[Result]:
    """Everything that was typed into a form without script; what others changed meanwhile answers ``conflict``."""
    row = find_declaration(session, actor(), declaration_id, lock=True)
    editing.check_desk(session, row, actor())
    draft = load_draft(session, actor(), row)
    seen = values_seen(session, row, request.form.get("seen", 0, int))
    changes = typed_changes(draft, request.form, seen) + nature_changes(draft, request.form.getlist("natures"))
    return editing.edit(session, actor(), declaration_id, changes)[1]


def saved_words(count: int, deed: Deed) -> str:
    """The quiet line after a save without script; who only asked for the library is told nothing."""
    if count:
        return _("Saved: %(n)s changes.", n=count)
    return "" if deed.name == "library" else _("Nothing was changed.")
