"""Rows a page break cut: the tails of their cells stand after their standard, before the next row.

Only wrapped text has this; the tail is told by what the next row's first cell is known to be.
"""

import itertools
from collections.abc import Iterator, Sequence

from workflow.documents.intake.decode import Decoded
from workflow.documents.intake.labels import goal_label
from workflow.documents.intake.tokens import Token

_LEVEL_TAILS = frozenset({"标", "指标"})


def mend(rows: Sequence[Decoded], narrow: float) -> list[Decoded]:
    """The rows with their tails moved back to where they were cut from."""
    whole: list[Decoded] = []
    for row in rows:
        if whole and _is_tail(whole[-1], row):
            _put_back(whole[-1], row, narrow)
        else:
            whole.append(row)
    _move(whole, narrow)
    return whole


def _is_tail(before: Decoded, row: Decoded) -> bool:
    """A row of nothing but a name's piece on a line of its own, after a row that had its standard."""
    tokens = row.parts.get("level3", [])
    alone = set(row.parts) == {"level3"} and all(token.boundary == "line" for token in tokens)
    return alone and (bool(before.parts.get("basis")) or _text(tokens) in _LEVEL_TAILS)


def _put_back(before: Decoded, row: Decoded, narrow: float) -> None:
    tail = [token for token in row.parts["level3"] if token.key not in _LEVEL_TAILS]
    name, value = before.parts.get("level3", []), before.parts.get("target", [])
    wide = bool(name) and name[-1].width >= narrow - 1
    role = "target" if value and not wide and value[-1].width > (name[-1].width if name else 0) else "level3"
    before.parts.setdefault(role, []).extend(tail)


def _move(rows: Sequence[Decoded], narrow: float) -> None:
    labelled = any(goal_label(_text(row.parts.get("goal", ()))) for row in rows)
    for before, row in itertools.pairwise(rows):
        if not _text(before.parts.get("basis", ())) or not _text(row.parts.get("level3", ())):
            continue
        if labelled and row.parts.get("goal") and not goal_label(_text(row.parts["goal"])):
            before.parts.setdefault("level3", []).extend(row.parts.pop("goal"))
        elif row.parts.get("goal"):
            _by_goal(before, row)
        else:
            _by_name(before, row, narrow)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.key for token in tokens)


def _by_goal(before: Decoded, row: Decoded) -> None:
    """The goal cell repeats its indicator's name or the goal above: what stands before that is the tail."""
    goal = row.parts["goal"]
    whole = {_text(row.parts["level3"]), _text(before.parts.get("goal", ()))}
    start = next((at for at in range(1, len(goal)) if _text(goal[at:]) in whole), 0)
    if not start:
        return
    tail = [token for token in goal[:start] if token.key not in _LEVEL_TAILS]
    row.parts["goal"] = goal[start:]
    half = next((at for at in range(1, len(tail)) if _text(tail[:at]) == _text(tail[at:])), 0)
    if half and _text(before.parts.get("goal", ())) == _text(before.parts["level3"]):
        before.parts["goal"].extend(tail[:half])
        before.parts["level3"].extend(tail[half:])
        return
    for token in tail:
        beside = token.boundary in ("gap", "thin") and "target" in before.parts
        before.parts["target" if beside else "level3"].append(token)


def _line_ends(name: Sequence[Token]) -> Iterator[tuple[int, float]]:
    """Where each line of the name but its last one ends, and how wide it is."""
    wide = 0.0
    for at, token in enumerate(name[:-1], 1):
        wide += token.width
        if name[at].row != token.row:
            yield at, wide
            wide = 0.0


def _by_name(before: Decoded, row: Decoded, narrow: float) -> None:
    """A short piece inside a name ends the name above, if that one ended with a full line or in mid-sentence."""
    name, above = row.parts["level3"], before.parts.get("level3", [])
    if not above or any(role in row.parts for role in ("level1", "level2")) or name[0].boundary != "line":
        return
    end = next((at for at, wide in _line_ends(name) if wide < narrow - 1), 0)
    if above[-1].key.endswith(("、", "，", ",", "和", "及", "的")) and not end:
        end = 1 if len(name) > 1 else 0
    if end:
        above.extend(name[:end])
        row.parts["level3"] = name[end:]
