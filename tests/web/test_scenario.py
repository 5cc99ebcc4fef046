"""The journey of ``webapp.cli.demo.scenario`` on PostgreSQL; ``jixiao demo`` takes it on SQLite, over the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.acting import Stage, example_database, open_stage
from webapp.cli.demo.scenario import STEPS


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with example_database("postgresql", request, tmp_path) as url:
        yield open_stage(url, tmp_path)


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_every_step_leads_where_the_scenario_says(stage: Stage) -> None:
    assert stage.act(stage.page_hands(), STEPS).place == "monitored"
