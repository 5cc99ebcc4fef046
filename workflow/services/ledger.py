"""Entering the budget ledger (预算指标台账): initial, carry-over, addition, cut, recall, transfer; and taking one back.

An entry is never changed or removed. Nothing may bring the adjusted budget of a project below what it has spent.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed
from workflow.execution.adjustments import same_paper
from workflow.execution.class_codes import CODE_FIELDS, UNCLASSED, ClassCodes, is_code
from workflow.execution.ledger import ENTRY_KINDS, TYPED, kinds_of, signed
from workflow.lifecycle.ledger import APPROVAL, BUDGET, standing
from workflow.lifecycle.record import append_audit
from workflow.lifecycle.target_tasks import look_at_changes
from workflow.models import Declaration, LedgerEntry, Payment, Project
from workflow.money import wan_grouped
from workflow.money_facts import day_in
from workflow.money_types import LedgerKind
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.regional.codes import code_lists
from workflow.services.corrections import find_correction
from workflow.services.rates import forget_rates, request_rates
from workflow.texts import said
from workflow.types import CorrectionKind, Role

LONGEST_DOCUMENT, LONGEST_REASON = 200, 500
ENTERING = (Role.budget_section,)
"""Who keeps the ledger; everybody else who sees the project reads it."""
UNIT_SIDE = (Role.filer, Role.unit_head)


@dataclass(frozen=True)
class Typed:
    """What a person enters; ``amount_fen`` carries no sign, the kind has it.

    ``correction_id``: the corrective action (调减预算) that is carried out by it. ``classes``: what it belongs to, as
    far as it is said.
    """

    year: int
    amount_fen: int
    effective_on: date
    document: str
    reason: str
    correction_id: int | None = None
    classes: ClassCodes = UNCLASSED


def enter(session: Session, actor: Actor, project_id: int, kind: LedgerKind, typed: Typed) -> LedgerEntry:
    """One entry of one project. Needs ``unit_of_work(write=True)``.

    Raises ``NotFound`` out of sight, ``NotAllowed`` without the role, ``RuleFailed`` for what is missing or wrong, for
    the same entry twice, for a cut or recall below what was spent, and for anything but a cut or recall where a
    corrective action is carried out.
    """
    project = _locked(session, actor, project_id)
    if kind not in TYPED:
        raise RuleFailed("ledger_kind_missing")
    typed = _checked(session, typed)
    _require_ordered(session, actor, project_id, kind, typed)
    _require_new(session, project_id, kind, typed)
    amount = signed(kind, typed.amount_fen)
    _require_covered(session, project, typed.year, amount)
    links = {"correction_id": typed.correction_id} if typed.correction_id else {}
    return _book(session, actor, project, kind, amount, typed, **links)


def transfer(
    session: Session, actor: Actor, giver_id: int, receiver_id: int, typed: Typed
) -> tuple[LedgerEntry, LedgerEntry]:
    """调剂: out of one project and into another, both or neither; refusals as for ``enter``, about the giver."""
    if giver_id == receiver_id:
        raise RuleFailed("ledger_transfer_to_itself")
    projects = {key: _locked(session, actor, key) for key in sorted((giver_id, receiver_id))}
    giver, receiver = projects[giver_id], projects[receiver_id]
    if giver.region_id != receiver.region_id:
        raise NotFound("no_such_project_here")
    typed = _checked(session, typed)
    _require_new(session, giver_id, LedgerKind.transfer_out, typed, receiver_id)
    _require_covered(session, giver, typed.year, -typed.amount_fen)
    out = _book(session, actor, giver, LedgerKind.transfer_out, -typed.amount_fen, typed)
    into = _book(session, actor, receiver, LedgerKind.transfer_in, typed.amount_fen, typed, transfer_id=out.id)
    return out, into


def take_back(session: Session, actor: Actor, entry_id: int, reason: str, document: str = "") -> list[LedgerEntry]:
    """更正: a counter-entry with the same day of effect; of a transfer both halves at once.

    Raises ``NotFound`` out of sight, ``RuleFailed`` for an entry that was taken back, takes back another, or belongs
    to an approval (that is revoked instead), without a reason, and where less than was spent would remain.
    """
    entry = _visible(session, actor, entry_id)
    why, paper = said(reason), said(document)
    if not why:
        raise RuleFailed("reason_missing")
    for problem in too_long({"document": (paper, LONGEST_DOCUMENT), "reason": (why, LONGEST_REASON)}):
        raise problem
    halves = _halves(session, entry)
    projects = {key: _locked(session, actor, key) for key in sorted({half.project_id for half in halves})}
    made = []
    for half in halves:
        _require_standing(session, half)
        _require_covered(session, projects[half.project_id], half.fiscal_year, -half.amount_fen)
        day = half.effective_on or date(half.fiscal_year, 1, 1)
        same = ClassCodes(half.function_code, half.economic_code, half.nature)
        typed = Typed(half.fiscal_year, 0, day, paper or half.document, why, classes=same)
        kind, project = LedgerKind(half.kind), projects[half.project_id]
        made.append(_book(session, actor, project, kind, -half.amount_fen, typed, corrects_id=half.id))
    return made


def classify(session: Session, actor: Actor, entry_id: int, classes: ClassCodes) -> LedgerEntry:
    """补录科目: what an entry belongs to, said later or put right; amounts stay. Its counter-entry goes with it.

    An approval books without codes, so that its entries could never be told apart otherwise.
    """
    entry = _visible(session, actor, entry_id)
    project = _locked(session, actor, entry.project_id)
    found, problems = checked_codes(session, entry.fiscal_year, classes)
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    first = entry.corrects_id or entry.id
    pair = or_(LedgerEntry.id == first, LedgerEntry.corrects_id == first)
    for row in session.exec(select(LedgerEntry).where(pair)):
        before = {name: getattr(row, name) for name in CODE_FIELDS}
        for name in CODE_FIELDS:
            setattr(row, name, getattr(found, name))
        append_audit(
            session,
            actor_id=actor.user_id,
            actor_name=actor.acting(ENTERING, project).name,
            action="classify_ledger_entry",
            object_kind="project",
            object_id=project.id,
            details={"entry": row.id, "before": before, "after": asdict(found)},
        )
    forget_rates(session, project.region_id, entry.fiscal_year, entry.effective_on or date(entry.fiscal_year, 1, 1))
    request_rates(session, project.region_id, entry.fiscal_year, actor.user_id)
    return entry


def checked_codes(session: Session, year: int, typed: ClassCodes) -> tuple[ClassCodes, list[RuleFailed]]:
    """The codes that are meant, and a problem for each that the lists of the year do not have."""
    if typed == UNCLASSED:
        return UNCLASSED, []
    lists = code_lists(session, year)
    found = {name: lists.canonical(CODE_FIELDS[name], said(raw)) for name, raw in asdict(typed).items()}
    problems = [
        RuleFailed(f"ledger_{name}_unknown", field=name, raw=code[:40], year=year)
        for name, code in found.items()
        if code and not is_code(lists, CODE_FIELDS[name], code)
    ]
    return ClassCodes(**found), problems


# --- what must hold -------------------------------------------------------------------------------------------------


def _locked(session: Session, actor: Actor, project_id: int) -> Project:
    """The project, locked: of two cuts at once the second sees what the first left."""
    query = select(Project).where(Project.id == project_id).with_for_update(key_share=True)
    project = session.exec(query).first()
    if project is None or not actor.sees(project):
        raise NotFound("no_such_project_here")
    if not actor.holds_any(ENTERING, project):
        raise NotAllowed("no_role")
    return project


def _visible(session: Session, actor: Actor, entry_id: int) -> LedgerEntry:
    query = select(LedgerEntry, Project).join(Project, col(Project.id) == LedgerEntry.project_id)
    found = session.exec(query.where(LedgerEntry.id == entry_id)).first()
    if found is None or not actor.sees(found[1]):
        raise NotFound("no_such_ledger_entry")
    return found[0]


def _checked(session: Session, typed: Typed) -> Typed:
    """Cleaned; everything that is missing or wrong at once."""
    document, reason = said(typed.document), said(typed.reason)
    first, last = date(typed.year, 1, 1), day_in(typed.year, clock.business_date())
    problems = []
    if typed.amount_fen <= 0:
        problems.append(RuleFailed("ledger_amount_not_positive"))
    if not first <= typed.effective_on <= last:
        problems.append(RuleFailed("ledger_day_outside", first=first.isoformat(), last=last.isoformat()))
    if not document:
        problems.append(RuleFailed("document_missing"))
    if not reason:
        problems.append(RuleFailed("reason_missing"))
    problems += too_long({"document": (document, LONGEST_DOCUMENT), "reason": (reason, LONGEST_REASON)})
    classes, unknown = checked_codes(session, typed.year, typed.classes)
    problems += unknown
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)
    return replace(typed, document=document, reason=reason, classes=classes)


def too_long(texts: dict[str, tuple[str, int]]) -> list[RuleFailed]:
    """A problem for every text (with its limit) that is longer; ``field`` says which."""
    return [
        RuleFailed("ledger_text_too_long", field=name, most=most)
        for name, (text, most) in texts.items()
        if len(text) > most
    ]


def _require_new(
    session: Session, project_id: int, kind: LedgerKind, typed: Typed, receiver_id: int | None = None
) -> None:
    """Not the same entry twice (a second click, or by an approval before), and not a second initial budget.

    One document may move the same amount to several projects on one day: transfers are told apart by ``receiver_id``.
    """
    if ENTRY_KINDS[kind].once and (booked := _sum_of(session, project_id, typed.year, kind)):
        raise RuleFailed("ledger_initial_exists", amount=wan_grouped(booked))
    approved = select(LedgerEntry.document).where(
        *standing(project_id, typed.year, kinds_of("adjustment_fen")), LedgerEntry.origin == APPROVAL
    )
    if ENTRY_KINDS[kind].moves_targets and any(same_paper(paper, typed.document) for paper in session.exec(approved)):
        raise RuleFailed("ledger_booked_by_approval", document=typed.document)
    same = select(LedgerEntry.id).where(
        *standing(project_id, typed.year, [kind]),
        LedgerEntry.amount_fen == signed(kind, typed.amount_fen),
        LedgerEntry.document == typed.document,
        LedgerEntry.effective_on == typed.effective_on,
    )
    if receiver_id is not None:
        same = same.where(col(LedgerEntry.id).in_(_given_to(receiver_id)))
    if session.exec(same).first():
        raise RuleFailed("ledger_same_entry", document=typed.document)


def _given_to(receiver_id: int) -> SelectOfScalar[int | None]:
    """The outgoing halves of what a project got from others."""
    into = (LedgerEntry.project_id == receiver_id, LedgerEntry.kind == LedgerKind.transfer_in)
    return select(col(LedgerEntry.transfer_id)).where(*into, col(LedgerEntry.transfer_id).is_not(None))


def _require_ordered(session: Session, actor: Actor, project_id: int, kind: LedgerKind, typed: Typed) -> None:
    """The corrective action is one that cuts this budget in this year, and the entry takes money away."""
    if typed.correction_id is None:
        return
    order = find_correction(session, actor, typed.correction_id)
    declared = session.get_one(Declaration, order.declaration_id)
    fits = (CorrectionKind.cut, project_id, typed.year) == (order.kind, declared.project_id, order.fiscal_year)
    if not fits or ENTRY_KINDS[kind].sign > 0:
        raise RuleFailed("ledger_not_the_cut_ordered")


def _require_covered(session: Session, project: Project, year: int, change_fen: int) -> None:
    """What is taken away must not have been spent: over the whole year, whenever it takes effect."""
    if change_fen >= 0:
        return
    adjusted = _sum_of(session, project.id, year)
    query = select(func.coalesce(func.sum(Payment.amount_fen), 0))
    spent = int(session.exec(query.where(Payment.project_id == project.id, Payment.fiscal_year == year)).one())
    if adjusted + change_fen < spent:
        raise RuleFailed(
            "ledger_below_spent",
            project=project.name,
            left=wan_grouped(adjusted + change_fen),
            spent=wan_grouped(spent),
            most=wan_grouped(max(adjusted - spent, 0)),
        )


def _sum_of(session: Session, project_id: int, year: int, kind: LedgerKind | None = None) -> int:
    query = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
        LedgerEntry.project_id == project_id, LedgerEntry.fiscal_year == year
    )
    return int(session.exec(query.where(LedgerEntry.kind == kind) if kind else query).one())


def _halves(session: Session, entry: LedgerEntry) -> Sequence[LedgerEntry]:
    """The entry; of a transfer both, the outgoing first."""
    out_id = entry.transfer_id or entry.id
    query = select(LedgerEntry).where(or_(LedgerEntry.id == out_id, LedgerEntry.transfer_id == out_id))
    return session.exec(query.order_by(col(LedgerEntry.id))).all()


def _require_standing(session: Session, entry: LedgerEntry) -> None:
    if entry.origin == APPROVAL:
        raise RuleFailed("ledger_entry_of_approval")
    if entry.corrects_id:
        raise RuleFailed("ledger_counter_entry")
    if session.exec(select(LedgerEntry.id).where(LedgerEntry.corrects_id == entry.id)).first():
        raise Conflict("ledger_taken_back")


# --- writing it down ------------------------------------------------------------------------------------------------


def _book(
    session: Session, actor: Actor, project: Project, kind: LedgerKind, amount_fen: int, typed: Typed, **links: int
) -> LedgerEntry:
    """The entry with its trail; the unit hears of it, and the rates it changes are computed anew."""
    who = actor.acting(ENTERING, project)
    entry = LedgerEntry(
        created_at=clock.now(),
        project_id=project.id,
        fiscal_year=typed.year,
        kind=kind,
        amount_fen=amount_fen,
        effective_on=typed.effective_on,
        document=typed.document,
        reason=typed.reason,
        origin=BUDGET,
        entered_by=actor.user_id or None,
        function_code=typed.classes.function_code,
        economic_code=typed.classes.economic_code,
        nature=typed.classes.nature,
        corrects_id=links.get("corrects_id"),
        transfer_id=links.get("transfer_id"),
        correction_id=links.get("correction_id"),
    )
    session.add(entry)
    session.flush()  # its id names the messages and the other half of a transfer
    codes = {name: code for name, code in asdict(typed.classes).items() if code}
    facts = {"kind": kind.value, "amount_fen": amount_fen, "year": typed.year, "document": typed.document, **codes}
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=who.name,
        action="take_back_ledger_entry" if entry.corrects_id else "enter_ledger",
        object_kind="project",
        object_id=project.id,
        reason=typed.reason,
        details={**facts, "entry": entry.id, "effective_on": typed.effective_on.isoformat(), **links},
    )
    _tell(session, actor, project, entry)
    if ENTRY_KINDS[kind].moves_targets:
        look_at_changes(session, project, typed.year)
    forget_rates(session, project.region_id, typed.year, typed.effective_on)
    request_rates(session, project.region_id, typed.year, actor.user_id)
    return entry


def _tell(session: Session, actor: Actor, project: Project, entry: LedgerEntry) -> None:
    sign = "+" if entry.amount_fen > 0 else ""
    notify(
        session,
        people_at(session, UNIT_SIDE, project) - {actor.user_id},
        template="project.ledger_corrected" if entry.corrects_id else "project.ledger",
        key=f"ledger:{entry.id}",
        object_kind="project",
        object_id=project.id,
        facts={
            "project_name": project.name,
            "year": entry.fiscal_year,
            "amount": f"{sign}{wan_grouped(entry.amount_fen)}",
            "document": entry.document,
            "reason": entry.reason,
        },
    )
