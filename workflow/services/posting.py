"""Messages that leave by HTTP: bots of work groups (政务微信, 钉钉) and text messages. One POST each.

Where they go is configuration of the machine, never typed on a page; still nothing is followed that an answer says,
only https leaves the house, and an address inside the house must have been allowed by name. No reason names a URL or a
secret, because reasons are shown in the delivery log.
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from workflow import clock
from workflow.services.addresses import is_public
from workflow.services.mail import Delivery, Outcome

SECONDS_PER_STEP = 5.0
SECONDS_IN_ALL = 15.0
MOST_ANSWERED = 65_536
_KEPT = "%/?:@!$&'()*+,;=~"
"""Signs of an address that stay as they are written in the configuration."""
LONGEST_SMS = 70
"""Characters of one Chinese text message; longer ones are split and cost twice."""

Call = tuple[str, dict[str, Any], dict[str, str]]
"""URL, JSON body, headers."""


@dataclass(frozen=True)
class Line:
    """One place messages are posted to. ``style`` is a key of ``STYLES``; ``inside``: hosts of the own network."""

    style: str
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    inside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Style:
    """How a service wants to be called, and which of its error codes only mean "not now"."""

    call: "Callable[[Line, str, str], Call]"
    code: str
    later: frozenset[int] = frozenset()


def _dingtalk(line: Line, _to: str, text: str) -> Call:
    """钉钉自定义机器人「加签」: HMAC-SHA256 of ``timestamp\\nsecret`` with the secret, in the address."""
    url = line.url
    if line.secret:
        stamp = _milliseconds()
        signed = base64.b64encode(_hmac(line.secret, f"{stamp}\n{line.secret}")).decode()
        url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote_plus(signed)}"
    return url, {"msgtype": "text", "text": {"content": text}}, {}


def _wecom(line: Line, _to: str, text: str) -> Call:
    """企业微信、政务微信群机器人: the key in the address is all there is."""
    return line.url, {"msgtype": "text", "text": {"content": text}}, {}


def _sms(line: Line, to: str, text: str) -> Call:
    """The house's own gateway for text messages; the signature is over time, number and text."""
    stamp = _milliseconds()
    signed = _hmac(line.secret, f"{stamp}\n{to}\n{text}").hex()
    return line.url, {"phone": to, "text": text}, {"X-Timestamp": stamp, "X-Signature": signed}


STYLES: dict[str, Style] = {
    "dingtalk": Style(_dingtalk, "errcode", frozenset({130101, 660026, -1})),
    "wecom": Style(_wecom, "errcode", frozenset({45009, -1})),
    "sms": Style(_sms, "code", frozenset({-1})),
}
BOT_STYLES = ("dingtalk", "wecom")


def post(line: Line, to: str, text: str) -> Delivery:
    """Hand one message over; never raises for what the other side does."""
    style = STYLES[line.style]
    url, body, headers = style.call(line, to, text)
    try:
        place = _allowed(url, line.inside)
    except _Refused as error:
        return Delivery(Outcome.refused, str(error))
    except OSError as error:
        return Delivery(Outcome.later, f"the host is not known: {type(error).__name__}")
    return _post(place, json.dumps(body, ensure_ascii=False).encode(), headers, style)


def shortened(text: str, most: int = LONGEST_SMS) -> str:
    """One line of at most so many characters; what is left out is marked."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


class _Refused(Exception):
    """Nothing is posted to this address."""


@dataclass(frozen=True)
class _Place:
    host: str
    port: int
    addresses: tuple[str, ...]
    path: str
    secure: bool


def _allowed(url: str, inside: frozenset[str]) -> _Place:
    """The checked place: what was looked up is what is called, whatever the name says a moment later."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host.encode("idna")
    except ValueError:  # a port that is none, brackets left open, a name longer than names can be
        raise _Refused("not an https address") from None
    secure = parts.scheme == "https"
    if not host or "@" in parts.netloc or parts.scheme not in ("https", "http"):
        raise _Refused("not an https address")
    if not secure and host not in inside:
        raise _Refused("only https leaves the house")
    port = port or (443 if secure else 80)
    found = tuple(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    if host not in inside and not all(is_public(address) for address in found):
        raise _Refused("an address inside the house that is not among allowed_hosts")
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return _Place(host, port, found, path, secure)


def _post(place: _Place, body: bytes, headers: Mapping[str, str], style: Style) -> Delivery:
    given = {"Content-Type": "application/json; charset=utf-8", "Connection": "close", **headers}
    connection = http.client.HTTPConnection(place.host, place.port, timeout=SECONDS_PER_STEP)
    try:
        connection.sock = _connected(place)
    except OSError as error:
        return Delivery(Outcome.later, f"no connection: {type(error).__name__}")
    try:
        with _deadline(connection.sock):
            connection.request("POST", place.path, body, given)
            answer = connection.getresponse()
            return _read(answer.status, answer.read(MOST_ANSWERED), style)
    except (OSError, http.client.HTTPException) as error:
        return Delivery(Outcome.unknown, f"no answer after the message was handed over: {type(error).__name__}")
    finally:
        connection.close()


def _connected(place: _Place) -> socket.socket:
    line = _reached(place)
    if not place.secure:
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=place.host)
    except BaseException:
        line.close()
        raise


def _reached(place: _Place) -> socket.socket:
    """The first of its addresses that answers: where there is no way for IPv6, the others are still called."""
    *others, last = place.addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection((address, place.port), timeout=SECONDS_PER_STEP)
    return socket.create_connection((last, place.port), timeout=SECONDS_PER_STEP)


@contextmanager
def _deadline(line: socket.socket) -> Iterator[None]:
    """An answer that drips byte by byte never runs into the timeout of one step, but into this one."""
    timer = threading.Timer(SECONDS_IN_ALL, _hang_up, (line,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)  # unlike close, this wakes whoever waits for an answer


def _read(status: int, raw: bytes, style: Style) -> Delivery:
    """What an answer says; a redirect is an answer like any other, and no yes."""
    if status in (429, 503):
        return Delivery(Outcome.later, f"HTTP {status}")
    if status >= 500:
        return Delivery(Outcome.unknown, f"HTTP {status}")
    if status != 200:
        return Delivery(Outcome.refused, f"HTTP {status}")
    try:
        code = json.loads(raw).get(style.code)
    except (ValueError, AttributeError):
        return Delivery(Outcome.unknown, "an answer that cannot be read")
    if code == 0:
        return Delivery(Outcome.sent)
    outcome = Outcome.later if code in style.later else Outcome.refused
    return Delivery(outcome, f"{style.code} {shortened(str(code), 40)}")


def _hmac(secret: str, text: str) -> bytes:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def _milliseconds() -> str:
    return str(int(clock.now().timestamp() * 1000))
