"""Every list leaves as a file: the rows of its page, no others, for those who open the page and nobody else."""

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlmodel import col, func, select

from tests.domain.factories import File, adjustment_of, bring, declaration_at, make_report
from tests.domain.hands import extend
from tests.domain.letters import batch, bring_letter
from tests.web.clicking import Web
from tests.web.foreign import results
from tests.web.listed import EMPTY, NO_TABLE, PLACES, TABLE, Place
from tests.web.money import Desk
from tests.web.unlisted import WITHOUT_EXPORT
from webapp.access import GATE
from workflow import clock, db
from workflow.lifecycle import Inputs
from workflow.models import (
    AuditEntry,
    Comment,
    CorrectiveAction,
    Declaration,
    EvaluationTask,
    FileContent,
    InboxMessage,
    IntakeFile,
    LateComment,
    LedgerEntry,
    LibraryIndicator,
    ListExport,
    MonitoringCampaign,
    MonitoringReport,
    OfflineUpload,
    Payment,
    PaymentBatch,
    Phrase,
    SelfEvaluation,
    TargetAdjustmentTask,
)
from workflow.queries.listings import LISTINGS
from workflow.services import exports
from workflow.services.evaluation_tasks import open_task
from workflow.services.jobs import run_next_job
from workflow.services.pending_decisions import Decision, save
from workflow.services.stand_ins import name_stand_in
from workflow.work import ALL_JOBS


@pytest.fixture(scope="module")
def filled(web: Web) -> Web:
    """Something in nearly every list, the names of some as nasty as names can be."""
    for number, place in enumerate(("drafted/filer", "submitted/section", "submitted/section", "approved")):
        file = declaration_at(web.world, place)
        if place == "approved":
            ordered_on(make_report(file))
            stuck(make_report(file))
        elif number:
            with db.unit_of_work(write=True) as session:
                session.get_one(Declaration, file.id).project_name = f"=1+{number}"
    extend(file, clock.business_date())
    bring(adjustment_of(declaration_at(web.world, "approved"), target="≥9次"), "submitted/section")
    with db.unit_of_work(write=True) as session:
        today = clock.business_date()
        open_task(session, web.world.actor("performance_a"), web.world.regions["ezhou"], 2025, today, today)
        evaluation = session.exec(select(SelfEvaluation.id)).first()
    results(evaluation or 0)
    desk, people = Desk(web, 2025), web.world.people
    unknown, unreadable = desk.voucher("2", **{"项目名称": "没有的项目"}), desk.voucher("", **{"金额": "x"})
    desk.load(desk.voucher("1"), unknown, unreadable)
    section, today = people["section_a"], clock.business_date()
    bring_letter(web.world, batch(web.world)[1], "issued")
    with db.unit_of_work(write=True) as session:
        submitted = session.exec(select(Declaration).where(Declaration.project_name == "=1+1")).one()
        decision = Decision("return", submitted.version, Inputs(reason="请补充"))
        save(session, web.world.actor("section_a"), submitted.id, decision)
        name_stand_in(session, web.world.actor("section_a"), section, people["section_b"], today, today, "@出差")
        paid = session.exec(select(Payment).where(Payment.voucher_no == "1")).one()
        paid.project_id, paid.matched_by = file.read().project_id, "hand"
        session.add(FileContent(sha256="0" * 64, size=3, content=b"abc"))
        session.flush()
        session.add_all(_entries(web, submitted, section))
        for number in range(3):
            session.add(
                InboxMessage(
                    created_at=clock.now(), recipient_id=section, dedupe_key=f"x{number}",
                    template="declaration.clear", facts={"project_name": f"@项目{number}"},
                )
            )  # fmt: skip
    return web


def stuck(report: File) -> None:
    """A month at the same desk."""
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringReport, report.id).held_since = clock.now() - timedelta(days=30)


def ordered_on(report: File) -> None:
    """A correction, its texts as nasty as texts can be."""
    row = report.read()
    place = {key: getattr(row, key) for key in ("region_id", "fiscal_year", "department_id", "unit_id")}
    with db.unit_of_work(write=True) as session:
        session.add(
            CorrectiveAction(
                created_at=clock.now(), report_id=row.id, declaration_id=row.declaration_id, kind="rectify",
                problem="=进度滞后", demand="@年底完成", due_on=clock.business_date(), **place,
            )
        )  # fmt: skip


def _entries(web: Web, submitted: Declaration, section: int) -> list[Any]:
    declaration_id, filer = submitted.id, web.world.people["filer_a"]
    now, region = clock.now(), web.world.regions["ezhou"]
    comment = Comment(
        id=99_001, created_at=now, object_kind="declaration", object_id=declaration_id, round=1, desk="section",
        path="form", text="=意见", author_id=section, published_at=now,
    )  # fmt: skip
    late = LateComment(
        created_at=now, comment_id=99_001, declaration_id=declaration_id, cause="money", status="declared",
        asked_by=section,
    )  # fmt: skip
    phrase = Phrase(created_at=now, region_id=region, owner_id=section, text="=常用语")
    indicator = LibraryIndicator(
        created_at=now, updated_at=now, region_id=region, sector="社会保障", level1="产出指标", level2="数量指标",
        name="-补贴人数", name_key="补贴人数", search="补贴人数",
    )  # fmt: skip
    dropped = IntakeFile(
        created_at=now, finished_at=now, name="=表.docx", sha256="1" * 64, size=3, uploaded_by=filer,
        region_id=region, department_id=submitted.department_id, unit_id=submitted.unit_id,
    )  # fmt: skip
    brought = OfflineUpload(
        created_at=now, task_id=submitted.task_id, unit_id=submitted.unit_id, file_name="@离线.xlsx", sha256="0" * 64,
        uploaded_by=filer, applied_at=None, report={"files": [{"outcome": "created"}]}, desk="filer",
        expires_at=now + timedelta(days=30),
    )  # fmt: skip
    task = TargetAdjustmentTask(
        created_at=now, project_id=submitted.project_id or 0, fiscal_year=2025, region_id=region,
        department_id=submitted.department_id, unit_id=submitted.unit_id, change_fen=3, initial_fen=9, share_percent=20,
    )  # fmt: skip
    money = LedgerEntry(
        created_at=now, project_id=submitted.project_id or 0, fiscal_year=2025, kind="initial", amount_fen=9,
        document="=文件",
    )  # fmt: skip
    return [comment, late, phrase, indicator, dropped, brought, task, money]


def path_of(place: Place) -> str:
    """With the numbers of what the fixture made."""
    with db.unit_of_work() as session:
        file = session.exec(select(Declaration).where(Declaration.state == "approved")).first()
        numbers = {
            "batch": session.exec(select(PaymentBatch.id)).first(),
            "campaign": session.exec(select(func.min(MonitoringCampaign.id))).one(),
            "second_round": session.exec(select(func.max(MonitoringCampaign.id))).one(),
            "task": session.exec(select(EvaluationTask.id)).first(),
            "approval_batch": file.approval_batch_id if file else 0,
            "project": file.project_id if file else 0,
            "file": file.id if file else 0,
        }
    return place.path.format(**numbers)


def address(html: str, listing: str) -> str:
    """Where the button of the page leads."""
    found = [unescape(link) for link in re.findall(r'action="(/exports/\?[^"]*)"', html)]
    return next(link for link in found if f"list={listing}" in link.replace("?", "&").split("&"))


def taken(web: Web, who: str, link: str) -> list[list[str]]:
    """The lines of the file as csv, without its first."""
    answer = web.post(who, link, {"format": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv"), link
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def table_of(html: str, listing: str) -> tuple[list[str], list[str]]:
    """(headings, texts of the rows) of the table of the page; nothing if the page says that there are none."""
    tables = re.findall(r"<table.*?</table>", html, re.S)
    if len(tables) <= TABLE.get(listing, 0):
        return [], []
    table = tables[TABLE.get(listing, 0)]
    heads = re.findall(r"<th [^>]*scope=\"col\"[^>]*>(.*?)</th>", table.partition("<tbody")[0], re.S)
    body = table.partition("<tbody")[2].partition("</tbody>")[0]
    rows = [row for row in re.findall(r"<tr.*?</tr>", body, re.S) if "table-empty" not in row]
    return [words(head) for head in heads], [words(row) for row in rows]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_list_is_tried_here() -> None:
    assert set(PLACES) == set(LISTINGS)


@pytest.mark.parametrize("listing", sorted(PLACES))
def test_the_file_has_the_rows_of_the_page(filled: Web, listing: str) -> None:
    place = PLACES[listing]
    page = filled.page(place.who, path_of(place))
    file = taken(filled, place.who, address(page.html, listing))
    assert file[0][0].startswith(LISTINGS[listing].title[0])
    assert "导出" in file[0][0]
    rows = [row for row in file[2:] if row[0] != "合计"]
    assert rows or listing in EMPTY, "the fixture makes something in every list but those"
    shown = table_of(page.html, listing)[1]
    if listing not in NO_TABLE:
        more = 'rel="next"' in page.html or "before=" in page.html
        assert len(rows) > len(shown) if more else len(rows) == len(shown), (rows, shown)
    at = 0
    for row in rows[: len(shown) or None]:
        name = " ".join(row[0].removeprefix("'").split())
        at = page.text.find(name, at)
        assert at >= 0, f"{row[0]} is not on the page, or not in this place"
    assert not any(cell[:1] in "=@＝＠" for row in file for cell in row if cell)


@pytest.mark.parametrize("listing", sorted(LISTINGS))
def test_who_cannot_open_the_page_cannot_take_the_list(filled: Web, listing: str) -> None:
    who, gate = LISTINGS[listing].who, getattr(filled.app.view_functions[PLACES[listing].endpoint], GATE)
    assert gate.removeprefix("roles:") == "signed_in" if who is None else set(gate[6:].split(",")) == set(who)
    for outsider in ("security_admin", "filer_other"):
        lacks = who is not None and filled.world.actor(outsider).roles.isdisjoint(who)
        answer = filled.post(outsider, f"/exports/?list={listing}", {"format": "csv"})
        assert answer.status_code in ((403,) if lacks else (200, 404)), outsider
        if answer.status_code == 200 and listing != "people":
            assert "1+1" not in answer.get_data(as_text=True), "nothing of another region"


def test_a_list_is_taken_with_its_filters_and_in_the_language_of_the_reader(filled: Web) -> None:
    link = "/exports/?" + urlencode({"list": "declarations", "year": 2025, "state": "submitted", "q": "=1"})
    file = taken(filled, "performance_a", link)
    assert [row[0] for row in file[2:]] == ["'=1+1", "'=1+2"]
    assert "年度：2025，查找：=1，状态：待财政审核" in file[0][0]
    filled.speak("performance_a", "en")
    try:
        answer = filled.post("performance_a", link, {"format": "xlsx"})
    finally:
        filled.speak("performance_a", "zh")
    sheet: Any = load_workbook(io.BytesIO(answer.get_data())).active
    assert [cell.value for cell in sheet[2]][:6] == [
        "Project", "Project code", "Department", "Unit", "Year", "Budget (10,000 yuan)",
    ]  # fmt: skip
    assert [sheet["A3"].value, sheet["A3"].data_type, sheet["F3"].data_type] == ["=1+1", "s", "n"]
    assert taken(filled, "filer_other", link)[2:] == []


def test_who_took_which_list_is_on_record(filled: Web) -> None:
    taken(filled, "performance_a", "/exports/?list=people&name=")
    with db.unit_of_work() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "export_list").order_by(col(AuditEntry.id).desc())
        ).first()
        assert entry is not None
        said = json.loads(entry.canonical)["details"]
    assert (said["list"], said["filters"]["region"], said["format"]) == (
        "people", str(filled.world.regions["ezhou"]), "csv",
    )  # fmt: skip
    assert said["personal"] is True
    assert said["rows"] > 0


def test_an_unknown_list_is_not_there(filled: Web) -> None:
    assert filled.post("performance_a", "/exports/?list=nonsense").status_code == 404
    assert filled.post("performance_a", "/exports/").status_code == 404


def test_a_long_list_is_written_by_a_worker_for_who_asked(filled: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    link = "/exports/?list=declarations&year=2025"
    answer = filled.post("performance_a", link, {"format": "csv"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/exports/")
    assert "排队中" in filled.page("performance_a", "/exports/").text
    while run_next_job(jobs=ALL_JOBS):
        pass
    with db.unit_of_work() as session:
        row = session.exec(select(ListExport).order_by(col(ListExport.id).desc())).first()
        assert row is not None
        told = session.exec(select(InboxMessage.template).order_by(col(InboxMessage.id).desc())).first()
    assert told == "list_export.ready"
    page = filled.page("performance_a", "/exports/")
    assert "已完成" in page.text
    file = filled.get("performance_a", f"/exports/{row.id}/file")
    assert int(file.headers["Content-Length"]) == len(file.get_data()) == row.size
    monkeypatch.setattr(exports, "AT_ONCE", 2_000)
    at_once = taken(filled, "performance_a", link)
    assert list(csv.reader(io.StringIO(file.get_data().decode("utf-8-sig"))))[1:] == at_once[1:]
    assert filled.get("performance_b", f"/exports/{row.id}/file").status_code == 404
    assert filled.post("performance_a", f"/exports/{row.id}/remove").status_code == 303
    gone = filled.page("performance_a", f"/exports/{row.id}/file", 404).text
    assert "请打开原来的列表" in gone, "what to do next"


ELSEWHERE = {
    "deliveries": {"结果", "Result"},
    "library": {"级别", "Level", "批复次数 次", "Approved times"},
    "review_statistics": {"主管部门", "Department"},
    "overview": {"主管部门", "Department"},
    "unmatched_payments": {"起止日期", "Days"},
}
"""Headings of pages that are two columns of the file, or have a note under them."""
TOOLS = {"选择", "操作", "Choose", "Actions"}


@pytest.mark.parametrize("listing", sorted(set(PLACES) - NO_TABLE))
def test_what_the_page_calls_a_column_the_file_calls_so_too(filled: Web, listing: str) -> None:
    place = PLACES[listing]
    for number, language in enumerate(("en", "zh")):
        filled.speak(place.who, language)
        heads = table_of(filled.page(place.who, path_of(place)).html, listing)[0]
        known = {column.label[1 - number] for column in LISTINGS[listing].columns}
        assert set(heads) <= known | TOOLS | ELSEWHERE.get(listing, set())


def test_every_page_has_an_export_or_a_reason_why_not(web: Web) -> None:
    """A new page is put into one of the two, and nothing stands in both or is gone."""
    pages = {rule.endpoint for rule in web.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    excused = [endpoint for endpoints in WITHOUT_EXPORT.values() for endpoint in endpoints]
    listed = {place.endpoint for place in PLACES.values()}
    assert len(excused) == len(set(excused))
    assert listed.isdisjoint(excused)
    assert pages == listed | set(excused)
