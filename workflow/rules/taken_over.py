"""What was taken over from last year word for word: texts pair by pair, and the form as a whole."""

import re
from collections.abc import Iterator
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.copies import share, shingles, stripped
from workflow.rules.last_year import folded
from workflow.rules.settings import Threshold
from workflow.rules.swapped import folded_target

COPIED_FORM = Threshold(
    "copied_form_share",
    Decimal("0.98"),
    "全表与上年相同的比例",
    "Part of the whole form that is the same as last year's",
)
TEXTS = ("establishment_basis", "implementation_plan", "application_reason", "main_content")
_CITED = re.compile(r"《[^》]*》|[〔\[（(【]\d{4}[〕\])）】]\s*第?\d*\s*号?")
_FEWEST = 8
"""Cells: a form with less in it is hardly begun."""


def text_pairs(document: Declaration, before: Declaration) -> Iterator[tuple[str, str, str]]:
    """Path, text now, text then; goals by horizon and order."""
    for horizon in dict.fromkeys(goal.horizon for goal in document.goals):
        now, then = ([goal for goal in each.goals if goal.horizon == horizon] for each in (document, before))
        yield from ((f"goals/{one.uid}/text", one.text, other.text) for one, other in zip(now, then, strict=False))
    for field in TEXTS:
        yield f"basics/-/{field}", getattr(document, field), getattr(before, field)


def stale_year(text: str, year: int) -> str:
    """The words around the year where it is not the number or the title or the date of a document; "" = not named."""
    found = re.search(
        rf"[^，。；、\s]{{0,6}}{year}年(?!\d{{1,2}}月\d{{1,2}}日|第)[^，。；、\s]{{0,16}}", _CITED.sub("", text)
    )
    return found[0] if found else ""


def still_named(text: str, old: str, year: int) -> str:
    """The same where the old text spoke of its own year; a text that now compares itself with that year is right."""
    return stale_year(text, year) if stale_year(old, year) else ""


def same_part(text: str, old: str) -> Decimal:
    """How much of the text stands in the old one; short texts are the same or not."""
    one, other = stripped(text), stripped(old)
    pieces = shingles(one)
    return Decimal(str(share(pieces, shingles(other)))) if pieces else Decimal(one == other and bool(one))


def copied_form(document: Declaration, before: Declaration | None, least: Decimal) -> tuple[int, int] | None:
    """(same, all) cells if everything is last year's and some is out of date: years, columns 前年 and 上年.

    The same targets for the same money are in order as long as the form shows that somebody looked at it.
    """
    if before is None or before.fiscal_year >= document.fiscal_year:
        return None
    same = list(_same_cells(document, before))
    if len(same) < _FEWEST or Decimal(sum(same)) / len(same) < least or not _out_of_date(document, before):
        return None
    return sum(same), len(same)


def _same_cells(document: Declaration, before: Declaration) -> Iterator[bool]:
    yield from (
        folded_target(text) == folded_target(old) for _, text, old in text_pairs(document, before) if text.strip()
    )
    then = {(row.horizon, folded(row.level3), folded_target(row.target)) for row in before.indicators}
    for row in document.indicators:
        yield (row.horizon, folded(row.level3), folded_target(row.target)) in then
    yield (document.budget_year, document.budget_total) == (before.budget_year, before.budget_total)


def _out_of_date(document: Declaration, before: Declaration) -> bool:
    if any(still_named(text, old, before.fiscal_year) for _, text, old in text_pairs(document, before)):
        return True
    columns = [
        [(row.level3, row.prior_years) for row in each.indicators if any(row.prior_years)]
        for each in (document, before)
    ]
    moved = any(len({*priors, row.target}) > 1 for row in document.indicators if any(priors := row.prior_years))
    return bool(columns[0]) and columns[0] == columns[1] and moved
