"""An expenditure stands once: 支出明细不重复."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.cells import key
from workflow.rules.finding import Context, Found, rule
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.warning,
    title_zh="支出明细不重复",
    title_en="An expenditure line stands once",
    source=review_sheet("资金匹配性"),
)
def line_once(document: Declaration, _context: Context) -> Iterable[Found]:
    """Same item on the same basis. 办公费 in several lines on different bases is usual."""
    seen = set()
    for line in document.expenditure_lines:
        place = (key(line.item), key(line.basis))
        if place in seen and line.item.strip():
            yield Found(
                f"expenditure_lines/{line.uid}/item",
                f"支出明细「{line.item}」重复，内容和测算依据都相同",
                f"Expenditure line “{line.item}” stands twice, on the same basis",
                line.item,
            )
        seen.add(place)
