"""The server away, the session over, the page left: what was typed is somewhere, and the page says where."""

import pytest
from playwright.sync_api import expect

from tests.browser.editor.conftest import COLLEAGUE, WHO, Sit
from tests.browser.editor.desk import Clerk
from tests.domain.factories import File
from tests.services.editing.hands import text
from tests.web.clicking import Web, set_password
from tests.web.conftest import Clock
from workflow.services.accounts import HASHER

pytestmark = pytest.mark.browser
BASIS, TARGET = "basics/-/establishment_basis", "indicators/i013/target"
NO_NET = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"


def offline(clerk: Clerk, *, away: bool = True) -> None:
    clerk.context.set_offline(away)


def test_typing_without_a_connection_is_said_kept_and_stored_when_it_is_back(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    offline(clerk)
    clerk.type(BASIS, "离线时写的依据")
    clerk.press("Tab")
    clerk.state("failed")
    expect(clerk.page.locator(".save-state")).to_contain_text("连接不上服务器")
    clerk.type(TARGET, "≥700人")
    clerk.press("Tab")
    clerk.state("failed")
    clerk.reads(BASIS, "离线时写的依据")
    assert text(file, BASIS) != "离线时写的依据"
    offline(clerk, away=False)
    clerk.saved()
    assert (text(file, BASIS), text(file, TARGET)) == ("离线时写的依据", "≥700人")
    clerk.page.reload()
    clerk.reads(BASIS, "离线时写的依据")
    clerk.forgive(NO_NET)


def test_leaving_with_something_unsaved_is_asked_about_and_loses_nothing(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    offline(clerk)
    clerk.type(BASIS, "还没有保存的依据")
    clerk.press("Tab")
    clerk.state("failed")
    with clerk.page.expect_event("dialog") as question:
        clerk.page.close(run_before_unload=True)
    assert question.value.type == "beforeunload"
    question.value.dismiss()
    clerk.reads(BASIS, "还没有保存的依据")
    offline(clerk, away=False)
    clerk.saved()
    clerk.page.reload()
    clerk.reads(BASIS, "还没有保存的依据")
    clerk.forgive(NO_NET)


def test_a_page_left_at_once_has_sent_what_was_typed(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    clerk.type(BASIS, "写完马上走")
    clerk.page.get_by_role("link", name="预览").click()
    expect(clerk.page.locator("main")).to_contain_text("写完马上走")
    clerk.open(file)
    clerk.type(BASIS, "写完马上刷新")
    clerk.page.reload()
    clerk.reads(BASIS, "写完马上刷新")
    clerk.type(BASIS, "又改了")
    clerk.saved()
    assert text(file, BASIS) == "又改了"


def test_a_window_that_died_gives_what_it_had_to_the_next_one(sit: Sit, file: File) -> None:
    clerk = sit().open(file)
    offline(clerk)
    clerk.type(BASIS, "崩溃前写的")
    clerk.press("Tab")
    clerk.state("failed")
    clerk.page.close()
    offline(clerk, away=False)
    clerk.forgive(NO_NET)
    clerk.page = clerk.context.new_page()
    clerk.page.clock.install()
    clerk.page.clock.fast_forward("01:00")  # the closed window has not touched its entry for a while
    clerk.open(file)
    expect(clerk.page.locator("#editor-line")).to_contain_text("找到上次未能保存的输入")
    clerk.reads(BASIS, "崩溃前写的")
    clerk.page.clock.run_for(2_000)
    clerk.saved()
    assert text(file, BASIS) == "崩溃前写的"


def sign_in(clerk: Clerk, who: str) -> None:
    clerk.page.locator("#f-username").fill(who)
    clerk.page.locator("#f-password").fill("a-Password-1")
    clerk.page.get_by_role("button", name="登录").click()


@pytest.fixture
def passwords(web: Web) -> None:
    for who in (WHO, COLLEAGUE):
        set_password(who, HASHER.hash("a-Password-1"))


@pytest.mark.usefixtures("passwords")
def test_a_session_that_ended_keeps_the_typing_until_the_person_is_back(sit: Sit, file: File, calendar: Clock) -> None:
    clerk = sit().open(file)
    clerk.put(BASIS, "登录失效前")
    calendar.minutes(60)
    clerk.type(BASIS, "登录失效后写的")
    clerk.type(TARGET, "≥800人")
    clerk.press("Tab")
    clerk.state("failed")
    line = clerk.page.locator("#editor-line")
    expect(line).to_contain_text("登录已失效")
    clerk.reads(BASIS, "登录失效后写的")
    line.get_by_role("link").click()  # no question: what was typed waits here
    sign_in(clerk, WHO)
    expect(clerk.page).to_have_url(f"{clerk.site}/declarations/{file.id}/edit")
    clerk.saved()
    for path, words in {BASIS: "登录失效后写的", TARGET: "≥800人"}.items():
        clerk.reads(path, words)
        assert text(file, path) == words
    clerk.forgive("401", "400")


@pytest.mark.usefixtures("passwords")
def test_signing_in_again_in_another_window_is_enough(sit: Sit, file: File, calendar: Clock) -> None:
    clerk = sit().open(file)
    calendar.minutes(60)
    clerk.type(BASIS, "两个窗口")
    clerk.press("Tab")
    clerk.state("failed")
    other = clerk.context.new_page()
    other.goto(f"{clerk.site}/sign-in")
    sign_in(Clerk(clerk.context, other, clerk.site), WHO)
    expect(other.locator("h1")).to_be_visible()
    clerk.page.bring_to_front()
    clerk.saved()
    expect(clerk.page.locator("#editor-line")).to_be_hidden()
    assert text(file, BASIS) == "两个窗口"
    clerk.forgive("401", "400")


@pytest.mark.usefixtures("passwords")
def test_somebody_else_signing_in_gets_none_of_it(sit: Sit, file: File, calendar: Clock) -> None:
    clerk = sit().open(file)
    calendar.minutes(60)
    clerk.type(BASIS, "甲写的")
    clerk.press("Tab")
    clerk.state("failed")
    clerk.page.locator("#editor-line").get_by_role("link").click()
    sign_in(clerk, COLLEAGUE)
    clerk.state("idle")
    expect(clerk.cell(BASIS)).not_to_have_value("甲写的")
    assert text(file, BASIS) != "甲写的"
    clerk.forgive("401", "400")
