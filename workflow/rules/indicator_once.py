"""An indicator stands once in a table: 同一张表内指标不重复."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators.text import plain
from workflow.rules.cells import TABLES, key
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="同一张表内指标不重复",
    title_en="An indicator stands once in a table",
    source="包头市财政局 2024 年绩效目标审核要点之二、四：指标体系完整，指标设置合理",
)
def indicator_once(document: Declaration, _context: Context) -> Iterable[Found]:
    """Same name under one goal. With different targets it is not even clear which counts."""
    groups: dict[tuple[str, str, str], list[Indicator]] = {}
    for row in document.indicators:
        if name := key(row.level3):
            groups.setdefault((row.horizon, row.goal, name), []).append(row)
    told = set()
    for (_, _, name), rows in groups.items():
        signature = (name, len(rows), *(plain(row.target) for row in rows))
        if len(rows) > 1 and signature not in told:
            told.add(signature)
            yield _found(rows)


def _found(rows: list[Indicator]) -> Found:
    name, many = quoted(rows[0].level3), len(rows)
    zh, en = TABLES[rows[0].horizon]
    targets = list(dict.fromkeys(plain(row.target) for row in rows if row.target.strip()))
    differ = len(targets) > 1
    shown = "、".join(quoted(item) for item in targets[:4])
    return Found(
        f"indicators/{rows[1].uid}/level3",
        f"指标「{name}」在{zh}出现 {many} 次{f'，指标值不同：{shown}' if differ else ''}",
        f"Indicator “{name}” stands {many} times in the {en}{f', with different targets: {shown}' if differ else ''}",
        rows[1].level3,
    )
