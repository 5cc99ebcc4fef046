"""The application behind a real HTTP server, and people who sit in front of it in a real Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.domain.factories import File
from tests.web.chromium import complaints
from tests.web.clicking import Web

SCREEN: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
expect.set_options(timeout=15_000)  # on a machine that is busy with other tests
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """A line per request would drown what a test says."""


@contextmanager
def served(web: Web) -> Iterator[str]:
    """The address of the application while the block runs; several requests at a time."""
    server = make_server("127.0.0.1", 0, web.app, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Clerk:
    """A person in front of the editor of one declaration."""

    context: BrowserContext
    page: Page
    site: str
    said: list[str] = field(default_factory=list)

    def open(self, file: File, fragment: str = "") -> "Clerk":
        self.page.goto(f"{self.site}/declarations/{file.id}/edit{fragment}")
        return self

    def cell(self, path: str) -> Locator:
        """The control of a canonical path."""
        return self.page.locator(f'#editor [data-path="{path}"]').first

    def row(self, path: str) -> Locator:
        return self.page.locator(f'#editor tr[data-row="{path}"]')

    def notes(self, row: str) -> Locator:
        """The words under a row."""
        return self.page.locator(f'#editor tr[data-notes="{row}"]')

    def type(self, path: str, text: str) -> None:
        """Over what stands there, as a person does; not saved yet."""
        self.cell(path).focus()
        self.cell(path).select_text()
        self.page.keyboard.insert_text(text) if text else self.page.keyboard.press("Delete")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """Through the real clipboard, into what has the focus."""
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.site)
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def state(self, name: str) -> None:
        """What the line at the foot says: saved | saving | failed | idle."""
        line = self.page.locator(".save-state")
        expect(line).to_have_attribute("data-state", name)
        expect(line.locator(f".is-{name}")).to_be_visible()

    def saved(self) -> None:
        self.state("saved")

    def put(self, path: str, text: str) -> None:
        """Typed, left and saved."""
        self.type(path, text)
        self.press("Tab")
        self.saved()

    def at(self, path: str) -> None:
        """The focus is there."""
        expect(self.cell(path)).to_be_focused()

    def reads(self, path: str, text: str) -> None:
        expect(self.cell(path)).to_have_value(text)

    def forgive(self, *patterns: str) -> None:
        """The browser itself reports requests that failed; where a test makes them fail they are no complaint."""
        self.said[:] = [line for line in self.said if not any(re.search(pattern, line) for pattern in patterns)]


@contextmanager
def seated(browser: Browser, site: str, web: Web, who: str, **options: Any) -> Iterator[Clerk]:
    """Signed in, unless ``who`` is nobody; at the end the console must have nothing to say."""
    settings = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **SCREEN, **options}
    with browser.new_context(**settings) as context:
        context.set_default_timeout(20_000)
        if who:
            cookie = web.client(who).get_cookie("jixiao")
            assert cookie is not None
            context.add_cookies([{"name": "jixiao", "value": cookie.value, "url": site}])
        page = context.new_page()
        clerk = Clerk(context, page, site)
        clerk.said = complaints(page)
        yield clerk
        assert clerk.said == []
