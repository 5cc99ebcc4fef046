"""The head of an approval letter (批复) by the elements of GB/T 9704: 文号, title, addressee, date; and its code.

A letter begins with a line that is nothing but a number (鄂州财绩发〔2025〕3号); what does not follow stays blank.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from workflow.documents.intake.reading import LetterRead
from workflow.documents.intake.tokens import Row

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}[〔\[(【](?:19|20)\d\d[〕\])】](?:第)?\d{1,5}号")
_VOIDED = re.compile(rf"原({_NUMBER.pattern}).{{0,20}}(?:作废|废止)")
_TITLE_ENDS = re.compile(r"(?:通知|批复|函|意见|决定)$")
_DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_CODE = re.compile(r"核验码[:：]?([0-9a-fA-F-]{8,80})")
_TITLE_ROWS, _LETTER_ROWS, _LONGEST_ADDRESSEE = 5, 80, 80


def letters(rows: Sequence[Row]) -> Iterator[LetterRead]:
    """Every letter whose number stands alone on a line and whose title follows."""
    for at, row in enumerate(rows):
        if row.table < 0 and _NUMBER.fullmatch(row.key):
            letter = _letter(rows, at)
            if letter.title:
                yield letter


def is_code(rows: Iterable[Row]) -> bool:
    """Whether a table is only the picture and the words that a letter or form is checked by."""
    return "".join(row.key for row in rows).startswith(("核验码", "版本码"))


def _letter(rows: Sequence[Row], at: int) -> LetterRead:
    title, after = _title(rows, at + 1)
    below = rows[after : after + _LETTER_ROWS]
    addressee = below[0].key.rstrip(":：") if below and below[0].key.endswith((":", "：")) else ""
    issuer = rows[at - 1].key.removesuffix("文件") if at else ""
    day = next((found for row in below if (found := _DAY.fullmatch(row.key))), None)
    text = "".join(row.key for row in below)
    voided, code = _VOIDED.search(text), _CODE.search(text)
    return LetterRead(
        issuer=issuer,
        number=rows[at].key,
        title=title,
        addressee=addressee if len(addressee) <= _LONGEST_ADDRESSEE else "",
        day=_iso(day) if day else "",
        voids=voided[1] if voided else "",
        code=code[1] if code else "",
    )


def _title(rows: Sequence[Row], start: int) -> tuple[str, int]:
    """The lines up to one that ends like a title, and the row after them."""
    title = ""
    for at in range(start, min(start + _TITLE_ROWS, len(rows))):
        title += rows[at].key
        if _TITLE_ENDS.search(title):
            return title, at + 1
    return "", start


def _iso(found: re.Match[str]) -> str:
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""
