"""Handing one letter to a mail server, and saying exactly what is known afterwards.

At most once: before DATA nothing has been sent, so a failure there may be repeated; a connection that breaks after
DATA leaves it unknown, and then nobody repeats it but a person.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from workflow import clock
from workflow.types import Channel

SECONDS_PER_ANSWER = 10.0
_LINES = compat32.clone(linesep="\r\n")
"""The older policy: the newer one takes five times as long over a Chinese subject, for the same letter."""


class Outcome(Enum):
    """What became of a letter."""

    sent = auto()
    refused = auto()  # for good: this address or this letter
    later = auto()  # nothing was sent; the same letter may be tried again
    unknown = auto()  # it may have arrived
    unset = auto()  # nothing is set by which it could go


@dataclass(frozen=True)
class Delivery:
    """The outcome, and the server's words or ours."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class MailServer:
    """``smtp://[user:password@]host:port`` or ``smtps://…``, and who the letters are from."""

    url: str
    sender: str


@dataclass(frozen=True)
class Letter:
    """One message; ``number`` makes the Message-ID of an e-mail, the same whenever it is sent."""

    number: int
    address: str
    subject: str
    body: str
    channel: Channel = Channel.mail
    link: str = ""


class Postman:
    """One connection, opened with the first letter and used for all of them."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None
        self.unreachable = False
        """The server itself could not be reached or refuses us: no use to try the next letter now."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
        self._hang_up()

    def send(self, letter: Letter) -> Delivery:
        """Hand one letter over; never raises for what a server or an address does."""
        try:
            text = _written(letter, self._server.sender)
        except (ValueError, UnicodeError) as error:
            return Delivery(Outcome.refused, f"bad address: {error}")
        try:
            line = self._line = self._line or _connect(self._server)
        except (smtplib.SMTPException, OSError) as error:
            self.unreachable = True
            return Delivery(Outcome.later, _words(error))
        try:
            if refusal := self._envelope(line, letter):
                return refusal
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Delivery(Outcome.later, _words(error))
        return self._content(line, text)

    def _envelope(self, line: smtplib.SMTP, letter: Letter) -> Delivery | None:
        line.ehlo_or_helo_if_needed()
        code, words = line.mail(parseaddr(self._server.sender)[1])
        if code // 100 != 2:  # it does not want us at all: nothing is wrong with the letter
            self.unreachable = True
            return Delivery(Outcome.later, _by_code(code, words).reason)
        code, words = line.rcpt(letter.address)
        if code // 100 != 2:
            self._forget(line)
            return _by_code(code, words)
        return None

    def _content(self, line: smtplib.SMTP, text: bytes) -> Delivery:
        try:
            code, words = line.data(text)
        except smtplib.SMTPDataError as error:  # answered before the text was asked for
            self._forget(line)
            return _by_code(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Delivery(Outcome.unknown, f"no answer after the letter was handed over: {_words(error)}")
        return Delivery(Outcome.sent) if code // 100 == 2 else _by_code(code, words)

    def _forget(self, line: smtplib.SMTP) -> None:
        """Start the next letter afresh on the same connection."""
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _connect(server: MailServer) -> smtplib.SMTP:
    parts = urlsplit(server.url)
    host, port = parts.hostname or "", parts.port or 25
    if parts.scheme == "smtps":
        trusted = ssl.create_default_context()
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS_PER_ANSWER, context=trusted)
    else:
        line = smtplib.SMTP(host, port, timeout=SECONDS_PER_ANSWER)
    try:
        line.ehlo_or_helo_if_needed()
        if parts.username:
            if parts.scheme == "smtp" and line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
            line.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        line.close()
        raise
    return line


def _written(letter: Letter, sender: str) -> bytes:
    """The letter as bytes; raises ``ValueError`` for an address no server could take."""
    if not letter.address.isascii() or "@" not in letter.address or any(c.isspace() for c in letter.address):
        raise ValueError(repr(letter.address))
    message: Message[Any, Any] = MIMEText(letter.body.replace("\n", "\r\n"), "plain", "utf-8")
    message["From"], message["To"] = formataddr(parseaddr(sender)), letter.address
    charset = "us-ascii" if letter.subject.isascii() else "utf-8"
    message["Subject"] = Header(letter.subject, charset, header_name="Subject")
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<outbox-{letter.number}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes(policy=_LINES)


def _by_code(code: int, words: bytes | str) -> Delivery:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    outcome = {4: Outcome.later, 5: Outcome.refused}.get(code // 100, Outcome.unknown)
    return Delivery(outcome, f"{code} {said}")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error).reason
    return f"{type(error).__name__}: {error}"
