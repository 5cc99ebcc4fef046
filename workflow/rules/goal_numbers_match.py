"""What the goal says in numbers is what its indicators say: 目标说明中的数值与指标值一致."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import Measure
from workflow.indicators.measures import found_number, inside
from workflow.indicators.text import plain
from workflow.indicators.units import factor
from workflow.rules.cells import key, read_target
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

_PHRASE = re.compile(r"[一-鿿“”]{2,16}$")
_LINK = re.compile(
    "(?:控制|保持|稳定|维持|达到?|提高|提升|增加|扩大|下降|降低|不|均|都|各|为|至|到|在|约|共|计|完成|超过|少于|低于|高于)+$"
)
_COUNTED = re.compile("(?:总)?(?:人数|人次|次数|场次|件数|户数|个数|台数|数量|数)$")
_SHORTEST = 3
_LONGEST_TEXT = 5_000
_MOST = 50  # numbers of a goal


@rule(
    severity=Severity.warning,
    title_zh="目标说明中的数值与指标值一致",
    title_en="The numbers of a goal are those of its indicators",
    source="包头市财政局 2024 年绩效目标审核要点之三：指标与目标相关、匹配",
)
def goal_numbers_match(document: Declaration, _context: Context) -> Iterable[Found]:
    """Where the words before a number are the name of exactly one indicator of the goal, or end with it."""
    for goal in document.goals:
        rows = [(_core(row.level3), row) for row in document.indicators if row.goal == goal.uid]
        for phrase, measure, text in islice(_said(goal.text), _MOST):
            fitting = [row for core, row in rows if _same(_core(phrase), core)]
            if len(fitting) == 1 and _differ(measure, fitting[0]):
                row = fitting[0]
                name, target = quoted(row.level3), quoted(row.target)
                yield Found(
                    f"goals/{goal.uid}/text",
                    f"目标说明写「{text}」，指标「{name}」的指标值是「{target}」，两处不一致",
                    f"The goal says “{text}”, the target of indicator “{name}” is “{target}”",
                    text,
                )


def _said(text: str) -> Iterator[tuple[str, Measure, str]]:
    """Numbers with the words before them."""
    said = plain(text[:_LONGEST_TEXT])
    for start, end, measure in inside(said):
        before = _LINK.sub("", said[max(start - 24, 0) : start])
        if phrase := _PHRASE.search(before):
            yield phrase[0], measure, f"{phrase[0]}{said[max(start - 24, 0) + len(before) : end]}"


def _core(name: str) -> str:
    """Without 人数, 次数 and the like, which a sentence leaves to the unit."""
    return _COUNTED.sub("", key(name))


def _same(said: str, core: str) -> bool:
    return min(len(core), len(said)) >= _SHORTEST and (said.endswith(core) or core.endswith(said))


def _differ(measure: Measure, row: Indicator) -> bool:
    value = read_target(row)
    rate = factor(measure.unit, value.measure.unit) if value is not None else None
    if value is None or rate is None or measure.per != value.measure.per:
        return False
    return found_number(measure) * Decimal(rate) != found_number(value.measure)
