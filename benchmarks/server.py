"""A PostgreSQL for the benchmarks: the tests' server, durable enough to be honest (fsync as the machine does it)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support import postgres as test_server
from tests.support import sessions


@contextmanager
def postgres() -> Iterator[Callable[[], str]]:
    """Yields a function that makes an empty database; the server ends with the block."""
    test_server.SETTINGS |= {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": "512MB",
    }
    sessions.begin()
    try:
        server = test_server.server()
        yield server.create
    finally:
        sessions.end()
