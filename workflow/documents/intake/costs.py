"""What a reading of a token costs: 0 is certain, 1 a doubt, 5 hardly, 99 never. The one place to tune the decoder."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from workflow.documents.intake import vocabulary
from workflow.documents.intake.qualities import QUALITIES
from workflow.documents.intake.tokens import LEVEL_NAMES, Token
from workflow.indicators import ValueKind, parse

NEVER = 99.0

SKIP: dict[str, float] = {"level3": 8.0, "target": 2.4, "long_target": 0.8, "basis": 0.9, "actual": 0.9, "weight": 0.5}
"""What it costs that a row does not have this part; everything else costs ``SKIP_ELSE``."""
SKIP_ELSE = 0.2
FREE = frozenset({"goal", "block_weight", "level1", "level2"})
"""Printed on the first row of their block only."""

LABELS_ONLY = 1.5
"""A row of level names without an indicator (its label was printed early, or a row was cut)."""

_LEVEL1, _LEVEL2 = set(vocabulary.LEVELS), LEVEL_NAMES - set(vocabulary.LEVELS) | {"成本指标", "满意度指标"}
_PRINTED = frozenset({*LEVEL_NAMES, *vocabulary.BASES, *vocabulary.CATEGORIES})
_GOAL = re.compile(r"(?:长期|中长期|中期|年度|总体|实施期|绩效){1,3}目标[\d一二三四五六七八九十]{0,2}")
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?%?")
_NUMBER = re.compile(
    r"^[≥≤=<>≈~约近超]?(?:不低于|不少于|不超过|不高于|大于|小于|达到?|高于|低于|至少|最少)?(?:等于)?-?\d"
)
_COMPARATOR = re.compile(r"^(?:[≥≤=<>≈]{1,2}|大于等于|小于等于|大于|小于|等于|不低于|不高于|定性)$")
_NAMES = re.compile(
    r"(?:率|数|数量|人数|人次|次数|场次|户数|家数|件数|金额|成本|费用|总额|面积|里程|满意度|程度|情况|时间|标准|性|及时|水平|能力|作用|影响|意识)$"
)
_OPEN = re.compile(r"(?:达到?|不少于|不低于|不超过|不高于|不大于|不小于|超过|至少|高于|低于|控制在)$")
_QUALITIES = frozenset(QUALITIES)
_PLACEHOLDERS = frozenset({"-", "--", "—", "——", "/", "无", "\\"})
_VALUES = frozenset({"target", "long_target", "prior0", "prior1", "actual", "forecast"})


_FEWEST, _WHOLE = 3, 0.9
_WRAPPED = 0.5
"""Of the pieces of names so many fill their column where cells are wrapped."""


@lru_cache(4096)
def value_cost(key: str) -> float:
    """How little a text looks like a value."""
    if key in _PLACEHOLDERS:
        return 0.1
    kind = parse(key).kind
    if _NUMBER.match(key) and kind is not ValueKind.qualitative:
        return 0.0
    if key in _QUALITIES:
        return 0.3
    if kind in (ValueKind.deadline, ValueKind.trend, ValueKind.multi_part):
        return 0.5
    if kind is ValueKind.quantitative:
        return 0.8
    return 1.0 if key.endswith(QUALITIES) else 1.5 if len(key) <= 6 else 2.2


@lru_cache(4096)
def name_cost(key: str) -> float:
    """How little a text looks like the name of an indicator."""
    if _NUMBER.match(key) and parse(key).kind in (ValueKind.quantitative, ValueKind.blank):
        return 4.5
    if key in _PLACEHOLDERS or _SHARE.fullmatch(key):
        return 6.0
    return 1.3 if key in _QUALITIES else 0.0 if _NAMES.search(key) else 0.4


class Costs:
    """The costs of one table: ``columns`` are the roles of each column, empty where there are no columns.

    ``roles`` in the order of the heading; what depends on them alone is worked out once: it is asked for each token.
    """

    def __init__(
        self, tokens: Sequence[Token], columns: Mapping[int, str], has_basis: bool, roles: Sequence[str]
    ) -> None:
        self.columns = columns
        self.has_basis = has_basis
        self._skip = SKIP | dict.fromkeys(FREE, 0.0) | ({} if has_basis else {"basis": 0.0})
        self.lines = any(token.boundary == "line" for token in tokens)
        self._splits = frozenset(("level3", "goal", *_VALUES) if self.lines else ())
        self._place = {role: at for at, role in enumerate(roles)}
        self._gaps = {(i, j): self._skipped(roles[i + 1 : j]) for i in range(-1, len(roles))
                      for j in range(i + 1, len(roles) + 1)}  # fmt: skip
        self._ended = {role: self._end(role, len(roles)) for role in roles}
        self.tokens = tokens
        self.narrow = self._narrow(tokens)
        self.wraps = self._wraps(tokens)
        self.costs_are_output = not any(token.key in vocabulary.LEVELS["成本指标"] for token in tokens)
        self.numbered_goals = any(_GOAL.fullmatch(token.key) for token in tokens)
        self.open_levels = self._open_levels(tokens)
        self.in_place = self._in_place(tokens) if columns else set()
        self.closing = self._closing(tokens) if self.lines else set()

    def splits(self, role: str) -> bool:
        """Whether the first line of a role and its later lines cost differently."""
        return role in self._splits

    def emit(self, token: Token, at: int, states: Sequence[tuple[str, bool]]) -> list[float]:
        """The cost of reading ``token`` as each (role, first): ``first`` is false on later lines of a name."""
        aligned = self._column(token) if self.columns else set[str]()
        words = {role: self._words(token, role, at) for role in {role for role, _ in states}}
        return [self._read_as(token, role, first, words[role], aligned) for role, first in states]

    def _read_as(self, token: Token, role: str, first: bool, cost: float, aligned: set[str]) -> float:
        """What column and place in the line add to the cost of the words."""
        if not first and cost < NEVER:
            cost = 0.1 if role == "goal" else self._later(token, cost)
        if self.columns:
            cost += 0.0 if role in aligned else 0.3 if not aligned else 4.0 if token.row in self.in_place else 0.9
        if self.lines and role == "level3":
            if not first and token.row in self.closing:
                cost += 2.5
            if self.narrow and token.width > self.narrow + 1:
                cost += 1.5 if first else 3.0
        return cost

    @staticmethod
    def _later(token: Token, cost: float) -> float:
        """A later piece of a name: it need not look like one."""
        return (
            0.3
            if token.boundary == "thin"
            else 2.0
            if _NUMBER.match(token.key)
            else min(cost, 0.15)
            if cost < 3
            else cost
        )

    def _column(self, token: Token) -> set[str]:
        return {self.columns[c] for c in range(token.column, token.column + token.columns) if c in self.columns}

    def _words(self, token: Token, role: str, at: int) -> float:
        key = token.key
        level1, level2, basis = key in _LEVEL1, key in _LEVEL2, key in vocabulary.BASES
        if role == "level1":
            if key == "成本指标" and self.costs_are_output:
                return 1.5
            return 0.0 if level1 else 2.5 if not level2 and self._fits(token, role) else NEVER
        if role == "level2":
            return (
                0.0
                if level2
                else self.open_levels[at]
                if at in self.open_levels
                else 2.0
                if not level1 and self._fits(token, role)
                else NEVER
            )
        if role == "goal":
            other = 4.0 if self.numbered_goals else 1.2
            return 0.0 if _GOAL.fullmatch(key) else NEVER if level1 or level2 or basis else other
        if role == "block_weight":
            return 0.0 if re.fullmatch(r"\d{1,3}(?:\.\d+)?%", key) else NEVER
        if role in ("weight", "score"):
            return 0.3 if _SHARE.fullmatch(key) else NEVER
        if role == "basis":
            return 0.0 if basis else 1.5 if self._fits(token, role) else NEVER
        if role == "category":
            return 0.0 if key in vocabulary.CATEGORIES else 1.0 if self._fits(token, role) else NEVER
        if role == "comparator":
            return 0.0 if _COMPARATOR.fullmatch(key) else 1.5 if self._fits(token, role) else NEVER
        if role.startswith(("cause_", "likely_")):
            return 0.0 if key == "☑" else NEVER
        if role in ("unit", "note", "deviation", "measure"):
            return 0.5 if self._fits(token, role) else 4.0
        known = (6.0 if level1 else 0.0) + (3.0 if level2 else 0.0) + (6.0 if basis else 0.0)
        return known + (name_cost(key) if role == "level3" else value_cost(key))

    def _fits(self, token: Token, role: str) -> bool:
        """A word the vocabulary does not know, in the column of the role, that is no number."""
        if self.columns:
            return role in self._column(token) and not _NUMBER.match(token.key) and len(token.key) <= 20
        return False

    def started(self, role: str) -> float:
        """The parts left out before the first one of a row."""
        return self._gaps[-1, self._place[role]]

    def ended(self, role: str) -> float:
        """The parts left out after the last one of a row."""
        return self._ended[role]

    def _end(self, role: str, count: int) -> float:
        if role in FREE:
            return LABELS_ONLY if not self.lines else 2 * LABELS_ONLY
        return self._gaps[self._place[role], count]

    def _skipped(self, roles: Sequence[str]) -> float:
        cost = 0.0
        for role in roles:
            cost += self._skip.get(role, SKIP_ELSE)
        return cost

    def move(self, before: str, role: str, first: bool, token: Token, at: int) -> Iterator[tuple[bool, float]]:
        """The ways from one token to the next and what they cost: (begins a new row, cost)."""
        i, j = self._place[before], self._place[role]
        row_border = token.boundary == "row"
        if i == j and first is not (role in self._splits):
            yield False, self._goes_on(role, token, at)
        if i < j and first:
            border = 2.5 if row_border and before not in FREE else self._into_value(before, role, token, at)
            yield False, self._gaps[i, j] + border
        if first:
            border = 0.0 if row_border or token.boundary == "line" else 1.0 if token.boundary == "cut" else 3.5
            if not row_border and self.has_basis and before not in ("basis", "category", "note", *FREE):
                border += 1.5
            if j <= i or row_border:
                yield True, self._ended[before] + self._gaps[-1, j] + border

    def _into_value(self, before: str, role: str, token: Token, at: int) -> float:
        """In wrapped text a value stands beside its standard; alone on a line it must be wider than a name can be."""
        if not self.lines or role not in _VALUES:
            return 0.0
        if before in _VALUES:
            return self._next_value(token, at)
        if before != "level3":
            return 0.0
        if token.indented:
            return -1.0
        if token.row in self.closing:
            return 0.0
        if not self.closing:
            full = self.narrow - 1 <= self.tokens[at - 1].width <= self.narrow + 1
            unfinished = self.wraps and full and value_cost(token.key) > 0
            return 2.0 if unfinished and token.width <= self.narrow + 1 else 0.5
        return 0.5 if token.width > self.narrow + 1 else 2.5

    def _is_open(self, at: int) -> bool:
        """Whether the token before says 不少于 or 达 and its number is still to come, on the next line."""
        return self.tokens[at].boundary in ("line", "thin") and _OPEN.search(self.tokens[at - 1].key) is not None

    def _next_value(self, token: Token, at: int) -> float:
        """A second value after a first one; a piece that is no value by itself rather ends the first one."""
        if self._is_open(at):
            return 6.0
        doubt = max(value_cost(token.key), value_cost(self.tokens[at - 1].key))
        return 1.5 if token.boundary in ("line", "thin") and doubt > 0.5 else 0.0

    def _goes_on(self, role: str, token: Token, at: int) -> float:
        """A second token of the same part."""
        if role in _VALUES and self._is_open(at):
            return 0.0
        if token.boundary in ("row", "cell"):
            below = token.boundary == "row" and token.column == self.tokens[at - 1].column
            return 8.0 if role in FREE or below else 3.5
        before = self.tokens[at - 1]
        if token.boundary == "thin":
            return 4.0 if value_cost(before.key) + value_cost(token.key) == 0.0 else 0.5
        if token.boundary in ("gap", "cut"):
            return 2.5
        if token.indented:
            return 4.0
        full = before.width >= self.narrow - 1
        if role in _VALUES:
            return 0.8
        if role == "level2":
            return 0.2 if before.width > token.width else 6.0
        stacked = self.has_basis and not self.closing
        if role not in ("level3", "goal"):
            return 6.0
        return 2.2 if not full else 0.8 if stacked else 0.1

    def _in_place(self, tokens: Sequence[Token]) -> set[int]:
        """Table rows that merged cells did not shift: known words, name, standard or weight stand where they should."""
        rows: dict[int, list[Token]] = {}
        for token in tokens:
            rows.setdefault(token.row, []).append(token)
        return {row for row, cells in rows.items() if self._stands(cells)}

    def _stands(self, cells: Sequence[Token]) -> bool:
        names = [cell for cell in cells if "level3" in self._column(cell)]
        if not names or names[0].key in _PRINTED or name_cost(names[0].key) >= 4:
            return False
        levels = [cell for cell in cells if cell.key in LEVEL_NAMES and cell not in names]
        if not all(self._column(cell) & self._level_roles(cell.key) for cell in levels):
            return False
        return any(self._closes(cell) for cell in cells)

    def _closes(self, cell: Token) -> bool:
        """A standard or a share in its own column: what follows it (direction, note) may be blank or anything."""
        roles = self._column(cell)
        return ("basis" in roles and cell.key in vocabulary.BASES) or (
            bool(roles & {"weight", "score"}) and _SHARE.fullmatch(cell.key) is not None
        )

    @staticmethod
    def _level_roles(key: str) -> set[str]:
        """Where a level name may stand; 成本指标 and 满意度指标 name both levels."""
        return ({"level1"} if key in _LEVEL1 else set()) | ({"level2"} if key in _LEVEL2 else set())

    @staticmethod
    def _closing(tokens: Sequence[Token]) -> set[int]:
        """Lines that end with a standard; none where every cell has a line of its own."""
        rows = [token.row for token in tokens if token.key in vocabulary.BASES]
        beside = Counter(token.row for token in tokens)
        return set(rows) if sum(beside[row] > 1 for row in rows) > len(rows) / 4 else set()

    @staticmethod
    def _narrow(tokens: Sequence[Token]) -> float:
        """The width of the column of names in wrapped text: the commonest width of a piece that ends its line."""
        ends = [
            token.width
            for token, after in itertools.pairwise(tokens)
            if after.boundary == "line" and token.key not in _PRINTED
        ]
        counted = Counter(width for width in ends if width >= 4)
        return max(counted, key=lambda width: width * counted[width], default=0.0)

    def _wraps(self, tokens: Sequence[Token]) -> bool:
        """Whether pieces of one width are common: cells are cut, not one cell a line."""
        pieces = [token.width for token in tokens if token.key not in _PRINTED and not _NUMBER.match(token.key)]
        full = sum(self.narrow - 1 <= width <= self.narrow + 0.5 for width in pieces)
        return full >= _WRAPPED * len(pieces) and not self._two_cells(tokens)

    @staticmethod
    def _two_cells(tokens: Sequence[Token]) -> bool:
        """Nearly always two texts between two standards: name and value on a line each, nothing is cut."""
        ends = [-1, *(at for at, token in enumerate(tokens) if token.key in vocabulary.BASES)]
        counts = [sum(token.key not in _PRINTED and not _GOAL.fullmatch(token.key) for token in tokens[a + 1 : b])
                  for a, b in itertools.pairwise(ends)]  # fmt: skip
        return len(counts) >= _FEWEST and counts.count(2) >= _WHOLE * len(counts)

    @staticmethod
    def _open_levels(tokens: Sequence[Token]) -> dict[int, float]:
        """Where a department may word a second level itself: after its first level, or alone on a later line."""
        found: dict[int, float] = {}
        inside = False
        for at, token in enumerate(tokens):
            if token.key in vocabulary.LEVELS and token.key not in ("成本指标", "满意度指标"):
                inside = token.key in vocabulary.FREE_LEVELS
            elif inside and tokens[at - 1].key in vocabulary.FREE_LEVELS:
                found[at] = 1.0
            elif inside and token.key not in _PRINTED and not _NUMBER.match(token.key):
                found[at] = 1.8
        return found
