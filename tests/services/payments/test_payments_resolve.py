"""Rows that wait: corrected and loaded, or set aside; the counts still add up, the trail tells who changed what."""

import pytest
from sqlmodel import col, select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import SECRET, csv_of, load, payments, row, waiting
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed, WrongState
from workflow.models import AuditEntry, Payment, PaymentQuarantine
from workflow.services.payments.resolve import load_corrected, set_aside

pytestmark = pytest.mark.usefixtures("calendar")


def correct(world: World, waiting_row: PaymentQuarantine, who: str = "treasury", **changes: str) -> Payment:
    with db.unit_of_work(write=True) as session:
        return load_corrected(session, world.actor(who), waiting_row.id, changes, SECRET)


def trail(action: str) -> list[AuditEntry]:
    with db.unit_of_work() as session:
        newest = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(5)).all()
        return [entry for entry in newest if entry.action == action]


def test_a_corrected_row_is_loaded_with_the_account_nobody_can_read(world: World) -> None:
    project = files.project(world)
    batch = load(world, csv_of([row("V1"), row("V2", 支付日期="2025-13-01", 金额="一百")]))
    assert files.counts(batch) == (1, 0, 0, 1)
    payment = correct(world, waiting()[0], paid_on="2025-12-01", amount=" 100.00 ")
    assert (payment.amount_fen, payment.project_id, payment.batch_id, payment.row_no) == (10_000, project, batch.id, 3)
    assert payment.payee_account_hmac == payments()[0].payee_account_hmac
    assert payment.payee_account_tail == "5678"
    assert files.counts(files.batch_of(batch.id)) == (2, 0, 0, 0)
    [settled] = waiting()
    assert (settled.resolution, settled.resolved_by) == ("loaded", world.people["treasury"])
    [entry] = trail("load_corrected")
    assert '"changes":{"amount":["一百","100.00"],"paid_on":["2025-13-01","2025-12-01"]}' in entry.canonical
    assert files.jobs("execution_rates")[-1].status == "queued"
    with pytest.raises(WrongState):
        correct(world, settled, paid_on="2025-12-01", amount="1")


def test_a_correction_that_is_still_wrong_tells_all_of_it(world: World) -> None:
    load(world, csv_of([row("V1", 支付日期="2025-13-01")]))
    with pytest.raises(RuleFailed) as refusal:
        correct(world, waiting()[0], amount="x", paid_on="2024-01-01")
    assert [(one["code"], one["column"]) for one in refusal.value.problems] == [
        ("date_outside_year", "paid_on"),
        ("not_an_amount", "amount"),
    ]
    assert refusal.value.problems[1]["zh"] == "“x”不是金额"
    assert payments() == [] and waiting()[0].resolved_at is None


def test_an_account_that_was_wrong_must_be_written_anew(world: World) -> None:
    load(world, csv_of([row("V1", 收款人账号="6.22202181200034e+18"), row("V2", 收款人账号="尾号5678")]))
    for one in waiting():
        with pytest.raises(RuleFailed):
            correct(world, one, purpose="改了别处")
    with pytest.raises(RuleFailed):
        correct(world, waiting()[0], payee_account="尾号9999")
    new = correct(world, waiting()[0], payee_account="6222 0218 1200 0345 678")
    load(world, csv_of([row("V1")]), "再次.csv")
    assert [one.id for one in payments()] == [new.id], "the same account, so the same line"
    assert "6222" not in trail("load_corrected")[0].canonical


def test_a_conflict_becomes_a_line_of_its_own_or_is_set_aside(world: World) -> None:
    batch = load(world, csv_of([row("V1"), row("V1", 金额="1"), row("V1", 金额="2")]))
    first, second = waiting()
    with pytest.raises(RuleFailed) as refusal:
        correct(world, first)
    assert refusal.value.code == "payment_key_taken"
    assert correct(world, first, line_no="2").line_no == 2
    with db.unit_of_work(write=True) as session:
        set_aside(session, world.actor("treasury"), second.id, "重复导出")
    assert files.counts(files.batch_of(batch.id)) == (2, 0, 1, 0)
    assert [one.resolution for one in waiting()] == ["loaded", "not_a_payment"]
    assert trail("set_aside")[0].reason == "重复导出"


def test_a_row_whose_columns_cannot_be_told_apart_is_typed_anew(world: World) -> None:
    content = csv_of([row("V1")]) + 'V2,2025-03-01,"坏"引号\n'.encode()
    load(world, content)
    payment = correct(world, waiting()[0], voucher_no="V2", paid_on="2025-03-01", amount="5", project_name="甲")
    assert (payment.voucher_no, payment.amount_fen, payment.payee_account_hmac) == ("V2", 500, "")


def test_setting_aside_needs_a_reason(world: World) -> None:
    load(world, csv_of([row("合计", 支付日期="")]))
    with pytest.raises(RuleFailed), db.unit_of_work(write=True) as session:
        set_aside(session, world.actor("treasury"), waiting()[0].id, "  ")
    assert waiting()[0].resolved_at is None


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("filer_a", NotFound), ("performance_other", NotFound), ("performance_a", NotAllowed), ("auditor", NotAllowed)],
)
def test_who_may_settle(world: World, who: str, refusal: type[Exception]) -> None:
    load(world, csv_of([row("V1", 金额="x")]))
    with pytest.raises(refusal):
        correct(world, waiting()[0], who, amount="1")
    with pytest.raises(refusal), db.unit_of_work(write=True) as session:
        set_aside(session, world.actor(who), waiting()[0].id, "无")
    assert payments() == []
