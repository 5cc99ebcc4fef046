"""Every column of 收入构成 and 支出构成 adds up to its 合计."""

from collections.abc import Iterable

from workflow.canonical import Overall
from workflow.rules.finding import Found, rule
from workflow.rules.overall.tables import NAMES, columns, shown
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="收入、支出各栏合计正确",
    title_en="Every column adds up to its total",
    source="部门整体支出绩效目标申报表填报要求：合计等于各项之和（条文未核对）",
)
def overall_columns_add_up(document: Overall) -> Iterable[Found]:
    """One finding per column, those of the years before included; an empty column is no wrong one."""
    for column in columns(document):
        if column.total is None or not column.lines or column.sum == column.total:
            continue
        zh, en = NAMES[column.table]
        by = shown(abs(column.sum - column.total))
        yield Found(
            column.path,
            f"{zh} {column.year} 年各项之和 {shown(column.sum)} 万元与合计 {shown(column.total)} 万元相差 {by} 万元",
            f"{column.year}: the lines of {en} add up to {shown(column.sum)}, the total says {shown(column.total)}, "
            f"{by} apart (10,000 yuan)",
            shown(column.total),
        )
