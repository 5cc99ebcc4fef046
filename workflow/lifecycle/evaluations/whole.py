"""The money of a unit as a whole (部门整体支出): that of its projects and, beside it, its basic expenditure (基本支出).

Projects have their ledger and their payments. Basic expenditure has no ledger: its budget is what the overall form
says, what was spent are vouchers of the unit without a project; where no file brings them, the unit types it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, or_, select

from workflow.canonical import Overall
from workflow.execution import Money
from workflow.models import (
    Declaration,
    ExpenditureAmount,
    ExpenditureLine,
    Organisation,
    OverallStatement,
    Payment,
    Project,
    SelfEvaluation,
)
from workflow.money import fen_from_wan
from workflow.money_facts import paid_until, project_money
from workflow.texts import name_key
from workflow.types import OrganisationKind

TOTAL = "合计"
OF_PROJECTS = ("项目支出", "特定目标类项目支出", "特定目标类")
"""Lines of 支出构成 whose money is in the ledger, project by project."""
RUNNING = "运转类"
"""Such projects may be in the ledger, too: then the line of the form would count them twice."""
BASIC_WORDS = ("基本支出", "人员经费", "人员类", "公用经费", "工资福利")
"""What vouchers of basic expenditure call their project, if anything."""


@dataclass(frozen=True)
class Whole:
    """``basic_fen`` None: the form has no such figure; ``basic_paid_fen`` None: there are no such vouchers."""

    projects: Money
    basic_fen: int | None = None
    basic_items: str = ""
    basic_paid_fen: int | None = None

    @property
    def money(self) -> Money:
        """Everything that counts before anybody has typed anything."""
        return self.projects + basic_money(self.basic_fen, self.basic_paid_fen, None)


def basic_money(budget: int | None, paid: int | None, typed: int | None) -> Money:
    """Counts only where both sides are known: a budget that nobody has spent from would spoil the rate."""
    spent = typed if paid is None else paid
    return Money() if budget is None or spent is None else Money(initial_fen=budget, executed_fen=spent)


def basic_of(form: SelfEvaluation) -> Money:
    """The part of a form's money that is basic expenditure."""
    return basic_money(form.basic_fen, form.basic_paid_fen, form.basic_typed_fen)


def money_columns(found: Whole, typed: int | None = None) -> dict[str, Any]:
    """What a form keeps of its money; ``typed`` is what the unit gave as its basic expenditure."""
    money = found.projects + basic_money(found.basic_fen, found.basic_paid_fen, typed)
    return {
        "initial_fen": money.initial_fen,
        "adjusted_fen": money.adjusted_fen,
        "executed_fen": money.executed_fen,
        "basic_fen": found.basic_fen,
        "basic_items": found.basic_items,
        "basic_paid_fen": found.basic_paid_fen,
    }


def asks_basic(form: SelfEvaluation) -> bool:
    """The unit says what it spent of its basic budget: no vouchers do."""
    return form.basic_fen is not None and form.basic_paid_fen is None


def recount(form: SelfEvaluation, before: Money) -> None:
    """After the basic expenditure was typed: the totals follow; ``before`` is what of it they contained."""
    now = basic_of(form)
    form.initial_fen += now.initial_fen - before.initial_fen
    form.adjusted_fen += now.adjusted_fen - before.adjusted_fen
    form.executed_fen += now.executed_fen - before.executed_fen


def projects_part(form: SelfEvaluation) -> tuple[int, int, int]:
    """年初, 全年预算 and 执行 of the projects alone: what the ledger and the payments have."""
    basic = basic_of(form)
    return (
        form.initial_fen - basic.initial_fen,
        form.adjusted_fen - basic.adjusted_fen,
        form.executed_fen - basic.executed_fen,
    )


def whole_money(session: Session, declarations: Iterable[Declaration], day: date) -> dict[int, Whole]:
    """Of overall declarations of one year as of a day. 本级 speaks for its department with all units under it."""
    found = [(one, session.get_one(Organisation, one.unit_id)) for one in declarations]
    projects = {one.id: _projects(session, one, unit) for one, unit in found}
    if not found:
        return {}
    year = found[0][0].fiscal_year
    money = project_money(session, {key for keys in projects.values() for key in keys}, year, day)
    return {
        one.id: Whole(
            sum((money[key] for key in projects[one.id]), Money()),
            *_basic(session, one, unit, projects[one.id]),
            _basic_paid(session, one, unit, day),
        )
        for one, unit in found
    }


def unit_scope(session: Session, unit: Organisation) -> list[int]:
    """The units an overall declaration speaks for."""
    if not unit.own_level:
        return [unit.id]
    query = select(Organisation.id).where(
        Organisation.parent_id == unit.parent_id, Organisation.kind == OrganisationKind.unit
    )
    return list(session.exec(query))


def _projects(session: Session, row: Declaration, unit: Organisation) -> Sequence[int]:
    query = select(Project.id).where(col(Project.unit_id).in_(unit_scope(session, unit)))
    return session.exec(query).all()


def _basic(session: Session, row: Declaration, unit: Organisation, projects: Sequence[int]) -> tuple[int | None, str]:
    """Budget and the lines it is made of: of the declaration itself, else of the department's overall statement."""
    lines = _own_lines(session, row) or (_statement_lines(session, row) if unit.own_level else [])
    running = _running_in_ledger(session, row.fiscal_year, projects)
    basic = [(item, fen) for item, fen in lines if item not in OF_PROJECTS and not (running and RUNNING in item)]
    return (sum(fen for _, fen in basic) if basic else None), "、".join(item for item, _ in basic)


def _own_lines(session: Session, row: Declaration) -> list[tuple[str, int]]:
    query = (
        select(ExpenditureLine.item, func.sum(ExpenditureAmount.amount_fen))
        .join(ExpenditureAmount, col(ExpenditureAmount.line_id) == ExpenditureLine.id)
        .where(ExpenditureLine.declaration_id == row.id, ExpenditureLine.item != TOTAL)
        .group_by(col(ExpenditureLine.id), ExpenditureLine.item)
        .order_by(col(ExpenditureLine.id))
    )
    return [(item, int(fen)) for item, fen in session.exec(query)]


def _statement_lines(session: Session, row: Declaration) -> list[tuple[str, int]]:
    query = select(OverallStatement.content).where(
        OverallStatement.department_id == row.department_id, OverallStatement.fiscal_year == row.fiscal_year
    )
    content = session.exec(query).first()
    lines = Overall.model_validate(content).expenditure if content else ()
    return [(line.item, fen_from_wan(line.current)) for line in lines if line.item != TOTAL and line.current]


def _running_in_ledger(session: Session, year: int, projects: Sequence[int]) -> bool:
    query = select(Declaration.id).where(
        col(Declaration.project_id).in_(projects),
        Declaration.fiscal_year == year,
        col(Declaration.in_force).is_(True),
        col(Declaration.project_category).contains(RUNNING),
    )
    return session.exec(query.limit(1)).first() is not None


def _basic_paid(session: Session, row: Declaration, unit: Organisation, day: date) -> int | None:
    """Vouchers of these units that name no project, or basic expenditure in its place."""
    places = [*unit_scope(session, unit), *([unit.parent_id] if unit.own_level else [])]
    named = session.exec(
        select(Organisation.code, Organisation.name, Organisation.short_name).where(col(Organisation.id).in_(places))
    )
    keys = {key for code, *names in named for key in (code, *(name_key(name) for name in names)) if key}
    key = col(Payment.project_key)
    query = select(func.count(), func.sum(Payment.amount_fen)).where(
        Payment.region_id == row.region_id,
        col(Payment.project_id).is_(None),
        col(Payment.unit_key).in_(keys),
        or_(key == "", *(key.contains(word) for word in BASIC_WORDS)),
        *paid_until(row.fiscal_year, day),
    )
    count, fen = session.exec(query).one()
    return int(fen) if count else None
