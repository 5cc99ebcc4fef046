"""A browser with axe in front of stored pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Request, Response

from tests.pages.looks import Looks
from tests.pages.walk import Shot, Walker
from tests.web.acting import Stage
from tests.web.chromium import complaints, listening, sticks_out
from webapp.security import HEADERS


@dataclass
class Scanner:
    """A server that shows stored pages as if they had just been asked for, and a browser that looks at them."""

    address: str
    shots: dict[int, Shot]
    stage: Stage
    looks: Looks = field(default_factory=Looks)

    def faults(self, page: Page, shot: Shot, number: int) -> list[str]:
        """What a person, the browser or a screen reader would complain of."""
        self.shots[number] = shot
        page.goto(f"{self.address}/shown/{number}")
        found = self.looks.violations(page)
        wide = ["wider than its window"] if sticks_out(page) else []
        return [f"{shot}: {line}" for line in [*wide, *found]]

    def look(self, context: BrowserContext, shots: list[Shot]) -> list[str]:
        """At all of them, one after another, as the person who got each."""
        context.add_init_script(Axe().axe_script)
        page, said, wrong = context.new_page(), [], []
        heard = complaints(page)
        clients = Walker(self.stage)
        for number, shot in enumerate(shots):
            self._enter(context, clients, shot.who)
            wrong += self.faults(page, shot, number)
            said += [f"{shot}: {line}" for line in heard]
            heard.clear()
        return wrong + said

    def _enter(self, context: BrowserContext, clients: Walker, who: str) -> None:
        """What a page's scripts fetch, they fetch as its reader."""
        context.clear_cookies()
        cookie = clients.person(who).client.get_cookie("jixiao")
        if who and cookie:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])


@contextmanager
def scanning(stage: Stage) -> Iterator[Scanner]:
    """The server on a port of this machine while the block runs."""
    shots: dict[int, Shot] = {}

    @Request.application
    def shown(request: Request) -> Response:
        html = shots[int(request.path.rpartition("/")[2])].html
        return Response(html, headers=HEADERS, mimetype="text/html")

    with listening(DispatcherMiddleware(stage.app, {"/shown": shown})) as address:
        yield Scanner(address, shots, stage)
