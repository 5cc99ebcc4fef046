"""The form of a spending plan (用款计划): twelve amounts in 万元, their sum beside the budget."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import language
from webapp.present.execution_rows import month_name
from webapp.present.files import wan
from webapp.present.refusals import problem_text, problems_of
from workflow.errors import RuleFailed
from workflow.execution.expected import even_plan
from workflow.execution.rates import MONTHS
from workflow.money import fen_from_wan
from workflow.money import wan as plain_wan
from workflow.queries.ledger import LedgerProject
from workflow.texts import whole

View = dict[str, Any]


def read_plan(form: Mapping[str, str]) -> list[int]:
    """Twelve amounts in fen, nothing typed is zero; raises ``RuleFailed`` with every one that cannot be read."""
    months, problems = list[int](), list[RuleFailed]()
    for month in range(1, MONTHS + 1):
        raw = form.get(f"m{month}", "").strip()
        try:
            fen = fen_from_wan(raw) if raw else 0
        except ValueError as fault:
            problems.append(RuleFailed(str(fault), raw=raw, field=f"m{month}"))
            continue
        if fen < 0:
            problems.append(RuleFailed("plan_amount_negative", field=f"m{month}"))
        months.append(fen)
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    return months


def read_seen(form: Mapping[str, str]) -> list[int]:
    """The plan that the page showed, in fen."""
    return [fen for part in form.get("seen", "").split(",") if (fen := whole(part)) is not None]


def plan_view(
    project: LedgerProject,
    plan: Sequence[int],
    year: int,
    form: Mapping[str, str],
    *,
    even: bool = False,
    refusal: RuleFailed | None = None,
) -> View:
    """Variables of ``execution/plan.html``."""
    wrong = {
        str(problem.facts.get("field", "m1")): problem_text(problem, language()) for problem in problems_of(refusal)
    }
    shown = even_plan(project.money.adjusted_fen) if even else plan
    values = {f"m{month}": plain_wan(fen) for month, fen in enumerate(shown, 1)}
    seen = form.get("seen", ",".join(map(str, plan)))
    return {
        "project": project,
        "year": year,
        "months": [
            {"name": name, "label": month_name(month), "value": form.get(name, values.get(name, "")),
             "error": wrong.get(name, "")}
            for month, name in ((month, f"m{month}") for month in range(1, MONTHS + 1))
        ],
        "seen": seen,
        "budget": wan(project.money.adjusted_fen),
        "planned": wan(sum(plan)) if plan else "",
        "errors": [{"text": text, "href": f"#f-{name}"} for name, text in wrong.items()],
        "even": url_for("spending_plan.ask", project_id=project.id, year=year, even="1"),
        "even_shown": even,
        "back": url_for("execution.project", project_id=project.id, year=year, _anchor="plan"),
    }  # fmt: skip
