"""Which column of a payment file is what: the question about one file, and the list of what was said."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language
from webapp.present.exports import column_label
from webapp.present.paging import pager
from webapp.present.payments import may_load, tabs
from webapp.present.refusals import problem_texts
from webapp.present.times import moment
from webapp.present.vouchers import column_words
from workflow.documents.payment_columns import COLUMNS, REQUIRED, layout_of
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries.keyset import Window
from workflow.queries.payment_cases import LeftOver
from workflow.queries.payment_columns import KnownHeader
from workflow.queries.payments import BatchLine
from workflow.texts import whole

View = dict[str, Any]
PLACE = "column-"
SAMPLES = 3
"""Values of a column that are shown below its heading."""


def read_choice(form: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    """The row of the headings (from 0; -1 = none) and what was chosen for each column (place → key)."""
    row = whole(form.get("row", ""))
    chosen = {
        at: key
        for name, key in form.items()
        if name.startswith(PLACE) and key and (at := whole(name.removeprefix(PLACE))) is not None
    }
    return -1 if row is None else row, chosen


def ask_view(batch: BatchLine, row: int | None, typed: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``payments/say_columns.html``."""
    head: list[list[str]] = batch.problem.get("head", [])
    at = row if row is not None and 0 <= row < len(head) else _likely(head)
    return {
        "batch": batch,
        "row": at,
        "rows": [{"value": str(number), "label": _row_words(number, cells)} for number, cells in enumerate(head)],
        "columns": _columns(head, at, typed) if head else [],
        "options": [{"value": "", "label": _("not needed")}, *_options()],
        "wanted": [" / ".join(_set_words(group) for group in sets) for sets in REQUIRED],
        "errors": [{"text": text, "href": "#columns"} for text in problem_texts(refusal, language())]
        if refusal
        else [],
    }


def _likely(head: Sequence[Sequence[str]]) -> int:
    """The row that names most of our columns, else the one with most cells filled."""
    rows = range(len(head))
    return max(rows, key=lambda at: (len(layout_of(at, head[at]).at), sum(map(bool, head[at]))), default=0)


def _row_words(number: int, cells: Sequence[str]) -> str:
    shown = " · ".join(filter(None, cells))[:60]
    return _("row %(n)s: %(text)s", n=number + 1, text=shown or "—")


def _options() -> list[View]:
    return [{"value": column.key, "label": column_words(column.key)} for column in COLUMNS]


def _set_words(keys: frozenset[str]) -> str:
    return " + ".join(column_words(column.key) for column in COLUMNS if column.key in keys)


def _columns(head: Sequence[Sequence[str]], at: int, typed: Mapping[str, str]) -> list[View]:
    known = {place: key for key, place in layout_of(at, head[at]).at.items()}
    below = head[at + 1 : at + 1 + SAMPLES]
    return [
        {
            "name": f"{PLACE}{place}",
            "letter": _letter(place),
            "label": text or "—",
            "samples": " · ".join(cells[place] for cells in below if place < len(cells) and cells[place]),
            "value": typed.get(f"{PLACE}{place}", known.get(place, "")),
        }
        for place, text in enumerate(head[at])
    ]


def _letter(place: int) -> str:
    """A, B … AA, as a spreadsheet calls the column."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def index_view(found: Window[KnownHeader], left: LeftOver, actor: Actor) -> View:
    """Variables of ``payments/columns.html``."""
    columns: list[View] = [
        {"key": "pairs", "label": column_label("payment_columns", "pairs"), "kind": "text", "wide": True},
        {"key": "said", "label": column_label("payment_columns", "said"), "kind": "lines"},
    ]
    if may_load(actor):
        columns.append({"key": "action", "label": "", "kind": "actions"})
    return {
        "tabs": tabs("columns", left),
        "columns": columns,
        "rows": [_known(line) for line in found.rows],
        "pager": pager(found, lambda cursor: url_for("payment_columns.index", cursor=cursor)),
    }


def _known(line: KnownHeader) -> View:
    pairs = [f"{printed or '—'} = {column_words(key)}" for printed, key in line.pairs]
    forget = {"label": _("Forget"), "action": url_for("payment_columns.forget", columns_id=line.id)}
    return {
        "cells": {
            "pairs": _("; ").join(pairs),
            "said": {"text": moment(line.said_at), "sub": line.said_by},
            "action": [forget],
        }
    }
