"""批复文件: drafting the letter, its moves by id, and the scan with the seal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from workflow import clock
from workflow.documents.file_kinds import Upload
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle import Case, Inputs, perform
from workflow.lifecycle.facts import last_word
from workflow.lifecycle.files import keep_file
from workflow.lifecycle.letters.codes import LONGEST_CODE, codes_printed, fits, letter_with, plain_code
from workflow.lifecycle.letters.facts import batch_hash, files_hash, files_in_batch, people_to_cosign, people_to_sign
from workflow.lifecycle.letters.reach import find_letter, units_shown
from workflow.lifecycle.record import append_audit
from workflow.models import (
    ApprovalDocument,
    Attachment,
    DocumentCosigner,
    DocumentLeftOut,
    FileContent,
    Region,
)
from workflow.permissions import Actor
from workflow.services.attachments import Download
from workflow.services.job_requests import request_job
from workflow.services.rates import request_rates
from workflow.texts import said
from workflow.types import DocumentState, JobKind, Role

KIND = "approval_document"
LONGEST_TITLE, LONGEST_BODY = 200, 4000


@dataclass(frozen=True)
class Draft:
    """What the drafter typed and chose; ``files_seen``: about which files the page was (``files_hash``), if it says."""

    title: str
    body: str
    leader_id: int | None = None
    cosigner_ids: tuple[int, ...] = ()
    left_out_ids: tuple[int, ...] = ()
    files_seen: str = ""


def save_draft(session: Session, actor: Actor, document_id: int, version: int, draft: Draft) -> ApprovalDocument:
    """Keep the draft. Needs ``unit_of_work(write=True)``.

    Raises 404 out of sight, ``NotAllowed`` for other roles, 409 where the letter is no draft or was saved since,
    ``RuleFailed`` for a text too long or a person who cannot sign.
    """
    row = _locked_draft(session, actor, document_id, version)
    title, body = " ".join(said(draft.title).split()), said(draft.body)
    for text, longest in ((title, LONGEST_TITLE), (body, LONGEST_BODY)):
        if len(text) > longest:
            raise RuleFailed("letter_too_long", longest=longest)
    _refuse_strangers(session, row, draft)
    row.title, row.body, row.leader_id = title, body, draft.leader_id
    row.drafter_id, row.updated_at = actor.user_id, clock.now()
    row.version += 1
    _set_cosigners(session, row, draft.cosigner_ids)
    if draft.files_seen and draft.files_seen != batch_hash(session, row):
        raise RuleFailed("letter_words_outdated")
    _set_left_out(session, row, draft.left_out_ids)
    session.flush()  # the hash tells what is left out, too
    row.files_hash = files_hash(session, row)
    _record(session, actor, row, "draft_letter", {"title": title, "left_out": sorted(draft.left_out_ids)})
    session.flush()
    return row


def _locked_draft(session: Session, actor: Actor, document_id: int, version: int) -> ApprovalDocument:
    row = find_letter(session, actor, document_id, lock=True)
    if not actor.holds(Role.performance, row):
        raise NotAllowed("no_role")
    if row.version != version:
        raise Conflict("letter_version_changed", **last_word(session, row))
    if row.state != DocumentState.drafting:
        raise WrongState("letter_no_draft")
    return row


def _refuse_strangers(session: Session, row: ApprovalDocument, draft: Draft) -> None:
    leaders, colleagues = people_to_sign(session, row), people_to_cosign(session, row)
    if draft.leader_id is not None and draft.leader_id not in leaders:
        raise RuleFailed("not_a_leader")
    if not set(draft.cosigner_ids) <= colleagues - {draft.leader_id}:
        raise RuleFailed("not_a_cosigner")


def _set_cosigners(session: Session, row: ApprovalDocument, wanted: Sequence[int]) -> None:
    session.exec(delete(DocumentCosigner).where(col(DocumentCosigner.document_id) == row.id))
    session.add_all(DocumentCosigner(document_id=row.id, user_id=user) for user in dict.fromkeys(wanted))


def _set_left_out(session: Session, row: ApprovalDocument, wanted: Iterable[int]) -> None:
    """Only a replacing letter leaves files out; of another batch there is nothing to leave out."""
    here = {item.id for item in files_in_batch(session, row)} if row.voids_id else set()
    session.exec(delete(DocumentLeftOut).where(col(DocumentLeftOut.document_id) == row.id))
    session.add_all(DocumentLeftOut(document_id=row.id, declaration_id=key) for key in sorted(here & set(wanted)))


def move_letter(session: Session, actor: Actor, document_id: int, action: str, version: int, inputs: Inputs) -> Case:
    """Load locked and scoped, then perform; raises a ``Refusal``. Numbers of a region are given one after the other."""
    row = find_letter(session, actor, document_id)
    if action == "give_number":
        region = select(Region.id).where(Region.id == row.region_id)
        session.exec(region.with_for_update(key_share=True)).one()
        inputs = Inputs(document=inputs.document, reason=row.reason)
    row = find_letter(session, actor, document_id, lock=True)
    case = perform(session, row, actor, action, expected_version=version, inputs=inputs)
    if action == "give_number":
        key = f"{JobKind.letter_files}:{row.id}"
        request_job(session, JobKind.letter_files, key, {"letter_id": row.id}, actor.user_id)
    if action == "give_number" and row.voids_id:
        request_rates(session, row.region_id, row.number_year, actor.user_id)
    return case


def attach_scan(
    session: Session, actor: Actor, document_id: int, file: Upload, text: str = "", typed: str = ""
) -> Attachment:
    """The scan with signature and seal, kept beside the letter. Raises like ``save_draft``; a scan twice is refused.

    It is matched by its verification code: one in ``text``, the text layer of the file, else as ``typed`` by hand.
    """
    row = find_letter(session, actor, document_id, lock=True)
    if not actor.holds(Role.performance, row):
        raise NotAllowed("no_role")
    if row.state not in (DocumentState.sealing, DocumentState.issued):
        raise WrongState("letter_not_numbered")
    if any(item.sha256 == file.sha256 for item in scans_of(session, row.id)):
        raise RuleFailed("attachment_twice", name=file.name)
    _refuse_another_letter(session, actor, row, codes_printed(text) or [plain_code(typed)])
    scan = keep_file(session, KIND, row.id, "scan", file, actor.user_id)
    _record(session, actor, row, "attach_scan", {"name": scan.name, "sha256": scan.sha256, "size": scan.size})
    return scan


def _refuse_another_letter(session: Session, actor: Actor, row: ApprovalDocument, given: list[str]) -> None:
    if any(fits(session, row, code) for code in given):
        return
    if other := letter_with(session, actor, [code for code in given if len(code) == LONGEST_CODE]):
        raise RuleFailed("letter_code_of_another", number=other.number or "")
    raise RuleFailed("letter_code_wrong" if any(given) else "letter_code_missing")


def scans_of(session: Session, document_id: int) -> Sequence[Attachment]:
    """Scans of a letter, the newest last."""
    own = (Attachment.owner_kind == KIND, Attachment.owner_id == document_id)
    return session.exec(select(Attachment).where(*own).order_by(col(Attachment.id))).all()


def read_scan(session: Session, actor: Actor, document_id: int, attachment_id: int) -> Download:
    """The scan for everyone who sees the whole letter; it holds every unit's annexes. Raises ``NotFound``."""
    row = find_letter(session, actor, document_id)
    found = [item for item in scans_of(session, row.id) if item.id == attachment_id]
    if not found or units_shown(actor, row) is not None:
        raise NotFound("no_such_attachment")
    query = select(FileContent.content).where(FileContent.sha256 == found[0].sha256)
    return Download(found[0].name, found[0].media_type, session.exec(query).one())


def _record(session: Session, actor: Actor, row: ApprovalDocument, action: str, details: dict[str, object]) -> None:
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind=KIND,
        object_id=row.id,
        details={**details, "version": row.version},
    )
