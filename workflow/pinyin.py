"""Pinyin for sorting and search: no database collation is relied on (PostgreSQL may lack ICU, SQLite has none).

The phrase table is loaded by the first name, not by the import: most processes and every start do without it.
"""

LONGEST_KEY = 400
LONGEST_INITIALS = 200


def sort_key(name: str) -> str:
    """Full pinyin without tones, e.g. 劳动保障 → "lao dong bao zhang": sorts as people look names up."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name)).lower()[:LONGEST_KEY]


def initials(name: str) -> str:
    """First letters, e.g. 劳动保障 → "ldbz"; Latin letters and digits stay."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:LONGEST_INITIALS]
