"""How many statements a page may send: a ceiling per page, and never more for more rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.domain.factories import File, declaration_at, make_declaration, move
from tests.web.clicking import Web
from workflow import db

SILENT = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")
CEILINGS: list[tuple[str, str, int]] = [
    ("filer_a", "/", 13),
    ("section_a", "/", 16),
    ("performance_a", "/declarations/", 8),
    ("section_a", "/declarations/?q=jy", 9),
    ("section_a", "/review-queue", 15),
    ("section_a", "/decisions", 9),
    ("section_a", "/declarations/{file}?queue=priority", 47),
    ("leader", "/overview/", 20),
    ("filer_a", "/inbox", 7),
    ("filer_a", "/people", 7),
    ("leader", "/batches", 6),
    ("leader", "/batches/{batch}", 9),
    ("section_a", "/declarations/{file}", 44),
    ("section_a", "/declarations/{file}?tab=comments", 45),
    ("section_a", "/declarations/{file}?tab=history", 47),
    ("section_a", "/declarations/{file}?tab=papers", 44),
    ("filer_a", "/declarations/{file}/paper", 22),
    ("section_a", "/declarations/{file}/moves/return", 37),
]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(SILENT):
            sent.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


@pytest.fixture(scope="module")
def places(web: Web) -> dict[str, int]:
    """A file at the section that was returned once, with comments and history, and an approval batch."""
    file = declaration_at(web.world, "submitted/section", unit="centre")
    web.post("section_a", f"/declarations/{file.id}/comments", {"path": "form", "text": "请改", "publish": "1"})
    batch = declaration_at(web.world, "approved").read().approval_batch_id
    return {"file": file.id, "batch": batch}


def cost(web: Web, who: str, path: str) -> int:
    with counted() as sent:
        web.page(who, path)
    return len(sent)


@pytest.mark.parametrize(("who", "path", "ceiling"), CEILINGS, ids=lambda value: str(value))
def test_a_page_stays_below_its_ceiling(web: Web, places: dict[str, int], who: str, path: str, ceiling: int) -> None:
    web.page(who, path.format(**places))  # what is cached per process is cached now
    assert cost(web, who, path.format(**places)) <= ceiling


MORE: list[tuple[str, str, Callable[[Web], object]]] = [
    ("filer_own_a", "/", lambda web: make_declaration(web.world, unit="hr_own")),
    ("performance_a", "/declarations/?year=", lambda web: make_declaration(web.world, unit="hr_own")),
    ("head_own_a", "/inbox", lambda web: declaration_at(web.world, "drafted/head", unit="hr_own")),
    ("leader", "/batches", lambda web: declaration_at(web.world, "approved", unit="hr_own")),
    ("leader", "/overview/", lambda web: make_declaration(web.world, unit="justice_own")),
]


@pytest.mark.parametrize(("who", "path", "add"), MORE, ids=lambda value: value if isinstance(value, str) else "")
def test_more_rows_cost_no_more_statements(web: Web, who: str, path: str, add: Callable[[Web], object]) -> None:
    add(web)
    web.page(who, path)
    few = cost(web, who, path)
    for _ in range(4):
        add(web)
    assert cost(web, who, path) == few


def test_more_comments_answers_and_history_cost_no_more_statements(web: Web) -> None:
    file = declaration_at(web.world, "submitted/section")
    comment(web, file, 1)
    before = [cost(web, "section_a", f"/declarations/{file.id}?tab={tab}") for tab in ("comments", "history")]
    comment(web, file, 6)
    for _ in range(3):
        move(file, "section_a", "take_up")
    after = [cost(web, "section_a", f"/declarations/{file.id}?tab={tab}") for tab in ("comments", "history")]
    assert after == before


def comment(web: Web, file: File, times: int) -> None:
    for number in range(times):
        data = {"path": f"indicators/i00{number + 1}/target", "text": "请改", "publish": "1"}
        assert web.post("section_a", f"/declarations/{file.id}/comments", data).status_code == 303


def test_the_counter_counts(web: Web) -> None:
    with counted() as sent, db.unit_of_work() as session:
        session.connection().exec_driver_sql("SELECT 1")
    assert sent == ["SELECT 1"]
