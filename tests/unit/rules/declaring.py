"""Examples with some cells changed, and what a rule says about them."""

from typing import Any

from tests.domain.factories import PLAIN, WEIGHTED, example
from workflow.canonical import Declaration
from workflow.canonical.paths import BASICS
from workflow.canonical.profile import shipped
from workflow.rules import Context, Found, Rule

OLD = "dongxihu-2020/01-reserve-force-training"
TABLE = "ezhou-2025-approval-table/01-counter-operations"
SUBSIDIES = "jianghan-2024/08-employment-subsidies"

Cells = dict[str, Any]
Said = tuple[str, str, str]
GONE = None
"""``{"indicators/i003": GONE}`` takes a row out."""

__all__ = ["GONE", "OLD", "PLAIN", "SUBSIDIES", "TABLE", "WEIGHTED", "Cells", "Said", "declared", "said", "told"]


def declared(name: str, cells: Cells) -> Declaration:
    """An example with these cells: ``basics/-/<field>``, a whole list, a row, or one field of a row.

    A row may be named by several uids: ``indicators/i001 i002/target``.
    """
    raw = example(name).model_dump()
    for path, value in cells.items():
        section, _, rest = path.partition("/")
        uids, _, field = rest.partition("/")
        if section == BASICS:
            raw[field] = value
        elif not uids:
            raw[section] = value
        else:
            assert set(uids.split()) <= {row["uid"] for row in raw[section]}, path
            raw[section] = _rows(raw[section], uids.split(), field, value)
    return Declaration.model_validate(raw)


def _rows(rows: tuple[dict[str, Any], ...], uids: list[str], field: str, value: Any) -> list[dict[str, Any]]:
    if not field and value is GONE:
        return [row for row in rows if row["uid"] not in uids]
    return [row | ({field: value} if field else value) if row["uid"] in uids else row for row in rows]


def told(rule: Rule, document: Declaration) -> list[Found]:
    """What the rule finds under the document's own form profile."""
    return list(rule.check(document, Context(shipped()[document.form_profile])))


def said(rule: Rule, name: str, cells: Cells) -> list[Said]:
    """Place and both sentences."""
    return [(hit.path, hit.zh, hit.en) for hit in told(rule, declared(name, cells))]
