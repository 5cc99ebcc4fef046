"""The declarations of the examples: created, explained, and moved step by step by the people who may."""

from functools import partial
from typing import Any

from sqlmodel import select

from workflow import canonical
from workflow.canonical import content_hash
from workflow.documents.assemble import document_of, write_document
from workflow.documents.values import flat
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.approval import open_batch_for
from workflow.models import Comment, Declaration, Organisation
from workflow.permissions import Actor
from workflow.review import check_row
from workflow.services import answers, comments, editing, waivers
from workflow.services.declarations import create_declaration
from workflow.services.editing import Change, Outcome
from workflow.services.examples import sheets
from workflow.services.examples.people import list_project
from workflow.services.examples.reading import document, known_findings, seed
from workflow.services.examples.world import Event, World
from workflow.services.organisations import place_of
from workflow.types import Role, Severity

Told = dict[str, Any]


def events(world: World) -> list[Event]:
    """Every step of every file: ``[day, action, {inputs}]``."""
    return [
        Event(world.instant(day, number), partial(_step, world, entry, action, *told))
        for entry in seed("declarations")["declarations"]
        for number, (day, action, *told) in enumerate(entry["steps"])
    ]


def _step(world: World, entry: Told, action: str, told: Told | None = None) -> None:
    told = told or {}
    if action == "create":
        _create(world, entry, told)
        return
    row = world.session.get_one(Declaration, world.files[entry["file"]])
    deed = {"type": _type, "comment": _comment, "answer": _answer}.get(action)
    if deed:
        deed(world, row, told)
    else:
        _move(world, row, action, told, entry["file"])


def _create(world: World, entry: Told, told: Told) -> None:
    """The form as it was first typed; what the printed one says comes in later where a comment made it change."""
    printed = document(entry["file"])
    unit = _unit(world, entry["task"], printed)
    filer = world.named(told["by"]) if "by" in told else world.first((Role.filer,), place_of(unit))
    project = list_project(world, unit, printed.project_name, printed.project_code)
    row = create_declaration(world.session, filer, world.tasks[entry["task"]], unit.id, project.id)
    row.form_profile = printed.form_profile
    write_document(world.session, row, _first_draft(printed, told.get("first_draft", {})))
    world.files[entry["file"]] = row.id
    _explain(world, row, filer, entry["file"])


def _unit(world: World, region: str, printed: canonical.Declaration) -> Organisation:
    here = select(Organisation).where(
        Organisation.region_id == world.regions[region].id,
        Organisation.kind == "unit",
        Organisation.name == printed.unit,
    )
    return world.session.exec(here).one()


def _first_draft(printed: canonical.Declaration, targets: dict[str, str]) -> canonical.Declaration:
    rows = tuple(
        row.model_copy(update={"target": targets.get(f"indicators/{row.uid}/target", row.target)})
        for row in printed.indicators
    )
    return printed.model_copy(update={"indicators": rows})


def _explain(world: World, row: Declaration, filer: Actor, name: str) -> None:
    """A waiver (情况说明) for what the published form really gets wrong; an error nobody knows of stops the seed."""
    reasons = {(item["rule"], item["path"]): item["reason"] for item in known_findings(name)}
    for finding in check_row(world.session, row, document_of(world.session, row)):
        if finding.severity is Severity.error:
            waivers.explain(world.session, filer, row.id, finding.key, reasons[finding.rule, finding.path])


def _type(world: World, row: Declaration, told: Told) -> None:
    filer = world.mover(row, "send_up", told.get("by"))
    old = flat(document_of(world.session, row))[told["path"]]
    change = Change("set", told["path"], old, told["new"])
    _, results, _ = editing.edit(world.session, filer, row.id, [change])
    if results[0].outcome is not Outcome.applied:
        raise ValueError(f"{row.project_name}: {results[0]}")


def _comment(world: World, row: Declaration, told: Told) -> None:
    reviewer = world.mover(row, "return", told.get("by"))
    comments.add_comment(world.session, reviewer, row.id, told["path"], told["text"], publish=True)


def _answer(world: World, row: Declaration, told: Told) -> None:
    query = select(Comment).where(
        Comment.object_kind == "declaration",
        Comment.object_id == row.id,
        Comment.round == row.round,
        Comment.sent_with == "return",
        Comment.path == told["path"],
    )
    comment = world.session.exec(query).one()
    filer = world.mover(row, "send_up", told.get("by"))
    answers.answer(world.session, filer, row.id, comment.id, told["answer"], told.get("text", ""))


def _move(world: World, row: Declaration, action: str, told: Told, name: str) -> None:
    actor = world.mover(row, action, told.get("by"))
    if action == "pass_review":
        sheets.fill(world.session, row, actor, told["grade"], told["opinion"])
    inputs = Inputs(
        reason=told.get("reason", ""),
        content_hash=content_hash(document_of(world.session, row)) if action == "sign" else "",
        grade=told.get("grade", ""),
        opinion=told.get("opinion", ""),
        document=told.get("document", ""),
        due_on=world.day(told["due_in"]) if "due_in" in told else None,
        ticks=sheets.ticks(told["grade"]) if action == "pass_review" else None,
        batch_id=_batch(world, row, actor, told["batch"]) if "batch" in told else None,
    )
    case = perform(world.session, row, actor, action, expected_version=row.version, inputs=inputs)
    if "revision" in case.made:
        world.files[name] = case.made["revision"].id  # what follows happens to the new revision


def _batch(world: World, row: Declaration, actor: Actor, name: str) -> int:
    """One approve click over several files."""
    if name not in world.batches:
        world.batches[name] = open_batch_for(world.session, row, actor.user_id, name).id
    return world.batches[name]
