"""The signed page that comes back (纸质审签): its file judged, its code found, the scan for those who may see it."""

import hashlib
from dataclasses import dataclass

from sqlmodel import Session, select

from workflow.canonical.sign_code import codes_in, read_code
from workflow.db import unit_of_work
from workflow.documents.file_kinds import KINDS, Upload
from workflow.documents.render import CannotSet, render
from workflow.documents.scan_text import text_of_scan
from workflow.errors import NotFound, Refusal, RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.paper import SCANS
from workflow.lifecycle.sign_pages import sign_page
from workflow.models import Attachment, FileContent
from workflow.permissions import Actor
from workflow.services.attachments import Download, bring_in

SCAN_KINDS = ("pdf", "jpg", "jpeg", "png")
_SCANNED = frozenset(KINDS[kind].media_type for kind in SCAN_KINDS)


@dataclass(frozen=True)
class ReadPage:
    """What came back; ``code`` is "" where neither the file nor the person said one."""

    scan: Upload | None
    code: str


def read_page(actor: Actor, declaration_id: int, name: str, content: bytes, typed: str) -> ReadPage:
    """Judge the file and find its code, before any transaction that writes. Raises ``RuleFailed``.

    A code in the file's text layer counts before a typed one; of several sheets in one file the one of this
    declaration. No file at all is not refused here: that is for the checks of the move.
    """
    if not name and not content:
        return ReadPage(None, typed)
    scan = bring_in(name, content)
    if scan.media_type not in _SCANNED:
        raise RuleFailed("scan_type", name=scan.name)
    if scan.sha256 == _blank(actor, declaration_id):
        raise RuleFailed("scan_unsigned", name=scan.name)
    found = codes_in(text_of_scan(scan))
    own = [code for code in found if (told := read_code(code)) and told.declaration_id == declaration_id]
    return ReadPage(scan, next(iter((*own, *found)), typed))


def _blank(actor: Actor, declaration_id: int) -> str:
    """Hash of the page as it is downloaded: the same page is always the same bytes; "" where there is none now."""
    try:
        with unit_of_work() as session:
            page = sign_page(session, find_declaration(session, actor, declaration_id))
        return hashlib.sha256(render(page, "pdf")).hexdigest()
    except (Refusal, CannotSet):
        return ""


def read_scan(session: Session, actor: Actor, declaration_id: int, attachment_id: int) -> Download:
    """The scan for everyone who may see the declaration; raises ``NotFound``."""
    row = find_declaration(session, actor, declaration_id)
    query = select(Attachment, FileContent.content).where(
        Attachment.id == attachment_id,
        Attachment.owner_kind == SCANS,
        Attachment.owner_id == row.id,
        FileContent.sha256 == Attachment.sha256,
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_attachment")
    scan, content = found
    return Download(scan.name, scan.media_type, content)
