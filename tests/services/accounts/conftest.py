"""A filled world per file and database, a calendar to turn, and an account of each test's own."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.domain import world as worlds
from tests.domain.world import World
from tests.services.accounts.helpers import PASSWORD, Account
from tests.support.postgres import BOTH
from workflow import db
from workflow.services import accounts

_numbers = count(1)


@pytest.fixture(scope="module", params=BOTH)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Shared by the tests of a file; each makes what it changes."""
    with worlds.filled_database(request.param, tmp_path_factory.mktemp("world"), request) as url:
        yield worlds.open_world(url)


@pytest.fixture
def zhou(world: World) -> Account:
    name = f"zhou.{next(_numbers)}"
    with db.unit_of_work(write=True) as session:
        return Account(accounts.add_user(session, username=name, name="周凌", password=PASSWORD).id, name)
