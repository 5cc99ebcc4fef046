"""The look holds on every page of the gallery: fits the screen, nothing blocked, nothing for axe to find."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.look.gallery import CODES, PAGES, create_gallery

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "webapp/templates"
PLACES = (*PAGES, "login", "login?error=1", "error/500?plain=1", *(f"error/{code}" for code in CODES))
WIDTHS = (1440, 768, 360)


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN") as context:
        yield context.new_page()


def faults(page: Page, address: str) -> list[str]:
    """What a person, the browser or a screen reader would complain of."""
    said: list[str] = []

    def heard(message: object) -> None:
        said.append(str(getattr(message, "text", message)))

    for kind in ("console", "pageerror"):
        page.on(kind, heard)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(address)
    found = Axe().run(page).response["violations"]
    wide = [f"{much} px too wide at {width}" for width in WIDTHS if (much := sticking_out(page, width)) > 0]
    for kind in ("console", "pageerror"):
        page.remove_listener(kind, heard)
    said = [line for line in said if "/error/" not in address or "status of" not in line]
    return [*said, *wide, *(f"{v['id']}: {v['nodes'][0]['html']}" for v in found)]


def sticking_out(page: Page, width: int) -> int:
    page.set_viewport_size({"width": width, "height": 900})
    much: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return much


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
def test_a_page_fits_and_can_be_read_by_everyone(gallery: str, screen: Page, place: str) -> None:
    assert faults(screen, f"{gallery}/{place}") == []


@pytest.mark.browser
def test_the_menu_opens_without_script(gallery: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{gallery}/list")
        page.locator(".drawer > summary").click()
        assert page.locator(".drawer .nav-list a").first.is_visible()


def test_every_icon_named_in_a_template_is_drawn() -> None:
    drawn = set(re.findall(r'symbol id="([^"]+)"', (ROOT / "webapp/static/img/icons.svg").read_text(encoding="utf-8")))
    named = {
        name
        for file in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""(?:icon\(|"icon": )["']([a-z-]+)["']""", file.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()


def test_no_template_carries_style_or_script_of_its_own() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|https?://", re.IGNORECASE)
    guilty = [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in [*TEMPLATES.rglob("*.html"), *(ROOT / "webapp/static/css").glob("*.css")]
        if (found := inline.search(re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)))
    ]
    assert guilty == []
