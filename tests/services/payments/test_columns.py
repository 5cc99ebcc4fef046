"""Headings nobody knows are explained once by a person, and remembered for the treasury's next file."""

import pytest

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import load, payments
from workflow import db
from workflow.errors import NotAllowed, RuleFailed
from workflow.models import PaymentColumns
from workflow.services.payments.columns import forget_columns, say_columns

pytestmark = pytest.mark.usefixtures("calendar")
CHOSEN = {0: "voucher_no", 1: "paid_on", 2: "amount", 3: "project_name", 4: "unit_code", 5: "payee_account"}


def odd(number: str, title: str = "鄂州市国库支付流水") -> bytes:
    cells = [number, "2025-03-02", "12.5", "就业见习补贴", "centre", "6222021812000345678"]
    wrong = [*cells[:2], "x", *cells[3:]]
    lines = [title, "流水,发生日,借方（元）,事项,机构,对方户", ",".join(cells), ",".join(wrong)]
    return "\n".join(lines).encode()


def say(world: World, batch_id: int, chosen: dict[int, str], row: int = 1, who: str = "treasury") -> PaymentColumns:
    with db.unit_of_work(write=True) as session:
        return say_columns(session, world.actor(who), batch_id, row, chosen)


def test_asked_once_and_remembered_until_forgotten(world: World) -> None:
    project = files.project(world)
    batch = load(world, odd("L1"))
    assert (batch.problem["code"], payments()) == ("columns_missing", [])
    assert batch.problem["head"][2][-1] == "尾号5678", "nobody knows yet that this is an account"
    for chosen, row, code in (
        (CHOSEN | {2: "paid_on"}, 1, "columns_twice"),
        (CHOSEN | {2: ""}, 1, "columns_still_missing"),
        (CHOSEN, 9, "columns_row_unknown"),
    ):
        with pytest.raises(RuleFailed, match=code):
            say(world, batch.id, chosen, row)
    with pytest.raises(NotAllowed):
        say(world, batch.id, CHOSEN, who="performance_a")
    known = say(world, batch.id, CHOSEN)
    files.work_off()
    assert files.counts(files.batch_of(batch.id)) == (1, 0, 0, 1)
    assert files.batch_of(batch.id).problem == {}
    assert "6222" not in str(files.waiting()[0].raw), "no header says that these are accounts"
    load(world, odd("L2", title="下月，另一个标题"), "下月.csv")
    assert [(one.voucher_no, one.project_id, one.amount_fen, one.payee_account_tail) for one in payments()] == [
        ("L1", project, 1250, "5678"),
        ("L2", project, 1250, "5678"),
    ]
    with pytest.raises(RuleFailed, match="columns_nothing_to_say"):
        say(world, batch.id, CHOSEN)
    with db.unit_of_work(write=True) as session:
        forget_columns(session, world.actor("treasury"), known.id)
    assert load(world, odd("L3"), "再下月.csv").problem["code"] == "columns_missing"
