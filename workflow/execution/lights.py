"""预警灯: red, yellow, green, blue by how far execution is compared with the time that has passed.

No official threshold exists; the bands are those of the one published rule set (60 / 80 / 120 %). A light is always
shown with its words, never by colour alone.
"""

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

LIGHT_BANDS: tuple[tuple[Fraction, Light], ...] = (
    (Fraction(60, 100), Light.red),
    (Fraction(80, 100), Light.yellow),
    (Fraction(120, 100), Light.green),
)
"""(upper end, light): the light of the first band whose end lies above the value; blue beyond the last."""


def light_of(value: Fraction) -> Light:
    """The light of a degree of attainment (1 = exactly on time)."""
    return next((light for end, light in LIGHT_BANDS if value < end), Light.blue)


def money_light(executed_fen: int, budget_fen: int, month: int = 12) -> Light | None:
    """Execution rate ÷ time progress at the end of ``month``; with 12 the light of a year-end forecast."""
    reached = rate(executed_fen, budget_fen)
    return None if reached is None else light_of(reached / time_progress(month))


def needs_cause(light: Light | None) -> bool:
    """Red and yellow demand a cause and a measure."""
    return light in (Light.red, Light.yellow)
