"""The shares of a table add up to 100 %: 占比合计 100%."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import NAMES, places, shares
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="占比合计为 100%",
    title_en="Shares add up to 100%",
    source="部门整体支出绩效目标申报表填报要求：占比（条文未核对）",
)
def overall_shares_add_up(document: Overall) -> Iterable[Found]:
    """If all are there; each may be off by half of its last digit."""
    for table, (zh, en) in NAMES.items():
        found = list(shares(document, table))
        numbers = [share for _, _, share in found if share is not None]
        allowed = sum((Decimal("0.5").scaleb(-places(row.share)) for _, row, _ in found), Decimal(0))
        if not numbers or len(numbers) < len(found) or abs(sum(numbers, Decimal(-100))) <= allowed:
            continue
        yield Found(
            table,
            f"{zh}的占比合计 {sum(numbers)}%，应为 100%",
            f"The shares of {en} add up to {sum(numbers)}%, not to 100%",
            "、".join(row.share for _, row, _ in found),
        )
