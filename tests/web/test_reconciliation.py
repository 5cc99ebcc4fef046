"""支付对账: months add up to what was loaded, and what does not fit its budget is named."""

from tests.web.clicking import Web
from tests.web.purse import cells, filled


def test_months_add_up_and_misfits_are_named(web_on_both: Web) -> None:
    money = filled(web_on_both)
    money.project("多退", initial=1_000_000)
    money.pay("多退", 200_000, 8)
    money.pay("多退", -300_000, 9)
    page = money.page("/payments/reconciliation")
    assert cells(page, "5月") == "5月 1 0.00 -100,000.00 -100,000.00 0.00"
    assert cells(page, "4月") == "4月 1 50,000.00 0.00 50,000.00 50,000.00"
    assert cells(page, "全年合计").split()[-4:] == ["1,160,600.01", "-103,000.00", "1,057,600.01", "50,000.00"]
    assert "退款大于支付 1.00 -0.10 0.10" in cells(page, "多退")
    assert "支付大于预算 0.00 1.86 1.86" in cells(page, "零预算")
    rows = page.html.split('id="misfits"')[1].count("row-link")
    assert rows == 2, "whatever fits is not listed"
    behind = f"/execution/projects/{money.projects['多退']}?year={money.year}"
    assert {f"{behind}#ledger", f"{behind}#payments"} <= set(page.links)
    assert web_on_both.get("filer_a", "/payments/reconciliation").status_code == 403
    assert "多退" not in money.page("/payments/reconciliation", "performance_other").text
