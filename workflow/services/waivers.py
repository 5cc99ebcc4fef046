"""情况说明: why a finding is carried along, whatever its severity. It explains exactly one sentence; other numbers need
it anew."""

from sqlmodel import Session, col, select

from workflow import clock
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.lifecycle.files import find_declaration
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, Waiver
from workflow.permissions import Actor
from workflow.review import BINDING, check_row
from workflow.rules import Finding
from workflow.services.editing.locks import check_desk
from workflow.texts import said

LONGEST = 2000


def explain(session: Session, actor: Actor, declaration_id: int, finding_key: str, reason: str) -> Waiver:
    """Explain a finding of the form as it stands; an earlier explanation of the same sentence is replaced.

    Raises 403/409 where the file is not this person's to edit, ``RuleFailed`` if the finding is gone or the reason is.
    """
    declaration, actor = _draft(session, actor, declaration_id)
    finding = _finding(session, declaration, finding_key)
    words = said(reason)
    if not words:
        raise RuleFailed("reason_missing")
    if len(words) > LONGEST:
        raise RuleFailed("comment_too_long", longest=LONGEST)
    _withdraw(session, declaration, finding_key)
    waiver = Waiver(
        created_at=clock.now(),
        declaration_id=declaration.id,
        rule=finding.rule,
        path=finding.path,
        finding_key=finding.key,
        statement=finding.zh,
        reason=words,
        author_id=actor.user_id,
        on_behalf_of=actor.absent_id,
    )
    session.add(waiver)
    _record(session, actor, declaration, "waive", waiver)
    return waiver


def withdraw(session: Session, actor: Actor, declaration_id: int, finding_key: str) -> None:
    """Take an explanation back; raises ``RuleFailed('waiver_without_finding')`` if there is none."""
    declaration, actor = _draft(session, actor, declaration_id)
    waiver = _withdraw(session, declaration, finding_key)
    if waiver is None:
        raise RuleFailed("waiver_without_finding")
    _record(session, actor, declaration, "withdraw_waiver", waiver)


def _draft(session: Session, actor: Actor, declaration_id: int) -> tuple[Declaration, Actor]:
    """The locked draft and who acts on it."""
    declaration = find_declaration(session, actor, declaration_id, lock=True)
    return declaration, check_desk(session, declaration, actor)


def _finding(session: Session, declaration: Declaration, key: str) -> Finding:
    findings = check_row(session, declaration, document_of(session, declaration), BINDING)
    found = [item for item in findings if item.key == key]
    if not found:
        raise RuleFailed("waiver_without_finding")
    return found[0]


def _withdraw(session: Session, declaration: Declaration, key: str) -> Waiver | None:
    query = select(Waiver).where(
        Waiver.declaration_id == declaration.id, Waiver.finding_key == key, col(Waiver.withdrawn_at).is_(None)
    )
    waiver = session.exec(query).first()
    if waiver is not None:
        waiver.withdrawn_at = clock.now()
        session.flush()  # one open explanation per finding
    return waiver


def _record(session: Session, actor: Actor, declaration: Declaration, action: str, waiver: Waiver) -> None:
    declaration.version += 1
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_kind="declaration",
        object_id=declaration.id,
        reason=waiver.reason,
        details={
            "rule": waiver.rule,
            "path": waiver.path,
            "statement": waiver.statement,
            "version": declaration.version,
        },
    )
