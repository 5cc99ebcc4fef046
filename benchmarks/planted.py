"""Planted faults: pairs of last year's and this year's form, and copies between departments, with what must be found.

Made from the published declarations of ``examples/`` by seeded changes, so that every run plants the same. Controls are
pairs in which this year's form was honestly carried on: years moved on, columns moved on, some targets raised.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow.canonical import Declaration
from workflow.canonical.document import Goal, Indicator
from workflow.indicators import ValueKind, parse
from workflow.indicators.value import Comparator

EXAMPLES = Path(__file__).parents[1] / "examples" / "declarations"
SEED = 2025
Change = Callable[["Pair", random.Random], "Pair | None"]


@dataclass(frozen=True)
class Pair:
    """Last year's form and this year's; ``rule`` must speak, nothing else may (of the rules about the year before)."""

    kind: str
    then: Declaration
    now: Declaration
    rule: str = ""


def examples() -> list[Declaration]:
    """The published declarations."""
    files = sorted(EXAMPLES.glob("*/*.json"))
    return [Declaration.model_validate(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def pairs(per_form: int = 3) -> Iterator[Pair]:
    """Controls and, where the form has what a fault needs, up to ``per_form`` of each kind from every form."""
    dice = random.Random(SEED)
    for document in examples():
        then = _at_home(document)
        yield Pair("control: carried on", then, carried_on(then, dice))
        yield Pair("control: targets raised, more money", then, _raised(carried_on(then, dice)))
        yield Pair("control: less money, same targets", then, _money(carried_on(then, dice), 0.9))
        for kind, change in FAULTS.items():
            for _ in range(per_form if kind in _REPEATED else 1):
                planted = change(Pair(kind, then, carried_on(then, dice)), dice)
                if planted is not None:
                    yield planted


def _at_home(document: Declaration) -> Declaration:
    """With a sentence about its year in the goals, as most have."""
    goals = tuple(
        goal.model_copy(update={"text": f"{goal.text}全面完成{document.fiscal_year}年度的各项工作任务。"})
        for goal in document.goals
    )
    return document.model_copy(update={"goals": goals})


def carried_on(then: Declaration, dice: random.Random) -> Declaration:
    """An honest next year: the year moves on wherever it is named, so do the columns, the money by a few percent."""
    year = then.fiscal_year
    text = re.sub(r"20\d\d(?=年)", lambda found: str(int(found[0]) + 1), then.model_dump_json())
    rows = tuple(
        row.model_copy(update={"prior_years": (row.prior_years[1], old.target)} if any(row.prior_years) else {})
        for row, old in zip(Declaration.model_validate_json(text).indicators, then.indicators, strict=True)
    )
    rows = tuple(row.model_copy(update={"level3": old.level3}) for row, old in zip(rows, then.indicators, strict=True))
    now = Declaration.model_validate_json(text).model_copy(update={"fiscal_year": year + 1, "indicators": rows})
    return _money(now, 1 + dice.choice((-2, 1, 3, 5)) / 100)


def _money(document: Declaration, times: float) -> Declaration:
    def scaled(amount: str | None) -> str | None:
        return None if amount is None else f"{float(amount) * times:.2f}"

    return document.model_copy(
        update={"budget_year": scaled(document.budget_year), "budget_total": scaled(document.budget_total)}
    )


def _raised(document: Declaration) -> Declaration:
    rows = list(document.indicators)
    for row in _numbers(document):
        new = _scaled(row.target, 1.2)
        if new and parse(new, row.level3).measure.unit != "%":
            rows[rows.index(row)] = row.model_copy(update={"target": new})
    document = document.model_copy(update={"indicators": tuple(rows)})
    changed = any(row.target != old.target for row, old in zip(rows, document.indicators, strict=True))
    return _money(document, 1.15) if changed else document


# --- faults -----------------------------------------------------------------------------------------------------------


def _numbers(document: Declaration, *comparators: Comparator | None) -> list[Indicator]:
    """Rows whose target is one number that more is better of, and that stand once in their table."""
    wanted = comparators or (Comparator.at_least, Comparator.more, None, Comparator.equal)
    found = []
    for row in document.indicators:
        value = parse(row.target, row.level3)
        plain = value.kind is ValueKind.quantitative and not value.warnings and not value.parts
        names = [other for other in document.indicators if other.level3 == row.level3 and other.horizon == row.horizon]
        costs = re.search("成本|投诉|事故|差错|逾期|违规", f"{row.level1}{row.level2}{row.level3}")
        if plain and value.measure.comparator in wanted and len(names) == 1 and not costs and value.measure.low:
            found.append(row)
    return found


def _scaled(target: str, times: float) -> str:
    """The target with its number multiplied; "" if that changes nothing."""
    found = re.search(r"\d+(?:\.\d+)?", target)
    if found is None:
        return ""
    places = len(found[0].partition(".")[2])
    number = float(found[0]) * times
    new = f"{number:.{places}f}" if places else f"{round(number)}"
    return "" if new == found[0] or float(new) == 0 else target[: found.start()] + new + target[found.end() :]


def _with(pair: Pair, rule: str, *changed: Indicator, gone: str = "") -> Pair:
    by_uid = {row.uid: row for row in changed}
    rows = tuple(by_uid.get(row.uid, row) for row in pair.now.indicators if row.level3 != gone)
    return Pair(pair.kind, pair.then, pair.now.model_copy(update={"indicators": rows}), rule)


def _old(pair: Pair, row: Indicator) -> Indicator:
    return next(old for old in pair.then.indicators if old.uid == row.uid)


def lowered(pair: Pair, dice: random.Random) -> Pair | None:
    """A number cut by a tenth to a half, in one row."""
    rows = [row for row in _numbers(pair.now) if _scaled(row.target, 0.85)]
    if not rows:
        return None
    row = dice.choice(rows)
    target = _scaled(row.target, dice.choice((0.5, 0.7, 0.85)))
    return _with(pair, "target_not_lowered", row.model_copy(update={"target": target})) if target else None


def loosened(pair: Pair, dice: random.Random) -> Pair | None:
    """A number that became a phrase, "about", or an upper bound."""
    rows = _numbers(pair.now, Comparator.at_least, Comparator.equal)
    if not rows:
        return None
    row = dice.choice(rows)
    number = row.target.lstrip("≥=＝﹦≧")
    target = dice.choice((f"{number}左右", "有效提高", "逐步改善"))
    return _with(pair, "comparator_not_loosened", row.model_copy(update={"target": target}))


def swapped(pair: Pair, dice: random.Random) -> Pair | None:
    """Two rows of one table with each other's targets."""
    rows = [row for row in pair.now.indicators if row in _numbers(pair.now)]
    found = [
        (one, other)
        for at, one in enumerate(rows)
        for other in rows[at + 1 :]
        if one.horizon == other.horizon and one.target != other.target
    ]
    if not found:
        return None
    one, other = dice.choice(found)
    return _with(
        pair,
        "targets_not_swapped",
        one.model_copy(update={"target": other.target}),
        other.model_copy(update={"target": one.target}),
    )


def dropped(pair: Pair, dice: random.Random) -> Pair | None:
    """An indicator taken out of every table."""
    names = sorted({row.level3 for row in pair.now.indicators})
    return _with(pair, "indicators_kept", gone=dice.choice(names)) if len(names) > 2 else None


def renamed(pair: Pair, dice: random.Random) -> Pair | None:
    """Another name for the same number."""
    rows = [row for row in _numbers(pair.now) if len(row.level3) >= 6]
    if not rows:
        return None
    row = dice.choice(rows)
    name = dice.choice((f"全年{row.level3}", f"{row.level3}情况", f"实际{row.level3}"))
    return _with(pair, "indicator_not_renamed", row.model_copy(update={"level3": name}))


def renamed_and_lowered(pair: Pair, dice: random.Random) -> Pair | None:
    """Another name for a smaller number."""
    found = renamed(pair, dice)
    if found is None:
        return None
    for row, old in zip(found.now.indicators, pair.now.indicators, strict=True):
        target = _scaled(row.target, 0.7)
        if row.level3 != old.level3 and target:
            return _with(found, "target_not_lowered", row.model_copy(update={"target": target}))
    return None


def text_copied(pair: Pair, dice: random.Random) -> Pair | None:
    """One goal word for word, the year with it."""
    at = dice.randrange(len(pair.now.goals))
    goals: list[Goal] = list(pair.now.goals)
    goals[at] = goals[at].model_copy(update={"text": pair.then.goals[at].text})
    return Pair(pair.kind, pair.then, pair.now.model_copy(update={"goals": tuple(goals)}), "text_of_this_year")


def form_copied(pair: Pair, _dice: random.Random) -> Pair | None:
    """Nothing but the year of the form is new."""
    now = pair.then.model_copy(update={"fiscal_year": pair.then.fiscal_year + 1})
    return Pair(pair.kind, pair.then, now, "form_not_copied") if len(now.indicators) >= 6 else None


def more_money(pair: Pair, dice: random.Random) -> Pair | None:
    """A fifth to a half more for the same targets."""
    names = {row.level3 for row in _numbers(pair.now)}
    now = _money(pair.now, 1.13)
    return Pair(pair.kind, pair.then, now, "more_money_for_more") if len(names) >= 3 else None


def column_wrong(pair: Pair, dice: random.Random) -> Pair | None:
    """The column 上年 says less than what was approved."""
    rows = [row for row in _numbers(pair.now) if row.prior_years[1].strip() and _scaled(_old(pair, row).target, 0.6)]
    rows = [row for row in rows if parse(row.target, row.level3).measure.unit]
    if not rows:
        return None
    row = dice.choice(rows)
    column = _scaled(_old(pair, row).target, 0.6)
    return _with(pair, "last_year_column_matches", row.model_copy(update={"prior_years": (row.prior_years[0], column)}))


_UNITS = {"人": "人次", "家": "户", "次": "天", "件": "宗", "万元": "户", "场": "小时"}


def unit_changed(pair: Pair, dice: random.Random) -> Pair | None:
    """人 that became 人次."""
    rows = [row for row in _numbers(pair.now) if parse(row.target, row.level3).measure.unit in _UNITS]
    rows = [row for row in rows if not parse(row.target, row.level3).measure.per and row.target[-1] in _UNITS]
    if not rows:
        return None
    row = dice.choice(rows)
    target = row.target[:-1] + _UNITS[row.target[-1]]
    return _with(pair, "target_unit_kept", row.model_copy(update={"target": target}))


FAULTS: dict[str, Change] = {
    "target lowered": lowered,
    "target loosened": loosened,
    "targets swapped": swapped,
    "indicator dropped": dropped,
    "indicator renamed": renamed,
    "renamed and lowered": renamed_and_lowered,
    "goal copied with its year": text_copied,
    "whole form copied": form_copied,
    "more money, same targets": more_money,
    "column of last year wrong": column_wrong,
    "unit changed": unit_changed,
}
_REPEATED = frozenset(FAULTS) - {"whole form copied"}
