"""Four weeks of the simulated year around National Day: holidays, a lost day, deaths at every place, two beats."""

from datetime import date

from benchmarks.simulated_year import simulate
from tests.domain.world import World
from workflow.failpoints import POINTS


def test_nothing_is_missed_and_nothing_comes_twice(small_world: World) -> None:
    year = simulate(small_world.url, date(2025, 9, 17), date(2025, 10, 12), per_round=1)
    assert year.found == []
    wanted = year.wanted()
    assert wanted.total() > 50
    assert {told.outcome for told in wanted} >= {"sent", "overtaken", "late"}
    assert date(2025, 10, 9) not in year.looked
    assert set(year.deaths.died) == set(POINTS), "a worker died at every place"
