"""One filled database per test file and kind, emptied of money before each test: much quicker than a copy each."""

from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel

from tests.domain import world as worlds
from tests.domain.world import World
from tests.tasks.fixtures import BOTH, calendar
from workflow import db

__all__ = ["calendar"]

MONEY = (
    "monitoring_report", "monitoring_campaign", "execution_rate", "payment_match", "payment_quarantine", "payment",
    "payment_batch", "job_run", "file_content", "budget_ledger_entry", "declaration", "project",
)  # fmt: skip
"""Emptied in this order; the audit trail stays, it cannot be emptied."""


@pytest.fixture(scope="module", params=BOTH)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if request.param == "sqlite":
        yield worlds.open_world(worlds.sqlite_copy(tmp_path_factory.mktemp("world")))
        db.dispose()
        return
    server = request.getfixturevalue("postgres_server")
    url = server.copy_of("domain-world", worlds.fill)
    yield worlds.open_world(url)
    db.dispose()
    server.drop(url)


@pytest.fixture
def world(filled: World) -> World:
    """The people and organisations of the domain tests; no project, no payment, no job."""
    empty()
    return filled


def empty() -> None:
    with db.unit_of_work(write=True) as session:
        for name in MONEY:
            session.exec(SQLModel.metadata.tables[name].delete())
