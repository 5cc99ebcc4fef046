"""成本指标 = 当年预算: an indicator of the total cost takes the budget as its target and is told of changes."""

import re
import unicodedata
from decimal import Decimal

from sqlmodel import Session

from workflow.canonical import Declaration, Profile
from workflow.canonical.document import Indicator
from workflow.canonical.paths import Path
from workflow.documents.assemble import document_of
from workflow.errors import RuleFailed
from workflow.money import fen_from_wan, wan
from workflow.permissions import Actor
from workflow.services.editing.changes import KEPT, Change, Done
from workflow.services.editing.patch import known_batch, patch_of

_COST = "成本"
_TOTAL = re.compile("总成本|总费用|总投资|(成本|费用|支出|资金|投资|预算)总额|项目成本|成本费用")
_PER_PIECE = re.compile("人均|单位成本|平均|标准|单价")
_IN_WAN = re.compile(r"[≤≦<=]*([0-9][0-9,]*(?:\.[0-9]+)?)万元")


def budget_target(document: Declaration, profile: Profile) -> str:
    """``≤26.80万元`` of the budget the form speaks of; "" while there is none."""
    budget = getattr(document, profile.budget_field)
    return f"≤{wan(fen_from_wan(budget))}万元" if budget else ""


def is_total_cost(row: Indicator) -> bool:
    """Whether the indicator is about what the whole project may cost, by its level and name."""
    cost = _COST in row.level1 or _COST in row.level2
    return cost and _TOTAL.search(row.level3) is not None and not _PER_PIECE.search(row.level3)


def says_budget(row: Indicator, target: str) -> bool:
    """Whether the row's target is that amount, whatever its comparator."""
    amounts = [_IN_WAN.fullmatch("".join(unicodedata.normalize("NFKC", text).split())) for text in (row.target, target)]
    one, two = (Decimal(found[1].replace(",", "")) if found else None for found in amounts)
    return one is not None and one == two


def bind_to_budget(session: Session, actor: Actor, declaration_id: int, uid: str, batch: str = "") -> Done:
    """Write the budget into the target; from now on the editor says when the budget has moved on.

    Typing into the target ends that. Raises 404, 403 or 409 where the draft is not this person's to edit,
    ``RuleFailed('not_a_total_cost')`` for any other indicator and while there is no budget.
    """
    patch = patch_of(session, actor, declaration_id, batch)
    if known_batch(session, patch.declaration, actor, batch):
        return Done(patch.declaration, batch=batch, again=True)
    document = document_of(session, patch.declaration)
    row = next((item for item in document.indicators if item.uid == uid), None)
    target = budget_target(document, patch.profile)
    if row is None or not target or not is_total_cost(row):
        raise RuleFailed("not_a_total_cost")
    cell = Path("indicators", uid, "target")
    results = patch.apply_all([Change("set", str(cell), patch.cells.text(cell), target)])
    if results[0].outcome in KEPT:
        patch.cells.row(cell).follows_budget = True
    patch.finish()
    return Done(patch.declaration, tuple(results), patch.batch if patch.records else "")
