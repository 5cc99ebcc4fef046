"""Indicators in sentences: 【产出指标-数量指标】指标1:名(≥77台), 数量指标：名≥5次；…, 三级指标：名 指标值：≥5次."""

import re
from collections.abc import Iterator, Sequence

from workflow.documents.intake import vocabulary
from workflow.documents.intake.costs import value_cost
from workflow.documents.intake.decode import Decoded
from workflow.documents.intake.headings import role_of
from workflow.documents.intake.runs import split_value
from workflow.documents.intake.texts import clean, squeeze
from workflow.documents.intake.tokens import LEVEL_NAMES, Row, Token

_LEVELS = {name: name for name in LEVEL_NAMES} | {
    name.removesuffix("指标"): name for name in LEVEL_NAMES if name.endswith("指标")
}
_BRACKET = re.compile(r"[【\[〔]([^】\]〕]{2,20})[】\]〕]")
_BETWEEN_LEVELS = re.compile(r"[-—–－/·→>:：]+")
_ENTRY = re.compile(
    r"(?:三级)?指标\s*\d{1,2}\s*[:：、.．]?|(?<![\d.(（])\d{1,2}[.、．)）](?!\d)|[①-⑳]|(?<![^\s；;，,。、:：])[(（]\d{1,2}[)）]"
)
_LEVEL_WORDS = "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True))
_LEVEL_COLON = re.compile(rf"(?:^|[\s。；;，,、.．)）\d])({_LEVEL_WORDS})\s*(?:[(（][^()（）]{{0,12}}[)）])?\s*[:：]")
_VALUE_IN_BRACKETS = re.compile(r"^(.{2,}?)[(（]([^()（）]+)[)）]$")
_MARKS = " ；;，,。、:：\n"
_STOP = re.compile(r"[；;。\n]|(?<=[^\d]),(?=\S{3})")
_LABELLED = re.compile(
    r"([\u4e00-\u9fff（）()]{2,12})\s*[:：]\s*([^:：]*?)(?=(?:[；;，,。/|\s]|\b){0,8}[\u4e00-\u9fff（）()]{2,12}\s*[:：]|$)",
    re.S,
)
_LINE = re.compile(r"^([^:：]{1,12})[:：](.*)$", re.S)
_ORDER = ("goal", "level1", "level2", "level3", "target", "weight", "basis", "actual", "score")


def listed(rows: Sequence[Row], at: int) -> tuple[list[Decoded], int]:
    """Indicators with a line for each label (一级指标：… / 二级指标：… / …) and how many lines they take; none: 0."""
    pairs: list[tuple[str | None, str]] = []
    end = at
    while end < len(rows) and rows[end].table < 0:
        found = _LINE.match(" ".join(token.raw for token in rows[end].tokens))
        role = role_of(found[1]) if found else None
        if found is None or role not in _ORDER:
            break
        pairs.append((role, found[2].strip()))
        end += 1
    if end - at < 2 or "level3" not in {role for role, _ in pairs}:
        return [], 0
    return list(_rows(_whole(rows[at]), pairs)), end - at


def read(row: Row) -> list[Decoded]:
    """The indicators the texts of a row say in one of these ways; none for ordinary rows."""
    found: list[Decoded] = []
    for token in row.tokens if row.table >= 0 else (_whole(row),):
        found.extend(_bracketed(token) or _labelled(token) or _prose(token))
    return found


def _whole(row: Row) -> Token:
    text = " ".join(token.raw for token in row.tokens)
    first = row.tokens[0]
    return Token(text, clean(text), squeeze(text), first.row, first.boundary, first.where)


def _decoded(token: Token, cost: float, **parts: str) -> Decoded:
    pieces = {
        role: [Token(text, clean(text), squeeze(text), token.row, "cut", token.where)]
        for role, text in parts.items()
        if text
    }
    return Decoded(pieces, cost)


def _bracketed(token: Token) -> list[Decoded]:
    parts = _BRACKET.split(token.raw)
    found: list[Decoded] = []
    for levels, text in zip(parts[1::2], parts[2::2], strict=True):
        names = [_LEVELS.get(squeeze(name)) for name in _BETWEEN_LEVELS.split(levels)]
        if not any(names):
            continue
        second = names[-1] or ""
        first = (names[0] or "") if len(names) > 1 else ""
        found.extend(_entries(token, text, level1=first, level2=second))
    return found


def _entries(token: Token, text: str, **levels: str) -> Iterator[Decoded]:
    pieces = [piece for piece in _ENTRY.split(text) if piece.strip(_MARKS)]
    if len(pieces) < 2:
        pieces = [piece for part in pieces for piece in _STOP.split(part)]
    keys = [key for piece in pieces if (key := piece.strip(_MARKS))]
    bracketed = all(_VALUE_IN_BRACKETS.match(key) for key in keys)
    for key in keys:
        if key:
            name, value = _named(key, bracketed=bracketed)
            yield _decoded(token, 0.5 if value else 4.0, level3=name, target=value, **levels)


def _named(key: str, *, bracketed: bool) -> tuple[str, str]:
    """A name with its value in brackets (all entries have some), after a colon, or right behind it."""
    inside = _VALUE_IN_BRACKETS.match(key)
    if inside and (bracketed or value_cost(squeeze(inside[2])) <= 1.0):
        return inside[1], inside[2]
    name, colon, value = key.replace("：", ":").partition(":")
    if colon and value:
        return name, value
    split = split_value(key)
    return split[0], "".join(split[1:])


def _prose(token: Token) -> list[Decoded]:
    marks = list(_LEVEL_COLON.finditer(token.raw))
    found: list[Decoded] = []
    first = ""
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        name = _LEVELS[squeeze(mark[1])]
        text = token.raw[mark.end() : after.start() + 1 if after else len(token.raw)]
        if name in vocabulary.LEVELS and name not in ("成本指标", "满意度指标"):
            first = name
            if not text.strip(" \n"):
                continue
        entries = [entry for entry in _entries(token, text, level1=first, level2=name if name != first else "")]
        if any(entry.text("target") for entry in entries):
            found.extend(entry for entry in entries if entry.text("target"))
    return found


def _labelled(token: Token) -> list[Decoded]:
    pairs = [(role_of(name), _ended(value)) for name, value in _LABELLED.findall(token.raw)]
    known = [(role, value) for role, value in pairs if role in _ORDER]
    if {"level3"} > {role for role, _ in known} or len(known) < 2:
        return []
    return list(_rows(token, known))


def _ended(value: str) -> str:
    """Without the stop of the line; a full stop stays where the value is a sentence."""
    bare = value.strip(" ；;，,/|\n")
    return bare.rstrip("。") if value_cost(squeeze(bare.rstrip("。"))) < 1.0 else bare


def _rows(token: Token, pairs: Sequence[tuple[str | None, str]]) -> Iterator[Decoded]:
    row: dict[str, str] = {}
    for role, value in pairs:
        if role in row or (role and row and _ORDER.index(role) < max(_ORDER.index(done) for done in row)):
            yield _decoded(token, 0.5, **row)
            row = {}
        if role:
            row[role] = value
    yield _decoded(token, 0.5, **row)
