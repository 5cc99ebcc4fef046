"""`jixiao reminders`: who is told of what on which day."""

from datetime import date
from typing import Annotated, Any

import typer

from webapp.cli.domain_cli import GROUP, database, say
from workflow import clock
from workflow.queries.reminder_preview import OUTCOMES, Planned, preview
from workflow.reminding.table import EVENTS
from workflow.services.organisations import find_region

app = typer.Typer(**GROUP, help="Reminders: who is told of what on which day.")


@app.callback()
def reminders() -> None:
    """Reminders: who is told of what on which day."""


@app.command("preview")
def preview_days(
    on: Annotated[str, typer.Option(help="The day, yyyy-mm-dd; else today.")] = "",
    until: Annotated[str, typer.Option(help="The last day; else the same day.")] = "",
    region: Annotated[str, typer.Option(help="The region's code; else the only one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of lines.")] = False,
) -> None:
    """What was sent on a day, and what would be sent if everything stayed as it is now."""
    today = clock.business_date()
    first = _day(on) or today
    last = _day(until) or first
    with database() as session:
        found = preview(session, find_region(session, region).id, today, first, last, with_off=True)
    if as_json:
        say([_view(line) for line in found])
        return
    for line in found:
        people = "、".join(line.people) or "—"
        print(f"{line.day}  {EVENTS[line.rule.event].title[0]}  {line.title}  {people}  {OUTCOMES[line.outcome][0]}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text}: yyyy-mm-dd") from None


def _view(line: Planned) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(), "event": line.rule.event, "rule": line.rule.code, "object": line.kind,
        "id": line.object_id, "title": line.title, "unit": line.unit, "people": list(line.people),
        "outcome": line.outcome, "why": OUTCOMES[line.outcome][0],
    }  # fmt: skip
