"""The pages that every file here judges."""

from collections.abc import Iterator

import pytest

from tests.pages.visits import Visited, staged_copy, visits
from tests.web.acting import Stage


@pytest.fixture(scope="session")
def visited() -> Visited:
    return visits()[0]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged_copy(visits()[1], tmp_path_factory.mktemp("pages")) as found:
        yield found
