"""`jixiao user`: accounts and their grants. A password is read from stdin or made up, never a word of the command."""

import secrets
import sys
from typing import Annotated

import typer

from webapp.cli.domain_cli import GROUP, database, say
from workflow.services import accounts
from workflow.services.organisations import find_organisation
from workflow.types import Role

app = typer.Typer(**GROUP, help="Accounts and their grants (role × organisation).")

Username = Annotated[str, typer.Option(help="The name to sign in with.")]
RoleOption = Annotated[Role, typer.Option(help="The role to hold.")]
At = Annotated[str, typer.Option(help="The code of the organisation where it is held.")]
Region = Annotated[str, typer.Option(help="The region's code, where organisation codes repeat.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")]


@app.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: RoleOption,
    at: At,
    region: Region = "",
    phone: Annotated[str, typer.Option(help="Shown to those who wait for this person.")] = "",
    email: Annotated[str, typer.Option(help="Reminders go there.")] = "",
    password_stdin: FromStdin = False,
) -> None:
    """A new account with its first grant. A made-up password is printed once."""
    password, shown = _password(password_stdin)
    with database(write=True) as session:
        place = find_organisation(session, at, region)
        user = accounts.add_user(session, username=username, name=name, password=password, phone=phone, email=email)
        accounts.add_grant(session, user.id, role, place.id)
        answer = {"id": user.id, "username": user.username, "role": role, "unit": place.name, **shown}
    say(answer)


@app.command()
def grant(username: Username, role: RoleOption, at: At, region: Region = "") -> None:
    """One more role of an account."""
    with database(write=True) as session:
        place = find_organisation(session, at, region)
        user = accounts.find_username(session, username)
        accounts.add_grant(session, user.id, role, place.id)
        answer = {"id": user.id, "username": user.username, "role": role, "unit": place.name}
    say(answer)


@app.command()
def password(username: Username, password_stdin: FromStdin = False) -> None:
    """A new password: unlocks the account and ends its sessions. A made-up one is printed once."""
    new, shown = _password(password_stdin)
    with database(write=True) as session:
        user = accounts.find_username(session, username)
        accounts.reset_password(session, user.id, new)
        answer = {"id": user.id, "username": user.username, **shown}
    say(answer)


@app.command()
def close(username: Username) -> None:
    """The person left: no sign-in and no session any more."""
    with database(write=True) as session:
        user = accounts.find_username(session, username)
        accounts.close_account(session, user.id)
        answer = {"id": user.id, "username": user.username, "active": False}
    say(answer)


def _password(from_stdin: bool) -> tuple[str, dict[str, str]]:
    """The password, and what of it the answer shows."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), {}
    made = f"{secrets.token_urlsafe(12)}-Aa1"  # always of four kinds
    return made, {"password": made}
