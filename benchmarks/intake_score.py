"""How right a reading is: expected forms against read ones, row by row and field by field.

Texts are compared without white space and with full width folded to half width. An indicator row is right when level
1 to 3 and target are all right and its order among the right ones is kept; missing and extra rows both cost.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Form = dict[str, Any]
Row = dict[str, Any]

NAMES = ("form_type", "project_name", "department", "unit")
YEARS = ("fiscal_year",)
AMOUNTS = ("budget_total", "budget_year", "executed")
CORE = ("level1", "level2", "level3", "target")
BESIDE = ("horizon", "goal", "prior_years", "weight", "basis", "actual", "score")
FIELDS = ("names", "years", "amounts", "goals", *CORE, *BESIDE)
SAME_LEVEL = {"服务对象": "服务对象满意度", "满意度": "服务对象满意度"}
"""Level 2 labels that published forms print for the same thing."""


def folded(text: object) -> str:
    """Without white space, full width as half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def _level(text: object) -> str:
    return folded(text).removesuffix("指标")


def _level2(text: object) -> str:
    name = _level(text)
    return SAME_LEVEL.get(name, name)


def _amount(text: object) -> object:
    try:
        return Decimal(folded(text).rstrip("%").replace(",", ""))
    except InvalidOperation:
        return folded(text)


def _goal_name(text: object) -> str:
    return folded(text).replace("绩效", "")


COMPARED: dict[str, Callable[[Any], object]] = {
    "level1": _level,
    "level2": _level2,
    "goal": _goal_name,
    "weight": _amount,
    "score": _amount,
    "prior_years": lambda years: [folded(year) for year in [*years, "", ""][:2]],
    **dict.fromkeys(AMOUNTS, _amount),
}


def same(name: str, expected: Any, read: Any) -> bool:
    """Whether a field says the same; a list of level names means that people found each of them defensible."""
    compared = COMPARED.get(name, folded)
    if name in CORE and isinstance(expected, list):
        return any(compared(one) == compared(read) for one in expected)
    return compared(expected) == compared(read)


@dataclass
class Score:
    """Counts of rows and, per field, of right values and of all expected ones; ``wrong`` tells rows for people."""

    expected: int = 0
    right: int = 0
    missing: int = 0
    extra: int = 0
    seconds: float = 0.0
    files: int = 0
    fields_right: Counter[str] = field(default_factory=Counter)
    fields_of: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Right rows among the expected and the extra ones; 1 where there is nothing to find and nothing was found."""
        return self.right / (self.expected + self.extra) if self.expected + self.extra else 1.0

    def share(self, name: str) -> float | None:
        """Right values of a field among the expected ones; None when none were expected."""
        return self.fields_right[name] / self.fields_of[name] if self.fields_of[name] else None

    def count(self, name: str, is_right: bool, said: str = "") -> None:
        """One value of a field."""
        self.fields_of[name] += 1
        self.fields_right[name] += is_right
        if not is_right and said:
            self.wrong.append(said)

    def __iadd__(self, other: "Score") -> "Score":
        self.expected += other.expected
        self.right += other.right
        self.missing += other.missing
        self.extra += other.extra
        self.seconds += other.seconds
        self.files += other.files
        self.fields_right.update(other.fields_right)
        self.fields_of.update(other.fields_of)
        self.wrong += other.wrong
        return self


def score(expected: Sequence[Form], read: Sequence[Form]) -> Score:
    """Score of one file. Forms are matched by name, type and rows; a form nobody expected has only extra rows."""
    total = Score(files=1)
    left = [form for form in read if form.get("form_type") != "budget_table"]
    waiting = list(enumerate(expected))
    while waiting and left:
        _, at, number = max(
            (_likeness(form, other), -at, -number)
            for at, (_, form) in enumerate(waiting)
            for number, other in enumerate(left)
        )
        total += _form(waiting.pop(-at)[1], left.pop(-number))
    for _, form in waiting:
        total += _form(form, {})
    for form in left:
        total.extra += len(form.get("indicators", ()))
    return total


def _likeness(expected: Form, read: Form) -> float:
    rows = {_key(row) for row in expected["indicators"]} & {_key(row) for row in read.get("indicators", ())}
    return float(
        5 * same("project_name", expected.get("project_name"), read.get("project_name"))
        + 2 * (expected["form_type"] == read.get("form_type"))
        + 10 * len(rows) / max(len(expected["indicators"]), 1)
    )


def _key(row: Row) -> str:
    return f"{folded(row.get('level3'))}|{folded(row.get('target'))}"


def _form(expected: Form, read: Form) -> Score:
    found = Score()
    for group, names in (("names", NAMES), ("years", YEARS), ("amounts", AMOUNTS)):
        for name in names:
            if name in expected:
                said = f"{name}: {expected[name]!r} read as {read.get(name)!r}"
                found.count(group, same(name, expected[name], read.get(name)), said)
    _goals(expected, read, found)
    _rows(expected["indicators"], list(read.get("indicators", ())), found)
    return found


def _goals(expected: Form, read: Form, found: Score) -> None:
    left = list(read.get("goals", ()))
    for goal in expected.get("goals", ()):
        hit = next((other for other in left if _same_goal(goal, other)), None)
        found.count("goals", hit is not None, f"goal missing: {goal}")
        if hit is not None:
            left.remove(hit)
    if "goals" in expected:
        found.fields_of["goals"] += len(left)
        found.wrong += [f"goal too many: {goal}" for goal in left]


def _same_goal(expected: Row, read: Row) -> bool:
    return (
        expected["horizon"] == read.get("horizon")
        and ("text" not in expected or folded(expected["text"]) == folded(read.get("text")))
        and ("name" not in expected or _goal_name(expected["name"]) == _goal_name(read.get("name")))
    )


def _rows(expected: list[Row], read: list[Row], found: Score) -> None:
    """Rows of one horizon against each other in their order, then the rest: a wrong horizon is only that."""
    pairs: list[tuple[int, int]] = []
    for horizon in ("long_term", "annual", "overall"):
        ours = [at for at, row in enumerate(expected) if row["horizon"] == horizon]
        theirs = [at for at, row in enumerate(read) if row.get("horizon") == horizon]
        pairs += _aligned(expected, read, ours, theirs)
    done, used = {at for at, _ in pairs}, {at for _, at in pairs}
    ours = [at for at in range(len(expected)) if at not in done]
    theirs = [at for at in range(len(read)) if at not in used]
    pairs += [pair for pair in _aligned(expected, read, ours, theirs) if _moved(expected, read, pair)]
    partner = dict(pairs)
    for at, row in enumerate(expected):
        other = read[partner[at]] if at in partner else {}
        _row(row, other, found)
    found.expected += len(expected)
    found.missing += len(expected) - len(pairs)
    extra = [row for at, row in enumerate(read) if at not in set(partner.values())]
    found.extra += len(extra)
    found.wrong += [f"extra row: {_shown(row)}" for row in extra]


def _moved(expected: list[Row], read: list[Row], pair: tuple[int, int]) -> bool:
    """Whether the two differ in their horizon; in the same one only their order kept them apart, and that counts."""
    return bool(expected[pair[0]]["horizon"] != read[pair[1]].get("horizon"))


def _row(expected: Row, read: Row, found: Score) -> None:
    for name in (*CORE, *BESIDE):
        if name in expected:
            found.count(name, bool(read) and same(name, expected[name], read.get(name)))
    if bool(read) and all(same(name, expected[name], read.get(name)) for name in CORE):
        found.right += 1
    else:
        found.wrong.append(f"row: {_shown(expected)}\n read: {_shown(read) if read else 'missing'}")


def _shown(row: Row) -> str:
    return " | ".join(str(row.get(name) or "") for name in ("horizon", *CORE))


def _aligned(expected: list[Row], read: list[Row], ours: list[int], theirs: list[int]) -> list[tuple[int, int]]:
    """Pairs in the order of both lists with the greatest likeness together (a longest common subsequence by weight)."""
    best = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    alike = [[_alike(expected[one], read[other]) for other in theirs] for one in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((ours[i], theirs[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _alike(expected: Row, read: Row) -> int:
    """0 for rows that have nothing to do with each other; a fully right pair outweighs any half right ones."""
    equal = {name: same(name, expected[name], read.get(name)) for name in CORE}
    if all(equal.values()):
        return 100
    related = equal["level3"] or (equal["target"] and equal["level2"] and bool(expected["target"]))
    return 4 * equal["level3"] + 2 * equal["target"] + equal["level1"] + equal["level2"] if related else 0
