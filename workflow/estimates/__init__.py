"""Estimates (测算): formulas of a 测算依据, e.g. ``2200元/月/人*12月*17人=44.88万元``. Pure, never raises.

``evaluate(text)`` is for one formula that somebody types, ``read(text)`` for the formulas inside a longer text. Read
are numbers with units, ``+ - * × x ÷ /``, brackets, percentages, 元 万元 亿元 mixed, full and half width. Both take
time in proportion to the length of the text. To add a unit of money: a line in ``MONEY`` of ``quantity.py``.
"""

from workflow.estimates.formula import Estimate, Formula, Reading, evaluate, read
from workflow.estimates.quantity import Fault, Quantity

__all__ = ["Estimate", "Fault", "Formula", "Quantity", "Reading", "evaluate", "read"]
