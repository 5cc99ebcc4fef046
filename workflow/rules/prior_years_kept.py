"""A target does not fall behind what was planned before: 指标值不低于前两年."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import Value, ValueKind, parse
from workflow.indicators.measures import found_number
from workflow.indicators.units import factor
from workflow.rules.cells import is_cap, lower_is_better, read_target
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值不低于前两年",
    title_en="A target is not below both previous years",
    source=review_sheet("绩效合理性", "符合正常业绩水平"),
)
def prior_years_kept(document: Declaration, _context: Context) -> Iterable[Found]:
    """Against the two columns of the form itself, where more is better; lower than one of them may be a swing."""
    for row in document.indicators:
        if not all(row.prior_years) or lower_is_better(row):
            continue
        value = read_target(row)
        before = [parse(text, row.level3) for text in row.prior_years]
        if value is not None and not is_cap(value) and all(_below(value, item) for item in before):
            name, target = quoted(row.level3), quoted(row.target)
            shown = "、".join(quoted(text) for text in row.prior_years)
            yield Found(
                f"indicators/{row.uid}/target",
                f"指标「{name}」的指标值「{target}」低于前两年的「{shown}」，请核对或说明原因",
                f"Indicator “{name}”: “{target}” is below both previous years ({shown})",
                row.target,
            )


def _below(value: Value, before: Value) -> bool:
    if before.kind is not ValueKind.quantitative or is_cap(before):
        return False
    rate = factor(value.measure.unit, before.measure.unit)
    same = rate is not None and value.measure.per == before.measure.per
    return same and rate is not None and found_number(value.measure) * rate < found_number(before.measure)
