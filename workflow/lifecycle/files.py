"""One declaration, report or self-evaluation as an actor may see it, outsiders get 404; the one door for kept files."""

from typing import TypeVar

from sqlmodel import Session, select

from workflow import clock
from workflow.db import insert_once
from workflow.documents.file_kinds import Upload
from workflow.errors import NotFound
from workflow.models import Attachment, Declaration, FileContent, MonitoringReport, SelfEvaluation
from workflow.permissions import Actor, visible_to

File = TypeVar("File", Declaration, MonitoringReport, SelfEvaluation)


def _find(session: Session, model: type[File], actor: Actor, file_id: int, *, lock: bool) -> File | None:
    query = select(model).where(model.id == file_id, visible_to(actor, model))
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.exec(query).first()


def find_declaration(session: Session, actor: Actor, declaration_id: int, *, lock: bool = False) -> Declaration:
    """The row, locked for a move or an edit where asked; raises ``NotFound`` outside the actor's scope."""
    found = _find(session, Declaration, actor, declaration_id, lock=lock)
    if found is None:
        raise NotFound("no_such_file")
    return found


def find_report(session: Session, actor: Actor, report_id: int, *, lock: bool = False) -> MonitoringReport:
    """The same for a monitoring report. Its declaration is locked before it: whoever ends a declaration locks in that
    order too, so accepting a report and ending its declaration never wait for each other in a circle."""
    if lock:
        seen = (MonitoringReport.id == report_id, visible_to(actor, MonitoringReport))
        mine = select(MonitoringReport.declaration_id).where(*seen).scalar_subquery()
        session.exec(select(Declaration.id).where(Declaration.id == mine).with_for_update(key_share=True)).first()
    found = _find(session, MonitoringReport, actor, report_id, lock=lock)
    if found is None:
        raise NotFound("no_such_report")
    return found


def find_evaluation(session: Session, actor: Actor, evaluation_id: int, *, lock: bool = False) -> SelfEvaluation:
    """The same for a self-evaluation, locked in the same order: its declaration first."""
    if lock:
        seen = (SelfEvaluation.id == evaluation_id, visible_to(actor, SelfEvaluation))
        mine = select(SelfEvaluation.declaration_id).where(*seen).scalar_subquery()
        session.exec(select(Declaration.id).where(Declaration.id == mine).with_for_update(key_share=True)).first()
    found = _find(session, SelfEvaluation, actor, evaluation_id, lock=lock)
    if found is None:
        raise NotFound("no_such_evaluation")
    return found


def keep_content(session: Session, sha256: str, content: bytes) -> None:
    """The bytes are stored, and stay until this transaction has named them: nobody forgets them in between."""
    kept = select(FileContent.id).where(FileContent.sha256 == sha256).with_for_update(read=True, key_share=True)
    while True:
        insert_once(session, FileContent, sha256=sha256, size=len(content), content=content)
        if session.exec(kept).first() is not None:
            return


def keep_file(session: Session, owner_kind: str, owner_id: int, purpose: str, file: Upload, user_id: int) -> Attachment:
    """The file beside its owner, flushed; its bytes are stored once however often they are used."""
    size = len(file.content)
    keep_content(session, file.sha256, file.content)
    attachment = Attachment(
        created_at=clock.now(),
        owner_kind=owner_kind,
        owner_id=owner_id,
        purpose=purpose,
        name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size=size,
        uploaded_by=user_id or None,
    )
    session.add(attachment)
    session.flush()  # rows that name it need its id
    return attachment
