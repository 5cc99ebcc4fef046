"""A real SMTP server that keeps what it is sent, and on demand behaves as badly as real ones do."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.postgres import free_port


class Mood(StrEnum):
    """How the sink answers from now on."""

    accept = "accept"
    refuse = "refuse"  # 550: this address will never work
    defer = "defer"  # 451: try again later
    hang = "hang"  # takes the message and never answers
    cut = "cut"  # takes the message and drops the connection: nobody knows whether it arrived


@dataclass
class SmtpSink:
    """`messages` are parsed e-mails in the order of arrival; those of `cut` and `hang` too."""

    mood: Mood = Mood.accept
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mood == Mood.refuse:
            return "550 5.1.1 no such mailbox"
        if self.mood == Mood.defer:
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.messages.append(message_from_bytes(cast(bytes, envelope.content), policy=default))
        self.recipients.append(list(envelope.rcpt_tos))
        if self.mood == Mood.hang:
            await asyncio.sleep(3600)
        if self.mood == Mood.cut:
            cast(asyncio.Transport, server.transport).abort()
        return "250 OK"

    def wait(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """The first `count` messages, as soon as they are there."""
        deadline = time.monotonic() + seconds
        while len(self.messages) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{count} messages expected, {len(self.messages)} came in {seconds:g} s")
            time.sleep(0.01)
        return self.messages[:count]


@contextlib.contextmanager
def listening(sink: SmtpSink) -> Iterator[SmtpSink]:
    """The sink behind a free port of the loopback address, in a thread of its own."""
    sink.port = free_port()
    server = Controller(sink, hostname=sink.host, port=sink.port)
    server.start()
    try:
        yield sink
    finally:
        server.stop()
