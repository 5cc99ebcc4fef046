"""What a page about one declaration shows besides the form: holders, signatures, comments, history, findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from workflow import regional, rules
from workflow.canonical import Declaration as Document
from workflow.canonical import Profile, content_hash
from workflow.documents.assemble import document_of
from workflow.lifecycle.moves import DESK_ROLES
from workflow.models import (
    AuditEntry,
    Comment,
    Declaration,
    DeclarationEdit,
    Organisation,
    ReviewOpinion,
    Signature,
    UserAccount,
    Waiver,
)
from workflow.permissions import Actor, people_at
from workflow.types import Role

FINANCE_DESKS = frozenset({"section", "performance", "batch"})
SENT_BACK = frozenset({"return", "decline", "recall", "withdraw"})


@dataclass(frozen=True)
class Person:
    """A name with a phone, for "who holds it"."""

    id: int
    name: str
    phone: str


@dataclass(frozen=True)
class Content:
    """The document with its profile, hash, findings and the waivers that explain some of them."""

    document: Document
    profile: Profile
    content_hash: str
    findings: list[rules.Finding]
    waivers: dict[str, Waiver]


def content_of(session: Session, row: Declaration) -> Content:
    """What the form says now."""
    document = document_of(session, row)
    profile = regional.profile(session, row.form_profile)
    waivers = session.exec(select(Waiver).where(Waiver.declaration_id == row.id, col(Waiver.withdrawn_at).is_(None)))
    return Content(
        document,
        profile,
        content_hash(document),
        rules.check(document, rules.Context(profile)),
        {waiver.finding_key: waiver for waiver in waivers},
    )


def people(session: Session, ids: Sequence[int | None]) -> dict[int, Person]:
    """Names and phones by id."""
    wanted = sorted({user for user in ids if user})
    rows = session.exec(
        select(UserAccount.id, UserAccount.name, UserAccount.phone).where(col(UserAccount.id).in_(wanted))
    )
    return {key: Person(key, name, phone) for key, name, phone in rows}


def holders(session: Session, row: Declaration) -> list[Person]:
    """Who holds the file now: the one who took it up, else everybody at the desk."""
    if row.desk is None:
        return []
    taken = row.taken_by if row.desk == "section" else None
    ids = {taken} if taken else people_at(session, [DESK_ROLES[row.desk]], row)
    return sorted(people(session, list(ids)).values(), key=lambda person: person.id)


def organisation_names(session: Session, row: Declaration) -> tuple[str, str]:
    """(department, unit)."""
    department = session.get_one(Organisation, row.department_id)
    return department.name, session.get_one(Organisation, row.unit_id).name


def signatures(session: Session, row: Declaration) -> list[Signature]:
    """All signatures of the file, voided ones too, oldest first."""
    query = select(Signature).where(Signature.object_kind == "declaration", Signature.object_id == row.id)
    return list(session.exec(query.order_by(col(Signature.id))))


def comments(session: Session, actor: Actor, row: Declaration) -> list[Comment]:
    """What the actor may read: sent ones; unsent ones only on the side that wrote them."""
    query = select(Comment).where(Comment.object_kind == "declaration", Comment.object_id == row.id)
    finance = actor.holds_any({Role.section_reviewer, Role.performance, Role.section_head, Role.auditor}, row)
    found = session.exec(query.order_by(col(Comment.id))).all()
    return [item for item in found if item.sent_with or (item.desk in FINANCE_DESKS) is finance]


def history(session: Session, row: Declaration) -> list[AuditEntry]:
    """Every move, newest first."""
    query = select(AuditEntry).where(AuditEntry.object_kind == "declaration", AuditEntry.object_id == row.id)
    return list(session.exec(query.order_by(col(AuditEntry.id).desc())))


def edits(session: Session, row: Declaration, *, before: int | None = None, limit: int = 100) -> list[DeclarationEdit]:
    """Changed values old → new, newest first."""
    query = select(DeclarationEdit).where(DeclarationEdit.declaration_id == row.id)
    if before:
        query = query.where(DeclarationEdit.id < before)
    return list(session.exec(query.order_by(col(DeclarationEdit.id).desc()).limit(limit)))


def opinions(session: Session, row: Declaration) -> list[ReviewOpinion]:
    """Review opinions, newest first."""
    query = select(ReviewOpinion).where(ReviewOpinion.declaration_id == row.id)
    return list(session.exec(query.order_by(col(ReviewOpinion.id).desc())))


@dataclass(frozen=True)
class Passage:
    """When the file left a desk in the current round, and who sent it on."""

    desk: str
    actor_name: str
    at: datetime


def passages(entries: Sequence[AuditEntry], row: Declaration) -> list[Passage]:
    """The desks passed since the last time the file came to the filer's (or department's) desk; oldest first."""
    found: list[Passage] = []
    for entry in reversed(entries):
        if entry.state_to in ("drafted/filer", "drafted/department") and entry.action in (
            "return",
            "decline",
            "recall",
        ):
            found = [passage for passage in found if passage.desk == "filer"] if "department" in entry.state_to else []
        elif "/" in entry.state_from and entry.state_from != entry.state_to:
            desk = entry.state_from.partition("/")[2]
            found = [passage for passage in found if passage.desk != desk]
            found.append(Passage(desk, entry.actor_name, entry.at))
    return found
