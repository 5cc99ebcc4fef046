"""What two indicators must share to be one entry of the library, and what an entry is found by. Pure."""

import re
import unicodedata

from workflow import pinyin

_SIGNS = re.compile(r"[\W_]+")
LONGEST_NAME = 200


def name_key(name: str) -> str:
    """The name without blanks, signs, width and case: 培训 合格率（%） and 培训合格率(%) are one."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name)).lower()[:LONGEST_NAME]


def search_text(name: str, sort_key: str) -> str:
    """Name, full pinyin and initials; looked through as one text."""
    return f"{name} {sort_key.replace(' ', '')} {pinyin.initials(name)}".lower()
