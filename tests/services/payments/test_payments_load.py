"""Loading voucher files on both databases: every row accounted for, twice the same as once, nothing in clear."""

import struct
from pathlib import Path

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import counts, csv_of, load, payments, row, waiting
from workflow import db
from workflow.models import FileContent, JobRun, PaymentBatch
from workflow.services.payments import load as loading

pytestmark = pytest.mark.usefixtures("calendar")


def test_a_clean_file(world: World) -> None:
    project = files.project(world)
    batch = load(
        world, csv_of([row("V1"), row("V2", 金额="-300.5", 用途="退回多付"), row("V3", 项目名称="没有这个项目")])
    )
    assert counts(batch) == (3, 0, 0, 0)
    assert batch.finished_at is not None
    first, refund, other = payments()
    assert (first.amount_fen, first.project_id, first.matched_by, first.row_no) == (1_200_000, project, "name", 2)
    assert (refund.amount_fen, refund.project_id) == (-30_050, project)
    assert (other.project_id, other.matched_by) == (None, "")
    assert (first.payee_account_tail, len(first.payee_account_hmac)) == ("5678", 64)
    [job] = files.jobs("payment_import")
    assert (job.status, job.result["loaded"]) == ("done", 3)
    assert job.progress == job.total


def test_every_row_is_accounted_for(world: World) -> None:
    content = csv_of(
        [
            row("V1"),
            row("V1"),  # the same line again
            row("V1", 金额="99"),  # the same line, other content
            [""] * 16,  # no row at all
            row("V2", 金额="一万元"),
            row("V3", 支付日期="2025-13-01"),
            row("合计", 支付日期="", 金额="24000"),
            row("V4"),
        ]
    )
    batch = load(world, content)
    assert counts(batch) == (2, 1, 1, 3)
    assert batch.rows_total == 7
    assert [(one.row_no, one.status, one.reason) for one in waiting()] == [
        (4, "conflict", "key_conflict"),
        (6, "quarantined", "not_an_amount"),
        (7, "quarantined", "date_unreadable"),
        (8, "quarantined", "total_row"),
    ]
    assert waiting()[0].conflicts_with_id == payments()[0].id
    assert payments()[0].amount_fen == 1_200_000


def test_the_same_file_twice_and_a_corrected_one(world: World) -> None:
    content = csv_of([row("V1"), row("V2")])
    load(world, content)
    assert counts(load(world, content)) == (0, 2, 0, 0)
    corrected = load(world, csv_of([row("V1", 金额="1"), row("V2", 收款人账号="6222021812000349999"), row("V3")]))
    assert counts(corrected) == (2, 0, 1, 0), "another payee is another line of the voucher"
    assert len(payments()) == 4
    assert files.rows_in(FileContent) == 2, "the same bytes are kept once"


def test_lines_of_one_voucher_and_years_are_apart(world: World) -> None:
    content = csv_of(
        [row("V1", 明细序号="1"), row("V1", 明细序号="2"), row("V1", 明细序号="0"), row("V1", 明细序号="x")]
    )
    assert counts(load(world, content)) == (2, 0, 0, 2)
    files.send(world, csv_of([row("V1", 年度="2024", 支付日期="2024-03-15", 明细序号="1")]), year=2024)
    files.work_off()
    assert sorted((one.fiscal_year, one.line_no) for one in payments()) == [(2024, 1), (2025, 1), (2025, 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "file_unreadable"),
        ("凭证号,日期\n1,2\n".encode(), "columns_missing"),
        (csv_of([row("V1")]).replace("（元）".encode(), "（万元）".encode()), "amounts_in_wan"),
    ],
)
def test_a_file_that_cannot_be_used_loads_nothing_and_is_kept(world: World, content: bytes, code: str) -> None:
    batch = load(world, content)
    assert (batch.problem["code"], counts(batch), batch.finished_at is not None) == (code, (0, 0, 0, 0), True)
    assert payments() == []
    with db.unit_of_work() as session:
        assert session.exec(select(FileContent.content)).one() == content
    [job] = files.jobs("payment_import")
    assert job.status == "failed"
    assert code not in job.error, "a sentence, not a code"


def test_accounts_are_nowhere_in_clear(world: World) -> None:
    """Neither in payments nor in what waits, whatever is wrong with the row; also in columns nobody asked for."""
    account, payer = "6222021812000345678", "17001234567890123"
    head = [*files.HEADERS, "付款人账号"]
    bad = [
        [*row("V1"), payer],
        [*row("V2", 金额="x"), payer],
        [*row("V3", 收款人账号="6.22202181200034e+18"), payer],
        [*row("V4", 用途="买,东西"), payer, "多", account],
    ]
    lines = "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in [head, *bad])
    broken = f'\nV5,2025-03-01,"坏"引号,{account}\n'
    batch = load(world, (lines + broken).encode())
    assert counts(batch) == (1, 0, 0, 4)
    assert [one.reason for one in waiting()] == ["not_an_amount", "digits_lost", "too_many_cells", "bad_quotes"]
    kept = "".join(str(one.model_dump()) for one in [*waiting(), *payments()])
    assert account not in kept
    assert payer not in kept
    assert "6.222" not in kept
    assert waiting()[0].raw["values"]["payee_account"] == "尾号5678"
    assert dict(waiting()[0].raw["cells"])["付款人账号"] == "尾号0123"
    assert waiting()[0].raw["account"]["hmac"] == payments()[0].payee_account_hmac


def test_a_mask_that_comes_back_is_no_account(world: World) -> None:
    batch = load(world, csv_of([row("V1", 收款人账号="尾号5678"), row("V2", 收款人账号="")]))
    assert [one.reason for one in waiting()] == ["account_masked"]
    assert counts(batch) == (1, 0, 0, 1)
    assert payments()[0].payee_account_hmac == ""


def test_another_secret_would_hide_duplicates(world: World) -> None:
    content = csv_of([row("V1")])
    load(world, content)
    batch_id = files.send(world, content)
    files.work_off("another-secret-0123456789-0123456789")
    assert files.batch_of(batch_id).problem["code"] == "account_key_changed"
    assert len(payments()) == 1


def test_rows_of_other_regions_and_years(world: World) -> None:
    content = csv_of(
        [
            row("V1", 财政区划="420700000"),
            row("V2", 财政区划="鄂州市"),
            row("V3", 财政区划="420103"),
            row("V4", 财政区划="999999"),
            row("V5", 年度="2024"),
            row("V6", 支付日期="2024-12-31"),
            row("V7", 财政区划="", 年度=""),
        ]
    )
    assert counts(load(world, content)) == (3, 0, 0, 4)
    assert [one.reason for one in waiting()] == ["other_region", "unknown_region", "other_year", "date_outside_year"]


def test_an_error_between_chunks_is_taken_up_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies loses only the chunk it was in; the next one goes on behind the last that was committed."""
    monkeypatch.setattr(loading, "CHUNK", 10)
    content = csv_of([row(f"V{number}") for number in range(35)] + [row("V3"), row("V4", 金额="x")])
    batch_id = files.send(world, content)
    stored = loading._store
    calls = []

    def dying(*arguments: object) -> object:
        calls.append(1)
        result = stored(*arguments)  # type: ignore[arg-type]
        if len(calls) == 3:
            raise KeyboardInterrupt  # what no handler of the job catches: the process is going down
        return result

    monkeypatch.setattr(loading, "_store", dying)
    with pytest.raises(KeyboardInterrupt):
        files.work_off()
    assert counts(files.batch_of(batch_id)) == (20, 0, 0, 0)
    assert len(payments()) == 20
    [job] = files.jobs("payment_import")
    assert (job.status, job.progress) == ("running", 21)
    monkeypatch.setattr(loading, "_store", stored)
    let_lease_lapse(world)
    files.work_off()
    assert counts(files.batch_of(batch_id)) == (35, 1, 0, 1)
    assert len({one.voucher_no for one in payments()}) == 35
    assert files.jobs("payment_import")[0].attempts == 2


def let_lease_lapse(world: World) -> None:
    with db.unit_of_work(write=True) as session:
        for job in session.exec(select(JobRun).where(JobRun.status == "running")):
            job.lease_until = job.created_at


def test_a_cancelled_file_can_be_sent_again(world: World) -> None:
    content = csv_of([row("V1")])
    first = files.send(world, content)
    assert files.send(world, content) == first, "a double click is one file"
    with db.unit_of_work(write=True) as session:
        job = session.get(JobRun, files.jobs("payment_import")[0].id)
        assert job is not None
        job.status = "cancelled"
    second = files.send(world, content)
    assert second != first
    files.work_off()
    assert counts(files.batch_of(second)) == (1, 0, 0, 0)
    assert files.rows_in(PaymentBatch) == 2


def test_a_workbook_that_runs_in_a_circle_takes_no_worker(world: World) -> None:
    """A name keeps neither path nor signs that turn its direction."""
    raw = bytearray((Path(__file__).parents[2] / "unit/intake/readers/form.xls").read_bytes())
    table, directory = struct.unpack_from("<I", raw, 76)[0], struct.unpack_from("<I", raw, 48)[0]
    struct.pack_into("<I", raw, (table + 1) * 512 + 4 * directory, directory)
    batch = load(world, bytes(raw), "..\\支付\u202eslx.xls")
    assert (batch.problem, batch.file_name) == ({"code": "file_unreadable"}, "支付slx.xls")
