"""支出功能分类 (类 3, 款 5, 项 7 digits), 部门预算支出经济分类 (类 3, 款 5), 资金性质: codes read and rolled up.

A code counts at the level asked for: 2080705 stands under 20807 by 款 and under 208 by 类. One that is shorter than the
level (a budget given at 20807 in a list by 项) stands there as itself, said to be 未细分: beside the items under its
parent, never spread over them and never left out. Pure.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from workflow.execution.class_lists import ECONOMIC, FUNCTION, NATURE, SHIPPED, CodeRow

SIZES: dict[str, tuple[int, ...]] = {FUNCTION: (3, 5, 7), ECONOMIC: (3, 5)}
"""How long a code is at each level of its list; natures have no levels."""
LEVEL_WORDS: dict[int, tuple[str, str]] = {3: ("类", "class"), 5: ("款", "section"), 7: ("项", "item")}
NOT_SPLIT = ("（未细分）", " (not split further)")
_DIGITS = re.compile(r"\d*")


@dataclass(frozen=True)
class ClassCodes:
    """What an entry says it belongs to; "" = nothing."""

    function_code: str = ""
    economic_code: str = ""
    nature: str = ""


UNCLASSED = ClassCodes()
CODE_FIELDS: dict[str, str] = {"function_code": FUNCTION, "economic_code": ECONOMIC, "nature": NATURE}
"""Field of ``ClassCodes`` → its list."""


@dataclass(frozen=True)
class CodeLists:
    """The lists of one year: names by (list, code), and by list what is printed instead of a code."""

    names: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, list_name: str, code: str) -> tuple[str, str] | None:
        """What the code is called; None for one that is not listed."""
        return self.names.get((list_name, code))

    def canonical(self, list_name: str, raw: str) -> str:
        """The code that is meant: an alias resolved, of "2080705 公益性岗位补贴" the number; else as typed."""
        text = raw.strip()
        code = self.aliases.get(list_name, {}).get(text, text)
        if list_name not in SIZES:
            return code
        leading = _DIGITS.match(code)
        return leading.group() if leading and leading.group() else code

    def options(self, list_name: str) -> list[tuple[str, tuple[str, str]]]:
        """(code, words) of a list, in the order of its codes."""
        return [(code, words) for (name, code), words in self.names.items() if name == list_name]


@cache
def _shipped(year: int) -> CodeLists:
    return _lists(year, SHIPPED)


def lists_of(year: int, more: Sequence[CodeRow] = ()) -> CodeLists:
    """What holds in a year; a row of ``more`` takes the place of one that is shipped."""
    return _lists(year, (*SHIPPED, *more)) if more else _shipped(year)


def _lists(year: int, rows: Iterable[CodeRow]) -> CodeLists:
    names: dict[tuple[str, str], tuple[str, str]] = {}
    aliases: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.year_from <= year <= row.year_to:
            names[row.list_name, row.code] = row.words
            for alias in row.aliases:
                aliases.setdefault(row.list_name, {})[alias] = row.code
    return CodeLists(names, aliases)


def size_of(list_name: str, code: str) -> int:
    """The longest level the leading digits of a code reach; 0 = it is no code."""
    leading = _DIGITS.match(code)
    digits = len(leading.group()) if leading else 0
    return max((size for size in SIZES[list_name] if size <= digits), default=0)


def place(list_name: str, code: str, level: int) -> str:
    """Where a code stands in a list by ``level`` (3, 5 or 7); what is no code stands as it is printed."""
    size = min(size_of(list_name, code), level)
    return code[:size] if size else code


def is_code(lists: CodeLists, list_name: str, code: str) -> bool:
    """Whether it may be entered: a listed nature; else as long as a level is, under a 类 that is listed."""
    if list_name not in SIZES:
        return lists.words(list_name, code) is not None
    whole = code.isdecimal() and len(code) in SIZES[list_name]
    return whole and lists.words(list_name, code[:3]) is not None
