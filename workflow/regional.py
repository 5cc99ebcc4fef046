"""What differs by region and year: settings and form profiles, read from their tables."""

import json
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col, select

from workflow.canonical import Profile
from workflow.errors import NotFound
from workflow.models import FormProfile, RegionSetting
from workflow.scoring.review_sheet import BANDS

REVIEW_RULES = "review_rules"
KEY_PROJECT_WAN = "key_project_wan"
KEY_PROJECT_WORDS = "key_project_words"
GRADE_BANDS = "review_grade_bands"

DEFAULTS: dict[str, Any] = {
    "signer_may_file": False,
    "return_working_days": 3,
    "review_working_days": 15,
    "low_risk_budget_wan": 50,
    "decision_hold_minutes": 10,
    REVIEW_RULES: {},
    KEY_PROJECT_WAN: "500.00",
    KEY_PROJECT_WORDS: ["新增", "政策"],
    GRADE_BANDS: list(BANDS),
}
"""Every setting with the value that holds where a region says nothing.

``signer_may_file``: a unit head may sign what he typed himself (one-person offices).
``return_working_days``: how long a returned file may stay with the unit (no statutory number exists).
``key_project_wan``, ``key_project_words``: from which budget of the year (万元) on, or with which word in its type or
category, a project is a key one (重点项目) and reviewed by the scored sheet; no regulation names an amount.
``review_grade_bands``: the least score of 优, 良 and 中 on that sheet.
``review_working_days``: how long the bureau takes for its review, counted from the closing date of the task.
``low_risk_budget_wan``: below this budget (万元) an unchanged file without findings is offered for handling in bulk.
``decision_hold_minutes``: how long a sent decision may still be recalled.
``review_rules``: what the region changes about the review rules (``workflow/review/settings.py``).
"""


def setting(session: Session, region_id: int, key: str, year: int) -> Any:
    """The value in force in ``year``: the newest row not later than it, else the default."""
    found = session.exec(
        select(RegionSetting.value)
        .where(RegionSetting.region_id == region_id, RegionSetting.key == key, RegionSetting.year <= year)
        .order_by(col(RegionSetting.year).desc())
        .limit(1)
    ).first()
    return DEFAULTS[key] if found is None else found


def profile(session: Session, code: str) -> Profile:
    """The form profile; raises ``NotFound('unknown_profile')``."""
    definition = session.exec(select(FormProfile.definition).where(FormProfile.code == code)).first()
    if definition is None:
        raise NotFound("unknown_profile", profile=code)
    return _parse(json.dumps(definition, sort_keys=True))


@lru_cache(maxsize=64)
def _parse(definition: str) -> Profile:
    return Profile.model_validate_json(definition)
