"""Telling people: the inbox row exactly once, the e-mail at most once. Nothing leaves before the commit."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_once
from workflow.models import InboxMessage, OutboxMessage, UserAccount


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
    ids = sorted(recipients)
    users = session.exec(select(UserAccount).where(col(UserAccount.id).in_(ids))).all() if ids else []
    told, now = 0, clock.now()
    for user in users:
        new = insert_once(
            session,
            InboxMessage,
            created_at=now,
            recipient_id=user.id,
            dedupe_key=key,
            template=template,
            facts=facts,
            object_kind=object_kind,
            object_id=object_id,
        )
        told += new
        if new and user.email:
            insert_once(
                session,
                OutboxMessage,
                created_at=now,
                dedupe_key=f"{key}:{user.id}",
                template=template,
                facts=facts,
                recipient_id=user.id,
                address=user.email,
                not_before=now,
            )
    return told
