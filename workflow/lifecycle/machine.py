"""The engine: one shared ``transitions`` machine per aggregate, never bound to a row; ``perform`` is its only door.

Refusals come in one order: unknown or out of sight 404; no role for this action 403; version, state or desk 409;
this person barred 403; reason, comments, rules 422. ``docs/lifecycle.md`` is generated from the same tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlmodel import Session
from transitions import EventData, Machine

from workflow import clock
from workflow.errors import Conflict, NotAllowed, NotFound, Refusal, RuleFailed, WrongState
from workflow.lifecycle import checks_content, checks_desk, review_sheets  # noqa: F401 - they register the checks
from workflow.lifecycle.case import Case, Inputs, pair_of, type_of_row
from workflow.lifecycle.checks import CHECKS, Problem
from workflow.lifecycle.effects import (
    DECLARATION_EFFECTS,
    DOCUMENT_EFFECTS,
    EVALUATION_EFFECTS,
    REPORT_EFFECTS,
    Effects,
)
from workflow.lifecycle.evaluations import checks as checks_evaluation  # noqa: F401
from workflow.lifecycle.evaluations.moves import SELF_EVALUATION
from workflow.lifecycle.facts import last_word, needs_department
from workflow.lifecycle.letters import checks as checks_letters  # noqa: F401
from workflow.lifecycle.letters.facts import cosigners
from workflow.lifecycle.letters.moves import APPROVAL_DOCUMENT
from workflow.lifecycle.moves import DECLARATION, MONITORING_REPORT, SIGNING, Move
from workflow.lifecycle.record import record_move
from workflow.lifecycle.special import let_pass
from workflow.models import ApprovalDocument, Declaration, MonitoringReport, SelfEvaluation
from workflow.permissions import SYSTEM, Actor
from workflow.types import Reason

STAYS = None


def _destination_is(event: EventData) -> bool:
    return event.transition is not None and _case(event).destination == event.transition.dest


def _before(event: EventData) -> None:
    for effect in _effects(_case(event)).before:
        effect(_case(event))


def _after(event: EventData) -> None:
    case = _case(event)
    for effect in _effects(case).columns:
        effect(case)
    case.row.version += 1
    case.row.updated_at = clock.now()
    case.session.flush()  # state and its columns go in together; from here on queries see them
    for effect in _effects(case).after:
        effect(case)
    record_move(case)


def _case(event: EventData) -> Case:
    return cast(Case, event.model)


def _effects(case: Case) -> Effects:
    return LIFECYCLES[type(case.row)].effects.get(case.move.action, Effects())


TOO_LONG = {
    "reason": Problem("reason_too_long", {"longest": 2000}),
    "opinion": Problem("opinion_too_long", {"longest": 2000}),
    "document": Problem("document_too_long", {"longest": 200}),
}
"""Characters of what is said with a move: it stands in every list, message and record of the file."""


@dataclass(frozen=True)
class Lifecycle:
    """The table of moves of one aggregate with its machine."""

    name: str
    moves: tuple[Move, ...]
    effects: Mapping[str, Effects]
    by_pair: dict[tuple[str, str], Move] = field(init=False)
    machine: Machine = field(init=False)

    def __post_init__(self) -> None:
        """Index the rows and build the machine: exactly one row per (action, pair), one event per destination."""
        by_pair = {(move.action, move.source): move for move in self.moves}
        if len(by_pair) != len(self.moves):
            raise ValueError(f"two rows for one action and pair in {self.name}")
        pairs = {move.source for move in self.moves} | {dest for move in self.moves for dest in move.dests if dest}
        machine = Machine(
            model=None,
            states=sorted(pairs),
            initial=self.moves[0].source,
            auto_transitions=False,
            queued=False,
            send_event=True,
            before_state_change=[_before],
            after_state_change=[_after],
            transitions=[
                {"trigger": move.action, "source": move.source, "dest": dest, "conditions": [_destination_is]}
                for move in self.moves
                for dest in move.dests
            ],
        )
        object.__setattr__(self, "by_pair", by_pair)
        object.__setattr__(self, "machine", machine)

    def rows_of(self, action: str) -> list[Move]:
        """All rows of one action."""
        return [move for move in self.moves if move.action == action]


DECLARATION_CYCLE = Lifecycle("declaration", DECLARATION, DECLARATION_EFFECTS)
REPORT_CYCLE = Lifecycle("monitoring_report", MONITORING_REPORT, REPORT_EFFECTS)
EVALUATION_CYCLE = Lifecycle("self_evaluation", SELF_EVALUATION, EVALUATION_EFFECTS)
DOCUMENT_CYCLE = Lifecycle("approval_document", APPROVAL_DOCUMENT, DOCUMENT_EFFECTS)
LIFECYCLES: dict[type[Any], Lifecycle] = {
    Declaration: DECLARATION_CYCLE,
    MonitoringReport: REPORT_CYCLE,
    SelfEvaluation: EVALUATION_CYCLE,
    ApprovalDocument: DOCUMENT_CYCLE,
}


def perform(
    session: Session,
    row: type_of_row,
    actor: Actor,
    action: str,
    *,
    expected_version: int,
    inputs: Inputs | None = None,
) -> Case:
    """Move a locked row; state, version, audit entry and messages are in the session, or a ``Refusal`` is raised.

    The caller has loaded ``row`` with a row lock inside ``unit_of_work(write=True)``.
    """
    move = _allowed_row(session, row, actor, action, expected_version)
    case = _perform(Case(session, row, actor.acting(move.who, row), move, inputs or Inputs()))
    if action in SIGNING and case.destination is STAYS:
        _perform_via(case, row, "submit")
    return case


def rehearse(
    session: Session,
    row: type_of_row,
    actor: Actor,
    action: str,
    expected_version: int,
    inputs: Inputs,
) -> None:
    """Raise the ``Refusal`` that ``perform`` would raise now; change nothing."""
    move = _allowed_row(session, row, actor, action, expected_version)
    refuse_unless_fit(Case(session, row, actor.acting(move.who, row), move, inputs))


def _perform_via(case: Case, row: Any, action: str) -> None:
    """A move that follows from another one in the same transaction, by the same person.

    On the same row it takes over the document and the checks that have just passed: nobody can have changed either.
    """
    move = LIFECYCLES[type(row)].by_pair[action, pair_of(row)]
    following = Case(case.session, row, case.actor, move, case.inputs, via=case.move.action)
    if row is case.row:
        following.take_over(case)
    _perform(following)


def _perform(case: Case) -> Case:
    refuse_unless_fit(case)
    case.came_from = case.state
    case.destination = _choose(case)
    with case.session.no_autoflush:  # between state and its columns the row would break its CHECKs
        LIFECYCLES[type(case.row)].machine.events[case.move.action].trigger(case)
    for row, action in case.made.pop("follow", []):
        _perform_via(case, row, action)
    return case


def _allowed_row(session: Session, row: Any, actor: Actor, action: str, expected_version: int) -> Move:
    lifecycle, pair = LIFECYCLES[type(row)], pair_of(row)
    rows = lifecycle.rows_of(action)
    if not rows or (actor is not SYSTEM and not actor.sees(row)):
        raise NotFound("no_such_action", action=action)
    if not actor.holds_any({role for move in rows for role in move.who}, row):
        raise NotAllowed("no_role", action=action)
    if expected_version != row.version:
        raise Conflict("version_changed", **last_word(session, row))
    move = lifecycle.by_pair.get((action, pair))
    if move is None or not actor.holds_any(move.who, row):
        raise WrongState("wrong_state", action=action, pair=pair, **last_word(session, row))
    return move


def refuse_unless_fit(case: Case) -> None:
    """Run the row's checks in the order 409, 403, 422; of the last kind all problems are told at once."""
    needs = [CHECKS[name] for name in case.move.needs if name not in case.passed]
    for status, error in ((409, Conflict), (403, NotAllowed)):
        for item in needs:
            if item.status == status and (found := item.look(case)):
                raise error(found[0].code, **found[0].facts)
    problems = let_pass(case, {item.name: item.look(case) for item in needs if item.status == 422})
    if case.move.reason is Reason.required and not case.inputs.reason and not case.via:
        problems.insert(0, Problem("reason_missing"))
    if not case.via:
        problems += [
            fault for name, fault in TOO_LONG.items() if len(getattr(case.inputs, name)) > fault.facts["longest"]
        ]
    if problems:
        raise RuleFailed(problems[0].code, problems, **problems[0].facts)


def _choose(case: Case) -> str | None:
    """Of several destinations: up or back to the department where the unit has one above it, else past it.

    A letter: to the co-signers (any left beside who agrees now?) before the leader.
    """
    dests = case.move.dests
    if len(dests) == 1:
        return dests[0]
    if isinstance(case.row, ApprovalDocument):
        return _next_signer(case)
    return dests[0] if needs_department(case.session, case.row) else dests[1]


def _next_signer(case: Case) -> str | None:
    """send_for_signing: (co-signers, leader); cosign: (leader, stays with the others)."""
    first, second = case.move.dests
    named = cosigners(case.session, case.row.id)
    if case.move.action == "send_for_signing":
        return first if named else second
    left = [item for item in named if not item.agreed_at and item.user_id not in case.actor.persons]
    return second if left else first


@dataclass(frozen=True)
class OpenMove:
    """A move a page may offer: the row, and the refusal that stands in its way right now (None = go)."""

    move: Move
    refusal: Refusal | None


def open_moves(session: Session, row: type_of_row, actor: Actor) -> list[OpenMove]:
    """The buttons of an actor: rows of this pair he holds a role for, with what 409 and 403 would say."""
    found = []
    for move in LIFECYCLES[type(row)].moves:
        if move.source == pair_of(row) and not move.via and actor.holds_any(move.who, row):
            found.append(
                OpenMove(move, _standing_refusal(Case(session, row, actor.acting(move.who, row), move, Inputs())))
            )
    return found


def _standing_refusal(case: Case) -> Refusal | None:
    for name in case.move.needs:
        if CHECKS[name].status != 422 and name != "hash_seen" and (found := CHECKS[name].look(case)):
            return (Conflict if CHECKS[name].status == 409 else NotAllowed)(found[0].code, **found[0].facts)
    return None
