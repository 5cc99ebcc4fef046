"""Marks of state secrets (密级): 机密★10年 anywhere, or 密级：机密 and a bare 机密 near the top of the document.

The ordinary words (保密, 商业秘密 in a sentence) are no mark. Source: 保守国家秘密法, and GB/T 9704-2012 7.2.2, which
prints 密级 and ★ 保密期限 in the upper left corner of the first page.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from workflow.documents.intake.source import Block, Line

_TOP = 25
"""Lines and rows from the top of the document in which a mark without a star is looked for."""

_LEVEL = r"(?:秘\s*密|机\s*密|绝\s*密)"
_STARRED = re.compile(rf"(?<!商业)({_LEVEL})\s*(?:级|件)?[\s|]*(?:[★☆⭐✯✩✭✰]|[*＊]\s*(?:\d|长期))")
_LABELLED = re.compile(
    rf"(?:密\s*级|秘\s*密\s*等\s*级)\s*[】\])）]?\s*[:：|\s]\s*[【\[(（]?(?:☐\s*[^\s☐☑]+\s*)*(?:☑\s*)?({_LEVEL})"
)
_ALONE = re.compile(rf"[【\[(（《]?\s*({_LEVEL})\s*(?:级|件|文件)?\s*[】\])）》]?\s*(?:\d+\s*(?:年|个月)|长期)?")


def secret_mark(blocks: Iterable[Block], margins: Iterable[str]) -> str:
    """The level the document is marked with; empty if it bears no mark."""
    for text in map(_spaced, margins):
        if found := _STARRED.search(text) or _LABELLED.search(text) or _ALONE.fullmatch(text.strip()):
            return _plain(found[1])
    for number, text in enumerate(map(_spaced, _rows(blocks))):
        found = _STARRED.search(text)
        if number < _TOP:
            found = found or _LABELLED.search(text) or _ALONE.fullmatch(text.strip())
        if found:
            return _plain(found[1])
    return ""


def _spaced(text: str) -> str:
    """White space of any length is one blank: no pattern has to try where it may be divided."""
    return " ".join(text.split())


def _rows(blocks: Iterable[Block]) -> Iterator[str]:
    """Lines, and the rows of tables with a separator between cells, from the top."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from ("|".join(cell.text for cell in row).strip("|") for row in islice(block.rows, None))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
