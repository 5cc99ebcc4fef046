"""Words of the money as stored: the ledger, transfers, money outside the treasury, adjustments. Those of the files and
of people stand in ``workflow.types``.

Every name equals its stored value, as there.
"""

from enum import StrEnum


class LedgerKind(StrEnum):
    """预算指标台账: what an entry is; what follows from it stands in ``workflow.execution.ledger``."""

    initial = "initial"
    carry_over = "carry_over"
    addition = "addition"
    cut = "cut"
    recall = "recall"
    transfer_in = "transfer_in"
    transfer_out = "transfer_out"
    adjustment = "adjustment"


class TargetTaskEnd(StrEnum):
    """How a task to adjust targets (目标调整任务) ended; ``open`` = it has not."""

    open = "open"
    adjusted = "adjusted"
    explained = "explained"
    lapsed = "lapsed"


class OutsideChannel(StrEnum):
    """国库外支付: from the unit's own funds, or paid on by a street, township or another body."""

    unit_funds = "unit_funds"
    passed_on = "passed_on"


class OutsideState(StrEnum):
    """A payment outside the treasury: entered by the unit, confirmed or refused by the section, or taken back."""

    entered = "entered"
    confirmed = "confirmed"
    refused = "refused"
    withdrawn = "withdrawn"


class TransferKind(StrEnum):
    """上级转移支付: general, or special; each has its own time to be split."""

    general = "general"
    special = "special"


class TransferLevel(StrEnum):
    """Whose money a transfer from above is."""

    central = "central"
    province = "province"
    city = "city"
    unknown = "unknown"


class AdjustmentType(StrEnum):
    """Why targets are adjusted; what follows from it stands in ``workflow.execution.adjustments``."""

    addition = "addition"
    cut = "cut"
    transfer = "transfer"
    recall = "recall"
    policy = "policy"
