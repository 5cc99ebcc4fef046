"""Approval documents (批复文件) as lists and as one page, each as far as the actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, or_
from sqlmodel import Session, col, func, select

from workflow import clock
from workflow.documents.approval_letter import Figures
from workflow.lifecycle import OpenMove, open_moves
from workflow.lifecycle.letters import numbers
from workflow.lifecycle.letters.content import figures_of, kept_formats, latest_version
from workflow.lifecycle.letters.facts import (
    batch_hash,
    cosigners,
    files_hash,
    files_in_batch,
    left_out,
    people_to_cosign,
    people_to_sign,
    replacement_of,
)
from workflow.lifecycle.letters.forwarding import TO_FORWARD, has_units_below
from workflow.lifecycle.letters.moves import COSIGNING
from workflow.lifecycle.letters.reach import INSIDE, find_letter, letters_seen_by, units_shown
from workflow.models import (
    ApprovalBatch,
    ApprovalDocument,
    ApprovalDocumentVersion,
    Attachment,
    AuditEntry,
    Declaration,
    DocumentCosigner,
    DocumentFile,
    Organisation,
    UserAccount,
)
from workflow.permissions import Actor, reach_clause, visible_to
from workflow.types import DocumentState, Role

PAGE_SIZE = 50
LONGEST = 200


@dataclass(frozen=True)
class LetterLine:
    """One letter of a list."""

    id: int
    title: str
    department: str
    batch: str
    fiscal_year: int
    state: str
    held_since: datetime | None
    number: str | None
    issued_at: datetime | None
    forward_number: str | None
    forwarded_at: datetime | None
    below: bool
    """It approves something of a unit that is not the department itself, so it is to be forwarded."""
    projects: int = 0
    budget_fen: int = 0
    """Of the declarations in it that the reader sees; counted for lists, not for the work list."""


@dataclass(frozen=True)
class Wanted:
    """The filters of the list; "" and None = all."""

    year: int | None = None
    state: str = ""
    department_id: int | None = None
    text: str = ""


def _lines(*where: ColumnElement[bool]) -> Any:
    columns: list[Any] = [
        ApprovalDocument.id, ApprovalDocument.title, Organisation.name, ApprovalBatch.name,
        ApprovalBatch.fiscal_year, ApprovalDocument.state, ApprovalDocument.held_since, ApprovalDocument.number,
        ApprovalDocument.issued_at, ApprovalDocument.forward_number, ApprovalDocument.forwarded_at, has_units_below(),
    ]  # fmt: skip
    query: Any = select(*columns).join(ApprovalBatch, col(ApprovalBatch.id) == ApprovalDocument.batch_id)
    return query.join(Organisation, col(Organisation.id) == ApprovalDocument.department_id).where(*where)


def letters(session: Session, actor: Actor, wanted: Wanted, before: int = 0, size: int = PAGE_SIZE) -> list[LetterLine]:
    """The newest first, those older than ``before``: one page, and one more to tell whether there are older ones."""
    query = _lines(letters_seen_by(actor), _not_empty(), *_filtered(wanted))
    if before:
        query = query.where(ApprovalDocument.id < before)
    found = [LetterLine(*row) for row in session.exec(query.order_by(col(ApprovalDocument.id).desc()).limit(size + 1))]
    return _counted(session, actor, found)


def _counted(session: Session, actor: Actor, lines: list[LetterLine]) -> list[LetterLine]:
    """With how many declarations each approves and their money: the frozen ones, or those of the batch by now."""
    ids = [line.id for line in lines]
    figures = [col(ApprovalDocument.id), func.count(), func.sum(_BUDGET)]
    mine = (visible_to(actor, Declaration), col(ApprovalDocument.id).in_(ids))
    frozen: Any = select(*figures).join(DocumentFile, col(DocumentFile.document_id) == ApprovalDocument.id)
    frozen = frozen.join(Declaration, col(Declaration.id) == DocumentFile.declaration_id).where(*mine)
    here = and_(
        col(Declaration.approval_batch_id) == ApprovalDocument.batch_id,
        col(Declaration.department_id) == ApprovalDocument.department_id,
        col(ApprovalDocument.issued_at).is_(None),
    )
    drafted: Any = select(*figures).join(Declaration, here).where(*mine)
    counted = {
        key: (count, int(fen or 0))
        for query in (frozen, drafted)
        for key, count, fen in session.exec(query.group_by(col(ApprovalDocument.id)))
    }
    nothing = (0, 0)
    return [
        replace(line, projects=count, budget_fen=fen)
        for line, (count, fen) in ((line, counted.get(line.id, nothing)) for line in lines)
    ]


_BUDGET = func.coalesce(func.nullif(Declaration.budget_year_fen, 0), Declaration.budget_total_fen, 0)


def _filtered(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.year:
        found.append(col(ApprovalBatch.fiscal_year) == wanted.year)
    if wanted.state:
        found.append(col(ApprovalDocument.state) == wanted.state)
    if wanted.department_id:
        found.append(col(ApprovalDocument.department_id) == wanted.department_id)
    if wanted.text:
        said = wanted.text
        found.append(
            or_(
                col(ApprovalDocument.number).contains(said, autoescape=True),
                col(ApprovalDocument.title).contains(said, autoescape=True),
            )
        )
    return found


def letters_of_batch(session: Session, actor: Actor, batch_id: int) -> list[LetterLine]:
    """Those of one batch, replaced ones and their replacements included."""
    query = _lines(letters_seen_by(actor), col(ApprovalDocument.batch_id) == batch_id, _not_empty())
    return [LetterLine(*row) for row in session.exec(query.order_by(col(ApprovalDocument.id)))]


def departments_with_letters(session: Session, actor: Actor) -> Sequence[tuple[int, str]]:
    """For the filter."""
    mine = select(ApprovalDocument.department_id).where(letters_seen_by(actor), _not_empty())
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(mine))
    return session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all()


def years_with_letters(session: Session, actor: Actor) -> Sequence[int]:
    """For the filter, the newest first."""
    query = select(ApprovalBatch.fiscal_year).join(ApprovalDocument, col(ApprovalDocument.batch_id) == ApprovalBatch.id)
    query = query.where(letters_seen_by(actor), _not_empty()).distinct()
    return session.exec(query.order_by(col(ApprovalBatch.fiscal_year).desc())).all()


def _not_empty() -> ColumnElement[bool]:
    """A draft whose files were all revoked is nobody's business any more."""
    filled = exists().where(
        col(Declaration.approval_batch_id) == ApprovalDocument.batch_id,
        col(Declaration.department_id) == ApprovalDocument.department_id,
    )
    return and_(
        col(ApprovalDocument.state) != DocumentState.discarded,
        or_(col(ApprovalDocument.state) != DocumentState.drafting, filled),
    )


@dataclass(frozen=True)
class LetterPage:
    """Everything of the page of one letter; a unit sees its own files only."""

    row: ApprovalDocument
    department: str
    batch: ApprovalBatch
    files: Sequence[Declaration]
    codes: dict[int, str]
    units: dict[int, str]
    left_out: frozenset[int]
    figures: Figures
    version: ApprovalDocumentVersion | None
    cosigners: Sequence[DocumentCosigner]
    names: dict[int, str]
    scans: Sequence[Attachment]
    replaces: ApprovalDocument | None
    replaced_by: ApprovalDocument | None
    follows: bool
    """Whether the reader may open the letter that takes its place: outside the bureau from its seal on."""
    moves: list[OpenMove]
    history: Sequence[AuditEntry]
    leaders: list[int]
    colleagues: list[int]
    next_number: numbers.Number | None
    whole: bool
    files_seen: str
    """Names the files of the batch, for telling whether they are still those the page showed."""
    outdated: bool
    """The words of the draft were saved about other files."""
    below: bool
    """It approves something of a unit that is not the department itself."""
    inside: bool
    """Read by the bureau: who said what on the way is its own business."""
    kept: frozenset[str]
    """Formats in which the whole letter is kept as it was issued."""


def letter_page(session: Session, actor: Actor, document_id: int) -> LetterPage:
    """Raises ``NotFound`` outside the actor's scope."""
    row = find_letter(session, actor, document_id)
    units, version = units_shown(actor, row), latest_version(session, row.id)
    files, codes = _files(session, row, version, units)
    drafts = row.state == DocumentState.drafting and actor.holds(Role.performance, row)
    leaders = sorted(people_to_sign(session, row)) if drafts else []
    colleagues = sorted(people_to_cosign(session, row) - {actor.user_id}) if drafts else []
    named = cosigners(session, row.id)
    inside = actor.holds_any(INSIDE, row)
    history = _history(session, row) if inside else []
    newer = replacement_of(session, row.id) if units is None or row.state == DocumentState.voided else None
    people = {row.leader_id, row.drafter_id, row.signed_by, row.signed_for, row.sealed_by, row.forwarded_by}
    people |= {*leaders, *colleagues, *(item.user_id for item in named)}
    return LetterPage(
        row=row,
        department=session.get_one(Organisation, row.department_id).name,
        batch=session.get_one(ApprovalBatch, row.batch_id),
        files=files,
        codes=codes,
        units=_names(session, Organisation, {file.unit_id for file in files}),
        left_out=frozenset(left_out(session, row.id)),
        figures=figures_of(session, row),
        version=version,
        cosigners=named,
        names=_names(session, UserAccount, {key for key in people if key}),
        scans=_scans(session, row) if units is None else [],
        replaces=session.get(ApprovalDocument, row.voids_id) if row.voids_id else None,
        replaced_by=newer,
        follows=newer is not None and _sees(session, actor, newer),
        moves=open_moves(session, row, actor),
        history=history,
        leaders=leaders,
        colleagues=colleagues,
        next_number=_next_number(session, row),
        whole=units is None,
        files_seen=batch_hash(session, row) if drafts else "",
        outdated=drafts and bool(row.body) and row.files_hash != files_hash(session, row),
        below=bool(session.exec(select(has_units_below()).where(ApprovalDocument.id == row.id)).one()),
        inside=inside,
        kept=kept_formats(session, version),
    )


def _sees(session: Session, actor: Actor, row: ApprovalDocument) -> bool:
    return (
        session.exec(select(ApprovalDocument.id).where(ApprovalDocument.id == row.id, letters_seen_by(actor))).first()
        is not None
    )


def _files(
    session: Session, row: ApprovalDocument, version: ApprovalDocumentVersion | None, units: frozenset[int] | None
) -> tuple[list[Declaration], dict[int, str]]:
    """The files with the codes they were frozen under; of a draft those of the batch, without codes."""
    if version is None:
        return list(files_in_batch(session, row)), {}
    query = (
        select(Declaration, DocumentFile.content_hash)
        .join(DocumentFile, col(DocumentFile.declaration_id) == Declaration.id)
        .where(DocumentFile.version_id == version.id)
        .order_by(col(DocumentFile.id))
    )
    found = [(file, code) for file, code in session.exec(query) if units is None or file.unit_id in units]
    return [file for file, _ in found], {file.id: code for file, code in found}


def _names(session: Session, table: Any, ids: set[int]) -> dict[int, str]:
    return dict(session.exec(select(table.id, table.name).where(col(table.id).in_(ids))).all())


def _scans(session: Session, row: ApprovalDocument) -> Sequence[Attachment]:
    own = (Attachment.owner_kind == "approval_document", Attachment.owner_id == row.id)
    return session.exec(select(Attachment).where(*own).order_by(col(Attachment.id))).all()


def _history(session: Session, row: ApprovalDocument) -> Sequence[AuditEntry]:
    own = (AuditEntry.object_kind == "approval_document", AuditEntry.object_id == row.id)
    return session.exec(select(AuditEntry).where(*own).order_by(col(AuditEntry.id).desc()).limit(LONGEST)).all()


def _next_number(session: Session, row: ApprovalDocument) -> numbers.Number | None:
    """What the own series would give now, where one was begun."""
    code, year = numbers.last_code(session, row.region_id), clock.business_date().year
    if row.state != DocumentState.numbering:
        return None
    return numbers.Number(code, year, numbers.next_place(session, row.region_id, code, year) if code else 1)


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    """Letters at which it is this person's turn."""
    state = col(ApprovalDocument.state)
    asked = exists().where(
        col(DocumentCosigner.document_id) == ApprovalDocument.id,
        col(DocumentCosigner.user_id).in_(actor.seats),
        col(DocumentCosigner.agreed_at).is_(None),
    )
    parts: list[ColumnElement[bool]] = []
    for grant in dict.fromkeys(actor.grants):
        if grant.role is Role.performance:
            mine = state.in_((DocumentState.drafting, DocumentState.numbering, DocumentState.sealing))
            parts.append(and_(reach_clause(ApprovalDocument, grant), mine, _not_empty()))
        if grant.role is Role.department_reviewer:
            parts.append(and_(reach_clause(ApprovalDocument, grant), *TO_FORWARD, has_units_below()))
        if grant.role is Role.leader:
            mine = col(ApprovalDocument.leader_id).in_(actor.seats)
            parts.append(and_(reach_clause(ApprovalDocument, grant), state == DocumentState.signing, mine))
        if grant.role in COSIGNING:
            parts.append(and_(reach_clause(ApprovalDocument, grant), state == DocumentState.cosigning, asked))
    return or_(false(), *parts)


def letters_waiting(session: Session, actor: Actor) -> list[LetterLine]:
    """The oldest first; people of a unit are never asked."""
    if actor.roles.isdisjoint({*COSIGNING, Role.department_reviewer}):
        return []
    query = _lines(_waits_for(actor)).order_by(col(ApprovalDocument.held_since), col(ApprovalDocument.id))
    return [LetterLine(*row) for row in session.exec(query.limit(LONGEST))]


def letter_count(actor: Actor) -> ScalarSelect[int]:
    """How many there are, as part of another query."""
    return select(func.count()).select_from(ApprovalDocument).where(_waits_for(actor)).scalar_subquery()


@dataclass(frozen=True)
class Checked:
    """What a verification code stands for; no names of people."""

    number: str
    title: str
    department: str
    issued_at: datetime
    state: str
    replaced_by: str
    files: Sequence[tuple[str, str, int]]
    """Project, unit and budget (fen)."""


def check_code(session: Session, code: str) -> Checked | None:
    """The newest letter with this code, of the whole letter or of one approved form; None = no such letter.

    ``code`` is lower-case hex of 16 to 64 digits, a beginning of a SHA-256: too long to be guessed.
    """
    in_file = and_(col(DocumentFile.content_hash) >= code, col(DocumentFile.content_hash) < f"{code}g")
    whole = and_(
        col(ApprovalDocumentVersion.content_hash) >= code, col(ApprovalDocumentVersion.content_hash) < f"{code}g"
    )
    query = (
        select(DocumentFile, ApprovalDocument, Organisation.name, whole)
        .join(ApprovalDocumentVersion, col(ApprovalDocumentVersion.id) == DocumentFile.version_id)
        .join(ApprovalDocument, col(ApprovalDocument.id) == DocumentFile.document_id)
        .join(Organisation, col(Organisation.id) == ApprovalDocument.department_id)
        .where(or_(in_file, whole))
        .order_by(col(ApprovalDocument.id).desc(), col(DocumentFile.id))
    )
    rows = session.exec(query).all()
    if not rows:
        return None
    _file, row, department, _whole = rows[0]
    ids = [file.declaration_id for file, letter, *_ in rows if letter.id == row.id]
    newer = replacement_of(session, row.id)
    return Checked(
        number=row.number or "",
        title=row.title,
        department=department,
        issued_at=row.issued_at or row.created_at,
        state=row.state,
        replaced_by=(newer.number or "") if newer else "",
        files=_covered(session, ids),
    )


def _covered(session: Session, ids: Sequence[int]) -> Sequence[tuple[str, str, int]]:
    budget = func.coalesce(Declaration.budget_year_fen, Declaration.budget_total_fen, 0)
    query = (
        select(Declaration.project_name, Organisation.name, budget)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .where(col(Declaration.id).in_(ids))
        .order_by(col(Declaration.id))
    )
    return session.exec(query).all()
