"""A filled world per test file and database, and a clock that never stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.ticking import Ticking
from tests.domain.world import World, filled_database, open_world
from tests.support.postgres import BOTH
from workflow import clock


def _opened(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    with filled_database(kind, folder, request) as url:
        yield open_world(url)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``world`` is there on both databases, unless the file says ``DATABASES = ["sqlite"]``.

    That is for files about the table of moves, which knows no database: test_model takes random ways through all of it
    on PostgreSQL, too.
    """
    if "world" in metafunc.fixturenames:
        kinds = getattr(metafunc.module, "DATABASES", BOTH)
        metafunc.parametrize("world", kinds, indirect=True, scope="module")


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Shared by the tests of a file, on SQLite and on PostgreSQL: each test makes the files it moves."""
    yield from _opened(request.param, tmp_path_factory.mktemp("world"), request)


@pytest.fixture(scope="module")
def sqlite_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on SQLite only, for what does not depend on the database."""
    yield from _opened("sqlite", tmp_path_factory.mktemp("world"), request)


@pytest.fixture(scope="module")
def postgres_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on PostgreSQL only."""
    yield from _opened("postgresql", tmp_path_factory.mktemp("world"), request)


@pytest.fixture(autouse=True)
def ticking() -> Iterator[Ticking]:
    """Monday, 3 March 2025, 9:00 in Ezhou; every look at the clock is a millisecond later."""
    source = Ticking()
    clock.set_source(source)
    yield source
    clock.set_source(None)
