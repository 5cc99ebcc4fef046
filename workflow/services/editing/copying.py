"""长期同年度: the rows of one indicator table that the other lacks; what was typed there is not overwritten. Pure."""

from collections.abc import Callable

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.services.editing.changes import Change

COPIED = ("level1", "level2", "level3", "target", "basis")


def plan_copy(document: Declaration, source: str, target: str, new_uid: Callable[[], str]) -> list[Change]:
    """Missing rows are added, blank targets and bases of the same indicator filled, blank goals worded alike."""
    goals = dict(_pairs(document, source, target))
    there = {_key(row): row for row in document.indicators if row.horizon == target}
    rows = [row for row in document.indicators if row.horizon == source]
    changes = [change for row in rows if _key(row) in there for change in _fill(row, there[_key(row)])]
    after = next((row.uid for row in reversed(document.indicators) if row.horizon == target), "")
    for row in rows:
        if _key(row) not in there:
            uid = new_uid()
            values = {name: getattr(row, name) for name in COPIED}
            values |= {"horizon": target, "goal": goals.get(row.goal, "")}
            changes.append(Change("add", f"indicators/{uid}", values=values, after=after))
            after = uid
    return changes + _goal_texts(document, goals)


def _pairs(document: Declaration, source: str, target: str) -> list[tuple[str, str]]:
    """The first goal of one horizon belongs to the first of the other, and so on; the last takes what is left."""
    ours = [goal.uid for goal in document.goals if goal.horizon == source]
    theirs = [goal.uid for goal in document.goals if goal.horizon == target]
    return [(uid, theirs[min(index, len(theirs) - 1)]) for index, uid in enumerate(ours) if theirs]


def _key(row: Indicator) -> tuple[str, ...]:
    return tuple("".join(text.split()) for text in (row.level1, row.level2, row.level3))


def _fill(row: Indicator, other: Indicator) -> list[Change]:
    return [
        Change("set", f"indicators/{other.uid}/{name}", old="", new=getattr(row, name))
        for name in ("target", "basis")
        if getattr(row, name) and not getattr(other, name)
    ]


def _goal_texts(document: Declaration, goals: dict[str, str]) -> list[Change]:
    texts = {goal.uid: goal.text for goal in document.goals}
    return [
        Change("set", f"goals/{other}/text", old="", new=texts[uid])
        for uid, other in goals.items()
        if texts[uid] and not texts[other]
    ]
