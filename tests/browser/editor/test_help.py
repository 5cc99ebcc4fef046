"""By keyboard only: an amount typed as a formula, and a suggestion taken over."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import Sit
from tests.domain.factories import File
from tests.services.editing.hands import text

pytestmark = pytest.mark.browser
AMOUNT, NEXT, BASIS = (f"expenditure_lines/{place}" for place in ("e1/amounts.local", "e2/amounts.local", "e1/basis"))
TARGET = "indicators/i013/target"


def test_a_formula_waits_for_its_cell_to_be_left_and_a_suggestion_is_one_key(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    before = {path: text(file, path) for path in (AMOUNT, BASIS, "expenditure_lines/e2/basis")}
    clerk.cell(AMOUNT).focus()
    clerk.page.keyboard.type("2200元×12月×17人")
    expect(clerk.page.locator(".formula-result")).to_contain_text("= 44.88 万元")
    clerk.state("idle")
    assert text(file, AMOUNT) == before[AMOUNT], "half a formula is no amount"
    clerk.press("Enter")
    clerk.saved()
    clerk.at(NEXT)
    clerk.reads(AMOUNT, "44.88")
    assert text(file, BASIS).endswith("2200元×12月×17人=44.88万元")
    clerk.page.keyboard.type("=100*3")
    expect(clerk.page.locator(".formula-result")).to_contain_text("= 0.03 万元")
    clerk.press("Alt+Enter")
    clerk.saved()
    clerk.reads(NEXT, "0.03")
    assert text(file, "expenditure_lines/e2/basis") == before["expenditure_lines/e2/basis"]
    clerk.cell(NEXT).focus()
    clerk.page.keyboard.type("(100*3")
    expect(clerk.page.locator(".formula-result")).to_contain_text("括号不配对")
    clerk.press("Escape")
    clerk.reads(NEXT, "0.03")
    expect(clerk.page.locator(".formula")).to_have_count(0)

    clerk.cell(TARGET).focus()
    clerk.page.keyboard.type("95%%")
    clerk.press("Enter")
    clerk.saved()
    clerk.page.locator("#findings button").first.focus()
    clerk.press("Enter")
    clerk.reads(TARGET, "95%")
    clerk.saved()
    assert clerk.page.evaluate("Boolean(document.activeElement.closest('#findings'))"), "the keyboard is not lost"
