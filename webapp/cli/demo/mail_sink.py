"""A mail server that only counts: where the demo's reminders go. Enough SMTP for one client that behaves."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {b"EHLO": b"250 sink", b"HELO": b"250 sink", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"RSET": b"250 ok"}


class _Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True
    count = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Dialogue(socketserver.StreamRequestHandler):
    server: _Sink

    def handle(self) -> None:
        """One connection, line by line."""
        self._say(b"220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._take()
            elif word == b"QUIT":
                return self._say(b"221 bye")
            else:
                self._say(ANSWERS.get(word, b"502 not known"))

    def _take(self) -> None:
        self._say(b"354 go on")
        while (line := self.rfile.readline()) and line.rstrip(b"\r\n") != b".":
            pass
        self.server.count += 1
        self._say(b"250 taken")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def mail_sink() -> Iterator[_Sink]:
    """Takes every mail while the block runs."""
    with _Sink(("127.0.0.1", 0), _Dialogue) as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        yield sink
        sink.shutdown()
