"""Numbers and texts without end in every field of every form: refused in words, never a fault of ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html as parser
from sqlalchemy import String, func, select
from sqlmodel import SQLModel

from tests.pages.visits import Visited
from tests.pages.walk import Walker
from tests.web.acting import Stage
from workflow import db

ENDLESS = {"a number": "9" * 5_000, "a text": "字" * 5_000}
"""Python reads no more than 4,300 digits as a number; no short column holds 5,000 characters."""
NOT_OURS = ("/sign-out", "/sign-in", "/language", "/fiscal-year")
LEFT = ("csrf_token", "once")
SILENT = ("submit", "button", "file", "image")

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Found:
    """A form as somebody found it, and the fields that can be typed in."""

    who: str
    page: str
    action: str
    fields: dict[str, str]

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms that differ in numbers only are one."""
        plain = (re.sub(r"[0-9a-f]{6,}|\d+", "N", name) for name in self.fields)
        return (re.sub(r"\d+", "N", urlsplit(self.action).path), *sorted(set(plain))[:12])


def forms(visited: Visited) -> list[Found]:
    kinds: dict[tuple[str, ...], Found] = {}
    for shot in visited.pages:
        for form in parser.document_fromstring(shot.html).iter("form"):
            found = Found(shot.who, shot.path, form.get("action") or shot.path, dict(_fields(form)))
            if form.get("method") == "post" and shot.who and not found.action.startswith(NOT_OURS):
                kinds.setdefault(found.kind, found)
    return list(kinds.values())


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    for element in form.iter("input", "textarea", "select"):
        if element.get("name") and element.get("type") not in SILENT:
            chosen = element.xpath("./option[@selected]/@value") or element.xpath(".//option/@value")[-1:]
            yield element.get("name"), element.get("value") or "".join(chosen)


@pytest.mark.parametrize("typed", ENDLESS.values(), ids=ENDLESS)
def test_no_form_breaks(visited: Visited, stage: Stage, typed: str) -> None:
    walker, broken = Walker(stage), []
    for form in forms(visited):
        person = walker.person(form.who)
        token = re.search('name="csrf_token" value="([^"]+)"', person.client.get(form.page).get_data(as_text=True))
        given = {name: typed if name not in LEFT else "" for name in form.fields}
        if token:
            answer = person.client.post(form.action, data=given | {"csrf_token": token[1], "once": ""})
            broken += [(form.who, form.action, answer.status_code)] if answer.status_code >= 500 else []
    assert not broken
    assert too_long() == []


def too_long() -> list[str]:
    """Texts that SQLite took and PostgreSQL would not."""
    columns = [
        (column, column.type.length) for table in SQLModel.metadata.sorted_tables for column in table.c
        if isinstance(column.type, String) and column.type.length
    ]  # fmt: skip
    with db.unit_of_work() as session:
        return [
            str(column) for column, most in columns
            if (session.execute(select(func.max(func.length(column)))).scalar() or 0) > most
        ]  # fmt: skip
