"""Files beside the form: 立项依据, 实施方案, 测算, other. Stored once by their hash, part of the signed content."""

import hashlib
import unicodedata
from dataclasses import dataclass

from sqlmodel import Session, func, select

from workflow import clock
from workflow.canonical.paths import Path
from workflow.documents.file_kinds import KINDS, Content, Upload
from workflow.documents.secrecy import mark_on
from workflow.errors import NotFound, RuleFailed, WrongState
from workflow.lifecycle.files import find_declaration, keep_file
from workflow.lifecycle.record import append_audit
from workflow.models import Attachment, Declaration, DeclarationEdit, FileContent
from workflow.permissions import Actor
from workflow.services.editing.locks import check_desk, locks_of
from workflow.services.editing.patch import note_author

PURPOSES = ("basis", "adjustment", "plan", "estimate", "other")
MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_BYTES_TOGETHER = 20 * MEGABYTE, 100 * MEGABYTE
LONGEST_NAME = 200
SECTION = "attachments"
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"|?*'))


@dataclass(frozen=True)
class Download:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


def judge(name: str, content: bytes) -> Upload:
    """Name and content before any transaction, so no file keeps other writers waiting; raises ``RuleFailed``."""
    name = plain_name(name)
    return Upload(name, _accepted(name, content), content, hashlib.sha256(content).hexdigest())


def bring_in(name: str, content: bytes) -> Upload:
    """What every door for files takes: ``judge``, and no file that is marked as a state secret; ``RuleFailed``."""
    file = judge(name, content)
    refuse_secret(file.name, content)
    return file


def refuse_secret(name: str, content: bytes) -> None:
    """Before anything of it is kept; raises ``RuleFailed``."""
    if mark := mark_on(name, content):
        raise RuleFailed("file_secret", name=plain_name(name), mark=mark)


def source_of(name: str, content: bytes, sha256: str) -> Upload:
    """The file a draft was read from: its content is judged already, so texts and larger files are kept as well."""
    kind = KINDS.get(name.rpartition(".")[2].lower())
    return Upload(name, kind.media_type if kind else "application/octet-stream", content, sha256)


def attach(session: Session, actor: Actor, declaration_id: int, purpose: str, file: Upload) -> Attachment:
    """Add a file. Raises 403/409 where the draft is not this person's to edit, ``RuleFailed`` for what is refused."""
    declaration, actor = _draft(session, actor, declaration_id)
    if purpose not in PURPOSES:
        raise RuleFailed("not_a_choice", raw=purpose)
    _refuse_too_much(session, declaration, purpose, file)
    attachment = keep_file(session, "declaration", declaration.id, purpose, file, actor.user_id)
    _record(session, actor, declaration, "attach", attachment)
    return attachment


def detach(session: Session, actor: Actor, declaration_id: int, attachment_id: int) -> None:
    """Remove a file from the draft. Its content stays: frozen versions name it by its hash."""
    declaration, actor = _draft(session, actor, declaration_id)
    attachment = _find(session, declaration, attachment_id)
    _record(session, actor, declaration, "detach", attachment)
    session.delete(attachment)


def read(session: Session, actor: Actor, declaration_id: int, attachment_id: int) -> Download:
    """The file for anyone who may see the declaration; raises ``NotFound``."""
    attachment = _find(session, find_declaration(session, actor, declaration_id), attachment_id)
    query = select(FileContent.content).where(FileContent.sha256 == attachment.sha256)
    return Download(attachment.name, attachment.media_type, session.exec(query).one())


def plain_name(name: str) -> str:
    """The last part of a path, without control and direction characters, short enough, the extension kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    shown = plain.translate(_FORBIDDEN).strip(" .")
    stem, dot, extension = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension}"[:LONGEST_NAME]


def _draft(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Actor]:
    """The locked draft and who acts on it."""
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    actor = check_desk(session, declaration, actor)
    if not locks_of(session, declaration).allows(Path(SECTION)):
        raise WrongState("locked_path")
    return declaration, actor


def _accepted(name: str, content: bytes) -> str:
    """The media type; raises ``RuleFailed`` for a kind, size or content that is not accepted."""
    kind = KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if not name and not content:
        raise RuleFailed("attachment_missing")
    if kind is None:
        raise RuleFailed("attachment_type", name=name)
    if not content:
        raise RuleFailed("attachment_empty", name=name)
    if len(content) > MOST_BYTES:
        limit = MOST_BYTES // MEGABYTE
        raise RuleFailed("attachment_too_large", name=name, size=-(-len(content) // MEGABYTE), limit=limit)
    looked_at = Content(content)
    if not kind.fits(looked_at):
        raise RuleFailed("attachment_content", name=name)
    if looked_at.has_macros:
        raise RuleFailed("attachment_macros", name=name)
    return kind.media_type


def _refuse_too_much(session: Session, declaration: Declaration, purpose: str, file: Upload) -> None:
    own = (Attachment.owner_kind == "declaration", Attachment.owner_id == declaration.id)
    same = select(Attachment.id).where(*own, Attachment.purpose == purpose, Attachment.sha256 == file.sha256)
    if session.exec(same).first():
        raise RuleFailed("attachment_twice", name=file.name)
    together = session.exec(select(func.coalesce(func.sum(Attachment.size), 0)).where(*own)).one()
    if int(together) + len(file.content) > MOST_BYTES_TOGETHER:
        raise RuleFailed("attachments_too_large", limit=MOST_BYTES_TOGETHER // MEGABYTE)


def _find(session: Session, declaration: Declaration, attachment_id: int) -> Attachment:
    query = select(Attachment).where(
        Attachment.id == attachment_id,
        Attachment.owner_kind == "declaration",
        Attachment.owner_id == declaration.id,
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_attachment")
    return found


def _record(session: Session, actor: Actor, declaration: Declaration, action: str, attachment: Attachment) -> None:
    """A change of the content like any other: trail, version, author; and an audit entry with the hash."""
    gone = action == "detach"
    session.add(
        DeclarationEdit(
            declaration_id=declaration.id,
            batch=attachment.sha256[:32],
            round=declaration.round,
            desk=declaration.desk or "",
            path=SECTION,
            old=attachment.name if gone else "",
            new="" if gone else attachment.name,
            user_id=actor.user_id,
            at=clock.now(),
            on_behalf_of=actor.absent_id,
        )
    )
    note_author(session, declaration, actor)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="declaration",
        object_id=declaration.id,
        details={
            "name": attachment.name,
            "purpose": attachment.purpose,
            "sha256": attachment.sha256,
            "size": attachment.size,
            "version": declaration.version,
        },
    )
