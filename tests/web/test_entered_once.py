"""Forms that make something new, pressed twice: entered once, one after the other and at the same moment."""

import itertools
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import func, select
from werkzeug.test import TestResponse

from tests.domain.factories import report_at
from tests.web.clicking import Web
from tests.web.purse import Purse
from workflow import clock, db
from workflow.models import (
    CorrectiveAction,
    EnteredForm,
    LedgerEntry,
    OutsidePayment,
    ReminderSetting,
    UpperTransfer,
    UpperTransferPart,
)
from workflow.services.entered_forms import delete_old_digests

PROOF = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ENTRY = {
    "year": "2025", "amount": "10", "effective_on": "2025-03-01", "document": "鄂州财预〔2025〕7号", "reason": "调剂",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A form: who opens which page, where it goes, what is typed, and what it makes (how many rows)."""

    who: str
    page: str
    goes_to: str
    typed: dict[str, Any]
    makes: type[Any]
    rows: int = 1
    changed: tuple[str, str] = ("reason", "另一笔")


numbers = itertools.count(1)


def fresh(name: str) -> str:
    return f"{name}{next(numbers)}"


def _ledger(web: Web) -> Entry:
    project = Purse(web, 2025, {}).project(fresh("录入"), initial=100_000_000)
    page = f"/ledger/projects/{project}/new?year=2025"
    return Entry("budget", page, page, ENTRY | {"kind": "cut"}, LedgerEntry, changed=("amount", "11"))


def _transfer(web: Web) -> Entry:
    money = Purse(web, 2025, {})
    giver, receiver = money.project(fresh("调出"), initial=100_000_000), money.project(fresh("调入"), unit="inspection")
    page = f"/ledger/projects/{giver}/transfer"
    return Entry("budget", page, page, ENTRY | {"to": str(receiver)}, LedgerEntry, 2, changed=("amount", "11"))


def _outside(web: Web) -> Entry:
    project = Purse(web, 2025, {}).project(fresh("库外"))
    page = f"/outside-payments/projects/{project}/new?year=2025"
    typed = {
        "paid_on": "2025-02-06", "amount": "500", "channel": "passed_on", "payee_name": "某街道办事处",
        "purpose": "见习补贴", "document": "", "year": "2025",
    }  # fmt: skip
    return Entry("filer_a", page, page, typed, OutsidePayment, changed=("purpose", "另一笔"))


UPPER = {
    "year": "2025", "title": "就业补助资金", "kind": "special", "granted_by": "province",
    "received_on": "2025-02-06", "amount": "300", "targets": "",
}  # fmt: skip


def _upper(_web: Web) -> Entry:
    page, typed = "/upper-transfers/new", UPPER | {"number": fresh("鄂财社")}
    return Entry("budget", page, page, typed, UpperTransfer, changed=("number", fresh("鄂财社")))


def _split(web: Web) -> Entry:
    project = Purse(web, 2025, {}).project(fresh("下达"), initial=100_000_000)
    made = web.post("budget", "/upper-transfers/new", UPPER | {"number": fresh("鄂财社")})
    place = made.headers["Location"].partition("#")[0]
    return Entry("budget", place, f"{place}/split", {"project": project, "amount": "10"}, UpperTransferPart,
                 changed=("amount", "20"))  # fmt: skip


def _correction(web: Web) -> Entry:
    place = f"/reports/{report_at(web.world, 'submitted/section').id}/corrections"
    until = (clock.business_date() + timedelta(9)).isoformat()
    typed = {"kind": "rectify", "problem": "资金闲置", "demand": "限期支付", "due_on": until}
    return Entry("section_a", f"{place}/new", place, typed, CorrectiveAction, changed=("demand", "说明原因"))


def _reminder(_web: Web) -> Entry:
    page = "/reminder-rules/new?event=monitoring_due"
    typed = {
        "year": "2025", "event": "monitoring_due", "active": "yes", "days": "-1", "working": "no", "every": "",
        "roles": ["leader"], "text_zh": "「{项目名称}」明天截止", "text_en": "{project_name} is due tomorrow",
    }  # fmt: skip
    return Entry("performance_a", page, "/reminder-rules/new", typed, ReminderSetting, changed=("days", "-2"))


FORMS: list[Callable[[Web], Entry]] = [_ledger, _transfer, _outside, _upper, _split, _correction, _reminder]


@pytest.mark.parametrize("entry", FORMS, ids=lambda make: make.__name__[1:])
def test_pressed_twice_is_entered_once(web_on_both: Web, entry: Callable[[Web], Entry]) -> None:
    form = entry(web_on_both)
    mark, before = mark_of(web_on_both, form), count(form)
    first, second = (send(web_on_both, form, mark) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409), first.get_data(as_text=True)
    assert "没有重复登记" in second.get_data(as_text=True)
    assert count(form) == before + form.rows
    other = dict([form.changed])
    assert send(web_on_both, form, mark, **other).status_code == 303, "back in the browser, something else typed"
    assert count(form) == before + 2 * form.rows


@pytest.mark.parametrize("entry", FORMS, ids=lambda make: make.__name__[1:])
def test_three_at_the_same_moment_are_one(web_on_both: Web, entry: Callable[[Web], Entry]) -> None:
    form = entry(web_on_both)
    mark, before, start = mark_of(web_on_both, form), count(form), Barrier(3)

    def press(_number: int) -> TestResponse:
        start.wait(10)
        return send(web_on_both, form, mark, **dict([form.changed]))

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(press, range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    assert count(form) == before + form.rows


def test_what_was_refused_may_be_sent_again_unchanged(web: Web) -> None:
    """The refusal entered nothing: the same form goes through once what stood in its way is gone."""
    money = Purse(web, 2025, {})
    project = money.project(fresh("零"), initial=0)
    page = f"/ledger/projects/{project}/new?year=2025"
    form = Entry("budget", page, page, ENTRY | {"kind": "cut"}, LedgerEntry)
    mark = mark_of(web, form)
    assert send(web, form, mark).status_code == 422
    assert web.post("budget", page, ENTRY | {"kind": "addition", "document": "增加"}).status_code == 303
    assert send(web, form, mark).status_code == 303


def test_marks_are_kept_for_some_days(web: Web) -> None:
    form = _upper(web)
    send(web, form, mark_of(web, form))
    assert delete_old_digests() == 0
    with db.unit_of_work(write=True) as session:
        for row in session.exec(select(EnteredForm)):
            row.created_at -= timedelta(days=8)
    assert delete_old_digests() > 0


def mark_of(web: Web, form: Entry) -> str:
    """What the page's form carries."""
    html = web.page(form.who, form.page).html
    action = form.goes_to.partition("?")[0]
    found = re.search(rf'<form[^>]* action="{action}[^>]*>(?:(?!</form>).)*?name="once" value="([^"]+)"', html, re.S)
    assert found, f"no mark in the form that goes to {action}"
    return found[1]


def send(web: Web, form: Entry, mark: str, **changes: str) -> TestResponse:
    """The form as its page would send it."""
    typed = form.typed | changes | {"once": mark}
    if form.makes is OutsidePayment:
        typed |= {"proof": (BytesIO(PROOF), "回单.png")}
    return web.post(form.who, form.goes_to, typed)


def count(form: Entry) -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count(form.makes.id))).one()
