"""One filled database per test file and kind, emptied of money before each test: much quicker than a copy each."""

from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel

from tests.domain import world as worlds
from tests.domain.world import World
from tests.support.postgres import BOTH
from tests.tasks.fixtures import calendar
from workflow import db

__all__ = ["calendar"]

MONEY = (
    "payment_aside",
    "monitoring_report", "monitoring_campaign", "execution_rate", "payment_match", "payment_quarantine",
    "closed_month_change", "closed_month", "closed_project", "payment_columns", "payment_total", "payment",
    "payment_batch", "job_run", "attachment", "file_content", "target_adjustment_task",
    "upper_transfer_part", "upper_transfer", "outside_payment",
    "budget_ledger_entry", "declaration", "project",
)  # fmt: skip
"""Emptied in this order; the audit trail stays, it cannot be emptied."""


@pytest.fixture(scope="module", params=BOTH)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with worlds.filled_database(request.param, tmp_path_factory.mktemp("world"), request) as url:
        yield worlds.open_world(url)


@pytest.fixture
def world(filled: World) -> World:
    """The people and organisations of the domain tests; no project, no payment, no job."""
    empty()
    return filled


def empty() -> None:
    with db.unit_of_work(write=True) as session:
        for name in MONEY:
            session.exec(SQLModel.metadata.tables[name].delete())
