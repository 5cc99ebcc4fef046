"""``scenario.Hands`` in a real Chromium: one window per person, signed in through the form, clicks and typed keys.

A person finds the file in the work list, never by its address. Every page on the way is looked at: nothing in the
console, nothing blocked by the content policy, nothing wider than the window.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from playwright.sync_api import Browser, Locator, Page, Response, ViewportSize, expect

from tests.web.acting import Stage
from tests.web.chromium import complaints, listening, sticks_out
from webapp.cli.demo.scenario import PROJECT

CAMPAIGN = "示例年中监控"
SCREEN: ViewportSize = {"width": 1440, "height": 900}


class BrowserHands:
    """What the people of the scenario do; ``faults`` collects what their browsers and eyes complain of."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.browser, self.address, self.password = browser, address, password
        self.pages: dict[str, Page] = {}
        self.consoles: dict[str, list[str]] = {}
        self.faults: list[str] = []
        self.seen = 0
        self.campaign = CAMPAIGN

    @classmethod
    @contextmanager
    def before(cls, stage: Stage, browser: Browser) -> Iterator[Self]:
        """People in front of the application; in the end nobody's browser has complained."""
        with listening(stage.app) as address:
            hands = cls(browser, address, stage.password)
            try:
                yield hands
            finally:
                hands.close()
        assert hands.faults == []

    # --- the scenario ---------------------------------------------------------------------------------------------

    def move(self, who: str, action: str, **inputs: str) -> None:
        """From the work list to the file, to the page of the move, and send it."""
        page = self._file(who)
        self._ask_and_send(page, action, inputs)

    def comment(self, who: str, path: str, text: str) -> None:
        """A click on the cell of the form, or for a row the list beside it; then the words, published at once."""
        page = self._file(who)
        self._follow(page, page.locator(".tabs a[href*='tab=comments']"))
        cell = page.locator(f".cell-link[data-place='{path}']")
        if cell.count():
            cell.click()
            expect(page.locator("#f-path")).to_have_value(path)
            expect(page.locator("#f-text")).to_be_focused()
        else:
            page.locator("#f-path").select_option(path)
            page.locator("#f-text").click()
        page.keyboard.type(text)
        page.locator("#f-publish").check()
        with self._going(page):
            page.locator("#write button[type=submit]:not([name])").click()
        expect(page.locator(".comment").filter(has_text=text)).to_be_visible()

    def change(self, who: str, path: str, new: str) -> None:
        """Type into the cell and leave it; the script saves, and the value is still there after a reload."""
        page = self._editor(who)
        cell = page.locator(f"#editor [data-path='{path}']")
        cell.click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(new)
        page.keyboard.press("Tab")
        expect(page.locator(".save-state")).to_have_attribute("data-state", "saved")
        with self._going(page):
            page.reload()
        expect(cell).to_have_value(new)

    def answer(self, who: str, path: str, kind: str, text: str = "") -> None:
        """The answer beside the comment, in the editor."""
        page = self._editor(who)
        row = "/".join(path.split("/")[:2])
        remark = page.locator(f"[data-notes='{row}'] .remark")
        if text:
            remark.locator("textarea").fill(text)
        with self._going(page):
            remark.locator(f"button[name=kind][value={kind}]").click()
        expect(remark).to_have_class("remark is-answered")

    def load_vouchers(self, who: str, name: str, content: bytes, year: str) -> None:
        """The upload page of the treasury section."""
        page = self._task(who, "/payments/", "/payments/new")
        page.locator("#f-year").fill(year)
        page.locator("#f-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        with self._going(page):
            page.get_by_role("main").locator("form[enctype] button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    def open_campaign(self, who: str, year: str, cutoff_month: str) -> None:
        """The page that opens a campaign, its deadline left as proposed."""
        page = self._task(who, "/monitoring/", "/monitoring/new")
        page.locator("#f-year").fill(year)
        page.locator("#f-cutoff_month").fill(cutoff_month)
        page.locator("#f-name").fill(self.campaign)
        with self._going(page):
            page.get_by_role("main").locator("form button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def fill_report(self, who: str, forecast: str) -> None:
        """The grid of the report: each target as its result, then the forecast, then 保存."""
        page = self._report(who)
        page.locator("[name='money/-/forecast']").fill(forecast)
        for row in page.locator("tr:has([name^='items/'][name$='/actual'])").all():
            row.locator("[name$='/actual']").fill(row.locator("td.c-value").first.inner_text())
        for choice in page.locator("select[name^='items/'][name$='/likelihood']").all():
            choice.select_option("certain")
        with self._going(page):
            page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator(".flash.tone-ok")).to_have_text("已保存。")

    def move_report(self, who: str, action: str, **inputs: str) -> None:
        """While it is filled in a button of the form, afterwards a link: both lead to the page of the move."""
        page = self._report(who)
        button = page.locator(f".action-bar button[name=next][value={action}]")
        if button.count():
            with self._going(page):
                button.click()
            self._fill_and_send(page, action, inputs)
        else:
            self._ask_and_send(page, action, inputs)

    # --- ways -----------------------------------------------------------------------------------------------------

    def _file(self, who: str) -> Page:
        """The declaration, from this person's work list."""
        return self._waiting(who, PROJECT)

    def _report(self, who: str) -> Page:
        """Its report in the newest campaign."""
        return self._waiting(who, self.campaign)

    def _waiting(self, who: str, words: str) -> Page:
        page = self._person(who)
        self._follow(page, page.locator(".brand"))
        line = page.locator(".work-table tbody tr").filter(has_text=PROJECT).filter(has_text=words)
        self._follow(page, line.get_by_role("link"))
        return page

    def _editor(self, who: str) -> Page:
        page = self._file(who)
        self._follow(page, page.locator(".action-bar a[href$='/edit']"))
        return page

    def _task(self, who: str, menu: str, task: str) -> Page:
        """A task of the main menu and the button on its page."""
        page = self._menu(who, menu)
        self._follow(page, page.get_by_role("main").locator(f"a[href='{task}']").first)
        return page

    def _menu(self, who: str, href: str) -> Page:
        """An entry of the main menu, its group opened if it is closed."""
        page = self._person(who)
        entry = page.locator(f".sidenav a[href='{href}']")
        if not entry.is_visible():
            page.locator(".sidenav details").filter(has=page.locator(f"a[href='{href}']")).locator("summary").click()
        self._follow(page, entry)
        return page

    def _ask_and_send(self, page: Page, action: str, inputs: dict[str, str]) -> None:
        self._follow(page, page.locator(f".action-bar a[href$='/moves/{action}']"))
        self._fill_and_send(page, action, inputs)

    def _fill_and_send(self, page: Page, action: str, inputs: dict[str, str]) -> None:
        form = page.locator(f"form[action*='/moves/{action}']")
        for name, value in inputs.items():
            control = form.locator(f"[name={name}]")
            if control.first.get_attribute("type") == "radio":
                form.locator(f"[name={name}][value={value}]").check()
            else:
                control.fill(value)
        with self._going(page):
            form.locator("button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def _person(self, who: str) -> Page:
        """A window of this person's own."""
        if who not in self.pages:
            context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=SCREEN)
            page = self.pages[who] = context.new_page()
            self.consoles[who] = complaints(page)
            page.on("response", self._heard)
            with self._going(page):
                page.goto(self.address)
            page.locator("#f-username").fill(who)
            page.locator("#f-password").fill(self.password)
            with self._going(page):
                page.locator(".login-card button[type=submit]").click()
        return self.pages[who]

    def _follow(self, page: Page, link: Locator) -> None:
        with self._going(page):
            link.click()

    @contextmanager
    def _going(self, page: Page) -> Iterator[None]:
        """To another page; what arrives is looked at."""
        with page.expect_navigation(wait_until="load"):
            yield
        self.seen += 1
        if sticks_out(page):
            self.faults.append(f"{page.url} is wider than its window")

    def _heard(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def close(self) -> None:
        """All windows; what the consoles said joins the faults."""
        for who, page in self.pages.items():
            self.faults += [f"{who}: {line}" for line in self.consoles[who]]
            page.context.close()
