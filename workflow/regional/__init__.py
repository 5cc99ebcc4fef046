"""What differs by region and year: settings and form profiles, read from their tables."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical import Profile
from workflow.errors import NotFound
from workflow.models import FormProfile, RegionSetting
from workflow.regional.table import SETTINGS

REVIEW_RULES = "review_rules"
"""What the region changes about the review rules (``workflow/review/settings.py``); set on a page of its own."""

DEFAULTS: dict[str, Any] = {item.key: item.default for item in SETTINGS} | {REVIEW_RULES: {}}
"""Every setting with the value that holds where a region says nothing."""


def setting(session: Session, region_id: int, key: str, year: int) -> Any:
    """The value in force in ``year``: the newest row not later than it, else the default."""
    found = session.exec(
        select(RegionSetting.value)
        .where(RegionSetting.region_id == region_id, RegionSetting.key == key, RegionSetting.year <= year)
        .order_by(col(RegionSetting.year).desc())
        .limit(1)
    ).first()
    return DEFAULTS[key] if found is None else found


def settings(session: Session, region_id: int, keys: Sequence[str], year: int) -> dict[str, Any]:
    """Several values at once, each as ``setting`` says it."""
    here = (RegionSetting.region_id == region_id, col(RegionSetting.key).in_(keys), RegionSetting.year <= year)
    rows = session.exec(select(RegionSetting).where(*here).order_by(col(RegionSetting.year)))
    return {key: DEFAULTS[key] for key in keys} | {row.key: row.value for row in rows}


def profile(session: Session, code: str) -> Profile:
    """The form profile; raises ``NotFound('unknown_profile')``."""
    definition = session.exec(select(FormProfile.definition).where(FormProfile.code == code)).first()
    if definition is None:
        raise NotFound("unknown_profile", profile=code)
    return _parse(json.dumps(definition, sort_keys=True))


@lru_cache(maxsize=64)
def _parse(definition: str) -> Profile:
    return Profile.model_validate_json(definition)
