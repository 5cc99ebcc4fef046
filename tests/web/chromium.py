"""A real Chromium in front of the application, without a port: every request of the browser is answered in place."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Route

from tests.web.clicking import Web

SITE = "http://jixiao.localhost"
"""An origin that browsers trust without TLS, as they trust the one of a laptop."""


def serve(web: Web, context: BrowserContext, who: str) -> None:
    """Whatever a page of this context asks for, the signed-in person asks for."""

    def answer(route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        response = web.client(who).open(
            f"{parts.path}?{parts.query}",
            method=request.method,
            data=request.post_data_buffer,
            content_type=request.headers.get("content-type"),
            headers={"Accept": request.headers.get("accept", "*/*")},
        )
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.get_data())
        response.close()

    context.route(re.compile(re.escape(SITE)), answer)


def complaints(page: Page) -> list[str]:
    """What the console says from now on: a blocked style or script stands here first."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sticks_out(page: Page) -> bool:
    """Whether the page is wider than its window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return wide
