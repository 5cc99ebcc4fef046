"""The pages in a real Chromium: nothing blocked by the policy, nothing wider than the window, scripts that help."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.domain.factories import declaration_at, move, report_at, rows_of
from tests.web.chromium import complaints, enter, listening, sticks_out
from tests.web.clicking import Web
from workflow.models import Comment

pytestmark = pytest.mark.browser
TARGET = "indicators/i002/target"


@pytest.fixture(scope="module")
def site(web: Web) -> Iterator[str]:
    with listening(web.app) as address:
        yield address


WIDTHS = (360, 390, 768, 1200, 1440, 1920)


def test_no_page_sticks_out_or_is_blocked(web: Web, site: str, browser: Browser) -> None:
    file = declaration_at(web.world, "submitted/section", content="jianghan-2024/02-labour-inspection")
    web.post("section_a", f"/declarations/{file.id}/comments", {"path": TARGET, "text": "请写明依据", "publish": "1"})
    ready = [declaration_at(web.world, "finance_reviewed/batch") for _ in range(2)]
    many = "&".join(f"id={one.id}" for one in (*ready, file))
    places = {
        "section_a": [
            "/", "/declarations/", "/inbox", "/people", "/batches", f"/declarations/{file.id}/moves/return",
            *(f"/declarations/{file.id}?tab={tab}" for tab in ("comments", "papers", "history")),
            f"/declarations/{file.id}/paper", "/no/such/page", "/review-queue", "/decisions",
            f"/declarations/{file.id}?queue=priority", f"/declarations/many/pass_review?id={file.id}&id={ready[0].id}",
        ],
        "performance_b": ["/declarations/?year=&desk=batch", f"/declarations/many/approve?{many}"],
        "": ["/sign-in"],
    }  # fmt: skip
    for who, paths in places.items():
        with browser.new_context(locale="zh-CN") as context:
            enter(web, context, site, who)
            page = context.new_page()
            said = complaints(page)
            for path in paths:
                page.goto(site + path)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    assert not sticks_out(page), f"{path} at {width} px"
            assert [line for line in said if "404" not in line] == []


def test_a_click_on_a_cell_chooses_it_and_the_comment_is_written(
    web: Web, site: str, browser_context: BrowserContext
) -> None:
    file = declaration_at(web.world, "submitted/section")
    enter(web, browser_context, site, "section_a")
    page = browser_context.new_page()
    said = complaints(page)
    page.goto(f"{site}/declarations/{file.id}?tab=comments")
    page.locator(f"[data-place='{TARGET}']").click()
    expect(page.get_by_label("意见对象")).to_have_value(TARGET)
    expect(page.locator("#f-text")).to_be_focused()
    assert page.url.endswith("?tab=comments"), "no page was loaded for it"
    page.keyboard.type("请写明次数的依据")
    page.get_by_label("退回时发给单位").check()
    page.get_by_role("button", name="添加意见").click()
    expect(page.locator(".comment")).to_contain_text("请写明次数的依据")
    [made] = rows_of(file, Comment)
    assert (made.path, made.published_at is not None) == (TARGET, True)
    expect(page.get_by_role("link", name="退回修改（1 条意见）")).to_be_visible()
    assert said == []


def test_without_script_the_same_click_is_a_link(web: Web, site: str, browser: Browser) -> None:
    file = declaration_at(web.world, "submitted/section")
    with browser.new_context(locale="zh-CN", java_script_enabled=False) as context:
        enter(web, context, site, "section_a")
        page = context.new_page()
        page.goto(f"{site}/declarations/{file.id}")
        page.locator(f"#c-{TARGET.replace('/', '_')} a").click()
        expect(page.get_by_label("意见对象")).to_have_value(TARGET)
        page.locator("#f-text").fill("没有脚本也行")
        page.get_by_role("button", name="添加意见").click()
        expect(page.locator(".comment")).to_contain_text("没有脚本也行")
        page.get_by_role("link", name="退回修改").click()
        page.locator("#f-reason").fill("请改")
        page.get_by_role("button", name="退回修改").click()
        expect(page.locator(".flash")).to_contain_text("已办理：退回修改")


def test_files_are_ticked_and_approved_together(web: Web, site: str, browser_context: BrowserContext) -> None:
    files = [declaration_at(web.world, "finance_reviewed/batch", fiscal_year=2016) for _ in range(3)]
    move(files[2], "performance_a", "send_to_review", reason="再看")
    enter(web, browser_context, site, "performance_b")
    page = browser_context.new_page()
    page.goto(f"{site}/declarations/?year=2016&desk=batch")
    page.locator("thead input[type=checkbox]").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.get_by_role("button", name="批复所选申报").click()
    expect(page.locator(".page-lead")).to_have_text("可以办理 2 份，不能办理 0 份")
    page.get_by_role("button", name="批复 2 份").click()
    expect(page.locator(".notice")).to_contain_text("已办理 2 份")
    assert [file.pair for file in files] == ["approved", "approved", "submitted/section"]


def test_the_browser_asks_before_it_leaves_a_report_that_is_not_saved(web: Web, site: str, page: Page) -> None:
    file = report_at(web.world, "drafted/filer")
    enter(web, page.context, site, "filer_a")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{site}/reports/{file.id}")
    page.locator("[name='money/-/measure']").press_sequentially("下半年补上")
    page.locator(".crumbs a").first.click()
    expect(page.locator("[name='money/-/measure']")).to_have_value("下半年补上")
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[name='money/-/measure']")).to_have_value("下半年补上")
    page.locator(".crumbs a").first.click()
    page.wait_for_url(lambda address: "/reports/" not in address)
    assert asked == ["beforeunload"]
