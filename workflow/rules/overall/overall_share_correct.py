"""A share is the line's part of the total: 占比计算正确."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import columns, places, shares, shown
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="占比计算正确",
    title_en="A share is the part of the total",
    source="部门整体支出绩效目标申报表填报要求：占比（条文未核对）",
)
def overall_share_correct(document: Overall) -> Iterable[Found]:
    """Computed from the amounts; a share printed without decimals may be off by one in its last digit."""
    for table in ("income", "expenditure"):
        total = next(columns(document, table)).total
        for place, row, share in shares(document, table) if total else ():
            wanted = Decimal(row.current or 0) / (total or 1) * 100
            last = Decimal(1).scaleb(-places(row.share))
            if share is None or abs(share - wanted) < last:
                continue
            right = f"{round(wanted, max(places(row.share), 2))}%"
            yield Found(
                place,
                f"「{row.item}」{shown(Decimal(row.current or 0))} 万元占 {shown(total or Decimal(0))} 万元的 {right}，"
                f"填的是 {row.share.strip()}",
                f"“{row.item}” is {right} of the total, the form says {row.share.strip()}",
                row.share,
                right,
            )
