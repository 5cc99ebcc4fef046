"""A sentence in both languages, filled with facts.

It says what happened, to what, and what to do next. ``{names}`` are filled from the facts.
"""

from collections.abc import Mapping
from typing import Any

Sentence = tuple[str, str]


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def say(sentences: Mapping[str, Sentence], code: str, facts: Mapping[str, Any], language: str = "zh") -> str:
    """The sentence of a code with its facts filled in; a code without a sentence shows itself (a test forbids it)."""
    zh, en = sentences.get(code, (code, code))
    return (en if language == "en" else zh).format_map(_Blank(facts)).lstrip(": ").rstrip("：: ")
