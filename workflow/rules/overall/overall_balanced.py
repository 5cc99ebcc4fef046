"""Income and expenditure of a year are equal: 收支平衡."""

from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import columns, shown
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="收入合计等于支出合计",
    title_en="Income equals expenditure",
    source="部门整体支出绩效目标申报表填报要求：收支平衡（条文未核对）",
)
def overall_balanced(document: Overall) -> Iterable[Found]:
    """Of this year and of both years before; a total that is not printed is the sum of its lines."""
    for income, spent in zip(columns(document, "income"), columns(document, "expenditure"), strict=True):
        have, want = (column.sum if column.total is None else column.total for column in (income, spent))
        if not (have and want) or have == want:
            continue
        by = shown(abs(have - want))
        yield Found(
            spent.path,
            f"{spent.year} 年支出合计 {shown(want)} 万元与收入合计 {shown(have)} 万元相差 {by} 万元",
            f"{spent.year}: expenditure is {shown(want)}, income {shown(have)}, {by} apart (10,000 yuan)",
            shown(want),
        )
