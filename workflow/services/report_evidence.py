"""佐证材料: files that prove what a monitoring report says of an indicator. Part of the content that is signed."""

from sqlmodel import Session, col, func, select

from workflow.documents.file_kinds import Upload
from workflow.documents.report_content import EVIDENCE
from workflow.errors import NotFound, RuleFailed
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.files import find_report, keep_file
from workflow.lifecycle.record import append_audit
from workflow.models import Attachment, FileContent, MonitoringItem, MonitoringReport
from workflow.permissions import Actor
from workflow.services.attachments import MEGABYTE, MOST_BYTES_TOGETHER, Download
from workflow.services.reports import require_editor, touch

PURPOSE = "other"


def add_evidence(session: Session, actor: Actor, report_id: int, uid: str, file: Upload) -> Attachment:
    """One file beside one indicator; raises like ``fill_report``, and ``RuleFailed`` for files refused."""
    report = find_report(session, actor, report_id, lock=True)
    who = require_editor(actor, report, report.version)
    item = _item(session, report, uid)
    _refuse_too_much(session, report, item, file)
    kept = keep_file(session, EVIDENCE, item.id, PURPOSE, file, actor.user_id)
    _record(session, who, report, "attach", uid, kept)
    return kept


def remove_evidence(session: Session, actor: Actor, report_id: int, attachment_id: int) -> None:
    """While the report is filled in; what was signed with it stays named in the trail."""
    report = find_report(session, actor, report_id, lock=True)
    who = require_editor(actor, report, report.version)
    uid, kept = _find(session, report, attachment_id)
    _record(session, who, report, "detach", uid, kept)
    session.delete(kept)


def read_evidence(session: Session, actor: Actor, report_id: int, attachment_id: int) -> Download:
    """For everyone who may see the report; raises ``NotFound``."""
    _uid, kept = _find(session, find_report(session, actor, report_id), attachment_id)
    content = session.exec(select(FileContent.content).where(FileContent.sha256 == kept.sha256)).one()
    return Download(kept.name, kept.media_type, content)


def _item(session: Session, report: MonitoringReport, uid: str) -> MonitoringItem:
    query = select(MonitoringItem).where(MonitoringItem.report_id == report.id, MonitoringItem.indicator_uid == uid)
    found = session.exec(query).first()
    if found is None:
        raise RuleFailed("evidence_without_indicator")
    return found


def _find(session: Session, report: MonitoringReport, attachment_id: int) -> tuple[str, Attachment]:
    query = (
        select(MonitoringItem.indicator_uid, Attachment)
        .join(Attachment, col(Attachment.owner_id) == MonitoringItem.id)
        .where(Attachment.id == attachment_id, Attachment.owner_kind == EVIDENCE, MonitoringItem.report_id == report.id)
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("no_such_attachment")
    return found


def _refuse_too_much(session: Session, report: MonitoringReport, item: MonitoringItem, file: Upload) -> None:
    own = (Attachment.owner_kind == EVIDENCE, Attachment.owner_id == item.id)
    if session.exec(select(Attachment.id).where(*own, Attachment.sha256 == file.sha256)).first():
        raise RuleFailed("attachment_twice", name=file.name)
    items = select(MonitoringItem.id).where(MonitoringItem.report_id == report.id)
    query = select(func.coalesce(func.sum(Attachment.size), 0))
    sizes = query.where(Attachment.owner_kind == EVIDENCE, col(Attachment.owner_id).in_(items))
    if int(session.exec(sizes).one()) + len(file.content) > MOST_BYTES_TOGETHER:
        raise RuleFailed("attachments_too_large", limit=MOST_BYTES_TOGETHER // MEGABYTE)


def _record(session: Session, actor: Actor, report: MonitoringReport, action: str, uid: str, kept: Attachment) -> None:
    touch(session, actor, report)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind=file_kind(report),
        object_id=report.id,
        details={"name": kept.name, "indicator": uid, "sha256": kept.sha256, "size": kept.size},
    )
