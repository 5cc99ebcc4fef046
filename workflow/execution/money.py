"""The money of a project, a unit or a department in one fiscal year, as of a day."""

from dataclasses import astuple, dataclass
from fractions import Fraction

from workflow.execution.rates import rate, time_progress


@dataclass(frozen=True)
class Money:
    """Budget ledger (年初, 调整, 结转) and what was paid, in fen; sums of several add up with ``+``."""

    initial_fen: int = 0
    adjustment_fen: int = 0
    carry_over_fen: int = 0
    executed_fen: int = 0

    @property
    def adjusted_fen(self) -> int:
        """调整后预算数: initial + adjustments + carry-over, the denominator of the execution rate."""
        return self.initial_fen + self.adjustment_fen + self.carry_over_fen

    @property
    def execution_rate(self) -> Fraction | None:
        """On the adjusted budget."""
        return rate(self.executed_fen, self.adjusted_fen)

    @property
    def initial_rate(self) -> Fraction | None:
        """On the initial budget, shown beside the execution rate."""
        return rate(self.executed_fen, self.initial_fen)

    def __add__(self, other: "Money") -> "Money":
        return Money(
            self.initial_fen + other.initial_fen,
            self.adjustment_fen + other.adjustment_fen,
            self.carry_over_fen + other.carry_over_fen,
            self.executed_fen + other.executed_fen,
        )


@dataclass(frozen=True)
class Outlook:
    """Beside the money of a line: what should have been paid by now, and what will have been by December, in fen.

    Sums of the projects' whole numbers, never of their rates. ``projects``: how many the line adds up.
    """

    arrival_fen: int = 0
    plan_fen: int = 0
    forecast_time_fen: int = 0
    forecast_plan_fen: int = 0
    forecast_recent_fen: int = 0
    forecast_last_fen: int = 0
    recent_fen: int = 0
    last_part_fen: int = 0
    last_year_fen: int = 0
    projects: int = 0

    def due(self, against: str, money: Money, month: int) -> Fraction:
        """Fen that should have been paid at the end of ``month``, held against a key of ``AGAINST``."""
        if against == "arrival":
            return Fraction(self.arrival_fen)
        return Fraction(self.plan_fen) if against == "plan" else money.adjusted_fen * time_progress(month)

    def forecast(self, method: str) -> int:
        """全年预计执行数 by a key of ``FORECASTS``."""
        return {
            "plan": self.forecast_plan_fen,
            "recent": self.forecast_recent_fen,
            "last": self.forecast_last_fen,
        }.get(method, self.forecast_time_fen)

    def unspent(self, method: str, money: Money) -> int:
        """预计结转结余: below zero where more was paid than there is budget."""
        return money.adjusted_fen - self.forecast(method)

    def __add__(self, other: "Outlook") -> "Outlook":
        return Outlook(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))
