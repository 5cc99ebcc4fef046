"""`jixiao accounts`: who may sign in to the demo."""

from typing import Annotated

import typer

from webapp.cli.domain_cli import database, say
from workflow.services import examples


def accounts(as_json: Annotated[bool, typer.Option("--json", help="As one JSON list.")] = False) -> None:
    """The demo accounts with their passwords; none where no example data were loaded."""
    with database() as session:
        rows = examples.demo_accounts(session)
    if as_json:
        say(rows)
    else:
        for row in rows:
            print("\t".join(row.values()))
