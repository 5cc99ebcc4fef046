"""What the scope of a campaign or a self-evaluation task would select (预览), and what was decided about declarations
and units of one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow.execution import Money, last_day
from workflow.execution.scope import Scope, outside
from workflow.lifecycle.campaign_scope import candidates, money_to, money_to_evaluate, to_evaluate
from workflow.lifecycle.choosing import MONITORING
from workflow.lifecycle.choosing import Round as RoundKind
from workflow.models import Declaration, Organisation, UserAccount
from workflow.permissions import Actor, visible_to

SHOWN = 50


@dataclass(frozen=True)
class Selected:
    """A declaration the scope takes in."""

    id: int
    project_name: str
    unit_name: str
    money: Money


@dataclass(frozen=True)
class Preview:
    """All that are taken in, the first ones by name, and how many are left out for which reason."""

    count: int
    lines: list[Selected]
    left_out: Counter[str]


def preview(session: Session, region_id: int, year: int, month: int, scope: Scope) -> Preview:
    """With the money of today; opening the campaign decides again."""

    def money(found: Sequence[Declaration]) -> dict[int, Money]:
        return money_to(session, found, year, last_day(year, month))

    return _preview(session, candidates(region_id, year, scope), money, scope)


def preview_evaluations(session: Session, region_id: int, year: int, as_of: date, scope: Scope) -> Preview:
    """The same for a self-evaluation task, with the basic expenditure of units as a whole."""

    def money(found: Sequence[Declaration]) -> dict[int, Money]:
        return {key: one.money for key, one in money_to_evaluate(session, found, as_of).items()}

    return _preview(session, to_evaluate(region_id, year, scope), money, scope)


def _preview(
    session: Session,
    query: SelectOfScalar[Declaration],
    money_of: Callable[[Sequence[Declaration]], dict[int, Money]],
    scope: Scope,
) -> Preview:
    found = session.exec(query.order_by(col(Declaration.sort_key), col(Declaration.id))).all()
    money = money_of(found) if scope.by_money else {}
    reasons = {one.id: outside(scope, money[one.id]) if scope.by_money else "" for one in found}
    taken = [one for one in found if not reasons[one.id]]
    shown = taken[:SHOWN]
    money = money or money_of(shown)
    units = dict(
        session.exec(
            select(Organisation.id, Organisation.name).where(col(Organisation.id).in_({one.unit_id for one in shown}))
        ).all()
    )
    lines = [Selected(one.id, one.project_name, units[one.unit_id], money[one.id]) for one in shown]
    return Preview(len(taken), lines, Counter(reason for reason in reasons.values() if reason))


@dataclass(frozen=True)
class Chosen:
    """A declaration without a report of the campaign, or taken in all the same."""

    id: int
    declaration_id: int
    project_name: str
    unit_name: str
    outcome: str
    reason: str
    by: str | None
    at: datetime


def choices(
    session: Session, actor: Actor, round_id: int, rounds: RoundKind = MONITORING, limit: int = 500
) -> list[Chosen]:
    """What was decided, by project name; only declarations the actor sees."""
    table = rounds.choice
    query = (
        select(table, Declaration.project_name, Organisation.name, UserAccount.name)
        .join(Declaration, col(Declaration.id) == table.declaration_id)
        .join(Organisation, col(Organisation.id) == Declaration.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == table.decided_by)
        .where(rounds.of(table, round_id), visible_to(actor, Declaration))
        .order_by(col(Declaration.sort_key), col(table.id))
        .limit(limit)
    )
    return [
        Chosen(row.id, row.declaration_id, project, unit, row.outcome, row.reason, by, row.created_at)
        for row, project, unit, by in session.exec(query)
    ]


@dataclass(frozen=True)
class Extended:
    """A unit with a later deadline."""

    unit_name: str
    deadline: date
    reason: str
    by: str | None
    at: datetime


def extensions(session: Session, actor: Actor, round_id: int, rounds: RoundKind = MONITORING) -> list[Extended]:
    """Of units with a visible form, the newest first."""
    mine, table = [key for key, _name in reporting_units(session, actor, round_id, rounds)], rounds.extension
    query = (
        select(table, Organisation.name, UserAccount.name)
        .join(Organisation, col(Organisation.id) == table.unit_id)
        .outerjoin(UserAccount, col(UserAccount.id) == table.granted_by)
        .where(rounds.of(table, round_id), col(table.unit_id).in_(mine))
        .order_by(col(table.id).desc())
    )
    return [Extended(unit, row.deadline, row.reason, by, row.created_at) for row, unit, by in session.exec(query)]


def reporting_units(
    session: Session, actor: Actor, round_id: int, rounds: RoundKind = MONITORING
) -> list[tuple[int, str]]:
    """Units with a visible form in the round, by name."""
    here = select(rounds.form.unit_id).where(rounds.of(rounds.form, round_id), visible_to(actor, rounds.form))
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(here))
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())


def departments_in_force(session: Session, region_id: int, year: int) -> list[tuple[int, str]]:
    """Departments with a declaration in force, by name."""
    here = candidates(region_id, year, Scope()).with_only_columns(col(Declaration.department_id))
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(here))
    return list(session.exec(query.order_by(col(Organisation.sort_key), col(Organisation.id))).all())
