"""One spelling for what people, spreadsheets and scanners write in many."""

import re
import unicodedata
from functools import lru_cache

_LATEX = (
    (re.compile(r"\\(?:geqslant|geqq|geq|ge)(?![A-Za-z])"), "≥"),
    (re.compile(r"\\(?:leqslant|leqq|leq|le)(?![A-Za-z])"), "≤"),
    (re.compile(r"\\(?:approx|sim)(?![A-Za-z])"), "≈"),
    (re.compile(r"\\(?:text|mathrm|mbox)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\([%&#_,;! ])"), r"\1"),
    (re.compile(r"\$"), ""),
)
_SIGNS = str.maketrans(
    {
        "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "〉": ">", "〈": "<", "﹥": ">", "﹤": "<", "≒": "≈",
        "—": "-", "–": "-", "−": "-", "―": "-", "─": "-", "〜": "~", "∼": "~", "∕": "/", "⁄": "/", "【": "(", "】": ")",
        "〔": "(", "〕": ")", "﹪": "%", "٪": "%",
    }
)  # fmt: skip
_COMPARATORS = (
    (re.compile(r"[>≥]=+|=+[>≥]"), "≥"),
    (re.compile(r"[<≤]=+|=+[<≤]"), "≤"),
    (re.compile(r"={2,}"), "="),
)
_SPOKEN_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)")
_PERCENT_WORD = re.compile(r"(?<=\d)个?百分比")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_END = re.compile(r"[。．.;,、]+$")


SHORT = 200
"""Names and targets are read by dozens of rules, and again with every move; long texts are not worth keeping."""


def plain(raw: str) -> str:
    """Without blanks, LaTeX, wide signs and a final stop; comparators as ≥ ≤ > < = ≈. Texts stay as they are."""
    return _kept(raw) if len(raw) <= SHORT else _plain(raw)


def _plain(raw: str) -> str:
    text = raw
    for pattern, sign in _LATEX:
        text = pattern.sub(sign, text)
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    text = _BLANKS.sub("", text)
    text = _PERCENT_WORD.sub("%", _SPOKEN_PERCENT.sub(r"\1%", text))
    for pattern, sign in _COMPARATORS:
        text = pattern.sub(sign, text)
    return _END.sub("", text)


_kept = lru_cache(maxsize=8192)(_plain)
