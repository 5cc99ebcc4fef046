"""The whole application on a filled world of its own, and people who click."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.domain.ticking import Ticking
from tests.domain.world import filled_database
from tests.support.postgres import BOTH
from tests.web.clicking import Web, open_web
from workflow import clock


def _opened(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Web]:
    with filled_database(kind, folder, request) as url:
        yield open_web(url, folder)


@pytest.fixture(scope="module")
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Shared by the tests of a file, on SQLite: each test makes the files it clicks on."""
    yield from _opened("sqlite", tmp_path_factory.mktemp("web"), request)


@pytest.fixture(scope="module", params=BOTH)
def web_on_both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The same on SQLite and on PostgreSQL, for what depends on the database."""
    yield from _opened(request.param, tmp_path_factory.mktemp("web"), request)


class Clock(Ticking):
    """With the grain of a session."""

    def minutes(self, count: int) -> None:
        """Some minutes later."""
        self._ahead += timedelta(minutes=count)


@pytest.fixture(scope="module", autouse=True)
def calendar() -> Iterator[Clock]:
    """What the fixtures of a file are made by: Monday, 3 March 2025, 9:00."""
    source = Clock()
    clock.set_source(source)
    yield source
    clock.set_source(None)


@pytest.fixture(autouse=True)
def ticking(calendar: Clock) -> Iterator[Clock]:
    """The same Monday for every test; every look at the clock is a millisecond later."""
    source = Clock()
    clock.set_source(source)
    yield source
    clock.set_source(calendar)
