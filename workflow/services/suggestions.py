"""协商完善: a reviewer suggests other words, the unit accepts or refuses; the file stays at the section meanwhile.

Grade 良 lets finance agree changes with the department directly (财预〔2015〕88号 第25条). Only what goals and
indicators say is suggested, never an amount or a weight. An accepted edit is the one way content changes outside the
editing desks; it counts once the head has signed it (move ``sign_changes``), and until then the review is not passed.
"""

from collections.abc import Iterable

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.canonical.paths import Path, parse
from workflow.documents.assemble import document_of
from workflow.documents.values import has_place, value_at
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle import pair_of, perform
from workflow.lifecycle.facts import last_word, open_suggestions
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, SuggestedEdit, UserAccount
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.review import check_row
from workflow.services.editing.changes import Change, Outcome
from workflow.services.editing.fields import reader
from workflow.services.editing.patch import Patch
from workflow.texts import said
from workflow.types import Role, Severity, SuggestionAnswer

LONGEST_REASON = 500
AT_SECTION = "submitted/section"
SUGGESTABLE = frozenset(
    {
        ("goals", "name"),
        ("goals", "text"),
        ("indicators", "level3"),
        ("indicators", "target"),
        ("indicators", "basis"),
    }
)
"""(section, field) of the cells that may be negotiated: the words of goals and indicators, no money and no weight."""


def suggestable(path: Path) -> bool:
    """Whether a reviewer may suggest something else for this cell."""
    return bool(path.uid) and (path.section, path.field) in SUGGESTABLE


def may_suggest(row: Declaration, actor: Actor) -> bool:
    """Whether a page offers the form: what ``suggest`` would not refuse for the desk."""
    at_section = pair_of(row) == AT_SECTION and (row.taken_by is None or row.taken_by in actor.seats)
    return at_section and actor.holds(Role.section_reviewer, row)


def may_answer(row: Declaration, actor: Actor) -> bool:
    """Whether a page offers the buttons to accept and refuse."""
    return pair_of(row) == AT_SECTION and actor.holds(Role.filer, row)


def suggest(
    session: Session, actor: Actor, declaration_id: int, path: str, suggested: str, reason: str
) -> SuggestedEdit:
    """A suggestion by the reviewer who has the file; the first one takes it up. Needs ``unit_of_work(write=True)``.

    Raises 403/409 where the file is not his to review, ``RuleFailed`` for a cell that is not negotiated, the same or
    unusable words, a missing reason, a second suggestion for one cell, or words that a 必改 rule would reject.
    """
    row = find_declaration(session, actor, declaration_id, lock=True)
    actor = _require_review(session, row, actor)
    document = document_of(session, row)
    target = _target(session, row, document, path)
    words, why = _words(target, value_at(document, str(target)), suggested), _reason(reason)
    if any(item.answer is None and item.path == str(target) for item in open_suggestions(session, row)):
        raise RuleFailed("suggestion_exists")
    _require_clean(session, row, document, target, words)
    if row.taken_by is None:
        perform(session, row, actor, "take_up", expected_version=row.version)
    item = SuggestedEdit(
        created_at=clock.now(),
        declaration_id=row.id,
        round=row.round,
        path=str(target),
        old=value_at(document, str(target)),
        suggested=words,
        reason=why,
        author_id=actor.user_id,
        on_behalf_of=actor.absent_id,
    )
    session.add(item)
    session.flush()  # its id is the answer
    _record(session, actor, row, "suggest_edit", item, why)
    _tell_filers(session, actor, row)
    return item


def accept(session: Session, actor: Actor, declaration_id: int, suggestion_id: int) -> SuggestedEdit:
    """The filer takes the suggested words; the head signs them when everything is answered.

    Raises ``NotAllowed`` without the filer's role, 409 with who did what when the file has left the section or the
    suggestion is answered or withdrawn.
    """
    row, item, actor = _to_answer(session, actor, declaration_id, suggestion_id)
    patch = Patch(session, row, actor)
    [result] = patch.apply_all([Change("set", item.path, item.old, item.suggested)])
    if result.outcome is not Outcome.applied:
        raise Conflict("suggestion_outdated", **last_word(session, row))
    patch.finish()
    _answer(session, actor, row, item, SuggestionAnswer.accepted)
    return item


def refuse(session: Session, actor: Actor, declaration_id: int, suggestion_id: int, reason: str) -> SuggestedEdit:
    """The filer keeps the old words and says why; raises like ``accept``, and ``RuleFailed`` without a reason."""
    row, item, actor = _to_answer(session, actor, declaration_id, suggestion_id)
    item.answer_text = _reason(reason)
    item.settled_at, item.settled_by = clock.now(), "refuse_edit"
    row.version, row.updated_at = row.version + 1, clock.now()
    _answer(session, actor, row, item, SuggestionAnswer.refused)
    return item


def withdraw(session: Session, actor: Actor, declaration_id: int, suggestion_id: int) -> SuggestedEdit:
    """The reviewer takes an unanswered suggestion back."""
    row = find_declaration(session, actor, declaration_id, lock=True)
    actor = _require_review(session, row, actor)
    item = _pending(session, row, suggestion_id)
    item.settled_at, item.settled_by = clock.now(), "withdraw_edit"
    _record(session, actor, row, "withdraw_edit", item)
    return item


# --- what is checked -------------------------------------------------------------------------------------------------


def _require_review(session: Session, row: Declaration, actor: Actor) -> Actor:
    """Who reviews: the section's reviewer himself, or somebody in his name."""
    if not actor.holds(Role.section_reviewer, row):
        raise NotAllowed("no_role")
    if pair_of(row) != AT_SECTION:
        raise WrongState("not_at_section", **last_word(session, row))
    actor = actor.acting([Role.section_reviewer], row)
    if row.taken_by is not None and row.taken_by not in actor.persons:
        holder = session.get(UserAccount, row.taken_by)
        raise Conflict("taken_by_other", holder=holder.name if holder else "")
    return actor


def _to_answer(
    session: Session, actor: Actor, declaration_id: int, suggestion_id: int
) -> tuple[Declaration, SuggestedEdit, Actor]:
    row = find_declaration(session, actor, declaration_id, lock=True)
    if not actor.holds(Role.filer, row):
        raise NotAllowed("no_role")
    if pair_of(row) != AT_SECTION:
        raise WrongState("not_at_section", **last_word(session, row))
    return row, _pending(session, row, suggestion_id), actor.acting([Role.filer], row)


def _pending(session: Session, row: Declaration, suggestion_id: int) -> SuggestedEdit:
    query = select(SuggestedEdit).where(SuggestedEdit.id == suggestion_id, SuggestedEdit.declaration_id == row.id)
    item = session.exec(query.execution_options(populate_existing=True)).first()
    if item is None:
        raise NotFound("no_such_suggestion")
    if item.answer is not None or item.settled_at is not None:
        raise Conflict("suggestion_settled", **last_word(session, row))
    return item


def _target(session: Session, row: Declaration, document: Document, path: str) -> Path:
    try:
        target = parse(path)
    except ValueError:
        raise RuleFailed("bad_path", path=path) from None
    if not suggestable(target):
        raise RuleFailed("not_suggestable")
    if not has_place(document, regional.profile(session, row.form_profile), target):
        raise RuleFailed("bad_path", path=path)
    return target


def _words(target: Path, old: str, suggested: str) -> str:
    words, read = said(suggested), reader(target)
    if not words:
        raise RuleFailed("suggestion_empty")
    if words == said(old):
        raise RuleFailed("suggestion_same")
    try:
        if read:
            read(words)
    except ValueError as fault:
        raise RuleFailed(str(fault)) from None
    return words


def _reason(text: str) -> str:
    reason = said(text)
    if not reason:
        raise RuleFailed("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise RuleFailed("comment_too_long", longest=LONGEST_REASON)
    return reason


def _require_clean(session: Session, row: Declaration, document: Document, target: Path, words: str) -> None:
    """Nobody is asked to accept what could not be signed: a 必改 finding that is not there now."""
    known = {finding.key for finding in check_row(session, row, document)}
    for finding in check_row(session, row, _saying(document, target, words)):
        if finding.severity is Severity.error and finding.key not in known:
            raise RuleFailed("finding", zh=finding.zh, en=finding.en)


def _saying(document: Document, target: Path, words: str) -> Document:
    """The document as it would read."""
    rows = (
        item.model_copy(update={target.field: words}) if item.uid == target.uid else item
        for item in getattr(document, target.section)
    )
    return document.model_copy(update={target.section: tuple(rows)})


# --- what follows ----------------------------------------------------------------------------------------------------


def _answer(session: Session, actor: Actor, row: Declaration, item: SuggestedEdit, answer: SuggestionAnswer) -> None:
    item.answer, item.answered_at = answer, clock.now()
    item.answered_by, item.answered_for = actor.user_id, actor.absent_id
    session.flush()  # what is left to do is asked next
    action = "accept_edit" if answer is SuggestionAnswer.accepted else "refuse_edit"
    _record(session, actor, row, action, item, item.answer_text)
    left = open_suggestions(session, row)
    if any(other.answer is None for other in left):
        return
    if left:
        _tell(session, actor, row, people_at(session, [Role.unit_head], row), "changes_to_sign", item)
    if row.taken_by:
        _tell(session, actor, row, [row.taken_by], "edits_answered", item)


def _tell_filers(session: Session, actor: Actor, row: Declaration) -> None:
    """Once until everything is answered: the key is the oldest suggestion that waits."""
    oldest = next(item for item in open_suggestions(session, row) if item.answer is None)
    _tell(session, actor, row, people_at(session, [Role.filer], row), "suggest_edit", oldest)


def _tell(
    session: Session, actor: Actor, row: Declaration, people: Iterable[int], what: str, item: SuggestedEdit
) -> None:
    notify(
        session,
        set(people) - {actor.user_id},
        template=f"declaration.{what}",
        key=f"{what}:{item.id}",
        object_kind="declaration",
        object_id=row.id,
        facts={"project_name": row.project_name, "actor": actor.name},
    )


def _record(
    session: Session, actor: Actor, row: Declaration, action: str, item: SuggestedEdit, reason: str = ""
) -> None:
    """In the trail beside the moves: whoever comes too late is told of it."""
    pair = pair_of(row)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="declaration",
        object_id=row.id,
        state_from=pair,
        state_to=pair,
        reason=reason,
        details={
            "suggestion": item.id,
            "path": item.path,
            "old": item.old,
            "suggested": item.suggested,
            "version": row.version,
        },
    )
