"""How a region scores self-evaluations of a year, from its settings."""

from typing import Any

from sqlmodel import Session

from workflow import regional
from workflow.regional import table
from workflow.scoring.scheme import FLOORS, WEIGHTS, Scheme


def evaluation_scheme(session: Session, region_id: int, year: int) -> Scheme:
    """What holds in the fiscal year that is evaluated."""

    def read(key: str) -> Any:
        return regional.setting(session, region_id, key, year)

    excellent, good, fair = read(table.EVALUATION_GRADES)
    return Scheme(
        weights=WEIGHTS[read(table.EVALUATION_WEIGHTS)],
        floors=FLOORS[read(table.EVALUATION_FLOORS)],
        satisfaction_steps=read(table.EVALUATION_SATISFACTION),
        pass_percent=read(table.EVALUATION_PASS),
        overshoot_percent=read(table.EVALUATION_OVERSHOOT),
        overshoot_points=read(table.EVALUATION_OVERSHOOT_POINTS),
        ceilings=read(table.EVALUATION_CEILINGS),
        grades=(excellent, good, fair),
    )
