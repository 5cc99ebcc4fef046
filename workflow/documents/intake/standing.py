"""Indicator tables in which every row stands under its heading: read by column, whatever cells are blank.

Only where nothing speaks against it: each row has a name, each known word is in a column of its own kind, each second
level belongs to its first. One row that does not stand sends the whole table to the decoder, which knows shifted cells.
"""

import re
from collections.abc import Mapping, Sequence

from workflow.documents.intake import vocabulary
from workflow.documents.intake.costs import SKIP
from workflow.documents.intake.decode import Decoded
from workflow.documents.intake.tokens import LEVEL_NAMES, Token

_NUMBER = re.compile(r"^[≥≤=<>]?-?\d")
_VALUE = re.compile(r"^[≥≤=<>±]{0,2}-?\d[\d,.]*%?[万亿]?[\u4e00-\u9fffA-Za-z]{0,3}$")
"""A number with a unit is no name of an indicator; 5G基站建设数 is one."""


def standing(tokens: Sequence[Token], columns: Mapping[int, str], level1: str) -> list[Decoded] | None:
    """The rows by their columns, None where any of them does not stand; ``level1`` is what holds from above."""
    rows: list[Decoded] = []
    for token in tokens:
        if token.boundary not in ("row", "cell"):
            return None
        if token.boundary == "row" or not rows:
            rows.append(Decoded())
        roles = {columns.get(at, "") for at in range(token.column, token.column + token.columns)}
        role = roles.pop() if len(roles) == 1 else ""
        if not role or role in rows[-1].parts or not _stands(token, role):
            return None
        rows[-1].parts[role] = [token]
    return rows if _levels_hold(rows, level1) else None


def _stands(token: Token, role: str) -> bool:
    """Whether the text can be what its column says."""
    key = token.key
    if role == "level1":
        return key in vocabulary.LEVELS
    if role == "level2":
        return key in LEVEL_NAMES
    if role == "level3":
        return key not in _KNOWN and not _VALUE.match(key)
    if role == "basis":
        return key in vocabulary.BASES or not (key in LEVEL_NAMES or _NUMBER.match(key))
    return key not in _KNOWN


def _key(row: Decoded, role: str) -> str:
    return next((token.key for token in row.parts.get(role, ())), "")


def _levels_hold(rows: Sequence[Decoded], level1: str) -> bool:
    level2 = ""
    for row in rows:
        first, second = _key(row, "level1"), _key(row, "level2")
        if not row.parts.get("level3") or (first and first != level1 and not second):
            return False
        level1, level2 = first or level1, second or level2
        if not level1 or (second and second not in vocabulary.LEVELS.get(level1, ())):
            return False
        row.cost = 0.0 if row.parts.get("target") else SKIP["target"]
    return True


_KNOWN = frozenset({*LEVEL_NAMES, *vocabulary.BASES})
