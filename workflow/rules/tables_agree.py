"""Long-term and annual table measure one thing in one way: 长期与年度指标口径一致."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators.units import factor
from workflow.rules.cells import Pair, is_cap, is_floor, pairs
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="长期与年度指标口径一致",
    title_en="Long-term and annual targets are measured alike",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def tables_agree(document: Declaration, _context: Context) -> Iterable[Found]:
    """Same indicator in both tables, but ≥ in one and ≤ in the other, or units that cannot be converted."""
    for pair in pairs(document):
        said = _said(pair)
        if said:
            name = quoted(pair.annual.level3)
            one, two = quoted(pair.annual.target), quoted(pair.long_term.target)
            yield Found(
                f"indicators/{pair.annual.uid}/target",
                f"指标「{name}」的年度指标值「{one}」与长期指标值「{two}」{said[0]}",
                f"Indicator “{name}”: annual target “{one}”, long-term target “{two}”: {said[1]}",
                pair.annual.target,
            )


def _said(pair: Pair) -> tuple[str, str] | None:
    if (is_cap(pair.near) and is_floor(pair.far)) or (is_floor(pair.near) and is_cap(pair.far)):
        return "方向相反", "opposite comparators"
    one, two = pair.near.measure.unit, pair.far.measure.unit
    if one and two and factor(one, two) is None:
        return "计量单位不同", "different units"
    return None
