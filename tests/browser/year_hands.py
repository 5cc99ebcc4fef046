"""What the people of a year do after the approval, clicked in Chromium: see ``test_year.py``."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.browser_hands import BrowserHands
from webapp.cli.demo.scenario import PROJECT


class YearHands(BrowserHands):
    """``BrowserHands`` with monitoring that finds something, its correction, and the self-evaluation."""

    def begin_round(self, who: str, name: str, year: str, cutoff_month: str) -> None:
        """Open a campaign; from now on the report of it is meant."""
        self.campaign = name
        self.open_campaign(who, year, cutoff_month)

    def report_behind(self, who: str, indicator: str, actual: str, forecast: str, cause: str, measure: str) -> None:
        """One target will not be met: the light is red while typing, and the page asks for cause and measure."""
        page = self._report(who)
        page.locator(f"[name='items/{indicator}/actual']").fill(actual)
        page.locator(f"[name='items/{indicator}/forecast']").fill(forecast)
        page.locator(f"[name='items/{indicator}/likelihood']").select_option("impossible")
        page.locator(f"[name='items/{indicator}/cause']").click()
        expect(self._row(page, indicator)).to_contain_text("红灯")
        page.locator("[name='money/-/forecast']").fill("7.00")
        self._save(page, "report")
        self._follow(page, page.locator(".action-bar a[href*='check=1']"))
        expect(page.locator(f"td[data-cell='items/{indicator}/cause'].is-warning")).to_be_visible()
        page.locator(f"[name='items/{indicator}/cause_kind']").select_option(index=1)
        page.locator(f"[name='items/{indicator}/cause']").fill(cause)
        page.locator(f"[name='items/{indicator}/measure']").fill(measure)
        page.locator("[name='money/-/cause']").fill(cause)
        page.locator("[name='money/-/measure']").fill(measure)
        self._save(page, "report")

    def order_correction(self, who: str, problem: str, demand: str, due_on: str) -> None:
        """From the list of reports of the campaign to the report, from there the order."""
        page = self._menu(who, "/monitoring/")
        self._follow(page, page.get_by_role("main").get_by_role("link", name=self.campaign))
        self._follow(page, page.locator("table tbody tr").filter(has_text=PROJECT).get_by_role("link").first)
        self._follow(page, page.locator("a[href$='/corrections/new']"))
        page.locator("#f-problem").fill(problem)
        page.locator("#f-demand").fill(demand)
        page.locator("#f-due_on").fill(due_on)
        with self._going(page):
            page.get_by_role("main").locator("form button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def correction(self, who: str, kind: str, action: str, **told: str) -> None:
        """One step of the correction, from the work list."""
        page = self._waiting(who, kind)
        form = page.locator(f"form[action$='/{action}']")
        for name, value in told.items():
            form.locator(f"[name={name}]").fill(value)
        with self._going(page):
            form.locator("button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def open_evaluation(self, who: str, name: str) -> None:
        """The task of the year, its days left as proposed."""
        page = self._task(who, "/evaluation-tasks/", "/evaluation-tasks/new")
        page.locator("#f-name").fill(name)
        with self._going(page):
            page.get_by_role("main").locator("form button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def fill_evaluation(self, who: str, name: str, texts: dict[str, str]) -> str:
        """Type, save, and nothing is left to fill in; the total as the page says it."""
        page = self._waiting(who, name)
        for path, text in texts.items():
            page.locator(f"[name='{path}']").fill(text)
        self._save(page, "evaluation")
        expect(page.locator(".action-bar")).not_to_contain_text("处要填")
        return page.locator("[data-points-total]").inner_text()

    def move_evaluation(self, who: str, name: str, action: str) -> None:
        """A button of the form while it is filled in, a link afterwards."""
        page = self._waiting(who, name)
        button = page.locator(f".action-bar button[name=next][value={action}]")
        if button.count():
            with self._going(page):
                button.click()
            self._fill_and_send(page, action, {})
        else:
            self._ask_and_send(page, action, {})

    def confirm_result(self, who: str, name: str) -> None:
        """Tick the form of the project and confirm what it came to."""
        page = self._menu(who, "/evaluation-tasks/")
        self._follow(page, page.get_by_role("main").get_by_role("link", name=name))
        page.locator("table tbody tr").filter(has_text=PROJECT).locator("input[name=item]").check()
        with self._going(page):
            page.locator("#confirm button[data-once]").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def copy_to_next_year(self, who: str) -> Page:
        """A new declaration from last year's; the editor it opens."""
        page = self._task(who, "/declarations/", "/declarations/new")
        line = page.locator("table tbody tr").filter(has_text=PROJECT)
        with self._going(page):
            line.locator("button").click()
        return page

    def _save(self, page: Page, form: str) -> None:
        with self._going(page):
            page.locator(f".action-bar button[form={form}][name=next][value='']").click()
        expect(page.locator(".flash.tone-ok")).to_be_visible()

    def _row(self, page: Page, indicator: str) -> Locator:
        return page.locator("tr").filter(has=page.locator(f"[name='items/{indicator}/actual']"))
