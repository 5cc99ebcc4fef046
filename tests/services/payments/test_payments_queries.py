"""What pages read: files, waiting rows, unmatched groups, payments; each only within the actor's reach, by keyset."""

import csv
import io

import pytest
from sqlmodel import Session

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import csv_of, load, payments, row, waiting
from workflow import db
from workflow.documents.payment_file import cell_text
from workflow.errors import NotFound
from workflow.permissions import Actor
from workflow.queries import payment_lines
from workflow.queries import payments as queries
from workflow.queries.payment_lines import PaymentFilters

pytestmark = pytest.mark.usefixtures("calendar")

SEE_ALL = ["treasury", "performance_a", "budget", "leader", "auditor"]
SEE_OWN = ["filer_a", "head_a", "reviewer_a", "section_a", "section_head"]
SEE_NONE = ["filer_other", "reviewer_other", "section_other", "performance_other", "system_admin", "audit_admin"]


@pytest.fixture
def filled_house(world: World) -> World:
    """One file: a matched payment of the centre, two of nobody, a conflict and a bad row."""
    files.project(world)
    content = [row("V1"), row("V2", 项目名称="未知甲"), row("V3", 项目名称="未知乙", 金额="5"), row("V1", 金额="7")]
    load(world, csv_of([*content, row("V4", 支付日期="2025-13-01", 用途="=HYPERLINK(1)")]))
    return world


def vouchers(actor: Actor, filters: PaymentFilters | None = None) -> list[str]:
    with db.unit_of_work() as session:
        found = payment_lines.payments(session, actor, filters or PaymentFilters(year=2025))
    return [line.voucher_no for line in found.rows]


def test_who_sees_which_payments(filled_house: World) -> None:
    for names, expected in ((SEE_ALL, ["V1", "V2", "V3"]), (SEE_OWN, ["V1"]), (SEE_NONE, [])):
        for name in names:
            assert vouchers(filled_house.actor(name)) == expected, name


def test_files_rows_and_unmatched_are_for_the_region(filled_house: World) -> None:
    region = filled_house.regions["ezhou"]
    batch_id, row_id = payments()[0].batch_id, waiting()[0].id
    for name in [*SEE_ALL, *SEE_OWN, *SEE_NONE]:
        actor, sees = filled_house.actor(name), name in SEE_ALL
        with db.unit_of_work() as session:
            assert len(queries.batches(session, actor).rows) == (1 if sees else 0), name
            assert len(queries.waiting_rows(session, actor).rows) == (2 if sees else 0), name
            assert len(queries.unmatched(session, actor, region, 2025).rows) == (2 if sees else 0), name
            for look, key in ((queries.batch, batch_id), (queries.waiting_row, row_id), (download, batch_id)):
                if sees:
                    assert look(session, actor, key)
                else:
                    with pytest.raises(NotFound):
                        look(session, actor, key)


def download(session: Session, actor: Actor, batch_id: int) -> str:
    return "".join(queries.waiting_csv(session, actor, batch_id))


def test_a_file_and_its_job(filled_house: World) -> None:
    with db.unit_of_work() as session:
        [line] = queries.batches(session, filled_house.actor("treasury"), 2025).rows
        assert queries.batches(session, filled_house.actor("treasury"), 2024).rows == []
    assert (line.rows_total, line.rows_loaded, line.rows_conflict, line.rows_quarantined) == (5, 3, 1, 1)
    assert (line.job_status, line.open_rows, line.uploader) == ("done", 2, "人员treasury")
    assert line.problem_text() == ""
    load(filled_house, "支付凭证号,支付日期\n".encode(), "空.csv")
    with db.unit_of_work() as session:
        refused = queries.batches(session, filled_house.actor("treasury")).rows[0]
    assert refused.problem_text().startswith("前 20 行里找不到这些列：实际支付金额、项目代码或")
    assert refused.problem_text().endswith("找到的是：支付凭证号、支付日期。没有导入任何数据")
    assert "Nothing was loaded" in refused.problem_text("en")


def test_waiting_rows_show_both_lines_of_a_conflict(filled_house: World) -> None:
    with db.unit_of_work() as session:
        conflict, bad = queries.waiting_rows(session, filled_house.actor("treasury")).rows
    assert conflict.other is not None
    assert (conflict.values["amount"], conflict.other.amount_fen, conflict.other.voucher_no) == ("7", 1_200_000, "V1")
    assert conflict.reasons() == [("", "与已导入的同一凭证行内容不同")]
    assert bad.other is None
    assert bad.reasons() == [("paid_on", "“2025-13-01”不是日期")]
    assert bad.reasons("en") == [("paid_on", "“2025-13-01” is not a date")]
    assert (bad.place, bad.row_no, bad.values["payee_account"]) == ("6", 6, "尾号5678")
    assert ("支付金额（元）", "12,000.00") in bad.cells


def test_the_download_can_be_opened_and_corrected(filled_house: World) -> None:
    batch_id = payments()[0].batch_id
    with db.unit_of_work() as session:
        text = download(session, filled_house.actor("treasury"), batch_id)
    head, _, bad = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head == ["行", "原因", *files.HEADERS]
    assert bad[:3] == ["6", "“2025-13-01”不是日期", "V4"]
    assert bad[head.index("用途")] == "'=HYPERLINK(1)", "a spreadsheet must not run it"
    assert "6222021812000345678" not in text
    corrected = text.replace("2025-13-01", "2025-12-01").replace("尾号5678", "6222021812000345678")
    batch = load(filled_house, corrected.encode(), "改正.csv")
    assert files.counts(batch) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("-100.00", "-100.00"), ("+1,000", "+1,000"), ("-1+2", "'-1+2"), ("@x", "'@x"), ("=1", "'=1"), ("-", "'-"),
     ("", ""), ("甲=1", "甲=1")],
)  # fmt: skip
def test_formulas_are_neutralised_and_refunds_stay_numbers(text: str, shown: str) -> None:
    assert queries._neutral(text) == shown
    assert cell_text(shown) == text, "loaded again it is what it was"


def test_unmatched_groups_are_largest_first(world: World) -> None:
    content = [
        row(f"V{n}", 项目名称=f"未知{n % 3}", 金额=str(10 ** (n % 3)), 支付日期=f"2025-03-{n + 1:02}") for n in range(9)
    ]
    load(world, csv_of(content))
    with db.unit_of_work() as session:
        found = queries.unmatched(session, world.actor("treasury"), world.regions["ezhou"], 2025).rows
    assert [(one.project_name, one.payments, one.amount_fen) for one in found] == [
        ("未知2", 3, 30_000), ("未知1", 3, 3_000), ("未知0", 3, 300),
    ]  # fmt: skip
    assert (found[0].first_on.day, found[0].last_on.day, found[0].unit_key) == (3, 9, "centre")
    of_group = PaymentFilters(year=2025, unmatched=True, printed=(found[0].unit_key, found[0].project_key))
    assert vouchers(world.actor("treasury"), of_group) == ["V2", "V5", "V8"]


def test_projects_to_choose_from(world: World) -> None:
    files.project(world, "就业补助资金", code=files.PROJECT_CODE)
    files.project(world, "局机关运行", unit="hr_own")

    def choices(who: str, text: str = "", unit: str = "") -> list[tuple[str, bool]]:
        with db.unit_of_work() as session:
            found = queries.project_choices(session, world.actor(who), world.regions["ezhou"], text, unit)
        return [(one.name, one.same_unit) for one in found]

    assert choices("treasury", unit="hr_own") == [("局机关运行", True), ("就业补助资金", False)]
    assert choices("treasury", "补助") == choices("treasury", files.PROJECT_CODE.lower()) == [("就业补助资金", False)]
    assert choices("treasury", "没有") == choices("filer_other") == choices("performance_other") == []


def test_pages_by_keyset_meet_without_gap_or_overlap(world: World) -> None:
    load(world, csv_of([row(f"V{n:02}", 支付日期=f"2025-03-{n % 4 + 1:02}") for n in range(11)]))
    actor, filters = world.actor("treasury"), PaymentFilters(year=2025)
    pages, cursor, befores = [], "", []
    with db.unit_of_work() as session:
        while True:
            page = payment_lines.payments(session, actor, filters, cursor, size=4)
            pages.append([line.voucher_no for line in page.rows])
            befores.append(page.before)
            if page.after is None:
                break
            cursor = page.after
        assert [len(page) for page in pages] == [4, 4, 3]
        everything = [voucher for page in pages for voucher in page]
        assert everything == sorted(everything, key=lambda voucher: (int(voucher[1:]) % 4, voucher))
        back = payment_lines.payments(session, actor, filters, befores[2] or "", size=4)
        assert [line.voucher_no for line in back.rows] == pages[1]
        assert befores[0] is None and back.before is not None and back.after is not None
        assert len(payment_lines.payments(session, actor, filters, ">rubbish|x", size=4).rows) == 4
