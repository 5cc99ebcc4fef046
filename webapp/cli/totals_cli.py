"""`jixiao rebuild-totals`: the totals of payments made anew from the payments."""

from typing import Annotated

import typer

from webapp.cli.domain_cli import database, say
from workflow.services.organisations import find_region
from workflow.services.payments.totals_check import rebuild_totals


def rebuild(
    region: Annotated[str, typer.Option(help="The region's code; else all.")] = "",
    year: Annotated[int, typer.Option(help="The fiscal year; 0 = all.", min=0, max=2099)] = 0,
) -> None:
    """Add the totals of payments up anew; ``differences`` says how many of them had been wrong."""
    with database(write=True) as session:
        made = rebuild_totals(session, find_region(session, region).id if region else None, year or None)
        answer = [vars(one) for one in made]
    say(answer)
