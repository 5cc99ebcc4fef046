"""`jixiao offline`: the drafts of a unit as a workbook, and back; in the name of an account that types for the unit."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from webapp.cli.domain_cli import GROUP, database, say
from webapp.settings import load_settings
from workflow.errors import NotFound, RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.permissions import Actor, load_actor
from workflow.services import accounts, offline, tasks_admin
from workflow.types import Desk

app = typer.Typer(**GROUP, help="The workbook of a unit without network: out and back in.")

Account = Annotated[str, typer.Option(help="The account in whose name it is done; it types for the unit.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of lines.")]


@app.command("export")
def export_workbook(
    account: Account,
    task: Annotated[int, typer.Option(help="The id of the task (see `jixiao task list`).")],
    unit: Annotated[str, typer.Option(help="The code of the unit.")],
    out: Annotated[Path, typer.Option(help="The xlsx file that is written.")],
    form: Annotated[str, typer.Option(help="Drafts on another form than the task's.")] = "",
    desk: Annotated[str, typer.Option(help="filer, or department: the drafts that its reviewer holds.")] = Desk.filer,
    as_json: AsJson = False,
) -> None:
    """Write the workbook with the unit's drafts."""
    with database(write=True) as session:
        unit_id = tasks_admin.unit_of_task(session, task, unit).id
        made = offline.export(session, _actor(session, account), task, unit_id, _secret(), form, desk)
    out.write_bytes(made.content)
    answer = {"file": str(out), "bytes": len(made.content), "task": task, "unit": unit}
    say(answer) if as_json else print(f"{out}  {len(made.content)}")


@app.command("import")
def import_workbook(
    file: Annotated[Path, typer.Argument(help="The workbook as it was filled in.")],
    account: Account,
    apply: Annotated[bool, typer.Option("--apply", help="Take it over; else only say what it would change.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Also take out rows that the file no longer holds.")] = False,
    marked: Annotated[Path | None, typer.Option(help="Where the file with its errors marked is written.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compare the workbook with the drafts; exits with 1 if a project cannot be taken over."""
    report = _brought(file, account, marked, apply=apply, remove=remove)
    held = [one for one in report["files"] if one["outcome"] in ("conflict", "error")]
    held += [one for one in report["marks"] if one["kind"] == "error"]
    if as_json:
        say({key: report[key] for key in ("files", "marks", "left_out", "lost")} | {"applied": apply})
    else:
        _tell(report)
    raise typer.Exit(1 if held else 0)


def _brought(file: Path, account: str, marked: Path | None, *, apply: bool, remove: bool) -> dict[str, Any]:
    checked = _checked(file)
    with database(write=True) as session:
        actor = _actor(session, account)
        upload = offline.receive(session, actor, checked, _secret())
        if apply:
            upload = offline.apply(session, actor, upload.id, _secret(), remove=remove)
        given = offline.to_mark(session, actor, upload.id)
    if marked is not None:
        marked.write_bytes(offline.marked_file(given).content)
    return given.report


def _checked(file: Path) -> offline.Checked:
    try:
        return offline.check_upload(file.name, file.read_bytes())
    except OSError as error:
        sys.stderr.write(f"{file}: cannot be read: {error.strerror} 无法读取\n")
    except RuleFailed as refusal:
        for language in ("zh", "en"):
            sys.stderr.write(f"{refusal_text(refusal.code, refusal.facts, language)}\n")
    raise typer.Exit(1)


def _tell(report: dict[str, Any]) -> None:
    for one in report["files"]:
        print(f"{one['outcome']}  {one['name']}  {len(one['changes'])}")
        for row in one["gone"]:
            print(f"  - {row['sheet']}  {row['name']}")
    for mark in (*report["marks"], *(mark for one in report["files"] for mark in one["marks"])):
        place = mark["place"]
        print(f"  ! {mark['kind']}  {place['sheet']}!{mark['cell'] or place['row']}  {mark['zh']}{mark['fix']}")


def _actor(session: Session, account: str) -> Actor:
    found = load_actor(session, accounts.find_username(session, account).id)
    if found is None:
        raise NotFound("no_such_user")
    return found


def _secret() -> str:
    return load_settings().secret_key.get_secret_value()
