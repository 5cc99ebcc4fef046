"""Tables printed as text whose rows begin at their top: the lines after the one with the standard go on with its cells.

Other tables print their cells centred, the standard somewhere in the middle; those are left to the decoder.
"""

from collections.abc import Sequence

from workflow.documents.intake import vocabulary
from workflow.documents.intake.costs import value_cost
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.tokens import LEVEL_NAMES, Token, glued, reaching

_PRINTED = frozenset({*LEVEL_NAMES, *vocabulary.BASES, *vocabulary.CATEGORIES})
_LEVEL_TAILS = frozenset({"标", "指标"})
_OPEN = ("、", "，", ",", ";", "(")
"""A text that ends so goes on."""
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
            whole.append(line[1:] if len(line) > 1 and line[0].key in _LEVEL_TAILS else list(line))
            widths = [_size(token) for token in line]
        else:
            widths = _put(line, whole[-1], widths, names)
    return [token for line in whole for token in line]


def _from_the_top(lines: Sequence[Sequence[Token]]) -> bool:
    levelled = [line for line in lines if any(token.key in LEVEL_NAMES for token in line)]
    closed = sum(_closed(line) for line in levelled)
    if any(_begins_with_value(line) for line in lines):
        return False
    return len(levelled) >= _FEWEST and closed >= _SHARE * len(levelled)


def _begins_with_value(line: Sequence[Token]) -> bool:
    """A value beside its standard, the name on lines of its own before it."""
    return _closed(line) and line[0].key not in _PRINTED and value_cost(line[0].key) < (1.0 if len(line) == 2 else 0.1)


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
    new = [0.0] * len(row)
    for piece in line:
        at = _below(piece, row)
        if at is None:
            at = None if piece.key in _LEVEL_TAILS else _by_fill(row, widths, names)
        if at is None or row[at].key in _PRINTED:
            continue
        row[at] = reaching(glued(row[at], piece.raw), piece.span)
        new[at] = _size(piece)
    return new


def _below(piece: Token, row: Sequence[Token]) -> int | None:
    """The cell that the piece stands under on its page; None where the places are not known or fit no cell."""
    if piece.span is None or not all(token.span for token in row):
        return None
    left, right = piece.span
    under = {at: min(right, token.span[1]) - max(left, token.span[0]) for at, token in enumerate(row) if token.span}
    at = max(under, key=under.__getitem__)
    return at if under[at] > 0 else None


def _by_fill(row: Sequence[Token], widths: Sequence[float], names: float) -> int:
    """The name while its line fills its column or no value can go on; else the last value that can."""
    name, *values = _cells(row)
    full = widths[name] >= names - 1
    texts = [at for at in values if value_cost(row[at].key) > 0 or row[at].key.endswith(_OPEN)]
    return name if not texts or (full and not row[texts[-1]].key.endswith(_OPEN)) else texts[-1]
