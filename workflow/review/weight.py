"""How much a file weighs in the reviewer's queue: risk × amount × deadline. Deterministic, no database.

Risk is the sum of the points below, at most 100, from facts that are stored when the file is submitted; its part of
the product is 1 to 10. The budget gives 1 to 5, the working days left until the review deadline 1 to 5. The product
only orders; pages show the three parts in words. What is said here is said on the page of the queue as well.
"""

from dataclasses import dataclass
from datetime import date

from workflow.canonical import Declaration
from workflow.workdays import workdays_after

ERROR_POINTS, ERRORS_MOST = 25, 50
"""Per 必改 finding that was explained instead of put right, and at most."""
WARNING_POINTS, WARNINGS_MOST = 4, 20
RETURN_POINTS, RETURNS_MOST = 10, 20
"""Per earlier return of this file."""
NEW_POINTS = 15
"""A project without an approved declaration in the year before."""
ADJUSTED_POINTS = 10
CHANGE_POINTS = ((50, 20), (20, 10), (10, 5))
"""(from this many percent of change against the last approved budget, points), the largest first."""
HIGH, MEDIUM = 40, 20
"""From how many points a risk is called high or medium."""
AMOUNTS_WAN = (1000, 500, 200, 50)
"""From this budget on (万元) the amount counts 5, 4, 3, 2; below the last one 1."""
DEADLINES = ((0, 4), (3, 3), (10, 2))
"""(at most this many working days after today, part); overdue counts 5, later than the last one 1."""
OVERDUE = 5


@dataclass(frozen=True)
class Facts:
    """What the risk comes from. ``before_fen``: the last approved budget, None where there is none."""

    errors: int = 0
    warnings: int = 0
    returns: int = 0
    is_new: bool = False
    adjusted: bool = False
    budget_fen: int | None = None
    before_fen: int | None = None


def risk_of(facts: Facts) -> int:
    """0 to 100 points."""
    points = min(facts.errors * ERROR_POINTS, ERRORS_MOST)
    points += min(facts.warnings * WARNING_POINTS, WARNINGS_MOST)
    points += min(facts.returns * RETURN_POINTS, RETURNS_MOST)
    points += NEW_POINTS * facts.is_new + ADJUSTED_POINTS * facts.adjusted
    change = change_percent(facts.budget_fen, facts.before_fen)
    points += next((found for least, found in CHANGE_POINTS if change is not None and abs(change) >= least), 0)
    return min(points, 100)


def risk_part(risk: int) -> int:
    """1 to 10."""
    return min(10, 1 + risk // 10)


def risk_level(risk: int) -> str:
    """``high``, ``medium`` or ``low``."""
    return "high" if risk >= HIGH else "medium" if risk >= MEDIUM else "low"


def amount_part(budget_fen: int | None) -> int:
    """1 to 5."""
    wan = (budget_fen or 0) / 1_000_000
    return next((5 - place for place, least in enumerate(AMOUNTS_WAN) if wan >= least), 1)


def change_percent(budget_fen: int | None, before_fen: int | None) -> int | None:
    """By how many percent the budget grew or shrank; None where nothing can be compared."""
    if not before_fen or budget_fen is None:
        return None
    return round((budget_fen - before_fen) * 100 / before_fen)


def deadline_steps(today: date) -> list[tuple[date, int]]:
    """(last day, part) of each step after today, the nearest first; a day before today counts ``OVERDUE``."""
    return [(workdays_after(today, days), part) for days, part in DEADLINES]


def same_goals(before: Declaration, now: Declaration) -> bool:
    """Whether goals and indicators say the same as before; the year they are about may be another one."""
    return _essence(before) == _essence(now)


def _essence(document: Declaration) -> list[tuple[str, ...]]:
    def plain(text: str) -> str:
        return "".join(text.split()).replace(str(document.fiscal_year), "Y")

    goals: list[tuple[str, ...]] = [(row.horizon, plain(row.text)) for row in document.goals]
    return goals + [
        (row.horizon, row.level1, row.level2, plain(row.level3), plain(row.target)) for row in document.indicators
    ]
