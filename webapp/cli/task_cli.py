"""`jixiao task`: declaration tasks (申报任务) and extensions (延期报送)."""

from datetime import datetime
from typing import Annotated

import typer

from webapp.cli.domain_cli import GROUP, database, say
from workflow.services import tasks_admin
from workflow.services.organisations import find_region
from workflow.types import Stage

app = typer.Typer(**GROUP, help="Declaration tasks: who may declare what until when.")

DAY = ["%Y-%m-%d"]


@app.command("open")
def open_task(
    year: Annotated[int, typer.Option(help="The fiscal year.", min=2000, max=2100)],
    profile: Annotated[str, typer.Option(help="The form profile that is filled in.")],
    closes: Annotated[datetime, typer.Option(help="The last day, inclusive.", formats=DAY)],
    name: Annotated[str, typer.Option(help="What the task is called.")] = "",
    stage: Annotated[Stage, typer.Option(help="Where in the budget year it stands.")] = Stage.first_pass,
    region: Annotated[str, typer.Option(help="The region's code; else the form's, else the only one.")] = "",
) -> None:
    """Open a task from today on."""
    with database(write=True) as session:
        tasks_admin.sync_profiles(session)
        place = find_region(session, region or tasks_admin.region_of_profile(session, profile))
        task = tasks_admin.open_task(session, place.id, year, profile, closes.date(), name=name, stage=stage)
        answer = {"id": task.id, "name": task.name, "region": place.code, "closes_on": task.closes_on.isoformat()}
    say(answer)


@app.command()
def extend(
    task: Annotated[int, typer.Option(help="The id of the task (see `jixiao task list`).")],
    unit: Annotated[str, typer.Option(help="The code of the unit.")],
    until: Annotated[datetime, typer.Option(help="The new last day, inclusive.", formats=DAY)],
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """A later closing date for one unit."""
    with database(write=True) as session:
        unit_id = tasks_admin.unit_of_task(session, task, unit).id
        extension = tasks_admin.extend_task(session, task, unit_id, until.date(), reason)
        answer = {"id": extension.id, "task": task, "unit": unit, "closes_on": extension.closes_on.isoformat()}
    say(answer)


@app.command("list")
def list_tasks() -> None:
    """All tasks, the newest first."""
    with database() as session:
        answer = tasks_admin.listed(session)
    say(answer)
