"""Two people in one declaration: cells merge, the loser of one cell chooses, typing into a file that left is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.editor.conftest import COLLEAGUE, Sit
from tests.browser.editor.desk import Clerk
from tests.domain.factories import File, declaration_at, move
from tests.domain.hands import explain_all
from tests.services.editing.hands import put, send, text
from tests.web.clicking import Web
from workflow.services.editing import Change

pytestmark = pytest.mark.browser
BASIS, TARGET, MONEY = "basics/-/establishment_basis", "indicators/i013/target", "funding_sources/other/amount"
NEXT, PHONE = "indicators/i014/target", "basics/-/phone"


def box(clerk: Clerk, place: str) -> Locator:
    return clerk.page.locator(f"{place} .clash")


PLACES = {
    BASIS: (f'[data-field="{BASIS}"]', "甲的依据", "乙的依据"),
    TARGET: ('tr[data-notes="indicators/i013"]', "≥100人", "≥200人"),
    MONEY: (f'[data-cell="{MONEY}"]', "30", "40.00"),
}


def test_the_loser_of_a_cell_sees_both_texts_who_and_when_and_chooses(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    for path, (_, first, _second) in PLACES.items():
        put(file, COLLEAGUE, path, first) if path != MONEY else send(
            file, COLLEAGUE, Change("add", "funding_sources/other", values={"source": "other", "amount": first})
        )
    for path, (_, _first, second) in PLACES.items():
        clerk.type(path, second)
    clerk.press("Tab")
    clerk.state("choose")
    for path, (place, first, second) in PLACES.items():
        expect(box(clerk, place)).to_contain_text(f"人员{COLLEAGUE} 2025-03-03 09:00 在您填写时改了这一格")
        expect(box(clerk, place)).to_contain_text(first)
        expect(box(clerk, place)).to_contain_text(second)
        clerk.reads(path, second)
        assert text(file, path).startswith(first), "nothing is overwritten before somebody chose"
    clerk.page.once("dialog", lambda dialog: dialog.accept())
    clerk.page.reload()  # what lost and waits is not lost
    clerk.state("choose")
    clerk.page.get_by_role("link", name="有人改了同一格").click()
    for path, (place, _, second) in PLACES.items():
        expect(box(clerk, place)).to_have_count(1)
        clerk.reads(path, second)
    box(clerk, PLACES[BASIS][0]).get_by_role("button", name="保留我的").click()
    clerk.at(BASIS)
    box(clerk, PLACES[TARGET][0]).get_by_role("button", name="采用对方的").click()
    clerk.reads(TARGET, "≥100人")
    box(clerk, PLACES[MONEY][0]).get_by_role("button", name="保留我的").click()
    clerk.saved()
    clerk.page.reload()
    clerk.state("idle")
    for path, words in {BASIS: "乙的依据", TARGET: "≥100人", MONEY: "40.00"}.items():
        clerk.reads(path, words)
        assert text(file, path) == words


def test_two_people_at_two_desks_in_different_cells_lose_nothing(sit: Sit, file: File) -> None:
    one, other = sit().open(file), sit(COLLEAGUE).open(file)
    one.put(BASIS, "甲的依据")
    other.put(TARGET, "≥200人")
    one.put(NEXT, "≥300人")
    other.put(PHONE, "0711-5550102")
    expect(other.page.locator(".clash")).to_have_count(0)
    for clerk in (one, other):
        clerk.page.reload()
        stored = {BASIS: "甲的依据", TARGET: "≥200人", NEXT: "≥300人", PHONE: "0711-5550102"}
        for path, said in stored.items():
            clerk.reads(path, said)


def test_what_is_typed_further_into_a_cell_that_waits_is_in_the_box_and_kept(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    put(file, COLLEAGUE, BASIS, "甲的依据")
    clerk.type(BASIS, "乙")
    clerk.press("Tab")
    clerk.state("choose")
    clerk.cell(BASIS).press("End")
    clerk.page.keyboard.type("接着写")
    expect(box(clerk, PLACES[BASIS][0])).to_contain_text("乙接着写")
    clerk.page.get_by_role("button", name="保留我的").click()
    clerk.saved()
    assert text(file, BASIS) == "乙接着写"


def test_what_was_typed_into_a_row_that_went_is_shown(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    send(file, COLLEAGUE, Change("remove", "indicators/i014"))
    clerk.type("indicators/i014/target", "≥999")
    clerk.press("Tab")
    lost = clerk.page.locator("#editor-lost .clash")
    expect(lost).to_contain_text("≥999")
    clerk.page.get_by_role("link", name="查看您填写的内容").click()
    expect(lost).to_be_in_viewport()
    lost.get_by_role("button", name="知道了").click()
    expect(lost).to_have_count(0)


Leaving = Callable[[File], None]


def sent_up(file: File) -> None:
    explain_all(file)
    move(file, COLLEAGUE, "send_up")


def signed(file: File) -> None:
    sent_up(file)
    move(file, "head_own_a", "sign")


@pytest.mark.parametrize(("leaves", "words"), [(sent_up, f"人员{COLLEAGUE} 已于"), (signed, "人员head_own_a 已于")])
def test_typing_while_the_file_goes_on_says_who_took_it_and_keeps_the_text(
    sit: Sit, file: File, leaves: Leaving, words: str
) -> None:
    clerk = sit().open(file)
    clerk.type(BASIS, "正在写的依据")
    clerk.saved()
    leaves(file)
    clerk.type(TARGET, "≥500人")
    clerk.type(PHONE, "0711-5550103")
    clerk.press("Tab")
    clerk.state("stopped")
    expect(clerk.page.locator("#editor-line")).to_contain_text(words)
    clerk.page.get_by_role("link", name="查看您填写的内容").click()
    lost = clerk.page.locator("#editor-lost .clash")
    expect(lost).to_have_count(2)
    expect(lost.first).to_be_in_viewport()
    for typed in ("≥500人", "0711-5550103"):
        expect(lost.filter(has_text=typed)).to_have_count(1)
    clerk.type(NEXT, "还在写")  # further typing is shown and kept as well
    expect(lost.filter(has_text="还在写")).to_contain_text("指标值")
    clerk.state("stopped")
    clerk.forgive("409")
    clerk.page.once("dialog", lambda dialog: dialog.accept())
    clerk.page.goto(f"{clerk.site}/declarations/{file.id}/edit")
    expect(clerk.page.locator("main")).to_contain_text("文件现在不在可以修改的环节")
    clerk.forgive("409")
    if leaves is sent_up:
        move(file, COLLEAGUE, "recall")
        clerk.open(file)  # the file is back, and so is what was typed
        clerk.saved()
        for path, said in {TARGET: "≥500人", PHONE: "0711-5550103", NEXT: "还在写"}.items():
            clerk.reads(path, said)
            assert text(file, path) == said


def test_the_department_and_the_filer_are_never_there_at_once(sit: Sit, web: Web) -> None:
    file = declaration_at(web.world, "drafted/filer")
    filer = sit("filer_a").open(file)
    explain_all(file)
    move(file, "filer_a", "send_up")
    move(file, "head_a", "sign")
    department = sit("reviewer_a").open(file)
    expect(department.page.locator("main")).to_contain_text("您在主管部门环节修改")
    department.put(BASIS, "主管部门更正")
    filer.type(BASIS, "填报人还在写")
    filer.press("Tab")
    filer.state("stopped")
    expect(filer.page.locator("#editor-lost")).to_contain_text("填报人还在写")
    filer.forgive("409")
    assert text(file, BASIS) == "主管部门更正"
