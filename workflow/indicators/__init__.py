"""Indicator values (指标值): read, compared, converted. Pure: no database, no clock."""

from workflow.indicators.attainment import Attainment, attainment
from workflow.indicators.grammar import parse
from workflow.indicators.value import WARNINGS, Comparator, Direction, Measure, Value, ValueClass, ValueKind

__all__ = [
    "WARNINGS",
    "Attainment",
    "Comparator",
    "Direction",
    "Measure",
    "Value",
    "ValueClass",
    "ValueKind",
    "attainment",
    "parse",
]
