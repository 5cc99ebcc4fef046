"""How lights (预警灯) are judged in a region and fiscal year: the settings of 地区设置 as rules."""

import hashlib
from fractions import Fraction

from sqlmodel import Session

from workflow.execution import Bands, Light, LightRules
from workflow.regional import settings
from workflow.regional.table import LIGHT_BANDS, LIGHT_OVERSHOOT, LIGHT_PERCENT_BY_MONTH, LIGHT_YELLOW_ASKS

KEYS = (LIGHT_BANDS, LIGHT_OVERSHOOT, LIGHT_PERCENT_BY_MONTH, LIGHT_YELLOW_ASKS)


def light_rules(session: Session, region_id: int, year: int) -> LightRules:
    """The rules in force, by one query."""
    found = settings(session, region_id, KEYS, year)
    blue, green, yellow = found[LIGHT_BANDS]
    overshoot = found[LIGHT_OVERSHOOT]
    bands: Bands = (
        (Fraction(yellow, 100), Light.red),
        (Fraction(green, 100), Light.yellow),
        (Fraction(blue, 100), Light.green),
    )
    return LightRules(
        bands=bands,
        percent_by_month=found[LIGHT_PERCENT_BY_MONTH],
        yellow_asks=found[LIGHT_YELLOW_ASKS],
        overshoot=Fraction(overshoot, 100) if overshoot else None,
    )


def fingerprint(rules: LightRules) -> str:
    """16 hex digits: reports lit by other rules are lit again."""
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]
