"""The journey of ``webapp.cli.demo.scenario`` through the application without a network, on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.services.seed import filled
from tests.web.clicking import settings
from webapp.app import create_app
from webapp.cli.demo.hands import PageHands
from webapp.cli.demo.http import Form, Page
from webapp.cli.demo.scenario import PROJECT, STEPS
from workflow import clock, db
from workflow.queries.trail import find_by_name, trail
from workflow.services.examples import demo_accounts
from workflow.services.jobs import run_next_job
from workflow.services.reminders import remind_all
from workflow.services.report_opening import sync_open_campaigns


class Later:
    """A clock that starts where the example data end and moves with every look, so that the newest deed is known."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return filled.NOW + timedelta(milliseconds=self.looks)


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    server = None if request.param == "sqlite" else request.getfixturevalue("postgres_server")
    made = server.copy_of("examples", filled.fill) if server else filled.sqlite_copy(tmp_path)
    clock.set_source(Later())
    yield made
    db.dispose()
    if server:
        server.drop(made)


def work(secret_key: str) -> None:
    """What the worker would do next: jobs, reports of late approvals, reminders. Mail stays in the outbox."""
    while run_next_job(secret_key):
        pass
    sync_open_campaigns()
    remind_all(clock.business_date())


@pytest.mark.timeout(300)
def test_every_step_leads_where_the_scenario_says(url: str, tmp_path: Path) -> None:
    app = create_app(settings(url, tmp_path, demo=True))
    with db.unit_of_work() as session:
        declaration_id = find_by_name(session, PROJECT)
        names = {row["username"]: row["name"] for row in demo_accounts(session)}
        password = demo_accounts(session)[0]["password"]
    people: dict[str, ClientPerson] = {}

    def person(username: str) -> ClientPerson:
        if username not in people:
            people[username] = ClientPerson(app.test_client())
            page = people[username].get("/sign-in")
            people[username].send(page, page.form("/sign-in"), username=username, password=password)
        return people[username]

    hands = PageHands(declaration_id, person)
    for step in STEPS:
        step.do(hands)
        work(str(app.secret_key))
        with db.unit_of_work() as session:
            found = trail(session, declaration_id)
        facts = {key: value for key, value in step.facts.items() if key != "mailed"}
        assert found.place == step.place, step.say
        assert {key: getattr(found, key) for key in facts} == facts, step.say
        if step.facts.keys().isdisjoint({"report", "executed_fen"}):
            assert found.last_actor == names[step.who], step.say
    assert found.place == "monitored"
