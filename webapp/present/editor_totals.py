"""Sums the page shows, by key: the same figures in the page and in the answer to every edit."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from webapp.present.editor_draft import Draft
from workflow.money import fen_from_wan, wan_grouped

Totals = dict[str, dict[str, Any]]


def weights_key(uid: str) -> str:
    """The sum of the run of indicators that begins with this row."""
    return f"weights/{uid}"


def totals_of(draft: Draft) -> Totals:
    """``{key: {text, ok?}}``; ok only where the form says what the sum should be."""
    return {**_funding(draft), **_lines(draft), **_assets(draft), **_weights(draft)}


def _money(texts: Iterable[str | None]) -> dict[str, Any]:
    return {"text": wan_grouped(sum(fen_from_wan(text) for text in texts if text))}


def _funding(draft: Draft) -> Totals:
    rows = draft.document.funding_sources
    totals = {
        f"funding/{source.code}": _money(row.amount for row in rows if row.source == source.code)
        for source in draft.profile.sources
    }
    totals |= {
        f"funding/{nature}": _money(row.amount for row in rows if (row.nature or "") == nature)
        for nature in ("", *draft.profile.natures)
    }
    return totals | {"funding": _money(row.amount for row in rows)}


def _lines(draft: Draft) -> Totals:
    parts = [part for line in draft.document.expenditure_lines for part in line.amounts]
    return {
        f"lines/{column.code}": _money(part.amount for part in parts if part.source == column.code)
        for column in draft.profile.detail_sources
    }


def _assets(draft: Draft) -> Totals:
    return {"assets": _money(line.amount for line in draft.document.asset_lines)}


def _weights(draft: Draft) -> Totals:
    scheme = draft.profile.weights
    if scheme is None:
        return {}
    rows = [row for row in draft.document.indicators if row.horizon == scheme.horizon]
    totals = {"weights": _points(rows, Decimal(scheme.total))}
    blocks = {block.levels: Decimal(block.weight) for block in draft.document.block_weights}
    for (_goal, level1), run in groupby(rows, key=lambda row: (row.goal, row.level1)):
        found = list(run)
        totals[weights_key(found[0].uid)] = _points(found, blocks.get((level1,)))
    return totals


def _points(rows: list[Any], wanted: Decimal | None) -> dict[str, Any]:
    total = sum((Decimal(row.weight) for row in rows if row.weight), Decimal(0))
    text = f"{total.normalize():f}"
    return {"text": text} if wanted is None else {"text": text, "ok": total == wanted}
