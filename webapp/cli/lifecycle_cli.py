"""`jixiao lifecycle`: the table of moves, for machines and for people. Needs no database."""

import json
from typing import Annotated

import typer

from workflow.lifecycle import export


def lifecycle(as_json: Annotated[bool, typer.Option("--json", help="One object per desk pair.")] = False) -> None:
    """Every move of every file: from where to where, who, on what conditions."""
    print(json.dumps([row.as_json() for row in export.rows()], ensure_ascii=False) if as_json else export.markdown())
