"""The example data on both databases, read by the tests of a file; nobody changes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.services.seed import filled
from tests.support.postgres import BOTH
from workflow import clock, db


@pytest.fixture(scope="module", params=BOTH)
def filled_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        yield filled.sqlite_copy(tmp_path_factory.mktemp("examples"))
        return
    server = request.getfixturevalue("postgres_server")
    url = server.copy_of("examples", filled.fill)
    yield url
    server.drop(url)


@pytest.fixture
def session(filled_url: str) -> Iterator[Session]:
    """A reading transaction on the day the examples were loaded."""
    db.configure(filled_url)
    with clock.fixed(filled.NOW), db.unit_of_work() as session:
        yield session
    db.dispose()


@pytest.fixture
def sqlite_folder(tmp_path: Path) -> Path:
    return tmp_path
