"""``jixiao demo``: acts out ``scenario.STEPS`` and prints only what it reads back from the database."""

import sys
from typing import Annotated

import typer

from webapp.cli.demo.hands import PageHands, Refused
from webapp.cli.demo.http import Visitor
from webapp.cli.demo.scenario import PROJECT, STEPS, Step
from webapp.cli.demo.stack import Stack, StackDied, running
from workflow import db
from workflow.db import unit_of_work
from workflow.queries.trail import Trail, find_by_name, trail
from workflow.services.examples import demo_accounts


def demo(
    database_url: Annotated[str, typer.Option(help="An empty PostgreSQL database instead of SQLite.")] = "",
) -> None:
    """Take a real declaration through its life over HTTP, each step as the account that does it."""
    try:
        with running(database_url) as stack:
            db.configure(stack.database_url)
            wrong = walk(stack)
            db.dispose()
    except StackDied as death:
        print(death, file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"{len(STEPS) - wrong} / {len(STEPS)}")
    if wrong:
        raise typer.Exit(1)


def walk(stack: Stack) -> int:
    """Act and check step by step; returns how many differ. Stops at the first: later ones would only follow."""
    with unit_of_work() as session:
        declaration_id = find_by_name(session, PROJECT)
        passwords = {row["username"]: row["password"] for row in demo_accounts(session)}
        names = {row["username"]: row["name"] for row in demo_accounts(session)}
    people: dict[str, Visitor] = {}

    def person(username: str) -> Visitor:
        if username not in people:
            people[username] = Visitor(stack.address)
            people[username].sign_in(username, passwords[username])
        return people[username]

    hands = PageHands(declaration_id, person)
    for number, step in enumerate(STEPS):
        if not _acted(hands, step, declaration_id, names[step.who]):
            return len(STEPS) - number
    return 0


def _acted(hands: PageHands, step: Step, declaration_id: int, name: str) -> bool:
    try:
        step.do(hands)
    except (Refused, LookupError) as problem:
        print(f"✗ {step.say}: {problem}"[:2000], file=sys.stderr)
        return False
    with unit_of_work() as session:
        found = trail(session, declaration_id)
    told = {key: getattr(found, key) for key in step.facts}
    fits = found.place == step.place and found.last_actor == name and told == step.facts
    print(f"{'✓' if fits else '✗'} {step.say} · {line(found)}")
    return fits


def line(found: Trail) -> str:
    """One line about the file as it is stored now."""
    counts = f"有效审签 {found.signatures} · 意见 {found.comments}（未答复 {found.open_comments}）"
    return (
        f"{found.last_actor} · {found.last_action} → {found.place} · v{found.version} · 第 {found.round} 轮 · {counts}"
    )
