"""Text whose cells nothing separates: cut at the words of the forms, and each rest into a name and its values."""

import re

from workflow.documents.intake import vocabulary
from workflow.documents.intake.qualities import QUALITIES
from workflow.documents.intake.texts import squeeze
from workflow.indicators import ValueKind, parse

_NEEDED = 2
"""Second levels in one line that make it a run of cells."""

_LEVEL2 = sorted({name for names in vocabulary.LEVELS.values() for name in names if name.endswith("指标")})
_LEVEL2_WORD = re.compile("|".join(sorted(_LEVEL2, key=len, reverse=True)))
_SENTENCES = re.compile(
    rf"三级指标(?:名称)?:|[【\[](?:{_LEVEL2_WORD.pattern}|[^】\]]{{0,12}}指标)|(?:{_LEVEL2_WORD.pattern}):"
)
"""Indicators written out (``notations.py``) are no run of cells."""
_GOAL = r"(?:中?长期|中期|实施期|年度|总体)(?:绩效)?目标(?:\d{1,2}|[一二三四五六七八九十])(?!\d)"
_CUT_WORDS = sorted(
    {
        *_LEVEL2,
        *(name for name in vocabulary.LEVELS if name.endswith("指标")),
        *vocabulary.BASES,
        *vocabulary.CATEGORIES,
        *(word for word in vocabulary.HEADINGS if len(word) > 4),
        *(word for word in vocabulary.COLUMNS if len(word) > 3 and word not in ("年度指标值",)),
        "年度指标值", "指标值",
        *(word for word in (*vocabulary.FIELDS, *vocabulary.AMOUNTS, *vocabulary.SECTIONS) if len(word) > 3),
    },
    key=len,
    reverse=True,
)  # fmt: skip
_TITLE = r"(?:(?:19|20)\d\d年度?)?[\u4e00-\u9fff()（）]{0,24}?(?:申报表|批复表|自评表|监控表|目标批复)"
_CUT = re.compile(rf"({_TITLE}|{_GOAL}|{'|'.join(map(re.escape, _CUT_WORDS))})")
_OPENERS = {*vocabulary.HEADINGS, *vocabulary.FIELDS, *vocabulary.AMOUNTS, *vocabulary.SECTIONS, "目标名称", "一级指标"}
_OPENS = re.compile(rf"{_TITLE}|{'|'.join(map(re.escape, sorted(_OPENERS, key=len, reverse=True)))}")
"""Words a new line would begin with."""
_MEASURE = r"[≥≤=<>≈]?-?\d[\d,]*(?:\.\d+)?(?:[%‰][至到~]?|/\d+万?|[万亿]?[^\d≥≤=<>≈%\s]{0,5}?)"
_MEASURES = re.compile(rf"(?:{_MEASURE}){{1,5}}$")
_ONE = re.compile(rf"{_MEASURE}(?=[≥≤=<>≈\d]|$)")
_MEASURED = (ValueKind.quantitative, ValueKind.multi_part, ValueKind.deadline)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_START = re.compile(r"(?<![\d≥≤=<>≈.,])[≥≤=<>≈\d]")
_QUALITIES = sorted(QUALITIES, key=len, reverse=True)


def is_run(text: str) -> bool:
    """Whether one line holds many cells: at least two second levels, or a level and a heading."""
    key = squeeze(text)
    seconds = [word for word in _LEVEL2_WORD.findall(key) if word not in vocabulary.LEVELS]
    return len(seconds) >= _NEEDED and not _SENTENCES.search(key)


def cut(text: str) -> list[list[str]]:
    """The cells of a run, a list for each line it would be printed on; blanks separate where there are any."""
    lines: list[list[str]] = []
    words = text.split()
    spaced = len(words) > len(_CUT.findall(text))
    for part in filter(None, words if spaced else (part for word in words for part in _CUT.split(word))):
        whole = _CUT.fullmatch(part) is not None
        if not lines or _OPENS.fullmatch(re.split("[:：]", part)[0]):
            lines.append([])
        cell = part.strip(":：")
        lines[-1].extend([cell] if whole or spaced else split_value(cell) if cell else [])
    return [[cell for cell in line if cell] for line in lines if any(line)]


def split_value(text: str) -> list[str]:
    """名≥5次 → 名, ≥5次; a text without recognisable value stays whole. Several values in a row are told apart."""
    key = squeeze(text)
    starts = [found.start() for found in _START.finditer(key, 1)]
    for is_value in (_is_measure, lambda rest: parse(rest).kind in _MEASURED):
        for at in starts:
            if is_value(key[at:]):
                return [key[:at], *_measures(key[at:])]
    for word in _QUALITIES:
        if key.endswith(word) and len(key) - len(word) >= 3:
            return [key[: -len(word)], word]
    return [key]


def _is_measure(text: str) -> bool:
    """Nothing but numbers with their units; a year that is no date belongs to what stands before it."""
    return _MEASURES.fullmatch(text) is not None and (not _YEAR.match(text) or parse(text).kind is ValueKind.deadline)


def _measures(text: str) -> list[str]:
    """20人20人17人6% → four values; one value that parses whole stays one."""
    if parse(text).kind is not ValueKind.qualitative and not re.search(r"[^\d.,]\d.*[^\d.,]\d", text):
        return [text]
    found = _ONE.findall(text)
    return found if "".join(found) == text and len(found) > 1 else [text]
