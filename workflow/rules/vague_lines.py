"""Money has a purpose: “其他”类支出占比不过高."""

import re
from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.money import fen_from_wan, wan_grouped
from workflow.rules.finding import Context, Found, rule
from workflow.rules.settings import Threshold
from workflow.rules.sources import review_sheet
from workflow.types import Severity

_VAGUE = re.compile("其他|其它|机动|预备费|不可预见|杂项|杂费|零星")
SHARE = Threshold(
    "vague_lines_share",
    Decimal("0.3"),
    "“其他”类支出占当年支出的最高比例",
    "Largest share of expenditure under “other”",
)


@rule(
    severity=Severity.warning,
    title_zh="“其他”类支出占比不过高",
    title_en="Little of the money is under other expenditure",
    source=review_sheet("资金匹配性"),
    thresholds=(SHARE,),
)
def vague_lines(document: Declaration, context: Context) -> Iterable[Found]:
    """Lines whose name begins with 其他, 机动 and the like, together, against all lines."""
    amounts = {line.uid: sum(fen_from_wan(part.amount) for part in line.amounts) for line in document.expenditure_lines}
    vague = [line for line in document.expenditure_lines if _VAGUE.match(line.item.strip())]
    total, of_them = sum(amounts.values()), sum(amounts[line.uid] for line in vague)
    if not vague or total <= 0 or of_them <= total * context.value(SHARE):
        return
    largest = max(vague, key=lambda line: amounts[line.uid])
    share = f"{Decimal(100) * of_them / total:.0f}%"
    yield Found(
        f"expenditure_lines/{largest.uid}/item",
        f"「{largest.item}」等“其他”类支出 {wan_grouped(of_them)} 万元，占支出明细的 {share}，应写明具体用途",
        f"{wan_grouped(of_them)} × 10,000 yuan, {share} of the expenditure, stand under “{largest.item}” and the like",
        largest.item,
        "按实际用途分项填列，每项写明测算依据",
        advice_en="one line for each real purpose, each with its basis",
    )
