"""What a page about one declaration shows besides the form: holders, signatures, comments, findings, differences."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow import regional
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile, content_hash
from workflow.documents.assemble import document_of
from workflow.lifecycle.facts import closing_date, file_kind, last_move, needs_department, return_order
from workflow.lifecycle.letters.reach import letters_seen_by
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import (
    ApprovalDocument,
    Attachment,
    AuditEntry,
    Comment,
    CorrectiveAction,
    Declaration,
    MonitoringReport,
    ReviewOpinion,
    SelfEvaluation,
    Signature,
    Snapshot,
    SuggestedEdit,
    Unlock,
    UnparsedInput,
    UserAccount,
    Waiver,
    WorkItem,
)
from workflow.permissions import Actor, people_at, visible_to
from workflow.queries import negotiation
from workflow.queries.arrivals import is_to_be_changed
from workflow.queries.corrections import of_declaration
from workflow.queries.file_bases import Base, BaseKey, bases
from workflow.queries.special import Granted, granted
from workflow.review import Wider, known_findings
from workflow.rules import Finding
from workflow.types import FINANCE_ROLES, Desk, DocumentState, Role, State

FINANCE_DESKS = frozenset({Desk.section, Desk.performance, Desk.batch})
FINANCE_SIDE = FINANCE_ROLES | {Role.auditor}
SENT_BACK = frozenset({"return", "decline", "recall"})


@dataclass(frozen=True)
class Person:
    """A name with a phone, for "who holds it"."""

    id: int
    name: str
    phone: str


NOBODY = Person(0, "", "")

EDITING = (Desk.filer, Desk.department)
"""The desks that type."""


@dataclass(frozen=True)
class Content:
    """The document with its profile, hash, findings and the waivers that explain some of them.

    ``findings`` are those of the form rules as it stands now and what the last wider check found in this very content.
    """

    document: Document
    profile: Profile
    content_hash: str
    findings: list[Finding]
    waivers: dict[str, Waiver]
    wider: Wider
    unreadable: dict[str, tuple[str, str]]
    """What was typed and could not be read: (text, code) by path; it must be fixed like an error."""


@dataclass(frozen=True)
class Passage:
    """When the file left a desk in the current round, and who sent it on; on paper the head, not who uploaded."""

    desk: str
    actor_name: str
    at: datetime
    on_paper: bool = False


@dataclass(frozen=True)
class FileFacts:
    """Everything one page about a declaration needs, read once. ``bases`` is what it can be compared with."""

    content: Content
    bases: tuple[Base, ...]
    comments: list[Comment]
    unlocks: list[Unlock]
    requests: list[WorkItem]
    suggestions: list[SuggestedEdit]
    special: tuple[Granted, ...]
    corrections: Sequence[CorrectiveAction]
    opinions: list[ReviewOpinion]
    signatures: list[Signature]
    attachments: list[Attachment]
    holders: list[Person]
    passed: list[Passage]
    people: dict[int, Person]
    returned: bool
    to_be_changed: bool
    needs_department: bool
    due_on: date | None

    @property
    def before(self) -> Base | None:
        """What was last sent, or approved in an earlier revision; last year's form is another file."""
        return next((base for base in self.bases if base.key is not BaseKey.last_year), None)

    def person(self, user_id: int | None) -> Person:
        """Who it was; a row that names nobody is the system's."""
        return self.people.get(user_id or 0, NOBODY)

    def names(self, user_id: int | None, on_behalf_of: int | None) -> str:
        """Who it was, and in whose place."""
        return names(self.people, user_id, on_behalf_of)


def names(known: Mapping[int, Person], user_id: int | None, on_behalf_of: int | None) -> str:
    """Who it was, and in whose place, in the words of the audit trail."""
    return " 代 ".join(known.get(user, NOBODY).name for user in (user_id, on_behalf_of) if user)


def content_of(session: Session, row: Declaration) -> Content:
    """What the form says now."""
    document = document_of(session, row)
    profile = regional.profile(session, row.form_profile)
    waivers = session.exec(select(Waiver).where(Waiver.declaration_id == row.id, col(Waiver.withdrawn_at).is_(None)))
    digest = content_hash(document)
    findings, wider = known_findings(session, row, document, digest)
    return Content(
        document,
        profile,
        digest,
        findings,
        {waiver.finding_key: waiver for waiver in waivers},
        wider,
        raw_inputs(session, row),
    )


def raw_inputs(session: Session, row: Declaration) -> dict[str, tuple[str, str]]:
    """What was typed and could not be read: (text, code) by path; nothing once the form has gone up."""
    if row.desk not in EDITING:
        return {}
    query = select(UnparsedInput.path, UnparsedInput.raw, UnparsedInput.code)
    found = session.exec(query.where(UnparsedInput.declaration_id == row.id)).all()
    return {path: (raw, code) for path, raw, code in found}


def form_of(session: Session, row: Declaration) -> tuple[Document, Profile]:
    """What is printed: the form without what anybody thinks of it."""
    return document_of(session, row), regional.profile(session, row.form_profile)


def facts_of(session: Session, actor: Actor, row: Declaration) -> FileFacts:
    """For ``declarations/show``; ``row`` was found in the actor's scope."""
    order = return_order(session, row) if row.state == State.drafted else None
    content = content_of(session, row)
    said = comments(session, actor, row)
    unlocks = _mine(session, Unlock, row, col(Unlock.round) == row.round)
    requests = _mine(session, WorkItem, row, col(WorkItem.done_at).is_(None))
    suggested = negotiation.suggestions(session, row)
    judged = _mine(session, ReviewOpinion, row)[::-1]
    signed = signatures(session, row)
    holding = _holder_ids(session, row)
    ids = [user for item in said for user in (item.author_id, item.answered_by, item.answered_for)]
    ids += [user for item in suggested for user in (item.author_id, item.answered_by, item.answered_for)]
    ids += [item.requested_by for item in unlocks] + [item.asked_by for item in requests]
    ids += [item.author_id for item in (*judged, *content.waivers.values())] + [item.user_id for item in signed]
    ids += [item.on_behalf_of for item in (*said, *suggested, *judged, *signed, *content.waivers.values())]
    special = granted(session, row)
    ids += [user for item in special for user in (item.approval.granted_by, item.approval.on_behalf_of)]
    ids += [user for item in special for point in item.points for user in (point.closed_by, point.closed_for)]
    known = people(session, [*ids, *holding])
    return FileFacts(
        content=content,
        bases=_all_bases(session, row, suggested),
        comments=said,
        unlocks=unlocks,
        requests=requests,
        suggestions=suggested,
        special=special,
        corrections=of_declaration(session, row.id),
        opinions=judged,
        signatures=signed,
        attachments=attachments(session, row),
        holders=[known[user] for user in sorted(holding)],
        passed=passages(session, row),
        people=known,
        returned=order is not None,
        to_be_changed=order is not None and is_to_be_changed(session, row),
        needs_department=needs_department(session, row),
        due_on=submit_by(session, row),
    )


def _all_bases(session: Session, row: Declaration, suggested: list[SuggestedEdit]) -> tuple[Base, ...]:
    """In the first round there is no earlier submission: accepted edits differ from what was submitted in it."""
    found = bases(session, row)
    submitted = row.round == 1 and negotiation.accepted(suggested, row) and negotiation.as_submitted(session, row)
    return (Base(BaseKey.submission, submitted, row.round), *found) if submitted else found


def _mine(session: Session, table: Any, row: Declaration, *conditions: ColumnElement[bool]) -> list[Any]:
    return list(session.exec(select(table).where(table.declaration_id == row.id, *conditions).order_by(table.id)))


def submit_by(session: Session, row: Declaration) -> date | None:
    """Until when the unit must submit; an adjustment that was not returned has no deadline."""
    if row.state != State.drafted or (row.revision > 1 and return_order(session, row) is None):
        return None
    return closing_date(session, row)


def people(session: Session, ids: Iterable[int | None]) -> dict[int, Person]:
    """Names and phones by id."""
    wanted = sorted({user for user in ids if user})
    rows = session.exec(
        select(UserAccount.id, UserAccount.name, UserAccount.phone).where(col(UserAccount.id).in_(wanted))
    )
    return {key: Person(key, name, phone) for key, name, phone in rows}


def _holder_ids(session: Session, row: Declaration) -> set[int]:
    """Who holds the file now: the one who took it up, else everybody at the desk."""
    if row.desk is None:
        return set()
    taken = row.taken_by if row.desk == Desk.section else None
    return {taken} if taken else people_at(session, [DESK_ROLES[row.desk]], row)


def signatures(session: Session, row: Declaration) -> list[Signature]:
    """All signatures of the file, voided ones too, newest first."""
    query = select(Signature).where(Signature.object_kind == "declaration", Signature.object_id == row.id)
    return list(session.exec(query.order_by(col(Signature.id).desc())))


def packed_snapshot(session: Session, snapshot_id: int) -> bytes | None:
    """A frozen document of the file, still packed."""
    return session.exec(select(Snapshot.packed).where(Snapshot.id == snapshot_id)).first()


def attachments(session: Session, row: Declaration) -> list[Attachment]:
    """The files of the form, in the order they were added."""
    query = select(Attachment).where(Attachment.owner_kind == "declaration", Attachment.owner_id == row.id)
    return list(session.exec(query.order_by(col(Attachment.id))))


def comments(session: Session, actor: Actor, row: Declaration) -> list[Comment]:
    """What the actor may read: sent ones; unsent ones only on the side that writes them."""
    query = select(Comment).where(Comment.object_kind == "declaration", Comment.object_id == row.id)
    finance = actor.holds_any(FINANCE_SIDE, row)

    def readable(item: Comment) -> bool:
        if item.sent_with:
            return True
        if item.desk in FINANCE_DESKS:
            return finance
        return actor.holds_any({DESK_ROLES[item.desk], Role.auditor}, row)

    return [item for item in session.exec(query.order_by(col(Comment.id))).all() if readable(item)]


def passages(session: Session, row: Declaration | MonitoringReport | SelfEvaluation) -> list[Passage]:
    """The desks passed since the last time the file came back to the unit; oldest first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.object_kind == file_kind(row), AuditEntry.object_id == row.id, AuditEntry.state_from != "")
        .order_by(col(AuditEntry.id))
    )
    found: list[Passage] = []
    for entry in session.exec(query):
        came_from, went_to = entry.state_from, entry.state_to
        if entry.action in SENT_BACK and went_to in ("drafted/filer", "drafted/department"):
            kept = ("filer", "head") if went_to == "drafted/department" else ()
            found = [passage for passage in found if passage.desk in kept]
        elif "/" in came_from and went_to not in (came_from, "cancelled"):  # a form called off was not done there
            desk = came_from.partition("/")[2]
            found = [passage for passage in found if passage.desk != desk]
            signer = json.loads(entry.canonical)["details"].get("signer", "") if desk == Desk.head else ""
            found.append(Passage(desk, signer or entry.actor_name, entry.at, on_paper=bool(signer)))
    return found


def revisions(session: Session, actor: Actor, row: Declaration) -> Sequence[Declaration]:
    """All revisions of the same project (or unit as a whole) and year; none worth showing if there is but one."""
    same = col(Declaration.project_id) == row.project_id
    if row.project_id is None:
        same = (col(Declaration.unit_id) == row.unit_id) & (col(Declaration.kind) == row.kind)
    query = select(Declaration).where(visible_to(actor, Declaration), same, Declaration.fiscal_year == row.fiscal_year)
    found = session.exec(query.order_by(col(Declaration.revision), col(Declaration.id))).all()
    return found if len(found) > 1 else []


def letter_of(session: Session, actor: Actor, row: Declaration) -> ApprovalDocument | None:
    """The newest letter about an approved declaration (批复文件), as far as the actor may see one."""
    if row.approval_batch_id is None:
        return None
    query = select(ApprovalDocument).where(
        ApprovalDocument.batch_id == row.approval_batch_id,
        ApprovalDocument.department_id == row.department_id,
        col(ApprovalDocument.state) != DocumentState.discarded,
        letters_seen_by(actor),
    )
    return session.exec(query.order_by(col(ApprovalDocument.id).desc()).limit(1)).first()


def last_word(session: Session, row: Declaration) -> dict[str, str]:
    """Who moved the file last, and when: what a late click is told."""
    entry = last_move(session, row)
    if entry is None:
        return {}
    return {"last_actor": entry.actor_name, "last_action": entry.action, "last_at": entry.at.isoformat()}


def unsent(items: Sequence[Comment], row: Declaration) -> list[Comment]:
    """Comments of this round by the people of the desk that holds the file: published ones go out with its return.

    The same rows as ``lifecycle.facts.unsent_comments``, the internal ones included.
    """
    role = DESK_ROLES.get(row.desk or "")
    return [
        item for item in items if item.sent_with is None and item.round == row.round and DESK_ROLES[item.desk] is role
    ]
