"""THE table of steps of a corrective action (整改): 下达 → 填报 → 确认或退回 → 销号. Who, from where, with what.

It stands beside the tables of moves: an order has no desks, signatures or rounds, its state says whose turn it is.
"""

from dataclasses import dataclass

from workflow.models import CorrectiveAction
from workflow.types import CorrectionKind, CorrectionState, Role

UNIT = (Role.filer, Role.unit_head)
FINANCE = (Role.section_reviewer, Role.performance)
PERFORMANCE = (Role.performance,)
HOLDS_MONEY = frozenset({CorrectionKind.pause, CorrectionKind.stop})
"""Only finance's performance section pauses or stops payments, by a document, and releases them by another."""


@dataclass(frozen=True)
class Step:
    """One step: its words, from which states to which, who takes it, and which fields it cannot do without."""

    action: str
    zh: str
    en: str
    sources: tuple[CorrectionState, ...]
    dest: CorrectionState
    who: tuple[Role, ...]
    needs: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step("answer", "填报整改", "Report the correction", (CorrectionState.ordered,), CorrectionState.answered, UNIT,
         ("owner", "measure", "result")),
    Step("confirm", "确认整改", "Confirm", (CorrectionState.answered,), CorrectionState.confirmed, FINANCE, ()),
    Step("reopen", "退回重新整改", "Open again", (CorrectionState.answered, CorrectionState.confirmed),
         CorrectionState.ordered, FINANCE, ("remark",)),
    Step("close", "销号", "Close", (CorrectionState.confirmed,), CorrectionState.closed, PERFORMANCE, ("remark",)),
)  # fmt: skip
STEP_OF = {step.action: step for step in STEPS}

KIND_LABELS: dict[str, tuple[str, str]] = {
    CorrectionKind.rectify: ("限期整改", "Correct by a day"),
    CorrectionKind.cut: ("调减预算并调整绩效目标", "Cut the budget and adjust the targets"),
    CorrectionKind.pause: ("暂缓拨款", "Pause payments"),
    CorrectionKind.stop: ("停止拨款", "Stop payments"),
}
CORRECTION_STATES: dict[str, tuple[str, str]] = {
    CorrectionState.ordered: ("待单位整改", "With the unit"),
    CorrectionState.answered: ("待财政确认", "With finance"),
    CorrectionState.confirmed: ("已确认，待销号", "Confirmed"),
    CorrectionState.closed: ("已销号", "Closed"),
}


def advance(row: CorrectiveAction, step: Step) -> None:
    """The only place that changes whose turn it is; the caller has checked the step."""
    row.state, row.version = step.dest.value, row.version + 1


def may_order(kind: CorrectionKind) -> tuple[Role, ...]:
    """Who orders it."""
    return PERFORMANCE if kind in HOLDS_MONEY else FINANCE


TO_DO: dict[str, tuple[str, str]] = {
    CorrectionState.ordered: ("落实整改并填报", "Correct and report"),
    CorrectionState.answered: ("确认整改", "Confirm the correction"),
    CorrectionState.confirmed: ("整改销号", "Close the correction"),
}
"""What a line of the work list asks for."""
