"""What one year gives is part of what all years give: 年度指标值不超过长期指标值."""

from collections.abc import Iterable
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.indicators.measures import found_number
from workflow.indicators.units import MONEY, factor
from workflow.rules.cells import Pair, is_cap, lower_is_better, pairs
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="年度指标值不超过长期指标值",
    title_en="An annual target is within the long-term one",
    source=review_sheet("绩效合理性"),
)
def annual_within_long_term(document: Declaration, _context: Context) -> Iterable[Found]:
    """Same indicator in both tables. Where less is better (失业率, a price) a higher annual target is no surprise."""
    for pair in pairs(document):
        far, near = pair.far.measure, pair.near.measure
        rate = factor(near.unit, far.unit)
        if rate is None or near.per != far.per or not _adds_up(pair):
            continue
        if found_number(near) * Decimal(rate) > found_number(far):
            name = quoted(pair.annual.level3)
            one, two = quoted(pair.annual.target), quoted(pair.long_term.target)
            yield Found(
                f"indicators/{pair.annual.uid}/target",
                f"指标「{name}」的年度指标值「{one}」大于长期指标值「{two}」",
                f"Indicator “{name}”: the annual target “{one}” is beyond the long-term “{two}”",
                pair.annual.target,
            )


def _adds_up(pair: Pair) -> bool:
    """A whole sum of money adds up over the years whatever its sign; all else where more is better."""
    if pair.near.measure.unit in MONEY:
        return not pair.near.measure.per and "总" in pair.annual.level3
    return not (is_cap(pair.near) or is_cap(pair.far) or lower_is_better(pair.annual))
