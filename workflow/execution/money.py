"""The money of a project, a unit or a department in one fiscal year, as of a day."""

from dataclasses import dataclass
from fractions import Fraction

from workflow.execution.rates import rate


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
