"""Execution of the budget, pure: rates, time progress (序时进度) and lights (预警灯). No database."""

from workflow.execution.lights import LIGHT_BANDS, LIGHT_LABELS, Light, light_of, money_light, needs_cause
from workflow.execution.money import Money
from workflow.execution.rates import last_day, percent, rate, time_progress

__all__ = [
    "LIGHT_BANDS",
    "LIGHT_LABELS",
    "Light",
    "Money",
    "last_day",
    "light_of",
    "money_light",
    "needs_cause",
    "percent",
    "rate",
    "time_progress",
]
