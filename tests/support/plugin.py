"""Fixtures that give a test real parts: PostgreSQL, Valkey, an SMTP server, a browser, the reference files."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support import chromium, postgres, sessions, statements
from tests.support.postgres import Postgres
from tests.support.reference import reference_folder
from tests.support.smtp import SmtpSink, listening
from tests.support.valkey import Valkey


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(tryfirst=True)  # pytest's own asks for the folder of temporary files
def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
        del os.environ[name]  # a test sets what it needs; the developer's own settings must not leak in
    os.environ["JIXIAO_DEMO_SIZE"] = (
        "minimal"  # every start that fills a database is quick; one test loads the full demo
    )
    if not is_worker(config):
        sessions.begin()
        if config.option.basetemp is None and (memory := sessions.temporary()):
            config.option.basetemp = str(memory)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        sessions.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a long test go to the workers first; pytest-xdist hands out whole files in this order."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests and modules are loaded and stay to the end: the collector need not look at them, now or while
    the tests run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """What one test had compiled the next one need not."""
    with statements.kept():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Postgres:
    """The server that all workers share. `copy_of(name, fill)` gives a fresh copy of a database filled once."""
    return postgres.server()


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """A fresh empty database for this test (`postgresql+psycopg://…`)."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="module")
def postgres_module_url(postgres_server: Postgres) -> Iterator[str]:
    """One empty database for all tests of a file."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A running broker of this test's own, which it may `stop()` and `start()`."""
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey_url(valkey: Valkey) -> str:
    return valkey.url


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server that keeps everything; `smtp_sink.mood = Mood.refuse` and it misbehaves."""
    with listening(SmtpSink()) as sink:
        yield sink


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium per worker. Make a `browser.new_context(…)` per person that acts."""
    folder = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright, chromium.launch(playwright, folder) as found:
        yield found


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A signed-out person with a Chinese browser at a 1440 px screen."""
    with browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
    ) as one:
        yield one


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    return browser_context.new_page()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference files beside the repository: skips where they are absent, fails if they were demanded."""
    return reference_folder(Path(__file__).resolve().parents[2], os.environ)
