"""Self-evaluations of the examples: opened by the performance section, filled, signed, accepted, confirmed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import select

from workflow.documents.evaluation_content import evaluation_hash, items_of
from workflow.execution.scope import Scope
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.evaluations.missing import missing_in
from workflow.lifecycle.evaluations.scores import indicators_of
from workflow.models import Declaration, EvaluationRecheck, SelfEvaluation
from workflow.money import fen_from_wan
from workflow.permissions import Actor
from workflow.scoring.sampling import SampleRule
from workflow.services import evaluation_tasks
from workflow.services.evaluations import fill_evaluation
from workflow.services.examples.reading import seed
from workflow.services.examples.world import Event, World
from workflow.services.rechecks import draw_sample, save_recheck
from workflow.services.result_uses import Proposal, propose
from workflow.types import ResultUseKind, Role

Told = dict[str, Any]
SIGNS = "≥≤=><"
CONFIRM = "accept_evaluation"
"""A move of the declaration, all others are of the form."""


def events(world: World) -> list[Event]:
    """Opening, and the steps of each form."""
    found = []
    for data in seed("evaluations")["tasks"]:
        found.append(Event(world.instant(data["opened"], 22), partial(_open, world, data)))
        for name, steps in data["forms"].items():
            found += [
                Event(world.instant(day, 22 + number), partial(_step, world, name, action, *told))
                for number, (day, action, *told) in enumerate(steps)
            ]
    return found


def _open(world: World, data: Told) -> None:
    region = world.regions[data["region"]].id
    evaluation_tasks.open_task(
        world.session,
        _performer(world, region),
        region,
        data["year"],
        world.day(data["deadline"]),
        date.fromisoformat(data["as_of"]),
        data["name"],
        Scope(kinds=tuple(data.get("kinds", ()))),
    )


def _performer(world: World, region_id: int) -> Actor:
    """Who opens tasks in the region: a declaration of it tells the place."""
    here = select(Declaration).where(Declaration.region_id == region_id).limit(1)
    return world.first((Role.performance,), world.session.exec(here).one())


def _step(world: World, name: str, action: str, told: Told | None = None) -> None:
    declaration = world.session.get_one(Declaration, world.files[name])
    if action == CONFIRM:
        actor = world.mover(declaration, action)
        perform(world.session, declaration, actor, action, expected_version=declaration.version, inputs=Inputs())
        return
    form = world.session.exec(select(SelfEvaluation).where(SelfEvaluation.declaration_id == declaration.id)).one()
    if action == "fill":
        _fill(world, form, told or {})
        return
    if action in AFTERWARDS:
        AFTERWARDS[action](world, form, told or {})
        return
    seen = evaluation_hash(world.session, form) if action == "sign" else ""
    actor = world.mover(form, action)
    perform(world.session, form, actor, action, expected_version=form.version, inputs=Inputs(content_hash=seen))


def _fill(world: World, form: SelfEvaluation, told: Told) -> None:
    """What is told of an indicator, else its target as reached; ``described``: of every target without a number."""
    indicators = indicators_of(world.session, form)
    values = {"form/-/reached": told["reached"], "money/-/cause": told.get("cause", "")}
    values |= {"money/-/basic": told["basic"]} if "basic" in told else {}
    for item in items_of(world.session, form.id):
        uid, place = item.indicator_uid, f"items/{item.indicator_uid}"
        values[f"{place}/actual"] = told["actual"].get(uid) or _reached(indicators[uid].target, told)
        for names, given in ((("cause", "measure"), "missed"), (("points", "reason"), "points")):
            if uid in told.get(given, {}):
                texts = zip(names, told[given][uid], strict=True)
                values |= {f"{place}/{field}": text for field, text in texts}
    filled = fill_evaluation(world.session, world.mover(form, "send_up"), form.id, form.version, values)
    world.session.flush()  # what is missing and the hash that is signed are read from the database
    if problems := [*filled.problems, *missing_in(world.session, form)]:
        raise ValueError(f"self-evaluation {form.id}: {problems}")


def _reached(target: str, told: Told) -> str:
    counted = any(sign.isdecimal() for sign in target)
    return target.strip(SIGNS) if counted else str(told.get("described", target))


def _recheck(world: World, form: SelfEvaluation, told: Told) -> None:
    """Drawn by lot, checked again with points of finance's own."""
    actor = _performer(world, form.region_id)
    rule = SampleRule(told["share"], every_poor=True, every_red=True)
    draw_sample(world.session, actor, form.task_id, rule, told["seed"])
    world.session.flush()  # the re-check of the form is read from the database
    query = select(EvaluationRecheck).where(EvaluationRecheck.evaluation_id == form.id)
    row = world.session.exec(query).one()
    saved = save_recheck(world.session, actor, row.id, row.version, told["values"], finish=True)
    if saved.problems:
        raise ValueError(f"re-check of {form.id}: {saved.problems}")


def _propose(world: World, form: SelfEvaluation, told: Told) -> None:
    """What follows for the money waits for the budget section."""
    amount = fen_from_wan(told["amount"])
    proposal = Proposal(ResultUseKind(told["kind"]), form.fiscal_year + 1, amount, told["reason"])
    propose(world.session, _performer(world, form.region_id), form.id, proposal)


AFTERWARDS: dict[str, Callable[[World, SelfEvaluation, Told], None]] = {"recheck": _recheck, "propose": _propose}
"""What finance does with a form that was accepted."""
