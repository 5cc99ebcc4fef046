"""The budget ledger as pages: the running budget, the three forms, who enters and who only reads."""

import re
from datetime import date

from tests.web.clicking import Web
from tests.web.purse import Purse, cells
from workflow import db
from workflow.queries import ledger as read

PAPER = "鄂州财预〔2025〕7号"


def test_the_budget_section_keeps_the_ledger_and_others_read_it(web: Web) -> None:
    money = Purse(web, 2025, {})
    giver, receiver = money.project("按时", initial=100_000_000), money.project("转入", unit="inspection")
    money.pay("按时", 30_000_000, 2)
    place = f"/execution/projects/{giver}?year=2025"
    page = money.page(place, "budget")
    new = next(link for link in page.links if link.startswith(f"/ledger/projects/{giver}/new"))
    assert {"80.00", "100.00", "30.00"} & set(money.page(new, "budget").text.split())
    wrong = {
        "year": "2025",
        "kind": "cut",
        "amount": "十万",
        "effective_on": "下周",
        "document": PAPER,
        "reason": "压减",
    }
    answer = web.post("budget", new, wrong)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, text.count("field-error")) == (422, 2)
    assert all(words in text for words in ("“十万”", "下周", PAPER, "压减"))
    answer = web.post("budget", new, wrong | {"amount": "70.01", "effective_on": "2025-03-01"})
    assert "已支付 30.00 万元，减少后预算只剩 29.99 万元。最多可减少 70.00 万元" in answer.get_data(as_text=True)
    right = wrong | {"amount": "20", "effective_on": "2025-03-01"}
    assert web.post("budget", new, right).headers["Location"].endswith(f"projects/{giver}?year=2025#ledger")
    transfer = f"/ledger/projects/{giver}/transfer"
    search = money.page(f"{transfer}?q=转入&year=2025", "budget")
    assert f'value="{receiver}"' in search.html and f'value="{giver}"' not in search.html
    assert "请选择调入项目" in web.post("budget", transfer, right | {"q": "转入"}).get_data(as_text=True)
    assert web.post("budget", transfer, right | {"to": str(receiver), "amount": "10"}).status_code == 303
    page = money.page(place, "budget")
    assert "+100.00 100.00" in cells(page, "年初预算", "ledger") and "-20.00 80.00" in cells(page, "调减", "ledger")
    assert f"{PAPER} 转入2025" in cells(page, "调剂转出") and "-10.00 70.00" in cells(page, "调剂转出")
    back = [link for link in page.links if link.endswith("/take-back")]
    with db.unit_of_work() as session:
        rows = read.project_entries(session, receiver, 2025, date(2025, 12, 31))
    assert rows[-1].adjusted_fen == 10_000_000
    form = money.page(back[-1], "budget")
    assert "调出项目" in form.text and "调入项目" in form.text
    assert web.post("budget", back[-1], {"reason": ""}).status_code == 422
    assert web.post("budget", back[-1], {"reason": "项目写错"}).status_code == 303
    assert web.post("budget", back[-1], {"reason": "项目写错"}).status_code == 409
    page = money.page(place, "budget")
    assert "80.00" in cells(page, "冲销·调剂转出") and "调剂转出（已冲销）" in page.text
    region = money.page("/ledger/?q=鄂州财预", "leader")
    assert len(re.findall("row-link", region.html)) == 5
    own = money.page(place, "filer_a")
    assert "冲销·调剂转出" in own.text
    assert {link for link in own.links if link.startswith("/ledger/")} == {"/ledger/"}, "no button"
    assert web.get("filer_a", new).status_code == 403
    told = web.page("filer_a", "/inbox").text
    assert "「按时2025」2025 年预算指标 -20.00 万元" in told and "冲销一笔，+10.00 万元" in told
