"""An expenditure line has an item, an amount and a basis: 支出明细填写完整."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import ExpenditureLine
from workflow.money import fen_from_wan
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="支出明细填写完整",
    title_en="Expenditure lines have item, amount and basis",
    source="项目支出（绩效目标）申报表填报要求：支出明细列明项目内容、测算依据及说明、金额",
)
def line_complete(document: Declaration, _context: Context) -> Iterable[Found]:
    """A new, still empty line is left alone; lines without a basis are told together: some forms have none at all."""
    lines = [line for line in document.expenditure_lines if line.item.strip() or line.basis.strip() or line.amounts]
    for line in lines:
        if not line.item.strip():
            yield Found(
                f"expenditure_lines/{line.uid}/item", "支出明细没有项目内容", "The line has no item", line.basis
            )
        elif not _has_amount(line):
            yield Found(
                f"expenditure_lines/{line.uid}",
                f"「{line.item}」没有金额",
                f"“{line.item}” has no amount",
                line.item,
            )
    bare = [line for line in lines if line.item.strip() and _has_amount(line) and not line.basis.strip()]
    if bare:
        names = "、".join(line.item for line in bare[:3]) + ("等" if len(bare) > 3 else "")
        yield Found(
            f"expenditure_lines/{bare[0].uid}/basis",
            f"{len(bare)} 行支出明细没有测算依据（{names}）",
            f"Expenditure lines without a basis: {len(bare)} ({names})",
            bare[0].item,
            "单价×数量×频次=金额，例如：2200元/月/人×12月×17人=44.88万元",
            advice_en="unit price × quantity × times = amount, for example 2200元/月/人×12月×17人=44.88万元",
        )


def _has_amount(line: ExpenditureLine) -> bool:
    return any(fen_from_wan(part.amount) for part in line.amounts)
