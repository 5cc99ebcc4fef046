"""The editor on a desk and on a phone: nothing sticks out, everything is within reach of a finger."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import COLLEAGUE, Sit
from tests.browser.editor.desk import PHONE, SCREEN
from tests.domain.factories import File
from tests.services.editing.hands import put, returned, text, uids
from tests.web.chromium import sticks_out
from tests.web.clicking import Web

pytestmark = pytest.mark.browser
BASIS, TARGET, WEIGHT = "basics/-/establishment_basis", "indicators/i013/target", "indicators/i013/weight"
FINGER = 36


@pytest.mark.parametrize("options", [SCREEN, PHONE], ids=["desk", "phone"])
def test_nothing_sticks_out_whatever_is_shown(sit: Sit, web: Web, file: File, options: dict[str, Any]) -> None:
    clerk = sit(**options).open(file)
    put(file, COLLEAGUE, BASIS, "甲" * 300)
    put(file, COLLEAGUE, TARGET, "W" * 300)
    clerk.type(BASIS, "乙" * 300)
    clerk.type(TARGET, "v" * 300)
    clerk.type(WEIGHT, "不是数" * 60)
    clerk.press("Tab")
    clerk.state("choose")
    for box in clerk.page.locator(".clash").all():
        box.scroll_into_view_if_needed()
        for button in box.get_by_role("button").all():
            expect(button).to_be_in_viewport(ratio=1)
    expect(clerk.notes("indicators/i013").locator(".cell-note.tone-bad")).to_be_visible()
    assert not sticks_out(clerk.page)
    other = sit(**options).open(returned(web.world, TARGET, "goals", BASIS))
    assert not sticks_out(other.page)


def test_a_finger_types_adds_moves_and_removes(sit: Sit, file: File) -> None:
    clerk = sit(**PHONE).open(file)
    clerk.cell(TARGET).tap()
    clerk.press("End")
    clerk.page.keyboard.type("起")
    clerk.saved()
    assert text(file, TARGET).endswith("起")
    first, second = uids(file, "expenditure_lines")[:2]
    card = clerk.row(f"expenditure_lines/{first}")
    for button in card.get_by_role("button").all():
        place = button.bounding_box()
        assert place is None or min(place["width"], place["height"]) >= FINGER
    card.get_by_role("button", name="下移一行").tap()
    expect(clerk.page.locator("#grid-details tr[data-row]").first).to_have_attribute("data-uid", second)
    expect(card.get_by_role("button", name="下移一行")).to_be_focused()
    card.get_by_role("button", name="删除此行").tap()
    expect(card).to_have_count(0)
    clerk.page.locator("#grid-details .grid-add button").tap()
    expect(clerk.page.locator("#grid-details tr[data-row]")).to_have_count(7)
    assert first not in uids(file, "expenditure_lines")
