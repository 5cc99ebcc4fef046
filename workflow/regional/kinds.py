"""Kinds of regional settings: how one is typed, stored as JSON, and said in words. Pure.

A kind reads one line of text (a page with several fields joins them by commas), as the command line gives it; ``show``
gives the line again, ``words`` says the value to people in Chinese and English.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from workflow.money import fen_from_wan, wan, wan_grouped

Words = tuple[str, str]
"""Chinese and English."""
_YES_NO = {"yes": True, "no": False, "是": True, "否": False}
_BETWEEN = re.compile(r"[,、;\s]+")


@dataclass(frozen=True)
class Fault:
    """Why a field cannot be read: code and facts of a sentence in ``notifications.refusals``."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """What was typed is no value of this kind."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.fault = Fault(code, facts)


class Kind(Protocol):
    """What the page, the command line and the audit log need of a setting's values."""

    empty_is_default: bool

    def read(self, text: str) -> Any:
        """The value as it is stored; raises ``Unreadable``."""

    def show(self, value: Any) -> str:
        """The line that ``read`` reads."""

    def words(self, value: Any) -> Words:
        """For people, with its unit."""

    def hint(self) -> Words:
        """What may be typed."""


def tidy(text: str) -> str:
    """Full-width figures and signs as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True)
class YesNo:
    """A switch."""

    empty_is_default = True

    def read(self, text: str) -> bool:
        if text.lower() not in _YES_NO:
            raise Unreadable("setting_not_yes_no", raw=text)
        return _YES_NO[text.lower()]

    def show(self, value: bool) -> str:
        return "yes" if value else "no"

    def words(self, value: bool) -> Words:
        return ("是", "yes") if value else ("否", "no")

    def hint(self) -> Words:
        return ("是或否", "yes or no")


@dataclass(frozen=True)
class Choice:
    """One of several codes, each with its words."""

    options: tuple[tuple[str, Words], ...]
    empty_is_default = True

    def read(self, text: str) -> str:
        if text not in dict(self.options):
            raise Unreadable("not_a_choice", raw=text)
        return text

    def show(self, value: str) -> str:
        return value

    def words(self, value: str) -> Words:
        return dict(self.options)[value]

    def hint(self) -> Words:
        codes = [code for code, _words in self.options]
        return "、".join(codes), ", ".join(codes)


@dataclass(frozen=True)
class Whole:
    """A whole number of something, e.g. working days or minutes."""

    lowest: int
    highest: int
    unit: Words
    empty_is_default = True

    def read(self, text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            raise Unreadable("setting_not_whole", raw=text)
        if not self.lowest <= int(text) <= self.highest:
            raise Unreadable("threshold_out_of_range", raw=text, lowest=self.lowest, highest=self.highest)
        return int(text)

    def show(self, value: int) -> str:
        return str(value)

    def words(self, value: int) -> Words:
        return f"{value} {self.unit[0]}", f"{value} {self.unit[1]}"

    def hint(self) -> Words:
        return f"{self.lowest} 至 {self.highest}", f"{self.lowest} to {self.highest}"


@dataclass(frozen=True)
class Wan:
    """An amount in 万元, stored as a decimal string."""

    highest: Decimal
    empty_is_default = True

    def read(self, text: str) -> str:
        try:
            fen = fen_from_wan(text)
        except ValueError as fault:
            raise Unreadable(str(fault), raw=text) from None
        if not 0 <= Decimal(wan(fen)) <= self.highest:
            raise Unreadable("threshold_out_of_range", raw=text, lowest="0", highest=f"{self.highest:,f}")
        return wan(fen)

    def show(self, value: str | int) -> str:
        return wan(fen_from_wan(str(value)))

    def words(self, value: str | int) -> Words:
        shown = wan_grouped(fen_from_wan(str(value)))
        return f"{shown} 万元", f"{shown} (10,000 yuan)"

    def hint(self) -> Words:
        return f"0 至 {self.highest:,f}", f"0 to {self.highest:,f}"


@dataclass(frozen=True)
class WordList:
    """Words to look for; none is allowed and finds nothing."""

    most: int
    longest: int
    empty_is_default = False

    def read(self, text: str) -> list[str]:
        found = list(dict.fromkeys(word for word in _BETWEEN.split(text) if word))
        if len(found) > self.most or any(len(word) > self.longest for word in found):
            raise Unreadable("setting_words_too_many", most=self.most, longest=self.longest)
        return found

    def show(self, value: Sequence[str]) -> str:
        return "、".join(value)

    def words(self, value: Sequence[str]) -> Words:
        return ("、".join(value), ", ".join(value)) if value else ("不按字词判断", "no words")

    def hint(self) -> Words:
        return f"用顿号分开，最多 {self.most} 个；可以留空", f"comma between words, {self.most} at most; may be empty"


@dataclass(frozen=True)
class Bands:
    """The least score of each grade but the last, best first; they may neither meet nor cross."""

    names: tuple[Words, ...]
    full: int
    empty_is_default = True

    def read(self, text: str) -> list[int]:
        found = [part for part in _BETWEEN.split(text) if part]
        if len(found) != len(self.names):
            raise Unreadable("setting_bands_missing", count=len(self.names))
        for part in found:
            if not re.fullmatch(r"\d{1,9}", part, re.ASCII):
                raise Unreadable("setting_not_whole", raw=part)
        scores = [int(part) for part in found]
        if any(lower >= upper for upper, lower in zip([self.full + 1, *scores], [*scores, 0], strict=True)):
            raise Unreadable("setting_bands_overlap", raw="、".join(found), full=self.full)
        return scores

    def show(self, value: Sequence[int]) -> str:
        return ",".join(map(str, value))

    def words(self, value: Sequence[int]) -> Words:
        zh, en = (
            ", ".join(f"{name[at]} ≥{score}" for name, score in zip(self.names, value, strict=True)) for at in (0, 1)
        )
        return zh.replace(", ", "，"), en

    def hint(self) -> Words:
        return f"1 至 {self.full} 的整数，由高到低", f"whole numbers from 1 to {self.full}, falling"
