"""The declarations of the examples: created, explained, and moved step by step by the people who may."""

from dataclasses import replace
from functools import partial
from typing import Any

from sqlmodel import select

from workflow import canonical
from workflow.canonical import content_hash
from workflow.documents.assemble import document_of, write_document
from workflow.documents.render import render
from workflow.documents.values import flat
from workflow.lifecycle import Inputs, perform
from workflow.lifecycle.approval import open_batch_for
from workflow.lifecycle.moves import SIGNING
from workflow.lifecycle.sign_pages import sign_page
from workflow.models import Comment, Declaration, Organisation, Project
from workflow.permissions import Actor
from workflow.review import check_row
from workflow.services import answers, comments, editing, pending_decisions, suggestions, waivers
from workflow.services.attachments import judge
from workflow.services.declarations import create_declaration
from workflow.services.editing import Change, Outcome
from workflow.services.examples import sheets, stories
from workflow.services.examples.people import list_project
from workflow.services.examples.world import Event, World
from workflow.services.organisations import place_of
from workflow.services.pending_decisions import Decision
from workflow.types import Role, Severity

Told = dict[str, Any]


def events(world: World) -> list[Event]:
    """Every step of every file: ``[day, action, {inputs}]``."""
    return [
        Event(world.instant(day, number), partial(step, world, entry, action, *told))
        for entry in stories.entries(full=world.full)
        for number, (day, action, *told) in enumerate(entry["steps"])
    ]


def step(world: World, entry: Told, action: str, told: Told | None = None) -> None:
    """What one entry of a file's story tells."""
    told = told or {}
    if action == "create":
        _create(world, entry, told)
        return
    row = world.session.get_one(Declaration, world.files[entry["name"]])
    deed = DEEDS.get(action)
    if action == "explain":  # a revision is checked anew
        _explain(world, row, world.mover(row, "send_up"), stories.reasons_of(entry))
    elif deed:
        deed(world, row, told)
    else:
        _move(world, row, action, told, entry["name"])


def _create(world: World, entry: Told, told: Told) -> None:
    """The form as it was first typed; what the printed one says comes in later where a comment made it change."""
    printed = stories.document_of(entry)
    unit = _unit(world, world.task_regions[entry["task"]], printed)
    filer = world.named(told["by"]) if "by" in told else world.first((Role.filer,), place_of(unit))
    project = _project(world, unit, printed)
    row = create_declaration(world.session, filer, world.tasks[entry["task"]], unit.id, project.id)
    row.form_profile = printed.form_profile
    write_document(world.session, row, _first_draft(printed, told.get("first_draft", {})))
    world.files[entry["name"]] = row.id
    _explain(world, row, filer, stories.reasons_of(entry))


def _project(world: World, unit: Organisation, printed: canonical.Declaration) -> Project:
    """The one that was declared the year before, else a new one."""
    here = select(Project).where(Project.unit_id == unit.id, Project.name == printed.project_name)
    return world.session.exec(here).first() or list_project(world, unit, printed.project_name, printed.project_code)


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


def _explain(world: World, row: Declaration, filer: Actor, reasons: dict[tuple[str, str], str]) -> None:
    """A waiver (情况说明) for what the published form really gets wrong; an error nobody knows of stops the seed.

    A form of which nothing is known is not checked here: it would not be sent up.
    """
    if not reasons:
        return
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


def _suggest(world: World, row: Declaration, told: Told) -> None:
    reviewer = world.mover(row, "pass_review", told.get("by"))
    suggestions.suggest(world.session, reviewer, row.id, told["path"], told["new"], told["reason"])


def _hold(world: World, row: Declaration, told: Told) -> None:
    """待发决定: saved, neither sent nor performed."""
    actor = world.mover(row, told["action"], told.get("by"))
    if told["action"] == "pass_review":
        sheets.fill(world.session, row, actor, told["grade"], told["opinion"])
    inputs = _inputs(world, row, told["action"], told)
    pending_decisions.save(world.session, actor, row.id, Decision(told["action"], row.version, inputs))


DEEDS = {
    "type": _type,
    "comment": _comment,
    "answer": _answer,
    "suggest": _suggest,
    "hold": _hold,
}
"""What people do besides the moves."""


def _move(world: World, row: Declaration, action: str, told: Told, name: str) -> None:
    actor = world.mover(row, action, told.get("by"))
    if action == "pass_review":
        sheets.fill(world.session, row, actor, told["grade"], told["opinion"])
    inputs = _inputs(world, row, action, told)
    if action == "sign_on_paper":
        inputs = _signed_page(world, row, told["head"], inputs)
    if "batch" in told:
        inputs = replace(inputs, batch_id=_batch(world, row, actor, told["batch"]))
    case = perform(world.session, row, actor, action, expected_version=row.version, inputs=inputs)
    if "revision" in case.made:
        world.files[name] = case.made["revision"].id  # what follows happens to the new revision


def _inputs(world: World, row: Declaration, action: str, told: Told) -> Inputs:
    return Inputs(
        reason=told.get("reason", ""),
        content_hash=content_hash(document_of(world.session, row)) if action in SIGNING else "",
        grade=told.get("grade", ""),
        opinion=told.get("opinion", ""),
        document=told.get("document", ""),
        due_on=world.day(told["due_in"]) if "due_in" in told else None,
        ticks=sheets.ticks(told["grade"]) if action == "pass_review" else None,
        colleague_id=world.named(told["colleague"]).user_id if "colleague" in told else None,
        leader=told.get("leader", ""),
        adjustment_type=told.get("adjustment_type", ""),
        document_date=world.workday(told["document_days"]) if "document_days" in told else None,
        document_issuer=told.get("document_issuer", ""),
        points=tuple((words, world.day(due)) for words, due in told.get("points", ())),
    )


def _signed_page(world: World, row: Declaration, head: str, inputs: Inputs) -> Inputs:
    """纸质审签: the page of the file as its own scan, marked as one that nobody signed with a pen."""
    page = sign_page(world.session, row)
    raw = render(replace(page, mark="演示件"), "pdf")
    scan = judge(f"审签页扫描件（演示）-{row.project_name}.pdf", raw)
    return replace(inputs, head_id=world.named(head).user_id, code=page.sign_code, scan=scan)


def _batch(world: World, row: Declaration, actor: Actor, name: str) -> int:
    """One approve click over several files."""
    if name not in world.batches:
        world.batches[name] = open_batch_for(world.session, row, actor.user_id, name).id
    return world.batches[name]
