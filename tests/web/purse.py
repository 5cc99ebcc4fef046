"""Projects with budgets and payments in a fiscal year of their own, for the tests of the execution board."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle
from typing import Any

from tests.services.payments.files import add_project, ledger
from tests.web.clicking import Web
from tests.web.html import Page
from workflow import clock, db
from workflow.models import FileContent, Payment, PaymentBatch
from workflow.services.payments import totals

_years = cycle(range(2002, 2025))  # years that are over by the clock of the tests; more than any file needs
_numbers = count(1)
UNITS = {
    "centre": "鄂州市公共就业和人才服务中心",
    "inspection": "鄂州市劳动保障监察支队",
    "justice_own": "鄂州市司法局（本级）",
}


@dataclass
class Purse:
    """Projects with budgets and payments in a fiscal year of their own."""

    web: Web
    year: int
    projects: dict[str, int]

    def project(self, name: str, unit: str = "centre", **booked: int) -> int:
        """A project with ledger entries in fen by kind."""
        with db.unit_of_work(write=True) as session:
            made = add_project(session, self.web.world, f"{name}{self.year}", unit).id
        for kind, fen in booked.items():
            ledger(made, kind, fen, self.year)
        self.projects[name] = made
        return made

    def pay(self, name: str, fen: int, month: int, day: int = 10) -> None:
        """One payment; of no project if the name is empty."""
        number, now = next(_numbers), clock.now()
        place: dict[str, Any] = {"fiscal_year": self.year, "region_id": self.web.world.regions["ezhou"]}
        digest = f"{self.year}{number:060d}"[:64]
        with db.unit_of_work(write=True) as session:
            session.add(FileContent(sha256=digest, size=1, content=b"-"))
            session.flush()
            batch = PaymentBatch(created_at=now, file_name="a.csv", sha256=digest, finished_at=now, **place)
            session.add(batch)
            session.flush()
            project = self.projects.get(name)
            session.add(
                Payment(
                    voucher_no=f"V{number}", paid_on=date(self.year, month, day), amount_fen=fen, content_hash=digest,
                    batch_id=batch.id, row_no=1, project_id=project, matched_by="code" if project else "", **place,
                )
            )  # fmt: skip
            session.flush()
            totals.rebuild(session, place["region_id"], self.year)

    def page(self, path: str = "/execution/", who: str = "treasury") -> Page:
        """A page with this year chosen."""
        self.web.post(who, "/fiscal-year", {"fiscal_year": str(self.year)})
        return self.web.page(who, path)

    def json(self, path: str, who: str = "treasury") -> dict[str, Any]:
        self.web.post(who, "/fiscal-year", {"fiscal_year": str(self.year)})
        found: dict[str, Any] = self.web.get(who, path).get_json()
        return found


def filled(web: Web) -> Purse:
    """Three units of two departments: on time, late, ahead, without a budget, and a payment of no project."""
    made = Purse(web, next(_years), {})
    made.project("按时", initial=100_000_000, adjustment=-20_000_000, carry_over=40_000_000)
    made.project("滞后", unit="inspection", initial=60_000_000)
    made.project("超前", unit="justice_own", initial=10_000_000)
    made.project("零预算", initial=0)
    made.pay("按时", 60_000_001, 3)
    made.pay("按时", -10_000_000, 5)
    made.pay("滞后", 10_000_000, 6)
    made.pay("超前", 9_000_000, 2)
    made.pay("零预算", 1_860_000, 7)
    made.pay("", 5_000_000, 4)
    made.pay("按时", 30_000_000, 11)
    return made


def cells(page: Page, name: str, section: str = "") -> str:
    """The words of the first line that names it, of the board or from the section with this id on."""
    html = page.html.partition(f'id="{section}"')[2] if section else page.html
    found = re.search(rf'<tr role="row"[^>]*>(?:(?!</tr>).)*{name}.*?</tr>', html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())
