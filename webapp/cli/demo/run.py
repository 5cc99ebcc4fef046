"""``jixiao demo``: acts out ``scenario.STEPS`` and prints only what it reads back from the database."""

import sys
import time
from typing import Annotated

import typer

from webapp.cli.demo.hands import PageHands, Refused
from webapp.cli.demo.http import Visitor
from webapp.cli.demo.mail_sink import mail_sink
from webapp.cli.demo.scenario import PROJECT, STEPS, Step
from webapp.cli.demo.stack import Stack, StackDied, running
from workflow import db
from workflow.db import unit_of_work
from workflow.money import wan_grouped
from workflow.queries.trail import Trail, find_by_name, trail
from workflow.services.examples import demo_accounts

PATIENCE = 60
"""Seconds a background job or a reminder may take."""


def demo(
    database_url: Annotated[str, typer.Option(help="An empty PostgreSQL database instead of SQLite.")] = "",
) -> None:
    """Take a real declaration through its life over HTTP, each step as the account that does it."""
    try:
        with mail_sink() as mails, running(database_url, JIXIAO_SMTP_URL=f"smtp://127.0.0.1:{mails.port}") as stack:
            db.configure(stack.database_url)
            wrong = walk(stack)
            db.dispose()
            print(f"邮件 {mails.count} 封")
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
    found, fits = _settled(step, declaration_id, name)
    print(f"{'✓' if fits else '✗'} {step.say} · {line(found)}", flush=True)
    return fits


def _settled(step: Step, declaration_id: int, name: str) -> tuple[Trail, bool]:
    """What is stored, re-read until the worker has done its part or the patience is over."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with unit_of_work() as session:
            found = trail(session, declaration_id)
        told = {key: getattr(found, key) for key in step.facts}
        by_whom = found.last_actor == name or "report" in step.facts or "executed_fen" in step.facts
        fits = found.place == step.place and told == step.facts and by_whom
        if fits or time.monotonic() > deadline:
            return found, fits
        time.sleep(0.5)


def line(found: Trail) -> str:
    """One line about the file as it is stored now."""
    counts = f"有效审签 {found.signatures} · 意见 {found.comments}（未答复 {found.open_comments}）"
    money = f" · 已支付 {wan_grouped(found.executed_fen)} 万元" if found.executed_fen else ""
    mail = "已发提醒邮件" if found.mailed else "已提醒" if found.reminded else "未提醒"
    report = f" · 监控表 {found.report}（{mail}）" if found.report else ""
    place = f"{found.last_actor} · {found.last_action} → {found.place}"
    return f"{place} · v{found.version} · 第 {found.round} 轮 · {counts}{money}{report}"
