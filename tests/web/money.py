"""Voucher files over HTTP, and a fiscal year of its own for every test."""

import io
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.services.payments.files import HEADERS, batch_of, csv_of, row, waiting, work_off
from tests.web.clicking import Web
from tests.web.html import Page
from workflow.models import PaymentBatch, PaymentQuarantine

_years = count(2001)
ACCOUNT = "6222021812000345678"
OTHER_ACCOUNT = "6222021812000346677"


@dataclass
class Desk:
    """The treasury at work in one fiscal year."""

    web: Web
    year: int

    def voucher(self, number: str, **cells: str) -> list[str]:
        """A row of a file of this year."""
        return row(number, **{"年度": str(self.year), "支付日期": f"{self.year}-03-15", **cells})

    def send(self, content: bytes, name: str = "支付明细.csv", who: str = "treasury") -> int:
        """Upload; the number of the batch."""
        data = {"year": str(self.year), "file": (io.BytesIO(content), name)}
        response = self.web.post(who, "/payments/", data, content_type="multipart/form-data")
        assert response.status_code == 303, response.get_data(as_text=True)
        return int(response.headers["Location"].rpartition("/")[2])

    def load(self, *rows: list[str], name: str = "支付明细.csv") -> PaymentBatch:
        """Upload and let the worker work."""
        return self.loaded(self.send(csv_of(rows), name))

    def loaded(self, batch_id: int) -> PaymentBatch:
        """The batch after the worker has worked."""
        self.work()
        return batch_of(batch_id)

    def work(self) -> None:
        """What a worker does."""
        work_off(str(self.web.app.secret_key))

    def page(self, path: str, who: str = "treasury", status: int = 200) -> Page:
        """A page with this fiscal year chosen."""
        self.web.post(who, "/fiscal-year", {"fiscal_year": str(self.year)})
        return self.web.page(who, path, status)

    def waiting(self, batch: PaymentBatch) -> list[PaymentQuarantine]:
        """Rows of a batch that were not loaded."""
        return waiting(batch.id)


def treasury_of(web: Web) -> Desk:
    """A year nobody else of this test session uses."""
    return Desk(web, next(_years))


def mixed(desk: Desk) -> PaymentBatch:
    """A second file after a good one: a duplicate, a conflict, four rows that cannot be payments, a refund."""
    first = desk.voucher("A1"), desk.voucher("A2", 收款人账号=OTHER_ACCOUNT)
    desk.load(*first)
    return desk.load(
        first[0],
        desk.voucher("A2", 收款人账号=OTHER_ACCOUNT, 金额="12,000.01", 用途="更正"),
        desk.voucher("A3", 金额="一万二"),
        desk.voucher("A4", 支付日期="2025-13-01"),
        desk.voucher("", 金额="900"),
        ["合计", *[""] * 5, "24,900.01", *[""] * 9],
        desk.voucher("A5", 金额="-1,200.00"),
    )


def form_of(page: Page, action: str) -> dict[str, Any]:
    """What the form there holds."""
    return dict(page.form(action).fields)


__all__ = ["ACCOUNT", "HEADERS", "OTHER_ACCOUNT", "Desk", "csv_of", "form_of", "mixed", "treasury_of"]
