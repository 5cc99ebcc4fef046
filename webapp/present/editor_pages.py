"""The two small pages beside the editor: asking to unlock, and explaining a finding."""

from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import language
from webapp.present.editor_draft import Draft, header_path, load_draft
from webapp.present.editor_side import finding_views_of
from webapp.present.places import anchor, place_words
from webapp.present.refusals import problem_texts
from workflow.canonical.paths import BASICS, FORM, Path, parse
from workflow.documents.values import has_place
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.services.editing import check_desk

View = dict[str, Any]


def unlock_view(
    session: Session, actor: Actor, declaration_id: int, path: str, reason: str = "", refusal: RuleFailed | None = None
) -> View:
    """The cell, its row, its list or the whole form: what shall be opened; raises 404 for a place there is not."""
    row = find_declaration(session, actor, declaration_id)
    check_desk(session, row, actor)
    draft = load_draft(session, actor, row)
    scopes = [
        {"value": str(place), "label": place_words(str(place), draft.document, draft.profile)}
        for place in _scopes(path, draft)
    ]
    return {
        "row": row,
        "back": back_to(declaration_id, path),
        "scopes": scopes,
        "chosen": path,
        "reason": reason,
        "reason_error": "",
        "errors": _errors(refusal),
    }


def _scopes(path: str, draft: Draft) -> list[Path]:
    """From the cell outwards; a header field has the others of its part beside it instead of a list around it."""
    try:
        place = parse(path)
    except ValueError:
        raise NotFound("bad_path", path=path) from None
    if not has_place(draft.document, draft.profile, place):
        raise NotFound("bad_path", path=path)
    found = [place]
    while found[-1].section != FORM:
        found.append(found[-1].parent)
    if place.section != BASICS:
        return found
    parts = [[item.name for item in part.fields] for part in draft.profile.sections]
    beside = next((names for names in parts if place.field in names), [])
    closed = [Path(BASICS, "-", name) for name in beside if name != place.field and draft.locked(header_path(name))]
    return [place, *closed, Path(FORM)]


def explain_view(
    session: Session, actor: Actor, declaration_id: int, key: str, reason: str = "", refusal: RuleFailed | None = None
) -> View:
    """The finding with what was said about it so far; raises 404 if it is gone."""
    row = find_declaration(session, actor, declaration_id)
    check_desk(session, row, actor)
    draft = load_draft(session, actor, row)
    found = next((item for item in draft.content.findings if item.key == key), None)
    if found is None:
        raise NotFound("waiver_without_finding")
    waiver = draft.content.waivers.get(key)
    own = {"waive": None, "waiver": None, "adopt": "", "quiet": False, "href": ""}
    view = finding_views_of(draft)[draft.content.findings.index(found)] | own
    return {
        "row": row,
        "back": back_to(declaration_id, found.path),
        "finding": view,
        "key": key,
        "reason": reason or (waiver.reason if waiver else ""),
        "explained": waiver is not None,
        "errors": _errors(refusal),
    }


def back_to(declaration_id: int, path: str = "") -> str:
    """The editor, at the place."""
    address = url_for("editor.show", declaration_id=declaration_id)
    return f"{address}#{anchor(path)}" if path else address


def _errors(refusal: RuleFailed | None) -> list[View]:
    if refusal is None:
        return []
    return [{"text": text} for text in problem_texts(refusal, language())] or [{"text": refusal.code}]
