"""Many reports in one workbook: it goes home, comes back, and every report is taken over for itself."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.domain.factories import File, move
from tests.domain.world import World
from tests.services.test_reports import DONE, MONEY, fill, with_carry_over
from tests.tasks.monitoring import in_force, items, opened, report_of
from workflow import db
from workflow.documents.offline.words import ERRORS
from workflow.errors import RuleFailed
from workflow.services.offline.uploads import check_upload, marked_file
from workflow.services.report_book import Taken, export_book, take_book
from workflow.services.report_sheet import at_desk, send_many

pytestmark = pytest.mark.usefixtures("calendar")
SECRET = "s" * 40
ACTUAL, FORECAST, LIKELY = "F", "G", "K"


@pytest.fixture
def two(small_world: World) -> tuple[File, File]:
    files = [in_force(small_world) for _ in range(2)]
    campaign = opened(small_world).id
    first, second = (report_of(campaign, file) for file in files)
    return first, second


def book_of(report: File, who: str = "filer_a") -> bytes:
    with db.unit_of_work(write=True) as session:
        return export_book(session, report.world.actor(who), report.read().campaign_id, SECRET).content


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as somebody hands it back."""
    book, made = load_workbook(io.BytesIO(content)), io.BytesIO()
    change(book)
    book.save(made)
    return made.getvalue()


def typed(cells: dict[str, str]) -> Callable[[Any], None]:
    def change(book: Workbook) -> None:
        for cell, text in cells.items():
            book["监控填报"][cell] = text

    return change


def take(report: File, content: bytes, who: str = "filer_a") -> Taken:
    checked = check_upload("监控.xlsx", content)
    return take_book(report.world.actor(who), report.read().campaign_id, checked, SECRET)


def test_only_what_was_changed_comes_back_and_errors_stand_in_the_own_file(two: tuple[File, File]) -> None:
    """Lines 4 to 6 are the money and the indicators of the first report, 7 to 9 those of the second."""
    first, second = two
    content = book_of(first)
    page: Any = load_workbook(io.BytesIO(content))["监控填报"]
    assert [page.cell(3, at).value for at in (6, 8, 11, 12)] == [
        "年度指标值",
        "全年预计完成情况",
        "完成目标可能性",
        "备注（拟采取的措施）",
    ]
    assert page.protection.sheet and page["G5"].protection.locked is False and page["F5"].protection.locked
    fill(second, {"items/i001/actual": "9次"})
    cells = {
        "G5": "5次",
        "K5": "确定能",
        "G6": "7次",
        "H4": "98.5",
        "K6": "大概",
        "G8": "3次",
        "G9": "8次",
        "H7": "12,3x",
    }
    taken = take(first, changed(content, typed(cells)))
    assert [(item.actual, item.likelihood) for item in items(first.id)] == [("5次", "certain"), ("7次", "")]
    assert (first.read().forecast_fen, second.read().forecast_raw, taken.changed) == (98_500_000, "12,3x", 2)
    assert [item.actual for item in items(second.id)] == ["9次", "8次"], "what was changed since is not overwritten"
    assert [(mark.code, mark.kind, mark.place.cell) for mark in taken.marks] == [
        ("sheet_changed_since", "conflict", "G8"), ("not_a_choice", "error", "K6"), ("not_an_amount", "error", "H7"),
    ]  # fmt: skip
    assert taken.to_mark
    marked: Any = load_workbook(io.BytesIO(marked_file(taken.to_mark).content))["监控填报"]
    column = next(cell.column for cell in marked[3] if cell.value == ERRORS)
    assert "9次" in marked.cell(8, column).value and marked["G8"].value == "3次"
    again = take(first, marked_file(taken.to_mark).content)
    assert items(second.id)[0].actual == "3次", "sent again, the user's own value counts"
    assert [mark.code for mark in again.marks] == ["not_a_choice"]


def test_each_line_of_money_is_a_line_of_the_workbook(two: tuple[File, File]) -> None:
    first, second = two
    with_carry_over(first)
    content = book_of(first)
    page: Any = load_workbook(io.BytesIO(content))["监控填报"]
    lines = [(page.cell(row, 1).value, page.cell(row, 5).value, page.cell(row, 6).value) for row in (4, 5, 6, 9)]
    assert lines == [
        ("", "资金（调整后预算数 / 已执行数）：年度资金总额", "100.00"),
        (f"{first.id}/money/-", "资金（调整后预算数 / 已执行数）：其中：本年一般公共预算拨款", "60.00"),
        (f"{first.id}/money/carry_over", "资金（调整后预算数 / 已执行数）：其他资金（上年结转）", "40.00"),
        (f"{second.id}/money/-", "资金（调整后预算数 / 已执行数）", "100.00"),
    ]
    assert page["H4"].protection.locked and not page["H6"].protection.locked and page["J6"].protection.locked
    taken = take(first, changed(content, typed({"H5": "55", "H6": "39.5", "J5": "合同未到付款期"})))
    row = first.read()
    assert (taken.changed, taken.marks) == (1, [])
    assert (row.forecast_fen, row.carry_over_forecast_fen, row.money_cause) == (
        55_000_000,
        39_500_000,
        "合同未到付款期",
    )
    page = load_workbook(io.BytesIO(book_of(first)))["监控填报"]
    assert page["H4"].value == "94.50", "the total is their sum"


def test_who_has_moved_on_is_left_out_and_foreign_files_are_refused(two: tuple[File, File]) -> None:
    first, second = two
    content = book_of(first)
    fill(first, DONE | MONEY)
    move(first, "filer_a", "send_up")
    taken = take(first, changed(content, typed({"G5": "1次", "G8": "2次"})))
    assert {mark.code for mark in taken.marks} == {"sheet_not_at_desk"} and taken.changed == 1
    assert (items(first.id)[0].actual, items(second.id)[0].actual) == ("5次", "2次")

    def without_keys(book: Workbook) -> None:
        book["监控填报"].delete_cols(1)

    own = File(first.world, first.model, first.id, "centre")
    for given, code in (
        (changed(content, without_keys), "sheet_key_missing"),
        (book_of(second), "sheet_other_campaign"),
    ):
        with pytest.raises(RuleFailed) as refused:
            campaign = own.read().campaign_id + (code == "sheet_other_campaign")
            take_book(own.world.actor("filer_a"), campaign, check_upload("监控.xlsx", given), SECRET)
        assert refused.value.code == code
    move(first, "head_a", "sign")
    with db.unit_of_work() as session:
        campaign = first.read().campaign_id
        assert at_desk(session, first.world.actor("reviewer_a"), campaign) == [first.id]
        assert at_desk(session, first.world.actor("head_a"), campaign) == []


def test_what_is_complete_goes_on_and_the_rest_says_why(two: tuple[File, File]) -> None:
    first, second = two
    fill(first, DONE | MONEY)
    results = send_many(first.world.actor("filer_a"), [first.id, second.id])
    assert results[first.id].sent and first.read().desk == "head"
    assert results[second.id].refusal and not results[second.id].sent
