"""A whole form from a few lines of a table: ``declaration`` makes the document of a ``Form``."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow.canonical import Declaration
from workflow.canonical.profile import Profile, shipped

Row = tuple[str, str, str, str, str, str, str]
"""Level 2, name, long-term target, annual target, two years before, last year, weight."""


@dataclass(frozen=True)
class Form:
    profile: str
    name: str
    grounds: str
    plan: str
    goals: tuple[str, str]
    lines: tuple[tuple[str, str, str], ...]
    """Item, basis, amount in 万元."""
    rows: tuple[Row, ...]
    total: str = ""
    history: str = "前两年按同一标准安排，执行率均在 95% 以上，当年预算按人数和标准测算。"
    assets: tuple[tuple[str, str, str], ...] = ()
    type: str = "常年性项目"


def declaration(form: Form) -> Declaration:
    """Money, goals and both tables as the form's profile asks for them."""
    profile = shipped()[form.profile]
    budget = f"{sum(Decimal(amount) for *_, amount in form.lines):.2f}"
    source = profile.sources[0].code if profile.sources else None
    column = profile.detail_sources[0].code if profile.detail_sources else None
    return Declaration.model_validate(
        {
            "form_profile": form.profile,
            "kind": "project",
            "fiscal_year": profile.year,
            "department": "某区某局",
            "unit": "某区某中心",
            "executing_bodies": [{"uid": "b1", "name": "某区某中心"}],
            "project_name": form.name,
            "project_type": form.type,
            "project_category": "特定目标类本级支出",
            "responsible_person": "负责人",
            "phone": "00000000",
            "budget_total": form.total or (None if profile.budget_field == "budget_year" else budget),
            "budget_year": budget if profile.budget_field == "budget_year" else None,
            "establishment_basis": form.grounds,
            "application_reason": form.grounds,
            "implementation_plan": form.plan,
            "main_content": form.plan,
            "prior_evaluation": "上年评价得分 92 分，等级为优；无整改事项；结果已用于当年预算安排。",
            "prior_budget": form.history,
            "funding_sources": [{"uid": "f1", "nature": "appropriation", "source": source, "amount": budget}]
            if source
            else [{"uid": "f1", "nature": "appropriation"}],
            "expenditure_lines": [
                {"uid": f"e{at}", "item": item, "basis": basis, "amounts": [{"source": column, "amount": amount}]}
                for at, (item, basis, amount) in enumerate(form.lines, 1)
                if column
            ],
            "asset_lines": [
                {"uid": f"a{at}", "item": item, "quantity": quantity, "amount": amount}
                for at, (item, quantity, amount) in enumerate(form.assets, 1)
            ],
            "goals": [
                {"uid": f"g-{horizon}", "name": name, "horizon": horizon, "text": text}
                for horizon, name, text in zip(profile.horizons, ("长期目标", "年度目标"), form.goals, strict=False)
            ],
            "indicators": list(_indicators(form, profile)),
        }
    )


def _indicators(form: Form, profile: Profile) -> list[dict[str, Any]]:
    rows = []
    above = {level2: level1 for level1, names in profile.levels.items() for level2 in names}
    for horizon in profile.indicator_horizons:
        for at, (kind, name, far, near, before, last, weight) in enumerate(form.rows):
            level2 = f"{kind}指标" if f"{kind}指标" in above else "成本指标"
            is_annual = horizon == "annual"
            rows.append(
                {
                    "uid": f"{horizon[0]}{at}",
                    "horizon": horizon,
                    "goal": f"g-{horizon if horizon in profile.horizons else 'overall'}",
                    "level1": above[level2],
                    "level2": level2,
                    "level3": name,
                    "target": near if is_annual else far,
                    "prior_years": (before, last) if is_annual and profile.prior_years else ("", ""),
                    "weight": weight if profile.weights and profile.weights.horizon == horizon else None,
                    "basis": "计划标准",
                }
            )
    return rows
