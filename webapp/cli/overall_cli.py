"""`jixiao overall`: load the overall statements (整体支出与预算表) of departments from files."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from webapp.cli.domain_cli import database, refusals_said, say
from workflow.rules.overall import check_overall
from workflow.services.organisations import find_region
from workflow.services.overall_statements import Kept, load_files, opened


def overall(
    files: Annotated[
        list[Path], typer.Argument(help="Documents with overall statements, or JSON (docs/overall.schema.json).")
    ],
    region: Annotated[str, typer.Option(help="The region's code, where several have a department of one name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of lines.")] = False,
) -> None:
    """Load all the files, each for the department and year it names; if one cannot be taken over, none is."""
    with refusals_said():
        contents = opened([(str(path), _bytes(path)) for path in files])
    with database(write=True) as session:
        kept = load_files(session, contents, region_id=find_region(session, region).id if region else 0)
    views = [_view(item) for item in kept]
    if as_json:
        say(views)
        return
    for view in views:
        print(f"{view['outcome']}  {view['year']}  {view['department']}  {len(view['findings'])}  {view['file']}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sys.stderr.write(f"{path}: cannot be read: {error.strerror} 无法读取\n")
        raise typer.Exit(1) from None


def _view(item: Kept) -> dict[str, Any]:
    return {
        "file": item.file,
        "department": item.department,
        "year": item.overall.fiscal_year,
        "outcome": item.outcome,
        "findings": [
            {"rule": found.rule, "severity": found.severity.value, "field": found.path, "message": found.zh}
            for found in check_overall(item.overall)
        ],
    }
