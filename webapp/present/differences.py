"""Differences in words: where, old → new, by how much; for the marks in the form, the comments and the difference."""

import re
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from webapp.i18n import _
from webapp.present.form_words import nature_words, source_words
from webapp.present.places import anchor, place_words, shown_at
from workflow import indicators
from workflow.canonical import Declaration, Profile
from workflow.documents.differences import Difference, diff
from workflow.documents.values import MONEY_FIELDS
from workflow.indicators import ValueKind
from workflow.money import fen_from_wan, wan_grouped
from workflow.queries.file_bases import Base
from workflow.queries.file_page import Content

View = dict[str, Any]

LONG_TEXT = 40
"""Longer texts are shown with the passages marked that differ, shorter ones as a whole."""
MOST_PASSAGES = 1_000
"""Beyond that nothing is marked inside: comparing takes the square of it."""


def differences(base: Base | None, content: Content) -> list[View]:
    """Every cell that differs from the base, in form order; nothing without a base."""
    return [difference_view(item, base.document, content) for item in found(base, content)] if base else []


def found(base: Base, content: Content) -> list[Difference]:
    """The bare differences."""
    return diff(base.document, content.document, base.origins)


def difference_view(item: Difference, before: Declaration, content: Content) -> View:
    """One cell in words."""
    where = before if item.kind == "removed" else content.document
    return {
        "path": item.path,
        "label": place_words(item.path, where, content.profile),
        "kind": item.kind,
        "old": value_words(item.path, item.old, before, content.profile),
        "new": value_words(item.path, item.new, content.document, content.profile),
        "delta": delta_words(item.path, item.old, item.new) if item.kind == "changed" else "",
        "passages": passages(item.old, item.new) if item.kind == "changed" else [],
        "href": f"#{anchor(shown_at(item.path))}" if item.kind != "removed" else "",
    }


def value_words(path: str, value: str, document: Declaration, profile: Profile) -> str:
    """What a person reads in the cell: no codes and no uids."""
    name = path.rpartition("/")[2]
    if not value:
        return ""
    if _is_money(name):
        return wan_grouped(fen_from_wan(value))
    if name == "goal":
        return next((goal.name for goal in document.goals if goal.uid == value), "") or _("removed row")
    if name == "nature":
        return nature_words(value) or value
    if name == "source":
        return source_words(profile, value)
    return f"{value}%" if name == "weight" else value


def delta_words(path: str, old: str, new: str) -> str:
    """``+30.00（+12.5%）`` of amounts, targets and weights; "" where nothing can be reckoned."""
    name = path.rpartition("/")[2]
    if _is_money(name):
        before, after = (fen_from_wan(text) if text else 0 for text in (old, new))
        step = wan_grouped(after - before)
        return _with_share(f"+{step}" if after > before else step, Decimal(before), Decimal(after))
    if name == "weight" and old and new:
        return _signed(Decimal(new) - Decimal(old))
    return _target_delta(old, new) if name == "target" else ""


def _is_money(name: str) -> bool:
    return name in MONEY_FIELDS or name.startswith("amounts.")


def _target_delta(old: str, new: str) -> str:
    """Between two single numbers of the same unit."""
    before, after = indicators.parse(old), indicators.parse(new)
    first, second = _number(before), _number(after)
    if first is None or second is None or first == second:
        return ""
    if (before.measure.unit, before.measure.per) != (after.measure.unit, after.measure.per):
        return ""
    if before.measure.unit == "%":
        return _("%(n)s points", n=_signed(second - first))
    return _with_share(_signed(second - first), first, second)


def _number(value: indicators.Value) -> Decimal | None:
    measure = value.measure
    if value.kind is not ValueKind.quantitative or value.parts:
        return None
    if measure.low is not None and measure.high is not None and measure.low != measure.high:
        return None
    return measure.low if measure.low is not None else measure.high


def _with_share(words: str, before: Decimal, after: Decimal) -> str:
    if not before:
        return words
    share = ((after - before) / abs(before) * 100).quantize(Decimal("0.1"))
    return _("%(step)s (%(share)s%%)", step=words, share=f"{share:+f}")


def _signed(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"+{text}" if number > 0 else text


def passages(old: str, new: str) -> list[tuple[str, str]]:
    """A long text as pieces ``same`` | ``del`` | ``ins``, cut where sentences and clauses end."""
    before, after = _clauses(old), _clauses(new)
    if max(len(old), len(new)) <= LONG_TEXT or not old or not new or max(len(before), len(after)) > MOST_PASSAGES:
        return []
    pieces: list[tuple[str, str]] = []
    for step, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(("same", "".join(before[first:last])))
            continue
        pieces += [(kind, text) for kind, text in (
            ("del", "".join(before[first:last])), ("ins", "".join(after[start:end])),
        ) if text]  # fmt: skip
    return pieces


def _clauses(text: str) -> list[str]:
    return re.findall(r"[^，。；、！？,;\n]*[，。；、！？,;\n]|[^，。；、！？,;\n]+", text)
