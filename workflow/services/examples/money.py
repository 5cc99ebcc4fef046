"""Money of the examples: entries of the budget ledger, and voucher files loaded by the treasury section."""

import hashlib
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, select

from workflow import clock
from workflow.documents.payment_file import open_file
from workflow.documents.voucher import read_row
from workflow.execution.class_codes import ClassCodes
from workflow.lifecycle.ledger import TREASURY
from workflow.lifecycle.record import append_audit
from workflow.models import (
    CorrectiveAction,
    Declaration,
    FileContent,
    Grant,
    LedgerEntry,
    Organisation,
    Payment,
    PaymentBatch,
    PaymentQuarantine,
    Project,
    Region,
)
from workflow.money import fen_from_wan
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.permissions import Actor
from workflow.services.examples import vouchers
from workflow.services.examples.reading import seed
from workflow.services.examples.world import Event, World
from workflow.services.ledger import Typed, classify, enter
from workflow.services.payments.accounts import AccountKeeper
from workflow.services.payments.lines import expected_of, line_of, waiting_row
from workflow.services.payments.matching import Matcher
from workflow.services.payments.totals import Changes, Deed
from workflow.services.spending_plan import save_plan
from workflow.types import CorrectionKind, Role

UNDECLARED_FEN = 1_860_000
"""What the project without a declaration spends although its budget is zero."""
BUDGET_YEAR = 2025
"""The year of the demo region's budget."""
NO_ACCOUNTS = AccountKeeper(b"")
"""The files print no accounts, so nothing is ever turned with this key."""


def events(world: World) -> list[Event]:
    """Ledger entries and spending plans one by one; the voucher files of a region together."""
    data = _data(full=world.full)
    booked = [
        Event(world.instant(one["day"], 9), partial(_enter if "by" in one else _book, world, one))
        for one in data["ledger"]
    ]
    planned = [Event(world.instant(one["day"], 10), partial(_plan, world, one)) for one in data["plans"]]
    classed = [Event(world.instant(data["classed_on"], 11), partial(_classify, world, one)) for one in data["classed"]]
    return (
        booked
        + planned
        + classed
        + [
            Event(world.instant(day, 12), partial(_load_region, world, code, data))
            for code, day in data["loaded"].items()
        ]
    )


def _data(*, full: bool) -> dict[str, Any]:
    """What the full demo adds stands behind; of a project that both tell in a region, the last one holds."""
    data = seed("money")
    more = seed("full/money") if full else {"ledger": [], "projects": [], "paces": {}, "classed": [], "classed_on": 0}
    joined = {key: data[key] + more[key] for key in ("ledger", "projects")}
    own = {key: more[key] for key in ("classed", "classed_on")}
    return data | joined | own | {"paces": data["paces"] | more["paces"]}


def _book(world: World, one: dict[str, Any]) -> None:
    declared = world.session.get_one(Declaration, world.files[one["file"]]) if "file" in one else None
    project = _project(world, declared.project_id) if declared else _named(world, one["project"])
    region = world.session.get_one(Region, project.region_id)
    world.session.add(
        LedgerEntry(
            created_at=clock.now(),
            project_id=project.id,
            fiscal_year=_year(world, region.code),
            kind=one["kind"],
            amount_fen=fen_from_wan(one["amount"]),
            document=one["document"],
            reason=one["reason"],
            origin=TREASURY,
            entered_by=_treasurer(world, region).user_id,
        )
    )


def _enter(world: World, one: dict[str, Any]) -> None:
    """By the budget section, as on the page."""
    declared = world.session.get_one(Declaration, world.files[one["file"]])
    year = declared.fiscal_year
    effective_on = day_in(year, clock.business_date())
    order = _ordered(world, declared) if one.get("ordered") else None
    classes = ClassCodes(*one.get("classes", ()))
    typed = Typed(year, fen_from_wan(one["amount"]), effective_on, one["document"], one["reason"], order, classes)
    project = _project(world, declared.project_id)
    enter(world.session, world.named(one["by"]), project.id, LedgerKind(one["kind"]), typed)


def _ordered(world: World, declared: Declaration) -> int:
    """The corrective action (调减预算) that the entry carries out."""
    query = select(CorrectiveAction.id).join(Declaration, col(Declaration.id) == CorrectiveAction.declaration_id)
    query = query.where(Declaration.project_id == declared.project_id, CorrectiveAction.kind == CorrectionKind.cut)
    return world.session.exec(query).one()


def _classify(world: World, one: dict[str, Any]) -> None:
    """补录科目 of what an approval booked of a project of the demo region."""
    query = select(LedgerEntry).join(Project, col(Project.id) == LedgerEntry.project_id)
    query = query.where(
        Project.name == one["project"], LedgerEntry.fiscal_year == BUDGET_YEAR, LedgerEntry.function_code == ""
    )
    for entry in world.session.exec(query.order_by(col(LedgerEntry.id))).all():
        classify(world.session, world.named("czj.yusuan"), entry.id, ClassCodes(*one["classes"]))


def _plan(world: World, one: dict[str, Any]) -> None:
    """用款计划 as its unit enters it."""
    declared = world.session.get_one(Declaration, world.files[one["file"]])
    project = _project(world, declared.project_id)
    months = [fen_from_wan(amount) for amount in one["months"]]
    save_plan(world.session, world.named(one["by"]), project.id, declared.fiscal_year, months, ())


def _project(world: World, project_id: int | None) -> Project:
    return world.session.exec(select(Project).where(Project.id == project_id)).one()


def _named(world: World, name: str) -> Project:
    return world.session.exec(select(Project).where(Project.name == name)).one()


def _year(world: World, region: str) -> int:
    return next(int(task["year"]) for task in seed("tasks")["tasks"] if task["region"] == region)


def _treasurer(world: World, region: Region) -> Actor:
    query = select(Grant.user_id).join(Organisation, col(Organisation.id) == Grant.organisation_id)
    query = query.where(Grant.role == Role.treasury, Organisation.region_id == region.id).order_by(col(Grant.user_id))
    return world.actor(world.session.exec(query.limit(1)).one())


def _load_region(world: World, code: str, data: dict[str, Any]) -> None:
    region, year = world.regions[code], _year(world, code)
    plans = {plan["project"]: plan for plan in data["projects"] if plan.get("region", code) == code}
    spent = {name: rows for name, plan in plans.items() if (rows := _rows(world, region, year, plan, data))}
    for name, month, purpose, paid_in in data["refunds"]:
        if name in spent:
            spent[name].append(vouchers.refund(spent[name], month, purpose, paid_in))
    for name, month, printed in data["unmatched"]:
        if name in spent:
            spent[name] = vouchers.printed_otherwise(spent[name], month, printed)
    treasurer = _treasurer(world, region)
    for name, content in vouchers.quarters(code, year, list(chain.from_iterable(spent.values()))):
        _load_file(world, region, year, treasurer, name, content)


def _rows(world: World, region: Region, year: int, plan: dict[str, Any], data: dict[str, Any]) -> list[vouchers.Row]:
    """The payments of one project; none if it belongs to another region or waits for its approval of the year."""
    query = select(Project, Organisation).join(Organisation, col(Organisation.id) == Project.unit_id)
    found = world.session.exec(query.where(Project.name == plan["project"], Project.region_id == region.id)).first()
    if found is None:
        return []
    project, unit = found
    files = world.session.exec(select(Declaration).where(Declaration.project_id == project.id)).all()
    declared = next((row for row in files if row.fiscal_year == year and row.in_force), None)
    if files and declared is None:
        return []
    budget = (declared.budget_year_fen or declared.budget_total_fen) if declared else UNDECLARED_FEN
    payer = vouchers.Payer(project.name, project.code or "", unit.code, unit.name, budget or 0)
    return vouchers.rows_of(payer, plan, data["paces"][plan["pace"]], year, world.dice)


def _load_file(world: World, region: Region, year: int, treasurer: Actor, name: str, content: bytes) -> None:
    """What the loading job does, in this transaction: rows, matches, quarantine, counts."""
    session, now = world.session, clock.now()
    stored = FileContent(sha256=hashlib.sha256(content).hexdigest(), size=len(content), content=content)
    session.add(stored)
    session.flush()  # the batch points to its hash
    batch = PaymentBatch(
        created_at=now,
        region_id=region.id,
        fiscal_year=year,
        file_name=name,
        sha256=stored.sha256,
        uploaded_by=treasurer.user_id,
        finished_at=now,
    )
    expected = expected_of(session, batch)
    read = [(row, read_row(row, expected)) for row in open_file(content).rows()]
    lines = [(row, line_of(found, "", "")) for row, found in read if not isinstance(found, list)]
    waiting = [waiting_row(row, found, NO_ACCOUNTS) for row, found in read if isinstance(found, list)]
    batch.rows_total, batch.rows_loaded, batch.rows_quarantined = len(read), len(lines), len(waiting)
    session.add(batch)
    session.flush()  # payments and quarantine point to its id
    matches = Matcher(session, region.id, year).match(session, [line.printed for _, line in lines])
    shared = {"fiscal_year": year, "region_id": region.id, "batch_id": batch.id}
    payments = [
        {**line.values, **shared, "row_no": row.row_no, "project_id": match.project_id, "matched_by": match.how}
        for (row, line), match in zip(lines, matches, strict=True)
    ]
    session.exec(insert(Payment), params=payments)
    changes = Changes()
    changes.add_lines(payments)
    changes.store(session, region.id, year, Deed("loaded", treasurer.user_id, batch.id))
    session.exec(insert(PaymentQuarantine), params=[row | {"batch_id": batch.id, "resolution": ""} for row in waiting])
    append_audit(
        session,
        actor_id=treasurer.user_id,
        actor_name=treasurer.name,
        action="receive_payment_file",
        object_kind="payment_batch",
        object_id=batch.id,
        details={"file": name, "sha256": stored.sha256, "year": year},
    )
