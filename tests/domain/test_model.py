"""Random people try random things on a project: product and design must agree on every answer and every effect.

``JX_MODEL_EXAMPLES=2000`` makes the long run (random, not the fixed examples of every day);
``JX_MODEL_SHRINK=1`` looks for the shortest way to a disagreement, which takes minutes.
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.side_by_side import SHRINK, SideBySide
from tests.domain.ticking import Ticking
from tests.domain.world import World

pytestmark = pytest.mark.long
LONG_RUN = int(os.environ.get("JX_MODEL_EXAMPLES", "0"))


def run(world: World, ticking: Ticking, examples: int) -> None:
    machine: Any = lambda: SideBySide(world, ticking)  # noqa: E731 - Hypothesis takes a factory, its types say a class
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LONG_RUN or examples,
            stateful_step_count=20,
            derandomize=not LONG_RUN,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
        ),
    )


@pytest.mark.timeout(7200 if LONG_RUN else 400)
def test_product_and_design_agree_on_sqlite(sqlite_world: World, ticking: Ticking) -> None:
    run(sqlite_world, ticking, 8)


@pytest.mark.postgres
@pytest.mark.timeout(7200 if LONG_RUN else 400)
def test_product_and_design_agree_on_postgresql(postgres_world: World, ticking: Ticking) -> None:
    run(postgres_world, ticking, 3)
