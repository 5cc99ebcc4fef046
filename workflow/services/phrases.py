"""审核意见常用语: shared ones of a region, kept by its performance section, and everybody's own."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from workflow import clock, rules
from workflow.canonical.document import SECTIONS
from workflow.canonical.paths import BASICS, FORM, parse
from workflow.documents.assemble import document_of
from workflow.documents.phrase_texts import OPINION, SHIPPED, filled, has_blanks, values_at
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.moves import DESK_ROLES
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, Phrase
from workflow.money import wan_grouped
from workflow.permissions import SYSTEM, Actor
from workflow.services.comments import COMMENTING_DESKS
from workflow.texts import said
from workflow.types import Role

LONGEST = 500
WRITERS = frozenset({Role.section_head, *(DESK_ROLES[desk] for desk in COMMENTING_DESKS)})
"""Who has comments to write: the people of the desks that comment, and the head of the section."""
PLACES = (FORM, OPINION, BASICS, *SECTIONS)
"""What a phrase may be for; "" = anything."""


def add_phrase(
    session: Session, actor: Actor, region_id: int, text: str, *, section: str = "", rule: str = "", shared: bool
) -> Phrase:
    """A phrase of one's own or, by the performance section, a shared one.

    Raises 403 for a shared one of others, ``RuleFailed``: ``phrase_empty``, ``phrase_too_long``, ``phrase_for_what``.
    """
    if shared and not keeps_shared(actor, region_id):
        raise NotAllowed("no_role")
    phrase = Phrase(created_at=clock.now(), region_id=region_id, owner_id=None if shared else actor.user_id)
    phrase.sqlmodel_update(_read(text, section, rule))
    session.add(phrase)
    session.flush()  # the record names it
    _record(session, actor, "add_phrase", phrase)
    return phrase


def edit_phrase(session: Session, actor: Actor, phrase_id: int, text: str, section: str = "", rule: str = "") -> Phrase:
    """Other words, or for something else; raises like ``add_phrase``, 404 for what is not this person's to keep."""
    phrase = _kept(session, actor, phrase_id)
    phrase.sqlmodel_update(_read(text, section, rule))
    _record(session, actor, "edit_phrase", phrase)
    return phrase


def retire_phrase(session: Session, actor: Actor, phrase_id: int) -> None:
    """No longer offered; where it was used its words stay."""
    phrase = _kept(session, actor, phrase_id)
    phrase.retired_at = clock.now()
    _record(session, actor, "retire_phrase", phrase)


def use_phrase(session: Session, actor: Actor, declaration_id: int, phrase_id: int, path: str) -> str:
    """The words for this place of the file; counted, so that what is used most is offered first.

    Raises 403 for who never comments on this file: what finance has at hand is not read by trying numbers.
    """
    row = find_declaration(session, actor, declaration_id)
    if not actor.holds_any(WRITERS, row):
        raise NotAllowed("no_role")
    text = _used(session, actor, row.region_id, phrase_id)
    return filled(text, values_at(document_of(session, row), _path(path), budget_words(row)))


def use_for_many(session: Session, actor: Actor, region_id: int, phrase_id: int) -> str:
    """The words for many files at once, counted as well; 404 for a phrase with blanks, which speaks of one file."""
    if actor.roles.isdisjoint(WRITERS):
        raise NotAllowed("no_role")
    text = _used(session, actor, region_id, phrase_id)
    if has_blanks(text):
        raise NotFound("no_such_phrase")
    return text


def _used(session: Session, actor: Actor, region_id: int, phrase_id: int) -> str:
    query = select(Phrase).where(
        Phrase.id == phrase_id,
        Phrase.region_id == region_id,
        col(Phrase.owner_id).is_(None) | (col(Phrase.owner_id) == actor.user_id),
    )
    phrase = session.exec(query).first()
    if phrase is None:
        raise NotFound("no_such_phrase")
    session.exec(update(Phrase).where(col(Phrase.id) == phrase.id).values(uses=Phrase.uses + 1))
    return phrase.text


def budget_words(row: Declaration) -> str:
    """``10.00 万元``, or nothing."""
    fen = row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen
    return f"{wan_grouped(fen)} 万元" if fen else ""


def load_shipped(session: Session, region_id: int, by: Actor = SYSTEM) -> int:
    """The phrases that come with the product, where the region has never had them; how many were new."""
    there = set(session.exec(select(Phrase.text).where(Phrase.region_id == region_id, col(Phrase.owner_id).is_(None))))
    new = [item for item in SHIPPED if item.text not in there]
    session.add_all(
        Phrase(created_at=clock.now(), region_id=region_id, section=item.section, rule=item.rule, text=item.text)
        for item in new
    )
    if new:
        append_audit(
            session, actor_id=by.user_id, actor_name=by.name, action="load_phrases", object_kind="region",
            object_id=region_id, details={"count": len(new)},
        )  # fmt: skip
    return len(new)


def load_shipped_by(session: Session, actor: Actor, region_id: int) -> int:
    """The same by a click of the performance section; raises 403."""
    if not keeps_shared(actor, region_id):
        raise NotAllowed("no_role")
    return load_shipped(session, region_id, actor)


def keeps_shared(actor: Actor, region_id: int) -> bool:
    """Whether the shared phrases are this person's to keep."""
    return any(grant.role is Role.performance and grant.region_id == region_id for grant in actor.grants)


def _kept(session: Session, actor: Actor, phrase_id: int) -> Phrase:
    phrase = session.get(Phrase, phrase_id, populate_existing=True)
    own = phrase is not None and phrase.owner_id == actor.user_id
    if phrase is None or phrase.retired_at is not None:
        raise NotFound("no_such_phrase")
    if not own and not (phrase.owner_id is None and keeps_shared(actor, phrase.region_id)):
        raise NotFound("no_such_phrase")
    return phrase


def _read(text: str, section: str, rule: str) -> dict[str, str]:
    words = said(text)
    if not words:
        raise RuleFailed("phrase_empty")
    if len(words) > LONGEST:
        raise RuleFailed("phrase_too_long", longest=LONGEST)
    if section not in ("", *PLACES):
        raise RuleFailed("phrase_for_what", given=section)
    if rule not in ("", *(item.id for item in rules.RULES)):
        raise RuleFailed("phrase_for_what", given=rule)
    return {"text": words, "section": section, "rule": rule}


def _path(path: str) -> str:
    try:
        return str(parse(path or FORM))
    except ValueError:
        return FORM


def _record(session: Session, actor: Actor, action: str, phrase: Phrase) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="phrase",
        object_id=phrase.id,
        details={
            "text": phrase.text,
            "section": phrase.section,
            "rule": phrase.rule,
            "own": phrase.owner_id is not None,
        },
    )
