"""预警灯: red, yellow, green, blue by how far something is compared with the time that has passed.

No official threshold exists; the default bands are those of the one published rule set (60 / 80 / 120 %), a region may
set its own. A light is always shown with its words, never by colour alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workflow.execution.rates import rate, time_progress


class Light(StrEnum):
    """From most to least worrying; blue means far ahead."""

    red = "red"
    yellow = "yellow"
    green = "green"
    blue = "blue"


LIGHT_LABELS: dict[Light, tuple[str, str]] = {
    Light.red: ("红灯：严重滞后", "Red: far behind"),
    Light.yellow: ("黄灯：滞后", "Yellow: behind"),
    Light.green: ("绿灯：正常", "Green: on time"),
    Light.blue: ("蓝灯：超前", "Blue: ahead"),
}

LIGHT_COLOURS: dict[Light, tuple[str, str]] = {
    Light.red: ("红灯", "Red"),
    Light.yellow: ("黄灯", "Yellow"),
    Light.green: ("绿灯", "Green"),
    Light.blue: ("蓝灯", "Blue"),
}
"""Of indicators, whose words beside them say what it means."""

Bands = tuple[tuple[Fraction, Light], ...]

LIGHT_BANDS: Bands = (
    (Fraction(60, 100), Light.red),
    (Fraction(80, 100), Light.yellow),
    (Fraction(120, 100), Light.green),
)
"""(upper end, light): the light of the first band whose end lies above the value; blue beyond the last."""


@dataclass(frozen=True)
class LightRules:
    """How lights are judged in a region and year; the defaults are those of the published rule set, but for one.

    ``percent_by_month``: rates and satisfaction are held against their share of the year like amounts. The published
    set does so; a pass rate does not grow by the month (55 % in July would be green against 90 %), so the default here
    is the whole target. ``yellow_asks``: yellow
    demands cause and measure, too. ``overshoot``: from so much above the year's target on a cause is demanded; None =
    never.
    """

    bands: Bands = LIGHT_BANDS
    percent_by_month: bool = False
    yellow_asks: bool = True
    overshoot: Fraction | None = None


def light_of(value: Fraction, bands: Bands = LIGHT_BANDS) -> Light:
    """The light of a degree of attainment (1 = exactly on time)."""
    return next((light for end, light in bands if value < end), Light.blue)


def money_light(executed_fen: int, budget_fen: int, month: int = 12, bands: Bands = LIGHT_BANDS) -> Light | None:
    """Execution rate ÷ time progress at the end of ``month``; with 12 the light of a year-end forecast."""
    reached = rate(executed_fen, budget_fen)
    return None if reached is None else light_of(reached / time_progress(month), bands)


def needs_cause(light: Light | None, *, yellow_asks: bool = True) -> bool:
    """Red demands a cause and a measure; so does yellow unless the region says otherwise."""
    return light is Light.red or (yellow_asks and light is Light.yellow)


def worst(lights: Iterable[Light | None]) -> Light | None:
    """The most worrying of several; None where there is none."""
    found = set(lights)
    return next((light for light in Light if light in found), None)
