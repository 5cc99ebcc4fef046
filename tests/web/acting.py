"""Acting out ``webapp.cli.demo.scenario`` on the example data: the stage, what a worker would do, what must be stored.

The journeys through Flask's client and through a real browser stand on the same stage and are judged alike.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.services.seed import filled
from tests.web.clicking import application
from webapp.cli.demo.hands import PageHands
from webapp.cli.demo.http import Form, Page
from webapp.cli.demo.scenario import PROJECT, Hands, Step
from workflow import clock, db
from workflow.queries.trail import Trail, find_by_name, trail
from workflow.services.examples import demo_accounts
from workflow.services.jobs import run_next_job
from workflow.services.reminders import remind_all
from workflow.services.report_opening import sync_open_campaigns

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Later:
    """A clock that starts where the example data end and moves with every look, so that the newest deed is known."""

    def __init__(self) -> None:
        self._looks = count(1)

    def __call__(self) -> datetime:
        return filled.NOW + timedelta(milliseconds=next(self._looks))


@contextmanager
def example_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A copy of the example data of one's own, and the clock set to where they end."""
    server = None if kind == "sqlite" else request.getfixturevalue("postgres_server")
    url = server.copy_of("examples", filled.fill) if server else filled.sqlite_copy(folder)
    clock.set_source(Later())
    yield url
    clock.set_source(None)
    db.dispose()
    if server:
        server.drop(url)


@dataclass(frozen=True)
class Stage:
    """The application with the example data, and the declaration the scenario is about."""

    app: Flask
    declaration_id: int
    names: dict[str, str]
    password: str

    def act(self, hands: Hands, steps: Iterable[Step]) -> Trail:
        """Step by step: done, the worker's part done, and found in the database as the scenario says."""
        for step in steps:
            step.do(hands)
            work(str(self.app.secret_key))
            found = self._judged(step)
        return found

    def _judged(self, step: Step) -> Trail:
        with db.unit_of_work() as session:
            found = trail(session, self.declaration_id)
        facts = {"place": step.place} | {key: value for key, value in step.facts.items() if key != "mailed"}
        stored = {key: getattr(found, key) for key in facts}
        assert stored == facts, f"{step.say}: {stored} instead of {facts}"
        if step.facts.keys().isdisjoint({"report", "executed_fen"}):
            assert found.last_actor == self.names[step.who], step.say
        return found

    def page_hands(self) -> PageHands:
        """Hands on Flask's client: quick, without a browser."""
        return PageHands(self.declaration_id, signed_in(self.app, self.password))


def open_stage(url: str, folder: Path) -> Stage:
    """The application on a filled database."""
    app = application(url, folder, demo=True)
    with db.unit_of_work() as session:
        accounts = demo_accounts(session)
        declaration_id = find_by_name(session, PROJECT)
    names = {row["username"]: row["name"] for row in accounts}
    return Stage(app, declaration_id, names, accounts[0]["password"])


def work(secret_key: str) -> None:
    """What the worker would do next: jobs, reports of late approvals, reminders. Mail stays in the outbox."""
    while run_next_job(secret_key):
        pass
    sync_open_campaigns()
    remind_all(clock.business_date())


class ClientPerson:
    """``hands.Person`` over Flask's test client."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> Page:
        return self._page(self.client.get(path, follow_redirects=True))

    def send(self, page: Page, form: Form, **values: str) -> Page:
        return self._page(self.client.post(form.action, data=form.fields | values, follow_redirects=True))

    def post_json(self, path: str, payload: Any, csrf: str) -> Any:
        headers = {"X-CSRFToken": csrf, "Accept": "application/json"}
        return self.client.post(path, json=payload, headers=headers).get_json()

    def upload(self, page: Page, form: Form, name: str, file_name: str, content: bytes) -> Page:
        data = {**form.fields, name: (BytesIO(content), file_name)}
        return self._page(self.client.post(form.action, data=data, follow_redirects=True))

    def _page(self, response: Any) -> Page:
        return Page(response.request.path, response.status_code, response.get_data(as_text=True))


def signed_in(app: Flask, password: str) -> Callable[[str], ClientPerson]:
    """One client per account, signed in through the form when it is first needed."""
    people: dict[str, ClientPerson] = {}

    def person(username: str) -> ClientPerson:
        if username not in people:
            people[username] = ClientPerson(app.test_client())
            page = people[username].get("/sign-in")
            people[username].send(page, page.form("/sign-in"), username=username, password=password)
        return people[username]

    return person
