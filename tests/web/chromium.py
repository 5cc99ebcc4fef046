"""A real Chromium in front of the application, which really listens on a port of this machine."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web.clicking import Web

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

logging.getLogger("werkzeug").setLevel(logging.ERROR)


class KeepAlive(WSGIRequestHandler):
    """One connection for many requests, as behind a real server."""

    protocol_version = "HTTP/1.1"


@contextmanager
def listening(app: "WSGIApplication") -> Iterator[str]:
    """The address of the application while the block runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeepAlive)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def enter(web: Web, context: BrowserContext, address: str, who: str) -> None:
    """The person is signed in in every page of this context."""
    cookie = web.client(who).get_cookie(web.app.config["SESSION_COOKIE_NAME"]) if who else None
    if cookie:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def complaints(page: Page) -> list[str]:
    """What the console says from now on: a blocked style or script stands here first."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sticks_out(page: Page) -> bool:
    """Whether the page is wider than its window."""
    page.wait_for_function("document.documentElement !== null")  # a page that is read anew has none for a moment
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return wide
