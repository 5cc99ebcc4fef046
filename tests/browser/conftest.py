"""The stage of the journeys: the example data, the application in front of them, real browsers before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.acting import Stage, example_database, open_stage


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with example_database("sqlite", request, tmp_path) as url:
        yield open_stage(url, tmp_path)
