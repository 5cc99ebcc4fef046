"""The official documents as downloads: the approved version, or a draft that says so."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from tests.domain.factories import declaration_at, make_report
from tests.web.clicking import Web
from workflow import db
from workflow.models import Declaration
from workflow.queries.papers import REPLACED

STARTS = {"pdf": b"%PDF-1.7", "docx": b"PK", "xlsx": b"PK"}


def words(raw: bytes) -> set[str]:
    sheet = load_workbook(BytesIO(raw)).worksheets[0]
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.parametrize("file_format", STARTS)
def test_a_draft_comes_in_every_format_and_says_that_it_is_one(web: Web, file_format: str) -> None:
    file = declaration_at(web.world, "drafted/filer")
    page = web.get("filer_a", f"/declarations/{file.id}/paper")
    assert f"/declarations/{file.id}/paper.{file_format}" in page.text
    answer = web.get("filer_a", f"/declarations/{file.id}/paper.{file_format}")
    assert answer.status_code == 200 and answer.data.startswith(STARTS[file_format])
    name = unquote(answer.headers["Content-Disposition"])
    assert "绩效目标申报表-草稿-" in name and name.endswith(f".{file_format}")


def test_an_approved_file_gives_what_was_approved_whatever_was_typed_later(web: Web) -> None:
    file = declaration_at(web.world, "approved")
    before = web.get("filer_a", f"/declarations/{file.id}/paper.xlsx").data
    assert "草稿" not in words(before)
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        approved, row.project_name, row.in_force = row.project_name, "后来改的名称", False
    after = words(web.get("filer_a", f"/declarations/{file.id}/paper.xlsx").data)
    assert approved in after and "后来改的名称" not in after and REPLACED in after


def test_a_report_comes_as_a_draft_until_it_is_accepted(web: Web) -> None:
    report = make_report(declaration_at(web.world, "approved"))
    answer = web.get("filer_a", f"/reports/{report.id}/paper.xlsx")
    assert answer.status_code == 200
    found = words(answer.data)
    assert "草稿" in found and any("项目支出绩效目标执行监控表" in one for one in found)


def test_a_sign_that_no_typeface_has_is_named(web: Web) -> None:
    file = declaration_at(web.world, "drafted/filer")
    with db.unit_of_work(write=True) as session:
        session.get_one(Declaration, file.id).project_name = "劳务😀对接"
    answer = web.get("filer_a", f"/declarations/{file.id}/paper.pdf")
    assert answer.status_code == 422 and "😀" in answer.text
