"""An indicator stands where it belongs: 三级指标归类正确."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.cells import key
from workflow.rules.filing import asks_nobody, better_place
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="三级指标归类正确",
    title_en="An indicator stands under the right level 2",
    source="包头市财政局 2024 年绩效目标审核要点之四、五：指标设置合理，指标性质准确",
)
def indicator_in_place(document: Declaration, context: Context) -> Iterable[Found]:
    """By its name, e.g. a 合格率 among the quantities; one that also stands in its right place is told as a double."""
    offered = {name for names in context.profile.levels.values() for name in names}
    groups: dict[tuple[str, str], list[Indicator]] = {}
    filed = {(row.horizon, row.level2, key(row.level3)) for row in document.indicators}
    for row in document.indicators:
        right = better_place(row)
        if right is not None and (row.horizon, right, key(row.level3)) in filed:
            continue
        if right is not None or (asks_nobody(row) and row.level3.strip()):
            groups.setdefault((row.level2, row.level3), []).append(row)
    for rows in groups.values():
        right = better_place(rows[0])
        yield _found(rows, right if right in offered else _old(right, offered))


def _old(right: str | None, offered: set[str]) -> str:
    """Older forms call it 成本指标."""
    return "成本指标" if right and "成本" in right and "成本指标" in offered else ""


def _found(rows: list[Indicator], right: str) -> Found:
    first, many = rows[0], len(rows)
    name = quoted(first.level3)
    zh = f"应列在「{right}」" if right else "与所在类别不符"
    en = f"belongs under “{right}”" if right else "does not belong there"
    return Found(
        f"indicators/{first.uid}/level2",
        f"指标「{name}」列在「{first.level2}」，{zh}{f'（共 {many} 处）' if many > 1 else ''}",
        f"Indicator “{name}” stands under “{first.level2}”: it {en}{f' ({many} places)' if many > 1 else ''}",
        first.level3,
        right,
        is_value=bool(right),
    )
