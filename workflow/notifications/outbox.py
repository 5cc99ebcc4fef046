"""Telling people: the inbox row exactly once, the e-mail at most once. Nothing leaves before the commit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import insert_all_once
from workflow.models import Grant, InboxMessage, Organisation, OutboxMessage, UserAccount
from workflow.permissions import Actor
from workflow.types import Channel, Role


@dataclass(frozen=True)
class Message:
    """What one person is told, once per ``key``; ``channels``: how besides the inbox.

    ``group`` is the department whose work group hears of it, once however many people are told.
    """

    recipient_id: int
    template: str
    key: str
    object_kind: str
    object_id: int
    facts: dict[str, Any]
    channels: tuple[str, ...] = (Channel.mail,)
    group: int = 0


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
    told = [message for message in messages if (message.recipient_id, message.key) in new]
    rows = [row for reader in _READERS.values() for row in reader(session, told)]
    outbox = [{"created_at": now, "not_before": now, **row} for row in rows]
    insert_all_once(session, OutboxMessage, outbox, "id")
    return len(new)


def _row(message: Message, channel: str, key: str, address: str) -> dict[str, Any]:
    return {
        "dedupe_key": key,
        "template": message.template,
        "facts": message.facts,
        "recipient_id": message.recipient_id,
        "channel": channel,
        "address": address,
    }


def _mails(session: Session, told: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """To those who have an address; whoever takes a digest gets none of his own (``services.digests``)."""
    wanted = [message for message in told if Channel.mail in message.channels]
    query = select(UserAccount.id, UserAccount.email).where(
        _one_of(wanted), ~col(UserAccount.mail_digest), UserAccount.email != ""
    )
    address = dict(session.exec(query).all()) if wanted else {}
    for message in wanted:
        if to := address.get(message.recipient_id):
            yield _row(message, Channel.mail, f"{message.key}:{message.recipient_id}", to)


def _texts(session: Session, told: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """To those whose profile has the number of a mobile phone."""
    wanted = [message for message in told if Channel.sms in message.channels]
    phones = (
        dict(session.exec(select(UserAccount.id, UserAccount.phone).where(_one_of(wanted))).all()) if wanted else {}
    )
    for message in wanted:
        number = re.sub(r"[\s-]", "", phones.get(message.recipient_id, "")).removeprefix("+86")
        if _MOBILE.fullmatch(number):
            yield _row(message, Channel.sms, f"sms:{message.key}:{message.recipient_id}", number)


def _groups(session: Session, told: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """To the work group of the department, once per message."""
    wanted = [message for message in told if Channel.bot in message.channels and message.group]
    query = select(Organisation.id, Organisation.code).where(
        col(Organisation.id).in_(sorted({message.group for message in wanted}))
    )
    codes = dict(session.exec(query).all()) if wanted else {}
    for message in {(message.key, message.group): message for message in wanted}.values():
        yield _row(message, Channel.bot, f"bot:{message.key}", codes[message.group])


_READERS = {Channel.mail: _mails, Channel.sms: _texts, Channel.bot: _groups}
"""Who gets a message by a channel, and where."""
_MOBILE = re.compile(r"1\d{10}", re.ASCII)


def _one_of(messages: Sequence[Message]) -> ColumnElement[bool]:
    return col(UserAccount.id).in_(sorted({message.recipient_id for message in messages}))


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
