"""An approval letter as a file: at once where it is short, by a job where it is long, kept once it is numbered.

The whole letter is made once, by the job that numbering asks for, and kept under its hash: later downloads are that
very file. What is made anew each time: drafts, the part of a unit, letters that became void.
"""

import hashlib
from collections.abc import Mapping

from sqlmodel import Session, select

from workflow.db import unit_of_work
from workflow.documents.letter_file import FORMATS, is_short, letter_file
from workflow.documents.render import CannotSet, Letter
from workflow.errors import NotFound
from workflow.lifecycle.files import keep_content
from workflow.lifecycle.letters.content import (
    draft_letter,
    frozen_letter,
    kept_formats,
    kept_hash,
    latest_version,
    mark_of,
)
from workflow.lifecycle.letters.reach import find_letter, units_shown
from workflow.models import ApprovalDocument, ApprovalDocumentVersion, FileContent, ListExport
from workflow.permissions import Actor
from workflow.services.attachments import Download
from workflow.services.exports import request_paper
from workflow.services.job_context import JobContext

PAPER = "approval_letter"
"""What a long letter is called among the exports of a person."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def letter_download(session: Session, actor: Actor, document_id: int, file_format: str) -> Download:
    """The letter as a file: the frozen one with the annexes in reach, or the draft as it stands, marked as such.

    Raises ``NotFound`` out of sight and for formats nobody offers, ``RuleFailed`` where a text cannot be printed.
    """
    row, kept = _row_and_kept(session, actor, document_id, file_format)
    content = kept if kept is not None else letter_file(_letter(session, actor, row), file_format)
    return Download(f"{_name(row)}.{file_format}", MEDIA_TYPES[file_format], content)


def letter_at_once(session: Session, actor: Actor, document_id: int, file_format: str) -> Download | None:
    """The same; None where it would take longer than a person is to wait: then ``order_letter``."""
    row, kept = _row_and_kept(session, actor, document_id, file_format)
    if kept is None:
        letter = _letter(session, actor, row)
        if not is_short(len(letter.annexes), file_format):
            return None
        kept = letter_file(letter, file_format)
    return Download(f"{_name(row)}.{file_format}", MEDIA_TYPES[file_format], kept)


def order_letter(session: Session, actor: Actor, document_id: int, file_format: str) -> ListExport:
    """Have a long letter made in the background, for 我的导出. Raises like ``letter_download``."""
    if file_format not in FORMATS:
        raise NotFound("no_such_attachment")
    row = find_letter(session, actor, document_id)
    return request_paper(session, actor, PAPER, {"letter_id": str(row.id)}, file_format, _name(row))


def ordered_letter(session: Session, actor: Actor, given: Mapping[str, str], file_format: str) -> Download:
    """What the job writes; who lost sight of the letter meanwhile gets nothing."""
    return letter_download(session, actor, int(given["letter_id"]), file_format)


def _row_and_kept(
    session: Session, actor: Actor, document_id: int, file_format: str
) -> tuple[ApprovalDocument, bytes | None]:
    """The letter, and the file that was kept of it if that is what this person gets."""
    if file_format not in FORMATS:
        raise NotFound("no_such_attachment")
    row = find_letter(session, actor, document_id)
    version = latest_version(session, row.id)
    if version is None or units_shown(actor, row) is not None or mark_of(row):
        return row, None
    if file_format not in kept_formats(session, version):
        return row, None
    query = select(FileContent.content).where(FileContent.sha256 == kept_hash(version, file_format))
    return row, session.exec(query).one()


def _letter(session: Session, actor: Actor, row: ApprovalDocument) -> Letter:
    version = latest_version(session, row.id)
    if version is None:
        return draft_letter(session, row)
    return frozen_letter(session, version, units_shown(actor, row), mark_of(row))


def _name(row: ApprovalDocument) -> str:
    return f"{row.number or '草稿'} {row.title}".strip()


def letter_bytes(session: Session, version: ApprovalDocumentVersion, file_format: str) -> bytes:
    """The whole frozen letter; the same version gives the same bytes whatever was changed since."""
    return letter_file(frozen_letter(session, version), file_format)


def letter_files(job: JobContext) -> None:
    """The job of a numbered letter: its files, one after the other."""
    for number, file_format in enumerate(FORMATS, 1):
        _keep(job.payload["letter_id"], file_format)
        with unit_of_work(write=True) as session:
            job.report(session, number, len(FORMATS))


def keep_files(document_id: int) -> None:
    """Make the files of a numbered letter and keep them, so that every later one can be held to them."""
    for file_format in FORMATS:
        _keep(document_id, file_format)


def _keep(document_id: int, file_format: str) -> None:
    """In transactions of its own: nobody waits for a file to be made. One that was made stays as it is."""
    with unit_of_work() as session:
        version = latest_version(session, document_id)
        if version is None or file_format in kept_formats(session, version):
            return
        letter = frozen_letter(session, version)
    try:
        made = letter_file(letter, file_format)
    except CannotSet:
        return  # its download says which sign has no typeface
    sha256 = hashlib.sha256(made).hexdigest()
    with unit_of_work(write=True) as session:
        keep_content(session, sha256, made)
        kept = session.get_one(ApprovalDocumentVersion, version.id)
        setattr(kept, f"{file_format}_sha256", sha256)
