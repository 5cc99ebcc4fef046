"""Every indicator says what is to be reached (指标值)."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="指标值已填写",
    title_en="Every indicator has a target",
    source=review_sheet("指标科学性"),
)
def target_present(document: Declaration, _context: Context) -> Iterable[Found]:
    """One finding per indicator without a target."""
    for row in document.indicators:
        if not row.target.strip():
            name = row.level3 or row.level2 or row.level1
            yield Found(
                f"indicators/{row.uid}/target", f"指标「{name}」没有指标值", f"Indicator “{name}” has no target", name
            )
