"""`jixiao org`: regions and the tree of organisations."""

from typing import Annotated

import typer

from webapp.cli.domain_cli import GROUP, database, say
from workflow.services import organisations
from workflow.types import OrganisationKind

app = typer.Typer(**GROUP, help="Regions, the finance bureau and its sections, departments and their budget units.")

Code = Annotated[str, typer.Option(help="Its code, unique in the region.")]
Name = Annotated[str, typer.Option(help="Its full name.")]


@app.command()
def region(code: Code, name: Name, zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Shanghai") -> None:
    """A new region (财政区划)."""
    with database(write=True) as session:
        row = organisations.add_region(session, code, name, zone)
        answer = {"id": row.id, "code": row.code, "name": row.name}
    say(answer)


@app.command()
def add(
    kind: Annotated[OrganisationKind, typer.Option(help="What it is.")],
    code: Code,
    name: Name,
    region: Annotated[str, typer.Option(help="The region's code; may be left out where there is only one.")] = "",
    parent: Annotated[str, typer.Option(help="Code of the bureau of a section, of the department of a unit.")] = "",
    section: Annotated[str, typer.Option(help="Code of the business section that reviews a department.")] = "",
    short_name: Annotated[str, typer.Option(help="For narrow columns.")] = "",
    own_level: Annotated[bool, typer.Option(help="A unit that is the department itself (本级).")] = False,
) -> None:
    """A new organisation."""
    with database(write=True) as session:
        place = organisations.find_region(session, region)
        above, reviewer = (
            organisations.find_organisation(session, found, place.code).id if found else None
            for found in (parent, section)
        )
        row = organisations.add_organisation(
            session,
            place.id,
            kind,
            code,
            name,
            short_name=short_name,
            parent_id=above,
            section_id=reviewer,
            own_level=own_level,
        )
        answer = {"id": row.id, "code": row.code, "name": row.name, "path": row.path}
    say(answer)
