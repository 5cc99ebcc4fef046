"""Overall declarations of the examples (部门整体支出绩效目标): created with their own form, moved like any other."""

from functools import partial
from typing import Any

from sqlmodel import select

from workflow import clock, pinyin
from workflow.documents.assemble import document_of, write_document
from workflow.lifecycle import pair_of
from workflow.lifecycle.record import append_audit
from workflow.models import Declaration, DeclarationTask, FiledBy, FormProfile, Organisation
from workflow.permissions import Actor
from workflow.review import check_row
from workflow.services import waivers
from workflow.services.examples.declarations import step
from workflow.services.examples.reading import overall_declaration, overall_form, seed
from workflow.services.examples.world import Event, World
from workflow.services.organisations import place_of
from workflow.types import Kind, Role, Severity

Told = dict[str, Any]


def events(world: World) -> list[Event]:
    """Every step of every file."""
    return [
        Event(world.instant(day, number), partial(_step, world, entry, action, *told))
        for entry in seed("overall")["declarations"]
        for number, (day, action, *told) in enumerate(entry["steps"])
    ]


def _step(world: World, entry: Told, action: str, told: Told | None = None) -> None:
    if action == "create":
        _create(world, entry)
    else:
        step(world, {"name": name_of(entry)}, action, told)


def name_of(entry: Told) -> str:
    """As the other files of the story call it."""
    return f"overall/{entry['file']}"


def _create(world: World, entry: Told) -> None:
    printed, now, task = overall_declaration(entry["file"]), clock.now(), _task(world, entry)
    unit = world.session.exec(
        select(Organisation).where(
            Organisation.region_id == task.region_id, Organisation.kind == "unit", Organisation.name == printed.unit
        )
    ).one()
    place = place_of(unit)
    filer = world.first((Role.filer,), place)
    name = printed.project_name
    row = Declaration(
        kind=Kind.overall.value, task_id=task.id, stage=task.stage, form_profile=task.form_profile,
        region_id=task.region_id, department_id=place.department_id, unit_id=unit.id, fiscal_year=task.fiscal_year,
        project_name=name, sort_key=pinyin.sort_key(name), initials=pinyin.initials(name), held_since=now,
        created_at=now, updated_at=now, created_by=filer.user_id,
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()  # the rows below need its id
    write_document(world.session, row, printed)
    world.session.add(FiledBy(object_kind="declaration", object_id=row.id, user_id=filer.user_id))
    append_audit(
        world.session, actor_id=filer.user_id, actor_name=filer.name, action="create", object_kind="declaration",
        object_id=row.id, state_to=pair_of(row), details={"task": task.name, "version": row.version},
    )  # fmt: skip
    world.files[name_of(entry)] = row.id
    _explain(world, row, filer, entry["explains"])


def _task(world: World, entry: Told) -> DeclarationTask:
    """With the form this region prints, which is nobody else's."""
    form, region = overall_form(entry["form"]), world.regions[entry["region"]]
    world.session.add(FormProfile(
        code=form.code, region_id=region.id, year=form.year, kind=form.kind, title=form.title,
        definition=form.model_dump(mode="json"),
    ))  # fmt: skip
    world.session.flush()  # the task refers to its code
    task = DeclarationTask(
        created_at=clock.now(), region_id=region.id, fiscal_year=entry["year"], kind=Kind.overall.value,
        name=entry["name"], form_profile=form.code, opens_on=world.day(entry["opened"]),
        closes_on=world.day(entry["closes"]),
    )  # fmt: skip
    world.session.add(task)
    world.session.flush()  # the declaration refers to it
    return task


def _explain(world: World, row: Declaration, filer: Actor, reason: str) -> None:
    """The rules are those of projects: what they ask for in vain is explained."""
    for finding in check_row(world.session, row, document_of(world.session, row)):
        if finding.severity is Severity.error:
            waivers.explain(world.session, filer, row.id, finding.key, reason)
