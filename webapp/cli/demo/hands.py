"""Acting through pages and their forms, as each account."""

from collections.abc import Callable
from typing import Any, Protocol

from webapp.cli.demo.http import Form, Page
from workflow.db import unit_of_work
from workflow.queries.trail import comment_at, newest_report, targets_of


class Person(Protocol):
    """A signed-in session: the demo's over HTTP, the tests' over Flask's client."""

    def get(self, path: str) -> Page:
        """A page, redirects followed."""

    def send(self, page: Page, form: Form, **values: str) -> Page:
        """A form of it."""

    def post_json(self, path: str, payload: Any, csrf: str) -> Any:
        """What the editor's script sends."""

    def upload(self, page: Page, form: Form, name: str, file_name: str, content: bytes) -> Page:
        """A form of it with a file."""


class Refused(Exception):
    """The product said no; the message holds the page."""


class PageHands:
    """``scenario.Hands`` over pages of one declaration."""

    def __init__(self, declaration_id: int, person: Callable[[str], Person]) -> None:
        self.declaration_id = declaration_id
        self.path = f"/declarations/{declaration_id}"
        self.person = person

    def move(self, who: str, action: str, **inputs: str) -> None:
        """Open the page that asks once more, fill it in, send it."""
        visitor = self.person(who)
        page = visitor.get(f"{self.path}/moves/{action}")
        form = page.form(f"/moves/{action}")
        done(visitor.send(page, form, **inputs))

    def comment(self, who: str, path: str, text: str) -> None:
        """The comment form beside the declaration, published at once."""
        visitor = self.person(who)
        page = visitor.get(f"{self.path}?tab=comments")
        form = page.form("/comments")
        done(visitor.send(page, form, path=path, text=text, publish="1"))

    def change(self, who: str, path: str, new: str) -> None:
        """What the editor's script sends when a cell is left."""
        visitor = self.person(who)
        page = visitor.get(f"{self.path}/edit")
        change = {"kind": "set", "path": path, "old": value_of(page, path), "new": new}
        answer = visitor.post_json(f"{self.path}/edit", {"changes": [change]}, page.csrf())
        if answer["results"][0]["outcome"] != "applied":
            raise Refused(str(answer["results"]))

    def answer(self, who: str, path: str, kind: str, text: str = "") -> None:
        """The answer form of the comment at ``path``, in the editor."""
        with unit_of_work() as session:
            comment_id = comment_at(session, self.declaration_id, path)
        visitor = self.person(who)
        page = visitor.get(f"{self.path}/edit")
        form = page.form(f"/edit/answers/{comment_id}")
        done(visitor.send(page, form, kind=kind, text=text))

    def load_vouchers(self, who: str, name: str, content: bytes, year: str) -> None:
        """The upload page of the treasury section."""
        visitor = self.person(who)
        page = visitor.get("/payments/new")
        form = page.form("/payments/")
        form.fields["year"] = year
        done(visitor.upload(page, form, "file", name, content))

    def open_campaign(self, who: str, year: str, cutoff_month: str) -> None:
        """The page that opens a campaign, its deadline left as proposed."""
        visitor = self.person(who)
        page = visitor.get("/monitoring/new")
        done(visitor.send(page, page.form("/monitoring/"), year=year, cutoff_month=cutoff_month, name="示例年中监控"))

    def fill_report(self, who: str, forecast: str) -> None:
        """The grid of the report: each target as its result."""
        visitor = self.person(who)
        path = self._report()
        page = visitor.get(path)
        form = page.form(path)
        values = {"money/-/forecast": forecast}
        with unit_of_work() as session:
            targets = targets_of(session, self.declaration_id)
        for name in form.fields:
            if name.startswith("items/") and name.endswith("/actual"):
                values |= {name: targets[name.split("/")[1]], name.replace("/actual", "/likelihood"): "certain"}
        done(visitor.send(page, form, **values))

    def move_report(self, who: str, action: str, **inputs: str) -> None:
        """The page of a move of the report."""
        visitor = self.person(who)
        page = visitor.get(f"{self._report()}/moves/{action}")
        done(visitor.send(page, page.form(f"/moves/{action}"), **inputs))

    def _report(self) -> str:
        with unit_of_work() as session:
            return f"/reports/{newest_report(session, self.declaration_id)}"


def value_of(page: Page, path: str) -> str:
    """The value a cell shows, by its path."""
    for form in page.forms():
        if path in form.fields:
            return form.fields[path]
    raise LookupError(f"no cell {path} on {page.url}")


def done(page: Page) -> Page:
    """The page after a success; raises ``Refused`` with what it says otherwise."""
    if page.status >= 400:
        raise Refused(f"{page.status} {page.url}\n{page.text}")
    return page
