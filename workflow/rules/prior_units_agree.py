"""This year's target is measured like the years before: 指标值与前两年计量单位一致."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import parse
from workflow.indicators.units import factor
from workflow.rules.cells import read_target
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值与前两年计量单位一致",
    title_en="A target has the unit of the previous years",
    source="包头市财政局 2024 年绩效目标审核要点之五：指标性质、指标方向、目标值、计量单位准确合理",
)
def prior_units_agree(document: Declaration, _context: Context) -> Iterable[Found]:
    """Units that can be converted (万人 and 人) are the same."""
    for row in document.indicators:
        value = read_target(row) if any(row.prior_years) else None
        unit = value.measure.unit if value is not None else None
        for text in row.prior_years if unit else ():
            before = parse(text, row.level3).measure.unit if text.strip() else None
            if before and factor(unit, before) is None:
                name = quoted(row.level3)
                yield Found(
                    f"indicators/{row.uid}/target",
                    f"指标「{name}」的指标值「{quoted(row.target)}」与以前年度「{quoted(text)}」计量单位不同",
                    f"Indicator “{name}”: “{quoted(row.target)}” and, before, “{quoted(text)}” have different units",
                    row.target,
                )
                break
