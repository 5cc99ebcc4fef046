"""Targets of a revision that ask for less than the revision in force: 指标值放宽."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import Comparator, attainment
from workflow.rules.comparator_not_loosened import binds_less
from workflow.rules.last_year import Pair, change, folded

_STRICT = frozenset({Comparator.more, Comparator.less})


@dataclass(frozen=True)
class Loosened:
    """An indicator that asks for less; ``now`` is "" where it was removed. Paths are those of the later document."""

    uid: str
    name: str
    then: str
    now: str


def loosened(before: Declaration, after: Declaration) -> list[Loosened]:
    """In the order of the earlier form. What cannot be compared counts as loosened, because nobody looks at it again.

    A row is the same by its uid, else by its name in the same table; one that was given another name is gone.
    """
    return list(_found(before, after))


def _found(before: Declaration, after: Declaration) -> Iterator[Loosened]:
    by_uid = {row.uid: row for row in after.indicators}
    by_name = {(row.horizon, folded(row.level3)): row for row in after.indicators}
    for then in before.indicators:
        name = (then.horizon, folded(then.level3))
        now = by_uid.get(then.uid)
        if now is None or (now.horizon, folded(now.level3)) != name:
            now = by_name.get(name)
        if now is None or _asks_less(now, then):
            yield Loosened(then.uid, then.level3, then.target, now.target if now else "")


def _asks_less(now: Indicator, then: Indicator) -> bool:
    """Lower where more is better, higher where less is better (≤, costs, complaints), or no longer to be measured."""
    if folded_target(now) == folded_target(then):
        return False
    pair = Pair(now, then)
    part, comparators = change(pair), {pair.value.measure.comparator, pair.before.measure.comparator}
    if part is None or part < 0 or Comparator.between in comparators or binds_less(pair):
        return True
    return pair.before.measure.comparator in _STRICT and attainment(pair.value, pair.before).met is False


def folded_target(row: Indicator) -> str:
    """A target without its spaces."""
    return "".join(row.target.split())


def targets_differ(before: Declaration, after: Declaration) -> bool:
    """Whether goals or indicators say something else, in whatever order."""
    return _said(before) != _said(after)


def _said(document: Declaration) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    goals = [(goal.horizon, "".join(goal.text.split())) for goal in document.goals]
    rows = [
        (row.horizon, row.level1, row.level2, folded(row.level3), folded_target(row)) for row in document.indicators
    ]
    return sorted(goals), sorted(rows)
