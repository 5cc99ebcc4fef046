"""Tables printed as text whose rows begin at their top: the lines after the one with the standard go on with its cells.

Other tables print their cells centred, the standard somewhere in the middle; those are left to the decoder.
"""

from collections.abc import Sequence

from workflow.documents.intake import vocabulary
from workflow.documents.intake.costs import value_cost
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.tokens import LEVEL_NAMES, Token, glued

_PRINTED = frozenset({*LEVEL_NAMES, *vocabulary.BASES, *vocabulary.CATEGORIES})
_LEVEL_TAILS = frozenset({"标", "指标"})
_SHARE = 0.8
"""Of the lines with a level name so many must have their standard beside it."""
_FEWEST = 3


def unfolded(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the lower lines of a row put to the cells they go on with; unchanged if rows are centred."""
    lines: list[list[Token]] = []
    for token in tokens:
        if not lines or lines[-1][0].row != token.row:
            lines.append([])
        lines[-1].append(token)
    if not _from_the_top(lines):
        return list(tokens)
    names = max((_size(line[at[0]]) for line in lines if _closed(line) and (at := _cells(line))), default=0.0)
    whole: list[list[Token]] = []
    widths: list[float] = []
    for line in lines:
        if _closed(line) or not whole or not _cells(whole[-1]):
            whole.append(list(line))
            widths = [_size(token) for token in line]
        else:
            widths = _put(line, whole[-1], widths, names)
    return [token for line in whole for token in line]


def _from_the_top(lines: Sequence[Sequence[Token]]) -> bool:
    levelled = [line for line in lines if any(token.key in LEVEL_NAMES for token in line)]
    closed = sum(_closed(line) for line in levelled)
    if any(_closed(line) and line[0].key not in _PRINTED and value_cost(line[0].key) == 0 for line in lines):
        return False
    return len(levelled) >= _FEWEST and closed >= _SHARE * len(levelled)


def _closed(line: Sequence[Token]) -> bool:
    return any(token.key in vocabulary.BASES for token in line)


def _cells(line: Sequence[Token]) -> list[int]:
    """Where the name and the values of a row stand."""
    return [at for at, token in enumerate(line) if token.key not in _PRINTED and not goal_label(token.text)]


def _size(token: Token) -> float:
    """How much of its column a piece fills; some extractions count a digit as wide as a Chinese sign."""
    return max(token.width, float(len(token.text)))


def _put(line: Sequence[Token], row: list[Token], widths: Sequence[float], names: float) -> list[float]:
    """Each piece goes to the name while that fills its column, else to the value that does not end with a number."""
    cells = _cells(row)
    pieces = [token for token in line if token.key not in _LEVEL_TAILS]
    new = [0.0] * len(row)
    for piece in pieces:
        name, *values = cells
        full = widths[name] >= names - 1
        texts = [at for at in values if value_cost(row[at].key) > 0]
        at = name if full or not texts else texts[-1]
        row[at] = glued(row[at], piece.raw)
        new[at] = _size(piece)
    return new
