"""A share is written with its percent sign: 占比带百分号."""

from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import shares
from workflow.types import Severity


@rule(
    severity=Severity.info,
    title_zh="占比带百分号",
    title_en="A share has its percent sign",
    source="部门整体支出绩效目标申报表填报要求：占比（条文未核对）",
)
def overall_share_has_percent(document: Overall) -> Iterable[Found]:
    """37.01 among 5.83% and 57.16%."""
    for table in ("income", "expenditure"):
        for place, row, share in shares(document, table):
            text = row.share.strip()
            if share is not None and not text.endswith(("%", "％")):
                yield Found(
                    place,
                    f"「{row.item}」的占比「{text}」缺少百分号",
                    f"The share “{text}” lacks its percent sign",
                    text,
                    f"{text}%",
                )
