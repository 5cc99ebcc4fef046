"""THE table of the kinds of ledger entries (预算指标台账): what each counts as, its sign, who writes it. Pure.

Adjusted budget = initial + adjustments + carry-over, each the sum of its entries (domain-rules §4: 调减(追减)金额 and
指标余额 are derived, never typed).
"""

from dataclasses import dataclass

from workflow.money_types import LedgerKind


@dataclass(frozen=True)
class EntryKind:
    """``column`` of ``Money``; ``sign`` of the amount (0 = either); ``typed``: by hand, as an amount without a sign.

    ``once``: a project has at most one a year that stands. ``moves_targets``: a change that the targets must follow;
    carry-over is money of last year's targets, the initial budget is what the targets were made for.
    """

    words: tuple[str, str]
    column: str
    sign: int
    typed: bool = True
    once: bool = False
    moves_targets: bool = False


ENTRY_KINDS: dict[LedgerKind, EntryKind] = {
    LedgerKind.initial: EntryKind(("年初预算", "Initial budget"), "initial_fen", +1, once=True),
    LedgerKind.carry_over: EntryKind(("上年结转", "Carry-over"), "carry_over_fen", +1),
    LedgerKind.addition: EntryKind(("追加", "Addition"), "adjustment_fen", +1, moves_targets=True),
    LedgerKind.cut: EntryKind(("调减", "Cut"), "adjustment_fen", -1, moves_targets=True),
    LedgerKind.recall: EntryKind(("收回", "Recall"), "adjustment_fen", -1, moves_targets=True),
    LedgerKind.transfer_in: EntryKind(("调剂转入", "Transfer in"), "adjustment_fen", +1, False, moves_targets=True),
    LedgerKind.transfer_out: EntryKind(("调剂转出", "Transfer out"), "adjustment_fen", -1, False, moves_targets=True),
    LedgerKind.adjustment: EntryKind(("调整", "Adjustment"), "adjustment_fen", 0, False),
}
"""In the order of the form. ``adjustment``: the difference of an approved revision whose type names no kind."""

MONEY_COLUMNS = ("initial_fen", "adjustment_fen", "carry_over_fen")
"""The columns of ``Money`` that entries add up to, in its order."""
TYPED = tuple(kind for kind, row in ENTRY_KINDS.items() if row.typed)
"""What a person enters for one project; a transfer concerns two and has a form of its own."""


def kinds_of(column: str) -> tuple[LedgerKind, ...]:
    """The kinds that add up to a column of ``Money``."""
    return tuple(kind for kind, row in ENTRY_KINDS.items() if row.column == column)


def above_share(change_fen: int, initial_fen: int, percent: int) -> bool:
    """Whether the targets must follow: more than the share of the initial budget, up or down; without one any change.

    No regulation found names a number; the share is a setting of the region.
    """
    return abs(change_fen) * 100 > percent * max(initial_fen, 0)


def signed(kind: LedgerKind, amount_fen: int) -> int:
    """What is booked for an amount typed without a sign."""
    return amount_fen * ENTRY_KINDS[kind].sign
