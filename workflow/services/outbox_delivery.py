"""Delivering the outbox: every message at most once, with a log of what became of it.

``sending`` is committed before the mail server hears a word. A row that stays there past its lease belongs to a worker
that died: whether the letter went out is unknown, it is shown, and only a person may send it again (``resend``).
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from workflow import clock
from workflow.db import unit_of_work
from workflow.errors import NotFound, WrongState
from workflow.failpoints import reached
from workflow.lifecycle.record import append_audit
from workflow.models import OutboxMessage, UserAccount
from workflow.notifications.letters import body_of, link_of, subject_of
from workflow.notifications.outbox import deliveries_visible_to
from workflow.permissions import Actor
from workflow.services.lines import Lines
from workflow.services.mail import Delivery, Letter, MailServer, Outcome, Postman
from workflow.services.posting import post, shortened
from workflow.types import Channel, OutboxState

LEASE = timedelta(seconds=180)
"""Longer than the slowest conversation with a mail server can take."""
RETRY_MINUTES = (1, 2, 5, 10, 30, 60)
GIVE_UP_AFTER = timedelta(days=5)
SECONDS_PER_ROUND = 20.0
RESENDABLE = (OutboxState.unknown, OutboxState.failed, OutboxState.skipped)
STATE_OF = {
    Outcome.sent: OutboxState.sent,
    Outcome.refused: OutboxState.failed,
    Outcome.later: OutboxState.due,
    Outcome.unknown: OutboxState.unknown,
    Outcome.unset: OutboxState.skipped,
}
Channels = tuple[Channel, ...]
MAILS: Channels = (Channel.mail,)
POSTS: Channels = (Channel.bot, Channel.sms)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claimed:
    """A letter that is ours to send, with what decides how long to wait if it cannot be sent now."""

    letter: Letter
    attempt: int
    written_at: datetime


class Carrier(Protocol):
    """Who hands a message over; ``unreachable``: no use to try the next one now."""

    unreachable: bool

    def send(self, letter: Letter, /) -> Delivery: ...


@dataclass
class Messenger:
    """Posts to bots and to the gateway for text messages; one that is down stops none of the others."""

    lines: Lines
    unreachable: bool = False

    def send(self, letter: Letter) -> Delivery:
        """By the channel of the message; never raises for what a place does."""
        if letter.channel == Channel.sms:
            line, text = self.lines.sms, shortened(letter.subject)
        else:
            line, text = self.lines.bots.get(letter.address), f"{letter.subject}\n{letter.link}"
        return post(line, letter.address, text) if line else Delivery(Outcome.unset, "no such place is set")


def deliver_due(server: MailServer | None, public_url: str) -> Counter[str]:
    """Send the e-mails that are due, for as long as one round may take; the number of letters per new state."""
    told: Counter[str] = Counter()
    if not _anything_to_do(MAILS):
        return told
    told[OutboxState.unknown] += _give_up_on_the_silent(MAILS)
    if server is None:
        told[OutboxState.skipped] += _skip_all()
        return +told
    with Postman(server) as postman:
        return +(told + _carry(postman, MAILS, public_url))


def post_due(lines: Lines, public_url: str) -> Counter[str]:
    """The same for group messages and text messages."""
    if not _anything_to_do(POSTS):
        return Counter()
    told = Counter[str]({OutboxState.unknown: _give_up_on_the_silent(POSTS)})
    return +(told + _carry(Messenger(lines), POSTS, public_url))


def _carry(carrier: Carrier, channels: Channels, public_url: str) -> Counter[str]:
    told: Counter[str] = Counter()
    end = time.monotonic() + SECONDS_PER_ROUND
    with unit_of_work(write=True) as session:
        claimed = _claim(session, channels, public_url)
    while claimed:
        reached("mail.claimed")
        delivery = carrier.send(claimed.letter)
        reached("mail.handed_over")
        goes_on = time.monotonic() < end and not carrier.unreachable
        with unit_of_work(write=True) as session:  # what became of one and the claim of the next: one commit
            told[_record(session, claimed, delivery)] += 1
            claimed = _claim(session, channels, public_url) if goes_on else None
    return told


def resend(session: Session, actor: Actor, outbox_id: int) -> OutboxMessage:
    """Send a letter again that is unknown, failed or skipped: a person's decision, written into the audit trail."""
    query = select(OutboxMessage).where(OutboxMessage.id == outbox_id, deliveries_visible_to(actor))
    row = session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound("no_such_letter")
    if row.status not in RESENDABLE:
        raise WrongState("letter_under_way", status=row.status)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action="resend",
        object_kind="outbox",
        object_id=row.id,
        reason=row.last_error,
        details={"was": row.status, "attempts": row.attempts},
    )
    row.status, row.not_before, row.last_error = OutboxState.due, clock.now(), ""
    return row


def _due(now: datetime, channels: Channels) -> ColumnElement[bool]:
    return and_(
        col(OutboxMessage.status) == OutboxState.due,
        col(OutboxMessage.not_before) <= now,
        col(OutboxMessage.channel).in_(channels),
    )


def _silent(now: datetime, channels: Channels) -> ColumnElement[bool]:
    return and_(
        col(OutboxMessage.status) == OutboxState.sending,
        col(OutboxMessage.lease_until) < now,
        col(OutboxMessage.channel).in_(channels),
    )


def _anything_to_do(channels: Channels) -> bool:
    """Looked up without the write lock: most of the time there is nothing."""
    now = clock.now()
    with unit_of_work() as session:
        query = select(OutboxMessage.id).where(or_(_due(now, channels), _silent(now, channels))).limit(1)
        return session.exec(query).first() is not None


def _give_up_on_the_silent(channels: Channels) -> int:
    now = clock.now()
    statement = (
        update(OutboxMessage)
        .where(_silent(now, channels))
        .values(status=OutboxState.unknown, lease_until=None, last_error="the worker died while sending")
    )
    with unit_of_work(write=True) as session:
        return session.exec(statement).rowcount


def _skip_all() -> int:
    statement = update(OutboxMessage).where(_due(clock.now(), MAILS))
    with unit_of_work(write=True) as session:
        return session.exec(statement.values(status=OutboxState.skipped, last_error="no mail server is set")).rowcount


def _claim(session: Session, channels: Channels, public_url: str) -> Claimed | None:
    """Take the oldest letter that is due as being sent; the caller commits before anything is said to the server."""
    now = clock.now()
    query = select(OutboxMessage, UserAccount.language).where(_due(now, channels))
    query = query.join(UserAccount, col(UserAccount.id) == OutboxMessage.recipient_id)
    query = query.order_by(col(OutboxMessage.not_before), col(OutboxMessage.id)).limit(1)
    found = session.exec(query.with_for_update(of=OutboxMessage, skip_locked=True)).first()
    if found is None:
        return None
    row, language = found
    row.status, row.lease_until, row.attempts = OutboxState.sending, now + LEASE, row.attempts + 1
    link = link_of(session, row, public_url)
    body = body_of(row, language, link)
    letter = Letter(row.id, row.address, subject_of(row, language), body, Channel(row.channel), link)
    return Claimed(letter, row.attempts, row.created_at)


def _record(session: Session, claimed: Claimed, delivery: Delivery) -> OutboxState:
    """Write down what is known now; a row that was taken for dead meanwhile learns the truth as well."""
    now, state = clock.now(), STATE_OF[delivery.outcome]
    if state is OutboxState.due and now - claimed.written_at > GIVE_UP_AFTER:
        state = OutboxState.failed
    wait = timedelta(minutes=RETRY_MINUTES[min(claimed.attempt, len(RETRY_MINUTES)) - 1])
    values = {
        "status": state,
        "lease_until": None,
        "last_error": delivery.reason[:400],
        "sent_at": now if state is OutboxState.sent else None,
        **({"not_before": now + wait} if state is OutboxState.due else {}),
    }
    statement = update(OutboxMessage).where(
        col(OutboxMessage.id) == claimed.letter.number,
        col(OutboxMessage.attempts) == claimed.attempt,
        col(OutboxMessage.status).in_((OutboxState.sending, OutboxState.unknown)),
    )
    session.exec(statement.values(**values), execution_options={"synchronize_session": False})
    if state is not OutboxState.sent:
        log.warning("letter %s is %s: %s", claimed.letter.number, state, delivery.reason)
    return state
