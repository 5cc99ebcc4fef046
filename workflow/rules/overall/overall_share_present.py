"""Every amount has its share: 占比已填写."""

from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import shares
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="占比已填写",
    title_en="Every amount has its share",
    source="部门整体支出绩效目标申报表填报要求：占比（条文未核对）",
)
def overall_share_present(document: Overall) -> Iterable[Found]:
    """Only where the table has shares at all."""
    for table in ("income", "expenditure"):
        found = list(shares(document, table))
        for place, row, share in found:
            if share is None and any(other is not None for _, _, other in found):
                yield Found(place, f"「{row.item}」没有填写占比", f"“{row.item}” has no share", row.share)
