"""The department's overall declaration and its other projects, as the rules of this family look at them."""

from decimal import Decimal

from workflow.canonical import Declaration, Overall
from workflow.canonical.overall import ProjectLine
from workflow.rules.last_year import folded, likeness, money_of

_NEARLY = 0.75


def line_of(document: Declaration, overall: Overall) -> ProjectLine | None:
    """The line of 项目支出情况 with this project's name."""
    name = folded(document.project_name)
    return next((line for line in overall.projects if folded(line.name) == name), None)


def nearest_line(document: Declaration, overall: Overall) -> ProjectLine | None:
    """A line whose name is nearly this project's."""
    name = folded(document.project_name)
    best = max(overall.projects, key=lambda line: likeness(folded(line.name), name), default=None)
    return best if best and likeness(folded(best.name), name) >= _NEARLY else None


def wan(amount: str | None) -> Decimal | None:
    """万元 as a number; None where nothing is printed."""
    return None if amount is None else Decimal(amount)


def amounts_of(document: Declaration) -> set[Decimal]:
    """What may stand for the project in the overall table: its budget, or the part the own government gives.

    Departments list either; transfers from above (上级转移支付) are often left out.
    """
    own = [Decimal(row.amount) for row in document.funding_sources if row.source == "local" and row.amount]
    budget = money_of(document)
    return {*([budget] if budget is not None else []), *([sum(own, Decimal(0))] if own else [])}
