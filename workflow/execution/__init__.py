"""Execution of the budget, pure: rates, time progress (序时进度) and lights (预警灯). No database."""

from workflow.execution.indicator_lights import HOW, Judged, asks_cause, judge
from workflow.execution.lights import (
    LIGHT_BANDS,
    LIGHT_COLOURS,
    LIGHT_LABELS,
    Bands,
    Light,
    LightRules,
    light_of,
    money_light,
    needs_cause,
    worst,
)
from workflow.execution.money import Money, Outlook
from workflow.execution.rates import last_day, percent, rate, time_progress

__all__ = [
    "HOW",
    "LIGHT_BANDS",
    "LIGHT_COLOURS",
    "LIGHT_LABELS",
    "Bands",
    "Judged",
    "Light",
    "LightRules",
    "Money",
    "Outlook",
    "asks_cause",
    "judge",
    "last_day",
    "light_of",
    "money_light",
    "needs_cause",
    "percent",
    "rate",
    "time_progress",
    "worst",
]
