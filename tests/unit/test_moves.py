"""The tables of moves are well-formed: deny by default, no dead end, every word registered."""

import dataclasses
from collections.abc import Iterator

import pytest

from workflow.lifecycle.checks import CHECKS
from workflow.lifecycle.effects import DECLARATION_EFFECTS, REPORT_EFFECTS
from workflow.lifecycle.export import rows
from workflow.lifecycle.machine import LIFECYCLES, Lifecycle
from workflow.lifecycle.moves import (
    DESK_LABELS,
    DESK_ROLES,
    EDITING_DESKS,
    REPORT_STATE_LABELS,
    ROLE_LABELS,
    STATE_LABELS,
    Move,
)
from workflow.lifecycle.record import ALSO_TOLD, ASKS_THE_HOLDER
from workflow.notifications.messages import TEMPLATES, message_text
from workflow.permissions import REACH
from workflow.types import ADMIN_ROLES, Desk, Reason, ReportState, Role, State

CYCLES = list(LIFECYCLES.values())
MOVES = [(cycle, move) for cycle in CYCLES for move in cycle.moves]
each_cycle = pytest.mark.parametrize("cycle", CYCLES, ids=lambda cycle: cycle.name)
each_move = pytest.mark.parametrize(
    ("cycle", "move"), MOVES, ids=[f"{cycle.name} {move.action} {move.source}" for cycle, move in MOVES]
)

DECIDES = {Role.filer, Role.unit_head, Role.department_reviewer, Role.section_reviewer, Role.performance}
NOT_THE_HOLDER = {"recall", "withdraw", "request_return", "discard", "cancel_adjustment", "cancel"}
"""Design: only the holder of the desk acts, except these (the head may discard, too) and after approval."""


def places_after(cycle: Lifecycle, start: str) -> Iterator[str]:
    seen, todo = set(), [start]
    while todo:
        place = todo.pop()
        if place not in seen:
            seen.add(place)
            yield place
            todo += [dest for move in cycle.moves if move.source == place for dest in move.dests if dest]


@each_cycle
def test_one_row_for_each_action_and_place(cycle: Lifecycle) -> None:
    assert len({(move.action, move.source) for move in cycle.moves}) == len(cycle.moves) == len(cycle.by_pair)


@each_cycle
def test_two_rows_for_one_are_refused_at_import(cycle: Lifecycle) -> None:
    with pytest.raises(ValueError, match="two rows"):
        Lifecycle(cycle.name, (*cycle.moves, cycle.moves[0]), cycle.effects)


@each_cycle
def test_every_place_is_reached_and_leads_to_an_end(cycle: Lifecycle) -> None:
    places = {move.source for move in cycle.moves} | {dest for move in cycle.moves for dest in move.dests if dest}
    assert set(places_after(cycle, "drafted/filer")) == places
    ends = {"terminated"} if cycle.name == "declaration" else {"accepted", "cancelled"}
    for place in places:
        assert ends & set(places_after(cycle, place)), place
    states = State if cycle.name == "declaration" else ReportState
    assert {place.partition("/")[0] for place in places} == {state.value for state in states} - {"evaluated"}


@each_cycle
def test_the_machine_knows_the_tables_moves_and_no_other(cycle: Lifecycle) -> None:
    assert set(cycle.machine.events) == {move.action for move in cycle.moves}
    assert set(cycle.machine.states) == set(places_after(cycle, "drafted/filer"))
    assert (cycle.machine.auto_transitions, cycle.machine.models) == (False, [])
    for name, event in cycle.machine.events.items():
        sources = {source for source, found in event.transitions.items() if found}
        assert sources == {move.source for move in cycle.rows_of(name)}


@each_cycle
def test_every_effect_belongs_to_an_action_of_its_table(cycle: Lifecycle) -> None:
    assert set(cycle.effects) <= {move.action for move in cycle.moves}


def test_every_check_is_registered_and_used() -> None:
    used = {name for _, move in MOVES for name in move.needs}
    assert used == set(CHECKS)
    assert {check.status for check in CHECKS.values()} == {403, 409, 422}
    assert all(len(move.needs) == len(set(move.needs)) for _, move in MOVES)


@each_move
def test_a_row_is_complete(cycle: Lifecycle, move: Move) -> None:
    assert move.who, "deny by default: nobody is named"
    assert set(move.who) <= DECIDES <= set(REACH)
    assert not set(move.who) & ADMIN_ROLES
    assert 1 <= len(move.dests) <= 2
    assert move.label_zh.strip()
    assert move.label_en.isascii()
    assert len({(row.label_zh, row.label_en) for row in cycle.rows_of(move.action)}) == 1
    assert move.reason in set(Reason)
    for place in (move.source, *(dest for dest in move.dests if dest)):
        state, _, desk = place.partition("/")
        assert state in (STATE_LABELS if cycle.name == "declaration" else REPORT_STATE_LABELS)
        assert not desk or desk in DESK_LABELS


@each_move
def test_only_the_holder_of_the_desk_acts(cycle: Lifecycle, move: Move) -> None:
    desk = move.source.partition("/")[2]
    if desk and move.action not in NOT_THE_HOLDER:
        assert move.who == (DESK_ROLES[desk],)


@each_move
def test_what_follows_another_move_names_it_and_refuses_to_be_clicked(cycle: Lifecycle, move: Move) -> None:
    if move.via:
        assert move.via in {row.action for _, row in MOVES}
        assert any(name.startswith("by_") and CHECKS[name].status == 422 for name in move.needs)


def test_desks_roles_and_states_have_their_words() -> None:
    assert set(DESK_LABELS) == set(DESK_ROLES) == {desk.value for desk in Desk}
    assert set(ROLE_LABELS) == {role.value for role in Role}
    assert set(STATE_LABELS) == {state.value for state in State}
    assert set(REPORT_STATE_LABELS) == {state.value for state in ReportState}
    assert {"drafted/filer", "drafted/department"} == EDITING_DESKS
    for labels in (DESK_LABELS, ROLE_LABELS, STATE_LABELS, REPORT_STATE_LABELS):
        assert all(zh.strip() and en.isascii() for zh, en in labels.values())


@each_move
def test_whoever_is_told_of_a_move_gets_a_sentence(cycle: Lifecycle, move: Move) -> None:
    arrives = any(dest and "/" in dest for dest in move.dests)
    if arrives or move.action in ALSO_TOLD or move.action in ASKS_THE_HOLDER:
        template = f"{cycle.name}.{move.action}"
        assert template in TEMPLATES
        facts = {"project_name": "劳务对接", "actor": "张三", "reason": "理由", "desk": "head"}
        for language in ("zh", "en"):
            assert "劳务对接" in message_text(template, facts, language)


def test_a_row_of_the_export_is_one_place() -> None:
    exported = rows()
    assert len(exported) == sum(len(move.dests) for _, move in MOVES)
    first = exported[0].as_json()
    assert (first["from"], first["to"], first["desk_from"], first["desk_to"]) == (["drafted"], None, "filer", "head")
    keys = {(row.machine, row.action, row.from_[0], row.desk_from, row.to, row.desk_to) for row in exported}
    assert len(keys) == len(exported)


def test_no_effect_runs_in_two_phases() -> None:
    for effects in (*DECLARATION_EFFECTS.values(), *REPORT_EFFECTS.values()):
        phases = [getattr(effects, field.name) for field in dataclasses.fields(effects)]
        flat = [effect for phase in phases for effect in phase]
        assert len(flat) == len(set(flat))
