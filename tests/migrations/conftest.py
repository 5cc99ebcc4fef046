"""Both databases, each test on its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from migrations import run
from tests.migrations import populate
from tests.support.postgres import BOTH
from workflow import db


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'jixiao.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The product's own engine on an empty database."""
    yield db.configure(url)
    db.dispose()


@pytest.fixture(scope="module", params=BOTH)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A migrated database with two rows in every table, shared by the tests of a file: they must leave no trace."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'jixiao.db'}"
    else:
        address = request.getfixturevalue("postgres_module_url")
    engine = db.configure(address)
    run.upgrade(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        populate.fill(connection)
    yield engine
    db.dispose()


@pytest.fixture
def writing(filled: Engine) -> Iterator[Connection]:
    """A transaction on the filled database that is rolled back."""
    with filled.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()
