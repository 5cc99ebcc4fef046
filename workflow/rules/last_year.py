"""This year's form beside last year's approved one: which row was which, and what a target is worth against another."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.indicators import Comparator, Value, ValueKind, attainment
from workflow.indicators.units import factor
from workflow.rules.finding import Context, Found
from workflow.rules.readings import quoted, read_target

SAME_INDICATOR = 0.6
"""From this likeness of the names on, a row under another name is taken for the same indicator."""
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_NOISE = re.compile(r"[\W_]+")
_MORE_IS_WORSE = re.compile(
    "(?:投诉|事故|差错|逾期|违规|信访|死亡|发病|误差|缺陷|返工)(?:发生)?(?:率|数|量|次数|件数|起数|人数)?$|成本|能耗"
)
_WORK = re.compile("办结|受理|处理|查处|查办|调处|结案")
"""受理投诉数 is work done, 投诉数 is not."""
_ONE_HUNDREDTH = Decimal("0.05")
DOWN = frozenset({Comparator.at_most, Comparator.less})
UP = frozenset({Comparator.at_least, Comparator.more})


@dataclass(frozen=True)
class Pair:
    """A row of this year with the row of last year that it continues; ``places`` such pairs say the same."""

    now: Indicator
    then: Indicator
    renamed: bool = False
    places: int = 1

    @property
    def value(self) -> Value:
        """This year's target."""
        return read_target(self.now.target, self.now.level3)

    @property
    def before(self) -> Value:
        """Last year's target."""
        return read_target(self.then.target, self.then.level3)

    def found(self, field: str, zh: str, en: str, suggestion: str = "") -> Found:
        """At this year's cell, with the indicator and both targets before the sentence."""
        many = self.places > 1
        named, old = quoted(self.now.level3), quoted(self.then.level3)
        was_zh, was_en = (f"（上年名为「{old}」）", f" (last year “{old}”)") if self.renamed else ("", "")
        return Found(
            f"indicators/{self.now.uid}/{field}",
            f"指标「{named}」{was_zh}今年为「{quoted(self.now.target)}」，上年批复为「{quoted(self.then.target)}」，{zh}"
            f"{f'（共 {self.places} 处）' if many else ''}",
            f"Indicator “{named}”{was_en}: “{quoted(self.now.target)}” this year, “{quoted(self.then.target)}” as "
            f"approved last year: {en}{f' ({self.places} places)' if many else ''}",
            self.now.target,
            suggestion,
        )


@dataclass(frozen=True)
class Matching:
    """All rows of both years: continued, new, and gone."""

    pairs: tuple[Pair, ...]
    added: tuple[Indicator, ...]
    dropped: tuple[Indicator, ...]
    split: bool
    """Both years have the same tables (long-term, annual), so that a row is only looked for in its own."""


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name without spaces, signs and years: 「2024年培训人数」 and 「2025年培训人数」 are one indicator."""
    return _NOISE.sub("", _YEAR.sub("", unicodedata.normalize("NFKC", name))).casefold()


def likeness(one: str, other: str) -> float:
    """How much two folded names share, by pairs of signs, 0 to 1."""
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(one == other)


@lru_cache(maxsize=8)
def matching(document: Declaration, before: Declaration) -> Matching:
    """Rows by name first, by a very similar name in the same level 2 then; horizons only count if both years split.

    Kept for the few forms at hand: a dozen rules ask for the same two.
    """
    split = {row.horizon for row in document.indicators} == {row.horizon for row in before.indicators}
    left = [row for row in before.indicators if row.level3.strip()]
    pairs, added = list[Pair](), list[Indicator]()
    for row in (row for row in document.indicators if row.level3.strip()):
        found = _same_name(row, left, split=split)
        if found is None:
            added.append(row)
        else:
            left.remove(found)
            pairs.append(Pair(row, found))
    for row in list(added):
        similar = _similar_name(row, left, split=split)
        if similar is not None:
            added.remove(row)
            left.remove(similar)
            pairs.append(Pair(row, similar, renamed=True))
    order = {row.uid: number for number, row in enumerate(document.indicators)}
    pairs.sort(key=lambda pair: order[pair.now.uid])
    return Matching(tuple(pairs), tuple(added), tuple(left), split)


def _same_name(row: Indicator, left: list[Indicator], *, split: bool) -> Indicator | None:
    name = folded(row.level3)
    same = [other for other in left if folded(other.level3) == name and (not split or other.horizon == row.horizon)]
    return max(same, key=lambda other: (other.level2 == row.level2, other.target == row.target), default=None)


def _similar_name(row: Indicator, left: list[Indicator], *, split: bool) -> Indicator | None:
    near = [
        (likeness(folded(row.level3), folded(other.level3)), other)
        for other in left
        if other.level2 == row.level2 and (not split or other.horizon == row.horizon)
    ]
    best, found = max(near, key=lambda item: item[0], default=(0.0, None))
    return found if best >= SAME_INDICATOR else None


def last_year_pairs(document: Declaration, context: Context, test: Callable[[Pair], bool]) -> Iterator[Pair]:
    """The pairs of which the test holds, those of both tables that say the same once; none without a last year."""
    before = context.linked.last_year
    if before is None:
        return
    groups: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in matching(document, before).pairs:
        if test(pair):
            key = (folded(pair.now.level3), folded(pair.now.target), folded(pair.then.target))
            groups.setdefault(key, []).append(pair)
    for pairs in groups.values():
        yield Pair(pairs[0].now, pairs[0].then, pairs[0].renamed, len(pairs))


def change(pair: Pair) -> Decimal | None:
    """By what part this year's target asks for more (+) or less (-) than last year's; None: not to be compared.

    A smaller number asks for less where more is better, and for more where less is better (≤, costs, complaints).
    """
    now, then = pair.value, pair.before
    if ValueKind.quantitative not in (now.kind, then.kind) or now.kind != then.kind or _sides_differ(now, then):
        return None
    reached = attainment(now, then)
    ratio = reached.ratio
    if reached.reason in ("not_a_number", "units_differ", "zero_target") or ratio is None or ratio < _ONE_HUNDREDTH:
        return None
    if _downward(pair) and then.measure.comparator not in DOWN:
        return 1 / ratio - 1
    return ratio - 1


def _sides_differ(now: Value, then: Value) -> bool:
    return any(
        now.measure.comparator in one and then.measure.comparator in other for one, other in ((UP, DOWN), (DOWN, UP))
    )


def _downward(pair: Pair) -> bool:
    if pair.before.measure.comparator in UP | DOWN:
        return pair.before.measure.comparator in DOWN
    words = f"{pair.then.level1}{pair.then.level2}{pair.then.level3.strip()}"
    return _MORE_IS_WORSE.search(words) is not None and not _WORK.search(pair.then.level3)


def is_count(pair: Pair) -> bool:
    """A quantity that more or less money buys, no rate and no price."""
    unit = pair.value.measure.unit
    return not pair.value.measure.per and factor(unit, "%") is None and factor(unit, "元") is None


def money_of(document: Declaration) -> Decimal | None:
    """当年预算, or 总预算 where the form has no current-year amount."""
    amount = document.budget_year or document.budget_total
    return None if amount is None else Decimal(amount)


def money_change(document: Declaration, before: Declaration | None) -> Decimal | None:
    """By what part this year's budget differs from last year's; None where one of them says nothing."""
    now, then = money_of(document), money_of(before) if before else None
    return None if now is None or not then else now / then - 1


def percent(part: Decimal) -> str:
    """12.5% of a change, without its sign."""
    return f"{abs(part) * 100:.1f}".removesuffix(".0") + "%"
