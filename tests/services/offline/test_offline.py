"""The offline workbook and the drafts: what is typed without network arrives, nothing else does, nothing is lost."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from tests.domain.factories import File, make_declaration
from tests.domain.racing import race
from tests.domain.world import World
from tests.services.editing.hands import put, refused, text, trail, uids
from tests.services.offline.books import SECRET, at, codes, column, exported, filled, outcomes, sent, typed
from workflow import db
from workflow.documents.offline.marking import marked
from workflow.documents.values import changed_paths, flat
from workflow.models import AuditEntry, Declaration
from workflow.services import offline

WEIGHTED = "jianghan-2024/02-labour-inspection"
AMOUNT = "项目当年预算（万元）"
BUDGET = "basics/-/budget_year"


@pytest.fixture
def file(world: World) -> File:
    return make_declaration(world, content=WEIGHTED)


@pytest.fixture
def one(sqlite_world: World) -> File:
    """Where the database makes no difference."""
    return make_declaration(sqlite_world, content=WEIGHTED)


def test_a_workbook_nobody_typed_in_changes_nothing(one: File) -> None:
    before = one.read().version
    assert outcomes(sent(one, typed(exported(one)))) == ["unchanged"]
    assert (one.read().version, trail(one)) == (before, [])


def test_what_is_typed_arrives_row_by_row_and_the_same_file_again_changes_nothing_more(file: File) -> None:
    first, second = uids(file, "indicators")[:2]
    count = len(uids(file, "indicators"))

    def rows(book: Workbook) -> None:
        page = book["指标"]
        last = filled(book, "指标") + 3
        for heading, value in (("项目名称", file.read().project_name), ("指标期限", "年度"), ("一级指标", "产出"),
                               ("二级指标", "数量指标"), ("三级指标", "检查用人单位"), ("指标值", "≥120家"),
                               ("权重（%）", "１０")):  # fmt: skip
            page.cell(last + 2, column(book, "指标", heading)).value = value
        page.delete_rows(4)

    raw = typed(exported(file), at("项目", AMOUNT, 0, "1,234.50"), at("指标", "指标值", 0, "≥60%"), rows)
    trial = sent(file, raw, apply=False)
    assert (outcomes(trial), trail(file)) == (["updated"], [])
    upload = sent(file, raw)
    assert (outcomes(upload), codes(upload)) == (["updated"], [])
    assert upload.report["files"][0] == trial.report["files"][0] | {"marks": upload.report["files"][0]["marks"]}
    assert [row["sheet"] for row in upload.report["files"][0]["gone"]] == ["指标"]
    now = file.document()
    assert (now.budget_year, now.indicators[0].target, len(now.indicators)) == ("1234.50", "≥60%", count + 1)
    assert second in uids(file, "indicators"), "a row that is missing may be a slip: it stays"
    assert first in uids(file, "indicators")
    new = next(row for row in now.indicators if row.level3 == "检查用人单位")
    assert (new.horizon, new.level1, new.level2, new.target, new.weight) == (
        "annual", "产出指标", "数量指标", "≥120家", "10",
    )  # fmt: skip
    assert new.goal in uids(file, "goals", "annual")
    version = file.read().version
    assert (outcomes(sent(file, raw)), file.read().version) == (["unchanged"], version)
    assert (outcomes(sent(file, raw, remove=True)), second in uids(file, "indicators")) == (["updated"], False)


def test_a_cell_that_changed_on_the_web_is_a_conflict_and_the_second_upload_decides(file: File) -> None:
    raw = exported(file)
    target = f"indicators/{uids(file, 'indicators')[0]}/target"
    put(file, "filer_b", BUDGET, "99.00")
    put(file, "filer_b", target, "≥1次")
    raw = typed(raw, at("项目", AMOUNT, 0, 77), at("指标", "三级指标", 1, "改了名"))
    upload = sent(file, raw)
    assert (outcomes(upload), codes(upload)) == (["conflict"], ["offline_conflict"])
    assert "人员filer_b" in upload.report["all_marks"][0]["zh"]
    assert (text(file, BUDGET), file.document().indicators[1].level3 == "改了名") == ("99.00", False)
    again = sent(file, given_back(raw, upload.report))
    assert outcomes(again) == ["updated"]
    assert (text(file, BUDGET), text(file, target)) == ("77.00", "≥1次"), "only the web's own change stays"
    assert file.document().indicators[1].level3 == "改了名"


def given_back(raw: bytes, report: dict) -> bytes:  # type: ignore[type-arg]
    return marked(raw, report["all_marks"], report["stamp"], report["keys"], report["heads"])


def test_a_removed_row_that_changed_on_the_web_is_not_removed_without_a_word(one: File) -> None:
    raw, uid = exported(one), uids(one, "indicators")[2]
    put(one, "filer_b", f"indicators/{uid}/target", "≥7次")
    raw = typed(raw, lambda book: book["指标"].delete_rows(5))
    upload = sent(one, raw, remove=True)
    assert (outcomes(upload), codes(upload)) == (["conflict"], ["offline_removed_changed"])
    assert uid in uids(one, "indicators")
    assert outcomes(sent(one, given_back(raw, upload.report), remove=True)) == ["updated"]
    assert uid not in uids(one, "indicators")


UNREADABLE = (
    ("项目", "项目总预算（万元）", 0, "#REF!", "offline_error_value"),
    ("项目", AMOUNT, 0, "一百万", "not_an_amount"),
    ("项目", "项目代码", 0, "12345", "bad_project_code"),
    ("资金", "金额（万元）", 0, "=1+1", "offline_formula_without_value"),
    ("资金", "金额（万元）", 1, -3, "negative_amount"),
    ("指标", "权重（%）", 0, 120, "not_a_weight"),
    ("指标", "指标期限", 1, "半年", "not_a_choice"),
    ("指标", "项目名称", 2, "别的项目", "offline_row_moved"),
    ("支出明细", "项目名称", 40, "没有的项目", "offline_project_unknown"),
)


def test_what_cannot_be_read_holds_its_project_back_as_a_whole(one: File) -> None:
    faults = (at(sheet, heading, row, value) for sheet, heading, row, value, _ in UNREADABLE)
    upload = sent(one, typed(exported(one), at("指标", "三级指标", 3, "改了名"), *faults))
    places = {(mark["code"], mark["place"]["sheet"], mark["place"]["row"]) for mark in upload.report["all_marks"]}
    assert places == {(code, sheet, 3 + row) for sheet, _, row, _, code in UNREADABLE}
    assert (outcomes(upload), trail(one)) == (["error"], [])


def test_a_goal_nobody_named(one: File) -> None:
    upload = sent(one, typed(exported(one), at("指标", "所属目标", 0, "没有的目标")))
    assert (outcomes(upload), codes(upload), trail(one)) == (["error"], ["offline_goal_unknown"], [])


def test_errors_come_back_in_the_users_own_file(one: File) -> None:
    def own(book: Workbook) -> None:
        book["项目"].cell(2, 40).value = "我的备注列"
        book["项目"].cell(3, 40).value = "自己记的"
        book["指标"].title = "我的指标表"

    raw = typed(exported(one), at("项目", AMOUNT, 0, "=cmd|' /C calc'!A0"), at("指标", "权重（%）", 0, "很多"), own)
    report = sent(one, raw).report
    book = load_workbook(io.BytesIO(given_back(raw, report)))
    page, cell = book["我的指标表"], book["我的指标表"].cell(3, column(book, "我的指标表", "权重（%）"))
    assert (cell.value, cell.fill.fgColor.rgb, "不是权重" in str(cell.comment)) == ("很多", "00FFC7CE", True)
    assert "不是权重" in str(page.cell(3, column(book, "我的指标表", "系统提示（请勿填写）")).value)
    assert (book["项目"].cell(3, 40).value, book.sheetnames[1]) == ("自己记的", "错误汇总")
    summary = [row for row in book["错误汇总"].iter_rows(min_row=2, values_only=True) if row[1] == "必须改正"]
    assert {row[2] for row in summary} == {"项目", "我的指标表"}
    fixed = typed(given_back(raw, report), at("项目", AMOUNT, 0, 50), at("我的指标表", "权重（%）", 0, 10))
    assert outcomes(sent(one, fixed)) == ["updated"]
    assert text(one, BUDGET) == "50.00"
    clean = load_workbook(io.BytesIO(given_back(fixed, sent(one, fixed, apply=False).report)))
    assert clean["我的指标表"].cell(3, column(clean, "我的指标表", "权重（%）")).comment is None


def test_a_new_project_becomes_a_draft_once(file: File) -> None:
    def project(book: Workbook) -> None:
        for sheet, cells in (
            ("项目", {"项目名称": "零工驿站", AMOUNT: 12.5}),
            ("目标", {"项目名称": "零工驿站", "目标类别": "年度", "目标名称": "建成驿站", "目标内容": "建成两个驿站"}),
            ("指标", {"项目名称": "零工驿站", "指标期限": "年度", "所属目标": "建成驿站", "一级指标": "产出指标",
                      "二级指标": "数量指标", "三级指标": "驿站数", "指标值": "2个"}),
            ("资金", {"项目名称": "零工驿站", "来源项目": "财政拨款收入（区级安排数）", "金额（万元）": 12.5}),
        ):  # fmt: skip
            for heading, value in cells.items():
                at(sheet, heading, filled(book, sheet), value)(book)

    raw = typed(exported(file), project)
    upload = sent(file, raw)
    assert (outcomes(upload), codes(upload)) == (["unchanged", "created"], [])
    made = File(file.world, Declaration, upload.report["files"][1]["id"], "centre")
    form = made.document()
    goal = next(row for row in form.goals if row.horizon == "annual")
    assert (goal.name, goal.text, len(form.goals)) == ("建成驿站", "建成两个驿站", 2)
    assert [(row.goal, row.level3, row.target) for row in form.indicators] == [(goal.uid, "驿站数", "2个")]
    assert [row.amount for row in form.funding_sources if row.amount] == ["12.50"]
    assert len(form.funding_sources) == 4
    assert outcomes(sent(file, raw)) == ["unchanged", "unchanged"]
    assert outcomes(sent(file, given_back(raw, upload.report))) == ["unchanged", "unchanged"]
    assert made.document() == form


def test_mess_that_people_make_does_no_harm(one: File) -> None:
    """Sheets and columns renamed and moved, rows hidden, blank ones in between, one copied with its hidden key."""

    def mess(book: Workbook) -> None:
        page = book["指标"]
        page.insert_rows(4, 3)
        page.row_dimensions[3].hidden = True
        page.insert_cols(3)
        page["C2"] = "自己的列"
        page.title = "Sheet7"
        book.move_sheet("目标", 5)
        for cell in book["支出明细"][2]:
            cell.value = f" {str(cell.value).replace('（万元）', '')} " if cell.value else None
        del book["填写说明"]

    before = one.document()
    upload = sent(one, typed(exported(one), mess))
    assert (outcomes(upload), codes(upload), changed_paths(before, one.document())) == (["unchanged"], [], [])

    def copied(book: Workbook) -> None:
        page, last = book["指标"], 3 + filled(book, "指标")
        for number in range(1, page.max_column + 1):
            page.cell(last, number).value = page.cell(3, number).value
        page.cell(last, column(book, "指标", "三级指标")).value = "照抄的一行"

    assert outcomes(sent(one, typed(exported(one), copied))) == ["updated"]
    now = one.document()
    assert len(now.indicators) == len(before.indicators) + 1
    assert {path: text for path, text in flat(before).items() if flat(now).get(path) != text} == {}


def test_a_sheet_or_column_that_is_gone_empties_nothing(one: File) -> None:
    def cut(book: Workbook) -> None:
        del book["资金"]
        book["指标"].delete_cols(column(book, "指标", "指标值"))

    before = one.document()
    upload = sent(one, typed(exported(one), cut))
    assert (upload.report["lost"], codes(upload, "warning")) == (
        ["资金"],
        ["offline_column_missing", "offline_sheet_lost"],
    )
    assert one.document() == before


def test_whose_workbook_it_is(one: File) -> None:
    raw = exported(one)
    assert refused(sent, one, raw, "filer_other").code == "offline_other_unit"
    assert refused(exported, one, "head_a").code == "no_role"

    def forged(book: Workbook) -> None:
        book["版本"]["A2"] = "0" * 64

    def bare(book: Workbook) -> None:
        del book["版本"]

    assert refused(sent, one, typed(raw, forged)).code == "offline_foreign"
    assert refused(sent, one, typed(raw, bare)).code == "offline_no_stamp"
    upload = sent(one, raw, apply=False)
    with db.unit_of_work(write=True) as session:
        found = refused(offline.apply, session, one.world.actor("filer_other"), upload.id, SECRET)
        assert found.code == "no_such_upload"


def test_a_draft_that_has_left_the_desk_says_so(one: File) -> None:
    raw = typed(exported(one), at("项目", AMOUNT, 0, 5))
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, one.id).desk = "head"
    upload = sent(one, raw)
    assert (outcomes(upload), codes(upload)) == (["error"], ["not_editable"])
    with db.unit_of_work() as session:
        actions = select(AuditEntry.action).where(AuditEntry.object_kind == "offline_upload")
        assert {"receive_offline", "apply_offline"} <= set(session.exec(actions))


def test_of_two_clicks_on_one_upload_the_second_changes_nothing_more(postgres_world: World) -> None:
    file = make_declaration(postgres_world, content=WEIGHTED)
    raw = typed(exported(file), at("项目", AMOUNT, 0, "77"))
    upload, actor = sent(file, raw, apply=False), file.world.actor("filer_a")
    before = file.read().version

    def click() -> None:
        with db.unit_of_work(write=True) as session:
            offline.apply(session, actor, upload.id, SECRET)

    assert race(click, click).results == [None, None]
    with db.unit_of_work() as session:
        told = select(AuditEntry).where(AuditEntry.action == "apply_offline", AuditEntry.object_id == upload.id)
        assert len(session.exec(told).all()) == 1
    assert (text(file, BUDGET), file.read().version) == ("77.00", before + 1)
