"""资金来源 as a money table: funding nature × source where the form has both, one column where it has sources only."""

import json
from typing import Any

from markupsafe import Markup

from webapp.i18n import _
from webapp.present.editor_cells import View, cell
from webapp.present.editor_draft import Draft
from webapp.present.editor_totals import totals_of
from webapp.present.form_words import nature_words
from workflow.canonical.document import FundingSource
from workflow.canonical.profile import ProfileSection

Key = tuple[str, str]


def row_uid(nature: str, source: str) -> str:
    """The uid of the row a cell of the table makes when somebody types into it: the same for everybody."""
    return f"{nature}-{source}" if nature else source


def funding(draft: Draft, section: ProfileSection) -> View:
    """A table of amounts, or boxes to tick where the form prints natures only."""
    if not draft.profile.sources:
        return {"kind": "natures", "boxes": _boxes(draft), "locked": not draft.locks.allows_rows("funding_sources")}
    rows = _by_key(draft)
    natures = _natures(draft)
    columns: list[tuple[str, str]] = [(source.code, source.label) for source in draft.profile.sources]
    table = _crossed(draft, rows, natures, columns) if natures != [""] else _listed(draft, rows, columns)
    table["virtual"] = json.dumps(_virtual(draft, rows, natures))
    return {
        "kind": "money",
        "id": f"grid-{section.name}",
        "caption": _("By source") if natures == [""] else _("By nature and source"),
        **table,
        "spare": _spare(draft, rows),
    }


def _by_key(draft: Draft) -> dict[Key, FundingSource]:
    """The first row of each nature and source; a second one is a spare row below."""
    rows: dict[Key, FundingSource] = {}
    for row in draft.document.funding_sources:
        rows.setdefault((row.nature or "", row.source or ""), row)
    return rows


def _natures(draft: Draft) -> list[str]:
    """Rows of the table: the form's natures, and one without nature if amounts stand there."""
    without = any(row.amount for row in draft.document.funding_sources if not row.nature)
    return [*(draft.profile.natures or ("",)), *([""] if draft.profile.natures and without else [])]


def _place(rows: dict[Key, FundingSource], nature: str, source: str) -> str:
    row = rows.get((nature, source))
    return f"funding_sources/{row.uid if row else row_uid(nature, source)}/amount"


def _amount(draft: Draft, rows: dict[Key, FundingSource], nature: str, source: str, label: str) -> View:
    return cell(draft, _place(rows, nature, source), "text", label)


def _crossed(draft: Draft, rows: dict[Key, FundingSource], natures: list[str], columns: list[tuple[str, str]]) -> View:
    totals = totals_of(draft)
    views = []
    for nature in natures:
        label = nature_words(nature) or _("Nature not chosen")
        cells = {code: _amount(draft, rows, nature, code, f"{label} {words}") for code, words in columns}
        views.append({"label": label, "cells": cells | {"sum": _static(f"funding/{nature}", totals)}})
    return {
        "columns": [{"key": code, "label": words} for code, words in columns] + [{"key": "sum", "label": _("Sum")}],
        "rows": views,
        "total": {
            "cells": {code: _figure(f"funding/{code}", totals) for code, _words in columns}
            | {"sum": _figure("funding", totals)}
        },
    }


def _listed(draft: Draft, rows: dict[Key, FundingSource], columns: list[tuple[str, str]]) -> View:
    views = [{"label": words, "cells": {"amount": _amount(draft, rows, "", code, words)}} for code, words in columns]
    return {
        "columns": [{"key": "amount", "label": _("Amount")}],
        "rows": views,
        "total": {"cells": {"amount": _figure("funding", totals_of(draft))}},
    }


def _static(key: str, totals: dict[str, Any]) -> View:
    return {"kind": "static", "path": "", "value": _figure(key, totals), "state": ""}


def _figure(key: str, totals: dict[str, Any]) -> Markup:
    return Markup('<span data-total="{}">{}</span>').format(key, totals[key]["text"])


def _virtual(draft: Draft, rows: dict[Key, FundingSource], natures: list[str]) -> dict[str, dict[str, str]]:
    """Rows that are made when somebody types into them, with what they say."""
    return {
        f"funding_sources/{row_uid(nature, source.code)}": {"nature": nature, "source": source.code}
        for nature in natures
        for source in draft.profile.sources
        if (nature, source.code) not in rows
    }


def virtual_rows(draft: Draft) -> dict[str, dict[str, str]]:
    """The same for a form without script."""
    return _virtual(draft, _by_key(draft), _natures(draft)) if draft.profile.sources else {}


def _spare(draft: Draft, rows: dict[Key, FundingSource]) -> list[View]:
    """Rows the table has no cell for: a second one of the same kind, or of a source the form does not print."""
    printed = {source.code for source in draft.profile.sources}
    natures = set(_natures(draft))
    spare = []
    for row in draft.document.funding_sources:
        key = (row.nature or "", row.source or "")
        if rows[key] is row and key[1] in printed and key[0] in natures:
            continue
        if rows[key] is row and not row.amount and key[1] in printed:
            continue  # an empty row of a form that splits by nature: nothing to show
        label = " · ".join(filter(None, (nature_words(key[0]), draft.profile.source_label(key[1])))) or _(
            "Source not chosen"
        )
        spare.append(
            {
                "label": label,
                "cells": {"amount": cell(draft, f"funding_sources/{row.uid}/amount", "text", label)},
                "remove": f"remove:funding_sources/{row.uid}",
            }
        )
    return spare


def _boxes(draft: Draft) -> list[View]:
    there = {row.nature: row.uid for row in draft.document.funding_sources}
    return [
        {
            "value": nature,
            "label": nature_words(nature),
            "checked": nature in there,
            "path": f"funding_sources/{there.get(nature, nature)}",
        }
        for nature in draft.profile.natures
    ]
