"""The targets of two indicators have changed places since last year: 指标值错行."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import Pair
from workflow.rules.readings import quoted
from workflow.rules.sources import review_sheet
from workflow.rules.swapped import swapped
from workflow.types import Scope, Severity


@rule(
    severity=Severity.warning,
    title_zh="指标值没有错行",
    title_en="No targets have changed places",
    source=review_sheet("规范完整性", "无缺项、错项"),
    scope=Scope.linked,
)
def targets_not_swapped(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding per pair of names, at the first of the two rows; the long-term table often repeats the annual one."""
    told: dict[tuple[str, str], list[tuple[Pair, Pair]]] = {}
    for one, other in swapped(document, context.linked.last_year):
        told.setdefault((one.now.level3, other.now.level3), []).append((one, other))
    for (first, second), places in told.items():
        one, other = places[0]
        many = len(places) > 1
        yield Found(
            f"indicators/{one.now.uid}/target",
            f"指标「{quoted(first)}」与「{quoted(second)}」的指标值与上年相比互换："
            f"今年为「{one.now.target}」「{other.now.target}」，"
            f"上年为「{one.then.target}」「{other.then.target}」，"
            f"请核对是否错行{f'（共 {len(places)} 处）' if many else ''}",
            f"The targets of “{quoted(first)}” and “{quoted(second)}” have changed places: “{one.now.target}”, "
            f"“{other.now.target}” this year, “{one.then.target}”, “{other.then.target}” last year"
            f"{f' ({len(places)} places)' if many else ''}",
            one.now.target,
            one.then.target,
        )
