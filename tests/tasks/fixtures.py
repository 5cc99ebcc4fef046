"""A filled database per test, and a calendar that a test turns by hand; for the tests of tasks and of services."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.domain import world as worlds
from tests.domain.world import World
from tests.support.postgres import BOTH
from workflow import clock, db


class Calendar:
    """Ten in the morning in Ezhou on the day it shows; every look at it is a millisecond later."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._later = timedelta()

    def __call__(self) -> datetime:
        self._later += timedelta(milliseconds=1)
        return datetime.combine(self.today, time(2), UTC) + self._later

    def forward(self, **how: float) -> None:
        """Later the same day, or past midnight: only instants move, ``today`` stays what the test says."""
        self._later += timedelta(**how)


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    source = Calendar(date(2025, 8, 1))
    clock.set_source(source)
    yield source
    clock.set_source(None)


@pytest.fixture(params=BOTH)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A database of this test's own, with the people of the domain tests; on SQLite and on PostgreSQL."""
    with worlds.filled_database(request.param, tmp_path, request) as url:
        yield worlds.open_world(url)


@pytest.fixture
def small_world(tmp_path: Path) -> Iterator[World]:
    """The same on SQLite only, for what does not depend on the database."""
    yield worlds.open_world(worlds.sqlite_copy(tmp_path))
    db.dispose()
