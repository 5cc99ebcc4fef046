"""`jixiao settings`: the regional settings (地区设置) on the command line."""

import sys
from typing import Annotated, Any

import typer

from webapp.cli.domain_cli import GROUP, database, say
from workflow import clock
from workflow.errors import NotFound, RuleFailed
from workflow.queries.region_settings import InForce, settings_in_force
from workflow.regional.kinds import Unreadable
from workflow.regional.table import BY_KEY, read_line
from workflow.services.organisations import find_region
from workflow.services.region_settings import keep_settings

app = typer.Typer(**GROUP, help="Regional settings: what holds, change one.")

Region = Annotated[str, typer.Option(help="The region's code; else the only one.")]
Year = Annotated[int, typer.Option(help="The fiscal year; 0 = this calendar year.", min=0, max=2099)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of lines.")]


@app.command("list")
def list_settings(region: Region = "", year: Year = 0, as_json: AsJson = False) -> None:
    """Every setting with its value in the fiscal year and since when."""
    with database() as session:
        found = settings_in_force(session, find_region(session, region).id, year or clock.business_date().year)
    _tell(found, as_json=as_json)


@app.command("set")
def set_setting(
    key: Annotated[str, typer.Argument(help="The setting (see `jixiao settings list`).")],
    value: Annotated[str, typer.Argument(help="The value; several parts by commas, e.g. 90,80,60.")],
    region: Region = "",
    year: Annotated[int, typer.Option(help="From which fiscal year on; 0 = this calendar year.", min=0, max=2099)] = 0,
    as_json: AsJson = False,
) -> None:
    """Change one setting from a fiscal year on; it is audited."""
    with database(write=True) as session:
        place, since = find_region(session, region), year or clock.business_date().year
        changes = keep_settings(session, place.id, since, _read(key, value))
        found = [line for line in settings_in_force(session, place.id, since) if line.item.key == key]
    if not changes:
        sys.stderr.write("没有变化\nNothing was changed\n")
    _tell(found, as_json=as_json)


def _read(key: str, value: str) -> dict[str, Any]:
    """Raises ``NotFound`` for no such setting, ``RuleFailed`` for no value of it."""
    if key not in BY_KEY:
        raise NotFound("setting_unknown", given=key, known="、".join(BY_KEY))
    try:
        return {key: read_line(BY_KEY[key], value)}
    except Unreadable as found:
        raise RuleFailed(found.fault.code, **found.fault.facts) from None


def _tell(found: list[InForce], *, as_json: bool) -> None:
    if as_json:
        say([_view(line) for line in found])
        return
    for line in found:
        since = "默认" if line.year is None else f"{line.year} 年度起" if line.year else "各年度"
        print(f"{line.item.key}  {line.item.kind.show(line.value)}  {line.item.title[0]}（{since}）")


def _view(line: InForce) -> dict[str, Any]:
    item = line.item
    return {
        "key": item.key, "title": item.title[0], "value": line.value, "since": line.year, "default": item.default,
        "about": item.about[0], "effect": item.effect[0], "source": item.source, "may_be": item.kind.hint()[0],
    }  # fmt: skip
