"""axe finds nothing at the width of a desk: everything that looks different anywhere, for any role, once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.pages.looks import Looks
from tests.pages.scanning import scanning
from tests.pages.visits import Visited
from tests.pages.walk import each_kind, renderings
from tests.web.acting import Stage

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(600)]


def test_axe_finds_nothing(visited: Visited, stage: Stage, browser: Browser) -> None:
    full = each_kind(visited.pages)
    others = renderings([*visited.pages, *visited.answers], full)
    with (
        browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}) as context,
        scanning(stage) as scanner,
    ):
        found = scanner.look(context, [*full, *others])
    assert not found, "\n".join(found)


def test_contrast_is_measured_anew_where_anything_looks_different(page: Page) -> None:
    """The same words in the same place: paler, on a darker ground, behind a veil, or shown only now."""
    page.add_init_script(Axe().axe_script)
    looks = Looks()

    def found(text: str, around: str = "") -> list[str]:
        page.goto("data:text/html,<html lang=en><title>a</title>")
        page.set_content(
            f"<html lang=en><title>a</title><main style='{around}'><h1>A</h1><p style='{text}'>words</p></main>"
        )
        return [line.partition(":")[0] for line in looks.violations(page)]

    assert found("color:black") == found("color:black") == found("color:%23aaa;display:none") == []
    assert found("color:#bbb") == found("color:black;opacity:.2") == ["color-contrast"]
    assert found("color:black", "background:#222") == found("color:black", "opacity:.3") == ["color-contrast"]
    assert found("color:#aaa") == ["color-contrast"]
    assert found("color:#aaa") == []
