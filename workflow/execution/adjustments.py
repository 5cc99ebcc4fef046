"""THE table of adjustment types (目标调整): what a type demands of the money, the targets and its document. Pure.

Targets are adjusted by the procedure of the budget: 财预〔2015〕88号 第28条. The article names no types:
which one demands what is local practice.
"""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from workflow.execution.ledger import ENTRY_KINDS
from workflow.money_types import AdjustmentType, LedgerKind

Words = tuple[str, str]
"""Chinese and English."""
BUDGET_PAPER: Words = ("预算文件", "Budget document")
POLICY_PAPER: Words = ("政策文件", "Policy document")


@dataclass(frozen=True)
class Change:
    """How the budget must change: ``holds`` of (before, after); ``refusal`` is what is said otherwise."""

    holds: Callable[[int, int], bool]
    refusal: str


RISES = Change(lambda before, after: after > before, "adjustment_not_higher")
FALLS = Change(lambda before, after: after < before, "adjustment_not_lower")
MOVES = Change(lambda before, after: after != before, "adjustment_not_moved")
ENDS = Change(lambda before, after: after == 0, "adjustment_not_zero")
ANY = Change(lambda before, after: True, "")


@dataclass(frozen=True)
class AdjustmentKind:
    """One type. ``paper`` is the document it rests on: number, date and issuer are asked for.

    ``books``: as what its approval enters the difference in the budget ledger, by the sign of it.
    """

    code: AdjustmentType
    label: Words
    demands: Words
    budget: Change
    paper: Words = BUDGET_PAPER
    targets_change: bool = False
    counterpart: bool = False
    books: tuple[LedgerKind, ...] = ()


_KINDS = (
    AdjustmentKind(
        AdjustmentType.addition, ("调增", "Addition"),
        ("追加预算，新的预算应高于现行版本", "More money: the new budget is higher"), RISES,
        books=(LedgerKind.addition,),
    ),
    AdjustmentKind(
        AdjustmentType.cut, ("调减", "Cut"),
        ("压减预算，新的预算应低于现行版本", "Less money: the new budget is lower"), FALLS,
        books=(LedgerKind.cut,),
    ),
    AdjustmentKind(
        AdjustmentType.transfer, ("调剂", "Transfer"),
        ("与另一个项目之间调剂预算，须写明对方项目", "Money moves to or from another project, which is named"), MOVES,
        counterpart=True, books=(LedgerKind.transfer_in, LedgerKind.transfer_out),
    ),
    AdjustmentKind(
        AdjustmentType.recall, ("收回", "Recall"),
        ("财政收回全部预算，新的预算应为 0", "The bureau takes all money back: the new budget is 0"), ENDS,
        books=(LedgerKind.recall,),
    ),
    AdjustmentKind(
        AdjustmentType.policy, ("政策变化", "Change of policy"),
        ("政策、任务变化，绩效目标或指标须有调整，预算可以不变", "Goals or indicators change, the budget need not"),
        ANY, POLICY_PAPER, targets_change=True,
    ),
)  # fmt: skip
ADJUSTMENT_KINDS: dict[str, AdjustmentKind] = {item.code: item for item in _KINDS}


def within_share(before: int, after: int, percent: int) -> bool:
    """Whether the budget changed by at most so many percent of what it was; of 0 only 0 is."""
    return abs(after - before) * 100 <= percent * before if before else after == before


def booked_as(code: str, difference_fen: int) -> LedgerKind:
    """The kind of the entry that an approval makes: 调整 where the type says none, or none of this sign."""
    kind, sign = ADJUSTMENT_KINDS.get(code), 1 if difference_fen > 0 else -1
    fitting = (one for one in (kind.books if kind else ()) if ENTRY_KINDS[one].sign == sign)
    return next(fitting, LedgerKind.adjustment)


def type_of(kinds: Collection[LedgerKind], change_fen: int, left_fen: int) -> AdjustmentType:
    """What kind of adjustment follows entries of the ledger: of these kinds, with this sum and budget after them."""
    if set(kinds) <= set(ADJUSTMENT_KINDS[AdjustmentType.transfer].books):
        return AdjustmentType.transfer
    if change_fen > 0:
        return AdjustmentType.addition
    return AdjustmentType.recall if left_fen == 0 else AdjustmentType.cut


def same_paper(one: str, other: str) -> bool:
    """Whether two document numbers are the same one: 〔2025〕9号, [2025] 9号 and （2025）9 号 are."""
    return bool(one) and _plain_number(one) == _plain_number(other)


def _plain_number(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign not in _BRACKETS and sign.strip())


_BRACKETS = frozenset("()[]{}<>〔〕【】《》〈〉「」『』")
