"""A planned asset has a name, a quantity and an amount: 资产配置及采购计划填写完整."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.money import fen_from_wan
from workflow.rules.finding import Context, Found, rule
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="资产配置及采购计划填写完整",
    title_en="Planned assets have name, quantity and amount",
    source="项目支出（绩效目标）申报表填报要求：资产配置及采购计划列明品名、数量、金额",
)
def asset_line_complete(document: Declaration, _context: Context) -> Iterable[Found]:
    """One finding per row, at its first empty cell; a new, still empty row is left alone."""
    for row in document.asset_lines:
        empty = {
            "item": ("品名", "name") if not row.item.strip() else None,
            "quantity": ("数量", "quantity") if not row.quantity.strip() else None,
            "amount": ("金额", "amount") if row.amount is None or fen_from_wan(row.amount) == 0 else None,
        }
        missing = {field: words for field, words in empty.items() if words}
        if missing and len(missing) < len(empty):
            zh, en = "、".join(item[0] for item in missing.values()), ", ".join(item[1] for item in missing.values())
            yield Found(
                f"asset_lines/{row.uid}/{next(iter(missing))}",
                f"「{row.item or '未命名资产'}」没有填写{zh}",
                f"“{row.item or 'unnamed'}” has no {en}",
                row.item,
            )
