"""Which projects a monitoring campaign takes in: a rule about money, a choice of natures and departments. Pure.

A published rule, as an example: projects of 200 万元 and more that have spent less than 60 % by the end of August.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from workflow.execution.money import Money
from workflow.types import Kind


@dataclass(frozen=True)
class Scope:
    """Empty = every declaration in force. Several conditions hold together; ``rate_below`` is in percent.

    ``kinds`` (``types.Kind``) is asked of self-evaluations alone; empty there = projects.
    """

    budget_from_fen: int = 0
    rate_below: int | None = None
    natures: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Only what was chosen."""
        given = {
            "budget_from_fen": self.budget_from_fen,
            "rate_below": self.rate_below,
            "natures": list(self.natures),
            "departments": list(self.departments),
            "kinds": list(self.kinds),
        }
        return {key: value for key, value in given.items() if value}

    @property
    def by_money(self) -> bool:
        """Whether money decides; then a declaration is looked at once, with the money of that day."""
        return bool(self.budget_from_fen or self.rate_below)


def scope_of(stored: dict[str, Any]) -> Scope:
    """The scope a campaign keeps."""
    return Scope(
        stored.get("budget_from_fen", 0),
        stored.get("rate_below"),
        tuple(stored.get("natures", ())),
        tuple(stored.get("departments", ())),
        tuple(stored.get("kinds", ())),
    )


def kinds_of(scope: Scope) -> tuple[str, ...]:
    """What a self-evaluation task is about; projects unless something was chosen."""
    return tuple(kind for kind in Kind if kind in scope.kinds) or (Kind.project,)


def outside(scope: Scope, money: Money) -> str:
    """Why a project is not taken in, as a code of ``OUTSIDE``; "" = it is. Without a budget no rate is low."""
    if money.adjusted_fen < scope.budget_from_fen:
        return "budget_small"
    rate = money.execution_rate
    if scope.rate_below and (rate is None or rate >= Fraction(scope.rate_below, 100)):
        return "rate_high"
    return ""


OUTSIDE: dict[str, tuple[str, str]] = {
    "budget_small": ("预算金额低于范围的下限", "The budget is below the least one of the scope"),
    "rate_high": ("预算执行率不低于范围的上限", "The execution rate is not below that of the scope"),
}
"""Why a project is outside the scope (zh, en)."""
