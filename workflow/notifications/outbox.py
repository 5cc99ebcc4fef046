"""Telling people: the inbox row exactly once, the e-mail at most once. Nothing leaves before the commit."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_once
from workflow.models import Grant, InboxMessage, Organisation, OutboxMessage, UserAccount
from workflow.permissions import Actor
from workflow.types import Role


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
