"""Group messages and text messages against a real HTTP server that behaves as badly as real ones do."""

import base64
import hashlib
import hmac
import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import col, select

from tests.domain.world import World
from tests.tasks.fixtures import Calendar
from workflow import db
from workflow.models import OutboxMessage, UserAccount
from workflow.notifications.outbox import Message, notify_all
from workflow.services import posting
from workflow.services.addresses import is_public
from workflow.services.lines import Lines, LinesUnreadable, read_lines
from workflow.services.mail import Outcome
from workflow.services.outbox_delivery import deliver_due, post_due, resend
from workflow.services.posting import Line, post, shortened
from workflow.types import Channel

SECRET = "SECc0ffee"
INSIDE = frozenset({"127.0.0.1"})
DRIPPING = -1
ALL = (Channel.mail, Channel.bot, Channel.sms)


@dataclass
class Sink:
    """``answers`` in turn, the last one for ever: status and body; ``asked`` are path, headers and body."""

    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, '{"errcode": 0, "code": 0}')])
    asked: list[tuple[str, dict[str, str], dict[str, object]]] = field(default_factory=list)
    url: str = ""


@contextmanager
def answering(sink: Sink) -> Iterator[Sink]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sink.asked.append((self.path, dict(self.headers), body))
            status, text = sink.answers.pop(0) if len(sink.answers) > 1 else sink.answers[0]
            while status == DRIPPING:
                try:
                    self.wfile.write(b"x")
                    time.sleep(0.02)
                except OSError:
                    return
            if not status:
                return  # hangs up without a word
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{sink.url}/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with answering(Sink()) as found:
        yield found


def lines(sink: Sink) -> Lines:
    bot = Line("dingtalk", f"{sink.url}/robot/send?access_token=t", SECRET, INSIDE)
    return Lines({"hr": bot}, Line("sms", f"{sink.url}/sms", SECRET, INSIDE))


def tell(world: World, *people: str, key: str = "k1", channels: tuple[str, ...] = ALL) -> None:
    facts = {"project_name": "就业补助" * 20, "deadline": "2025-08-31"}
    with db.unit_of_work(write=True) as session:
        notify_all(session, [
            Message(world.people[name], "monitoring_report.overdue", key, "monitoring_report", 7, facts, channels,
                    world.organisations["hr"])
            for name in people
        ])  # fmt: skip


def rows() -> list[OutboxMessage]:
    with db.unit_of_work() as session:
        query = select(OutboxMessage).where(OutboxMessage.channel != "mail").order_by(col(OutboxMessage.id))
        return list(session.exec(query))


def test_a_group_hears_it_once_and_each_phone_once(world: World, calendar: Calendar, sink: Sink) -> None:
    with db.unit_of_work(write=True) as session:
        session.get_one(UserAccount, world.people["filer_a"]).phone = "139 0000-0001"
        session.get_one(UserAccount, world.people["filer_b"]).phone = "0711-1234"  # no mobile phone
    for _ in range(2):
        tell(world, "filer_a", "filer_b")
    assert [(row.channel, row.address) for row in rows()] == [("sms", "13900000001"), ("bot", "hr")]
    assert post_due(lines(sink), "https://j.example") == Counter({"sent": 2})
    assert post_due(lines(sink), "https://j.example") == Counter()
    (_, headers, text), (path, _, group) = sink.asked
    assert len(str(text["text"])) == 70 and text["phone"] == "13900000001"
    signed = f"{headers['X-Timestamp']}\n13900000001\n{text['text']}".encode()
    assert headers["X-Signature"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    wanted = hmac.new(SECRET.encode(), f"{asked['timestamp']}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert (asked["access_token"], asked["sign"]) == ("t", base64.b64encode(wanted).decode())
    assert group["msgtype"] == "text" and str(group["text"]).count("https://j.example/reports/7") == 1
    assert deliver_due(None, "") == Counter({"skipped": 1}), "the e-mail is another matter"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, '{"errcode": 0}', Outcome.sent),
        (200, '{"errcode": 310000, "errmsg": "sign not match"}', Outcome.refused),
        (200, '{"errcode": 130101}', Outcome.later),
        (200, "<html>", Outcome.unknown),
        (200, "[]", Outcome.unknown),
        (302, "", Outcome.refused),
        (404, "", Outcome.refused),
        (429, "", Outcome.later),
        (500, "", Outcome.unknown),
        (0, "", Outcome.unknown),
    ],
)
def test_what_an_answer_means(sink: Sink, status: int, body: str, outcome: Outcome) -> None:
    sink.answers = [(status, body)]
    found = post(Line("dingtalk", sink.url, SECRET, INSIDE), "", "x")
    assert found.outcome is outcome
    assert [path.split("?")[0] for path, *_ in sink.asked] == ["/"], "a redirect is not followed"
    assert SECRET not in found.reason and sink.url not in found.reason


def test_an_answer_that_never_ends_is_cut_off(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SECONDS_IN_ALL", 0.2)
    sink.answers = [(DRIPPING, "")]
    begun = time.monotonic()
    assert post(Line("wecom", sink.url, inside=INSIDE), "", "x").outcome is Outcome.unknown
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/x", "https://10.0.0.8/x", "https://169.254.169.254/latest", "https://[::1]/", "http://1.1.1.1/",
     "file:///etc/passwd", "https://user:pass@1.1.1.1/", "https://[::ffff:10.0.0.8]/", "https:///x",
     "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://0.0.0.0/",
     "https://100.64.0.1/", "https://[64:ff9b::a00:8]/", "https://[2002:a00:8::1]/", "https://[::a00:8]/",
     "https://[fec0::8]/", "https://[fe80::8]/", "https://[64:ff9b:1::8]/", "https://224.0.0.1/", "https://192.0.0.9/",
     "https://127.0.0.1./", "https://:secret@1.1.1.1/", "https://@127.0.0.1/", "https://1.1.1.1:99999/",
     "https://[1.1.1.1/", f"https://{'a' * 70}.cn/", "https://a..b/", "gopher://1.1.1.1/", "//1.1.1.1/x"],
)  # fmt: skip
def test_nothing_inside_the_house_is_called(url: str) -> None:
    assert post(Line("wecom", url), "", "x").outcome is Outcome.refused


@pytest.mark.parametrize(
    ("address", "public"),
    [("1.1.1.1", True), ("::ffff:1.1.1.1", True), ("64:ff9b::101:101", True), ("2408:8000::1", True),
     ("64:ff9b::7f00:1", False), ("::ffff:127.0.0.1", False), ("2001:0:1::1", False), ("2002:101:101::1", False),
     ("172.31.0.1", False), ("255.255.255.255", False), ("fd00::1", False), ("::", False), ("fe80::1%lo", False)],
)  # fmt: skip
def test_an_address_is_what_it_carries(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_is_looked_up_once_and_every_answer_must_be_outside(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """One public answer does not open the door for the other; a second look-up never happens."""
    asked: list[str] = []

    def answer(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        addresses = ["1.1.1.1", "10.0.0.8"] if len(asked) == 1 else ["127.0.0.1"]
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert post(Line("wecom", "https://bot.example.cn./x"), "", "x").outcome is Outcome.refused
    assert asked == ["bot.example.cn"] and not sink.asked


def test_another_address_of_the_name_is_called_where_the_first_is_silent(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = urlsplit(sink.url).port or 0
    found = [(10, 1, 6, "", ("::1", port)), (2, 1, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    line = Line("wecom", f"http://im.czj.internal.:{port}/机器人?key=值 1", inside=frozenset({"im.czj.internal"}))
    assert post(line, "", "x").outcome is Outcome.sent
    assert sink.asked[0][0] == "/%E6%9C%BA%E5%99%A8%E4%BA%BA?key=%E5%80%BC%201"


def test_later_is_tried_again_and_unknown_only_by_a_person(world: World, calendar: Calendar, sink: Sink) -> None:
    tell(world, "filer_a", channels=(Channel.bot,))
    assert post_due(Lines(), "") == Counter({"skipped": 1})
    tell(world, "filer_a", key="k2", channels=(Channel.bot,))
    sink.answers = [(429, ""), (0, ""), (200, '{"errcode": 0}')]
    assert post_due(lines(sink), "") == Counter({"due": 1})
    calendar.forward(minutes=2)
    assert post_due(lines(sink), "") == Counter({"unknown": 1})
    calendar.forward(minutes=60)
    assert post_due(lines(sink), "") == Counter()
    with db.unit_of_work(write=True) as session:
        resend(session, world.actor("performance_a"), rows()[-1].id)
    assert post_due(lines(sink), "") == Counter({"sent": 1})


def test_the_file_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "channels.toml"
    assert read_lines(path) == Lines()
    path.write_text('[[bots]]\norganisation = "hr"\nstyle = "wecom"\nurl = "https://x/?key=KEY"\n', encoding="utf-8")
    found = read_lines(path)
    assert found.bots["hr"].style == "wecom" and found.sms is None
    assert "KEY" not in repr(found)
    path.write_text(path.read_text(encoding="utf-8").replace("wecom", "fax"), encoding="utf-8")
    with pytest.raises(LinesUnreadable):
        read_lines(path)


def test_a_text_message_is_one_message() -> None:
    assert shortened("短" * 70) == "短" * 70
    assert shortened("短" * 71) == "短" * 69 + "…"
