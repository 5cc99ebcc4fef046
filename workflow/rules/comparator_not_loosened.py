"""A target that bound last year binds no more: 考核要求放宽."""

from collections.abc import Iterable

from workflow.canonical import Declaration
from workflow.indicators import Comparator, ValueKind
from workflow.rules.finding import Context, Found, rule
from workflow.rules.last_year import DOWN, UP, Pair, last_year_pairs
from workflow.rules.sources import review_sheet
from workflow.rules.swapped import swapped_uids
from workflow.types import Scope, Severity

_BINDING = UP | DOWN | {Comparator.equal, None}


@rule(
    severity=Severity.warning,
    title_zh="指标值的约束没有放宽",
    title_en="A target still binds as it did last year",
    source=review_sheet("指标科学性", "细化、量化，便于监控和评价"),
    scope=Scope.linked,
    yields_to=("target_not_lowered",),
)
def comparator_not_loosened(document: Declaration, context: Context) -> Iterable[Found]:
    """A number that became a phrase, “about”, or turned round (≥ to ≤)."""
    spared = swapped_uids(document, context.linked.last_year)

    def loosened(pair: Pair) -> bool:
        return pair.now.uid not in spared and binds_less(pair)

    for pair in last_year_pairs(document, context, loosened):
        yield pair.found(
            "target",
            "考核要求放宽，请恢复可考核的写法或说明原因",
            "it binds less than before; restore it or say why",
            pair.then.target,
        )


def binds_less(pair: Pair) -> bool:
    """A number that bound became words, “about”, or the other direction."""
    now, then = pair.value, pair.before
    if then.kind is not ValueKind.quantitative or then.measure.comparator not in _BINDING:
        return False
    if now.kind in (ValueKind.qualitative, ValueKind.trend):
        return True
    held, was = now.measure.comparator, then.measure.comparator
    return held is Comparator.about or (held in DOWN and was in UP) or (held in UP and was in DOWN)
