"""axe finds nothing on any page: every GET route, once per distinct rendering by role, forms with errors, refusals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import col, select
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Request, Response

from tests.browser.axe_looks import Looks
from tests.browser.axe_places import ATTEMPTS, BESIDE, FAILING, NAMES, NO_PAGES
from tests.browser.axe_walk import Shot, Walker, all_of, each_kind, renderings
from tests.services.intake.samples import document, form
from tests.services.offline.books import at, typed
from tests.web.acting import Stage, example_database, open_stage, work
from tests.web.chromium import complaints, listening, sticks_out
from webapp.cli.demo.hands import PageHands, Refused
from webapp.cli.demo.scenario import VOUCHERS
from webapp.security import HEADERS
from workflow import db
from workflow.documents.offline.reading import read_book
from workflow.models import (
    Comment,
    Declaration,
    MonitoringCampaign,
    MonitoringReport,
    Payment,
    PaymentQuarantine,
    UserAccount,
)
from workflow.permissions import load_actor
from workflow.queries.intake import units
from workflow.queries.trail import find_by_name, newest_report
from workflow.services import offline
from workflow.services.accounts import find_username
from workflow.services.intake.receive import dropped, receive

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(400)]
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples/seed/payments/2025-09-gbk.csv"
TARGET, EMPTY = "indicators/i010/target", "indicators/i011/target"


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("axe")
    with example_database("sqlite", request, folder) as url:
        yield open_stage(url, folder)


def dress(stage: Stage, walker: Walker) -> dict[str, str]:
    """More than the example data show: findings, unsent comments, a report to check, rows to settle, a file on its way.

    Returns ids by the words that ``axe_places`` uses.
    """
    with db.unit_of_work() as session:
        found = {key: find_by_name(session, name) for key, name in NAMES.items()}
    acting = {key: PageHands(number, walker.person) for key, number in found.items()}
    acting["draft"].change("jyzx.filer", EMPTY, "")
    with pytest.raises(Refused, match="unparsed"):
        acting["draft"].change("jyzx.filer", "basics/-/budget_total", "12,3x")
    acting["reviewed"].comment("czj.shebao", TARGET, "请写明依据。")
    _comment_unsent(walker, found["reviewed"])
    acting["approved"].fill_report("rsj.filer", "10.00")
    _explain_money(walker, found["approved"])
    bring_workbook(str(stage.app.secret_key), found["returned"])
    acting["approved"].move_report("rsj.filer", "send_up")
    acting["approved"].move_report("rsj.head", "sign")
    file_id = _dropped()
    acting["draft"].load_vouchers("czj.guoku", SAMPLE.name, SAMPLE.read_bytes(), "2025")
    work(str(stage.app.secret_key))
    acting["draft"].load_vouchers("czj.guoku", "未开始.csv", VOUCHERS.encode(), "2025")
    found["dropped"] = file_id
    return {key: str(number) for key, number in (found | _others(found)).items()} | {"finding": _finding(walker, found)}


def bring_workbook(secret: str, declaration_id: int) -> None:
    """An offline workbook that came back with a change and an error."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, declaration_id)
        actor = load_actor(session, find_username(session, "rsj.filer").id)
        assert actor
        made = offline.export(session, actor, row.task_id, row.unit_id, secret, row.form_profile)
        raw = typed(made.content, at("目标", "目标内容", 0, "改过的目标"), at("指标", "项目名称", 300, "没有的项目"))
        offline.receive(session, actor, offline.Checked("离线填报表.xlsx", raw, read_book(raw)), secret)


def _dropped() -> int:
    """A file with two forms, one of them with an amount that cannot be read, and a file that is refused."""
    content = document(form("劳务对接工作费用"), form("窗口导办服务", "1,5O0"))
    with db.unit_of_work(write=True) as session:
        user = session.exec(select(UserAccount).where(UserAccount.username == "jyzx.filer")).one()
        actor = load_actor(session, user.id)
        assert actor
        [unit] = units(session, actor)
        for name, raw in (("空.docx", b""), ("两张表.docx", content)):
            row, _fresh = receive(session, actor, unit.id, dropped(name, raw))
        return row.id


def _comment_unsent(walker: Walker, declaration_id: int) -> None:
    person = walker.person("czj.shebao")
    page = person.get(f"/declarations/{declaration_id}?tab=comments")
    person.send(page, page.form("/comments"), path="form", text="内部看法：金额偏高。")


def _explain_money(walker: Walker, declaration_id: int) -> None:
    with db.unit_of_work() as session:
        path = f"/reports/{newest_report(session, declaration_id)}"
    person = walker.person("rsj.filer")
    page = person.get(path)
    words = {"money/-/cause": "招标流标一次，付款顺延。", "money/-/measure": "三季度完成验收并付款。"}
    person.send(page, page.form(path), **words)


def _others(found: dict[str, int]) -> dict[str, int]:
    with db.unit_of_work() as session:
        sent = select(Comment.id).where(Comment.object_kind == "declaration", Comment.sent_with == "return")
        reports = session.exec(select(MonitoringReport).order_by(col(MonitoringReport.id).desc())).all()
        waiting = select(PaymentQuarantine.id).where(col(PaymentQuarantine.resolved_at).is_(None))
        unmatched = select(Payment.id).where(Payment.fiscal_year == 2025, col(Payment.project_id).is_(None))
        opened = select(MonitoringCampaign.id).where(col(MonitoringCampaign.closed_at).is_(None))
        return {
            "own": max(session.exec(select(Comment.id).where(Comment.object_id == found["reviewed"]))),
            "remark": max(session.exec(sent.where(Comment.object_id == found["returned"]))),
            "report": next(item.id for item in reports if item.desk == "filer"),
            "checked": next(item.id for item in reports if item.desk == "section"),
            "row": max(session.exec(waiting)),
            "line": session.exec(unmatched).first() or 0,
            "campaign": session.exec(opened).one(),
        }


def _finding(walker: Walker, found: dict[str, int]) -> str:
    """The key of a finding of the draft, from the link beside it."""
    page = walker.open("jyzx.filer", f"/declarations/{found['draft']}/edit")
    assert page
    return page.html.partition("/edit/explain?key=")[2].partition('"')[0]


@dataclass(frozen=True)
class Visited:
    """All pages that were opened, and the answers to forms and false addresses."""

    pages: list[Shot]
    answers: list[Shot]


@pytest.fixture(scope="module")
def visited(stage: Stage) -> Visited:
    walker = Walker(stage)
    ids = dress(stage, walker)
    beside = [walker.open(who, path.format(**ids)) for who, path in BESIDE]
    pages = all_of(walker.everywhere(), beside)
    failing = [walker.open(who, path.format(**ids), status) for who, path, status in FAILING]
    return Visited(pages, all_of(failing, [walker.attempt(given, ids) for given in ATTEMPTS]))


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


@pytest.fixture(scope="module")
def scanner(stage: Stage) -> Iterator[Scanner]:
    shots: dict[int, Shot] = {}

    @Request.application
    def shown(request: Request) -> Response:
        html = shots[int(request.path.rpartition("/")[2])].html
        return Response(html, headers=HEADERS, mimetype="text/html")

    with listening(DispatcherMiddleware(stage.app, {"/shown": shown})) as address:
        yield Scanner(address, shots, stage)


def test_every_route_was_opened_or_is_no_page(stage: Stage, visited: Visited) -> None:
    routes = {rule.endpoint for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    opened = {shot.endpoint for shot in visited.pages}
    assert routes - opened == NO_PAGES.keys()
    assert opened.isdisjoint(NO_PAGES)


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(visited: Visited, scanner: Scanner, browser: Browser, width: int) -> None:
    """At the width of a desk everything that looks different, at that of a phone the fullest page of every kind."""
    full = each_kind(visited.pages)
    others = renderings([*visited.pages, *visited.answers], full) if width > 1000 else []
    with browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}) as context:
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
