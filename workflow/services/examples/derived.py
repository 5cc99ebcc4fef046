"""Declarations of the full demo that nobody published as they are: computed from published ones, and they say so.

``last_year``: what this form prints about the year before becomes that year's declaration. ``rehomed``: the form of
another district as a unit of the demo region would file it. Pure: documents in, documents out. No figure is invented:
a target is the printed value of the year before where there is one, an amount is the printed budget of the year before
(parts are scaled to it); what is not printed stays as this year's form has it, and the marks below tell the two apart.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from workflow import canonical
from workflow.canonical import Profile
from workflow.canonical.document import (
    ExecutingBody,
    ExpenditureLine,
    FundingSource,
    Goal,
    Indicator,
    LineAmount,
)
from workflow.services.cloning.carrying import levels_of
from workflow.types import Horizon

FROM_PRINTED = "演示数据：据公开表格中的上年值推得"
NOT_PRINTED = "演示数据：公开表格未印上年值，据本年公开表格推得"
CENT = Decimal("0.01")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
YEARS_MOVED = 3
"""The years a form is about: its own and the two before. Older ones are dates of laws and stay."""
GOAL_NAME = "年度绩效目标1"


@dataclass(frozen=True)
class Home:
    """The unit that files it in the demo region, as its form prints it, the form, and where it really comes from."""

    department: str
    unit: str
    form: Profile
    source: str


def mark_of(printed: canonical.Declaration) -> str:
    """Whether last year's declaration has anything that the published form said about that year."""
    told = any(row.prior_years[1].strip() for row in printed.indicators)
    return FROM_PRINTED if told or _last_budget(printed) is not None else NOT_PRINTED


def source_of(printed: canonical.Declaration) -> str:
    """What a form that was filed elsewhere says about itself in the demo region."""
    return f"（演示数据：内容取自{printed.department}{printed.fiscal_year}年公开的申报表，年份顺延，单位为虚构。）"


def last_year(printed: canonical.Declaration) -> canonical.Declaration:
    """The declaration of the year before, as far as ``printed`` tells it."""
    budget, mark = _last_budget(printed), mark_of(printed)
    changed = {
        "fiscal_year": printed.fiscal_year - 1,
        "indicators": tuple(_a_year_ago(row) for row in printed.indicators),
        "prior_evaluation": "",
        "prior_budget": mark if printed.prior_budget else "",
    }
    return printed.model_copy(update=changed | (_with_budget(printed, budget, mark) if budget is not None else {}))


def _a_year_ago(row: Indicator) -> Indicator:
    """The printed column becomes the target; the column before it is what this one could have printed."""
    before, last = row.prior_years
    return row.model_copy(update={"target": last if last.strip() else row.target, "prior_years": ("", before)})


def _last_budget(printed: canonical.Declaration) -> Decimal | None:
    """Of ``2023年年初142.07万元`` the amount, for the year before the form's own."""
    found = re.search(rf"{printed.fiscal_year - 1}年(?:年初)?(\d+(?:\.\d+)?)万元", printed.prior_budget)
    return Decimal(found[1]) if found else None


def _with_budget(printed: canonical.Declaration, budget: Decimal, mark: str) -> dict[str, object]:
    """Sources in this year's proportion, all of it in one line: how the money was to be spent is not printed."""
    sources = _scaled(printed.funding_sources, budget)
    named = tuple(LineAmount(source=row.source, amount=row.amount) for row in sources if row.source and row.amount)
    line = ExpenditureLine(uid="e0", item=printed.project_name, basis=mark, amounts=named)
    return {
        "budget_total": printed.budget_total and f"{budget:.2f}",
        "budget_year": printed.budget_year and f"{budget:.2f}",
        "funding_sources": sources,
        "expenditure_lines": (line,) if printed.expenditure_lines else (),
    }


def _scaled(sources: tuple[FundingSource, ...], budget: Decimal) -> tuple[FundingSource, ...]:
    """The last source with money takes what rounding leaves."""
    amounts = [Decimal(row.amount) if row.amount else Decimal(0) for row in sources]
    whole, left, made = sum(amounts), budget, []
    last = max((place for place, amount in enumerate(amounts) if amount), default=-1)
    for place, (row, amount) in enumerate(zip(sources, amounts, strict=True)):
        part = left if place == last else (budget * amount / whole).quantize(CENT) if whole else Decimal(0)
        left -= part
        made.append(row.model_copy(update={"amount": f"{part:.2f}"}) if amount else row)
    return tuple(made)


def rehomed(printed: canonical.Declaration, home: Home, year: int) -> canonical.Declaration:
    """The same project filed in the demo region in ``year``: the form's own years move along, amounts and targets stay.

    What the other form does not ask for is left out; levels are written as it has them.
    """
    moved = _moved(printed, year - printed.fiscal_year)
    form = home.form
    shown = {section.rows for section in form.sections if section.rows}
    texts = {field.name for field in form.header_fields()}
    goals = tuple(_goal(row, form) for row in moved.goals)
    bodies = (ExecutingBody(uid="b1", kind="unit", name=home.unit),)
    changed = {
        "form_profile": form.code,
        "fiscal_year": year,
        "department": home.department,
        "unit": home.unit,
        "project_code": None,
        "prior_evaluation": f"{moved.prior_evaluation}{home.source}",
        "goals": goals,
        "indicators": tuple(_indicator(row, goals, form) for row in moved.indicators),
        "executing_bodies": bodies if "executing_bodies" in shown else (),
        "block_weights": moved.block_weights if form.weights else (),
    }
    dropped: dict[str, object] = {name: () for name in _LISTS if name not in shown}
    dropped |= {name: empty for name, empty in _FIELDS.items() if name not in texts}
    return moved.model_copy(update=changed | dropped)


_LISTS = ("funding_sources", "expenditure_lines", "asset_lines", "attachments")
_FIELDS: dict[str, str | None] = {
    "project_type": None, "project_category": None, "budget_year": None, "responsible_person": "", "phone": "",
    "establishment_basis": "", "implementation_plan": "", "application_reason": "", "main_content": "",
    "prior_evaluation": "", "prior_budget": "",
}  # fmt: skip


def _moved(printed: canonical.Declaration, years: int) -> canonical.Declaration:
    own = range(printed.fiscal_year - YEARS_MOVED + 1, printed.fiscal_year + 1)

    def later(found: re.Match[str]) -> str:
        return str(int(found[1]) + years) if int(found[1]) in own else found[1]

    return canonical.Declaration.model_validate_json(_YEAR.sub(later, printed.model_dump_json()))


def _goal(row: Goal, form: Profile) -> Goal:
    known = row.horizon in form.horizons
    return row if known else row.model_copy(update={"horizon": Horizon.annual, "name": GOAL_NAME})


def _indicator(row: Indicator, goals: tuple[Goal, ...], form: Profile) -> Indicator:
    level1, level2 = levels_of(row.level1, row.level2, form)
    goal = row.goal or next(goal.uid for goal in goals if goal.horizon == row.horizon)
    return row.model_copy(update={"level1": level1, "level2": level2, "goal": goal})
