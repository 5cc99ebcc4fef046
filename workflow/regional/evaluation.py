"""How a region scores self-evaluations of a year, from its settings."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from workflow import regional
from workflow.regional import table
from workflow.scoring.scheme import FLOORS, OVERALL_WEIGHTS, WEIGHTS, Scheme
from workflow.types import Kind

_WEIGHTS = {
    Kind.project: (table.EVALUATION_WEIGHTS, WEIGHTS),
    Kind.overall: (table.EVALUATION_OVERALL_WEIGHTS, OVERALL_WEIGHTS),
}
"""Kind of declaration → the setting that has its points, and what it chooses from."""


def evaluation_scheme(
    session: Session, region_id: int, year: int, kind: Kind, instead: Mapping[str, Any] | None = None
) -> Scheme:
    """What holds in the fiscal year that is evaluated; ``instead``: values somebody thinks of setting."""
    key, schemes = _WEIGHTS[kind]
    held = {key: regional.setting(session, region_id, key, year) for key in table.SCORING} | dict(instead or {})
    excellent, good, fair = held[table.EVALUATION_GRADES]
    return Scheme(
        weights=schemes[held[key]],
        floors=FLOORS[held[table.EVALUATION_FLOORS]],
        satisfaction_steps=held[table.EVALUATION_SATISFACTION],
        pass_percent=held[table.EVALUATION_PASS],
        overshoot_percent=held[table.EVALUATION_OVERSHOOT],
        overshoot_points=held[table.EVALUATION_OVERSHOOT_POINTS],
        ceilings=held[table.EVALUATION_CEILINGS],
        grades=(excellent, good, fair),
    )
