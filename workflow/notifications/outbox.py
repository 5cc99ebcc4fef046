"""Telling people: the inbox row exactly once, the e-mail at most once. Nothing leaves before the commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once
from workflow.models import Grant, InboxMessage, Organisation, OutboxMessage, UserAccount
from workflow.permissions import Actor
from workflow.types import Role


@dataclass(frozen=True)
class Message:
    """What one person is told, once per ``key``; ``mail`` False: in the inbox alone."""

    recipient_id: int
    template: str
    key: str
    object_kind: str
    object_id: int
    facts: dict[str, Any]
    mail: bool = True


def notify(
    session: Session,
    recipients: Iterable[int],
    *,
    template: str,
    key: str,
    object_kind: str,
    object_id: int,
    facts: dict[str, Any],
) -> int:
    """One inbox row per recipient and key, and an e-mail to those who have an address; returns the new inbox rows."""
    people = sorted(recipients)
    return notify_all(session, [Message(user, template, key, object_kind, object_id, facts) for user in people])


def notify_all(session: Session, messages: Sequence[Message]) -> int:
    """The same for many messages in a few statements."""
    if not messages:
        return 0
    now = clock.now()
    inbox = [
        {
            "created_at": now,
            "recipient_id": message.recipient_id,
            "dedupe_key": message.key,
            "template": message.template,
            "facts": message.facts,
            "object_kind": message.object_kind,
            "object_id": message.object_id,
        }
        for message in messages
    ]
    new = insert_all_once(session, InboxMessage, inbox, "recipient_id", "dedupe_key")
    address = _addresses(session, {message.recipient_id for message in messages})
    outbox = [
        {
            "created_at": now,
            "dedupe_key": f"{message.key}:{message.recipient_id}",
            "template": message.template,
            "facts": message.facts,
            "recipient_id": message.recipient_id,
            "address": address[message.recipient_id],
            "not_before": now,
        }
        for message in messages
        if message.mail and (message.recipient_id, message.key) in new and message.recipient_id in address
    ]
    insert_all_once(session, OutboxMessage, outbox, "id")
    return len(new)


def _addresses(session: Session, people: set[int]) -> dict[int, str]:
    """Where letters go; whoever takes a digest gets none of his own (``services.digests``)."""
    query = select(UserAccount.id, UserAccount.email).where(
        col(UserAccount.id).in_(sorted(people)), ~col(UserAccount.mail_digest)
    )
    return dict(session.exec(query.where(UserAccount.email != "")).all())


def deliveries_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The delivery log: all for the system administrator, its region's letters for the performance section."""
    if Role.system_admin in actor.roles:
        return true()
    regions = {grant.region_id for grant in actor.grants if grant.role is Role.performance}
    if not regions:
        return false()
    people = (
        select(Grant.user_id)
        .join(Organisation, col(Organisation.id) == Grant.organisation_id)
        .where(col(Organisation.region_id).in_(sorted(regions)))
    )
    return col(OutboxMessage.recipient_id).in_(people)
