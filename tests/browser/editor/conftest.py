"""One server per file of tests; people sit down at it as often as a test needs them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.editor.desk import Clerk, seated, served
from tests.domain import world as worlds
from tests.domain.factories import File, make_declaration
from tests.services.editing.hands import WEIGHTED
from tests.web.clicking import Web, open_web
from tests.web.conftest import Clock
from workflow import clock, db

WHO, COLLEAGUE = "filer_own_a", "filer_own_b"
Sit = Callable[..., Clerk]


@pytest.fixture(scope="module", autouse=True)
def calendar() -> Iterator[Clock]:
    """Monday, 3 March 2025, 9:00 for everything a file of tests makes."""
    source = Clock()
    clock.set_source(source)
    yield source
    clock.set_source(None)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, calendar: Clock) -> Iterator[Web]:
    """The application on SQLite, shared by the tests of a file: each makes the declaration it types into."""
    folder = tmp_path_factory.mktemp("editor")
    yield open_web(worlds.sqlite_copy(folder), folder)
    db.dispose()


@pytest.fixture(scope="module")
def site(web: Web) -> Iterator[str]:
    with served(web) as address:
        yield address


@pytest.fixture
def sit(web: Web, site: str, browser: Browser) -> Iterator[Sit]:
    """``sit()`` is the filer, ``sit(name)`` somebody else; at the end no browser may have complained."""
    with ExitStack() as seats:

        def down(who: str = WHO, **options: Any) -> Clerk:
            return seats.enter_context(seated(browser, site, web, who, **options))

        yield down


@pytest.fixture
def file(web: Web) -> File:
    """A draft: twelve long-term and twelve weighted annual indicators, one source, seven lines, two goals."""
    return make_declaration(web.world, unit="hr_own", content=WEIGHTED)
