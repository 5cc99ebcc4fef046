"""Beside the form: files, answers, explanations, requests to unlock — as people click them."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.domain.factories import File, bring, make_declaration, rows_of
from tests.services.editing.hands import WIDE, put, returned
from tests.services.editing.test_attachments import DOCX, PDF
from tests.web.clicking import Web
from workflow.models import Attachment, Comment, Unlock, Waiver

WHO, TARGET = "filer_own_a", "indicators/i013/target"


def upload(web: Web, file: File, *files: tuple[str, bytes], purpose: str = "basis", who: str = WHO) -> TestResponse:
    """The bytes a browser sends."""
    fields = [("csrf_token", b"", web.token().encode()), ("purpose", b"", purpose.encode())]
    fields += [("file", f'; filename="{name}"'.encode(), content) for name, content in files]
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + more + b"\r\n\r\n" + value + b"\r\n"
        for name, more, value in fields
    ]
    address, kind = f"/declarations/{file.id}/attachments", "multipart/form-data; boundary=x"
    return web.client(who).post(address, data=b"".join(parts) + b"--x--\r\n", content_type=kind)


@pytest.fixture
def file(web: Web) -> File:
    return make_declaration(web.world, unit="hr_own", content=WIDE)


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_go_up_come_down_and_go(web: Web, file: File) -> None:
    assert upload(web, file, ("../../立项依据 1.pdf", PDF), ("方案.docx", DOCX)).status_code == 303
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    assert "立项依据 1.pdf" in page.text and "方案.docx" in page.text
    [first, second] = rows_of(file, Attachment, "owner_id")
    address = f"/declarations/{file.id}/attachments/{first.id}"
    response = web.get("auditor", address)
    assert response.data == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E7%AB%8B%E9%A1%B9%E4%BE%9D%E6%8D%AE%201.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert web.get("filer_other", address).status_code == 404
    assert web.post(WHO, f"{address}/remove").status_code == 303
    assert [item.id for item in rows_of(file, Attachment, "owner_id")] == [second.id]


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("方案.exe", b"MZ", 422, "不是可接受的文件"),
        ("方案.pdf", b"MZ" * 999, 422, "内容与扩展名不符"),
        ("", b"", 422, "请先选择文件"),
        ("大.pdf", PDF + b"0" * (21 << 20), 413, "每个文件最多 20 MB"),
        ("更大.pdf", PDF + b"0" * (33 << 20), 413, "20 MB"),
    ],
)
def test_what_is_not_taken_is_told_on_the_page(
    web: Web, file: File, name: str, content: bytes, status: int, words: str
) -> None:
    response = upload(web, file, (name, content))
    assert response.status_code == status
    assert words in response.get_data(as_text=True)
    assert 'href="#f-file"' in response.get_data(as_text=True) or "#s-attachments" in response.get_data(as_text=True)
    assert rows_of(file, Attachment, "owner_id") == []


def test_a_stranger_uploads_nothing(web: Web, file: File) -> None:
    assert upload(web, file, ("a.pdf", PDF), who="filer_other").status_code == 404
    assert upload(web, file, ("a.pdf", PDF), who="auditor").status_code == 403
    assert upload(web, file, ("a.pdf", PDF + b"0" * (33 << 20)), who="filer_other").status_code == 413
    assert web.app.test_client().post(f"/declarations/{file.id}/attachments", data={"file": "x"}).status_code == 400


# --- answers ---------------------------------------------------------------------------------------------------------


def test_a_comment_is_answered_beside_its_cell(web: Web) -> None:
    file = returned(web.world, TARGET)
    [comment] = rows_of(file, Comment, sent_with="return")
    address = f"/declarations/{file.id}/edit/answers/{comment.id}"
    response = web.post(WHO, address, {"kind": "changed"})
    assert response.status_code == 422
    assert "内容没有变化" in response.get_data(as_text=True)
    assert web.post(WHO, address, {"kind": "kept", "text": " "}).status_code == 422
    put(file, WHO, TARGET, "≥77%")
    response = web.post(WHO, address, {"kind": "changed"})
    assert response.headers["Location"].endswith(f"/edit#comment-{comment.id}")
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    assert "待答复" not in page.text
    bring(file, "submitted/section")


# --- unlocking -------------------------------------------------------------------------------------------------------


def test_asking_to_unlock(web: Web) -> None:
    file = returned(web.world, TARGET)
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    link = re.search(r'href="([^"]+/unlock\?path=goals)"', page.html)
    assert link
    asked = web.page(WHO, link[1])
    assert {"goals", "form"} <= set(re.findall(r'name="path" value="([^"]+)"', asked.html))
    address = f"/declarations/{file.id}/edit/unlock"
    assert web.post(WHO, address, {"path": "goals", "reason": ""}).status_code == 422
    assert web.post(WHO, address, {"path": "goals", "reason": "目标也要改"}).status_code == 303
    assert [item.path for item in rows_of(file, Unlock, "declaration_id")] == ["goals"]
    assert put(file, WHO, "goals/g1/text", "新").outcome == "applied"


def test_a_cell_offers_itself_its_row_and_its_list(web: Web) -> None:
    file = returned(web.world, TARGET)
    asked = web.page(WHO, f"/declarations/{file.id}/edit/unlock?path=indicators/i001/basis")
    places = re.findall(r'name="path" value="([^"]+)"', asked.html)
    assert places == ["indicators/i001/basis", "indicators/i001", "indicators", "form"]
    asked = web.page(WHO, f"/declarations/{file.id}/edit/unlock?path=basics/-/project_name")
    places = re.findall(r'name="path" value="([^"]+)"', asked.html)
    assert places[0] == "basics/-/project_name" and "basics/-/phone" in places and places[-1] == "form"
    for path in ("nowhere", "indicators/i999/basis", "basics/-/application_reason"):
        web.page(WHO, f"/declarations/{file.id}/edit/unlock?path={path}", 404)


# --- explaining ------------------------------------------------------------------------------------------------------


def test_an_error_is_explained_changed_and_taken_back(web: Web, file: File) -> None:
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    before = page.html.count("/explain?key=")
    link = re.search(r'href="([^"]+/explain\?key=([0-9a-f]{64}))"', page.html)
    assert link
    assert "相差 30.00 万元" in web.page(WHO, link[1]).text
    address = f"/declarations/{file.id}/edit/explain"
    assert web.post(WHO, address, {"key": link[2], "reason": " "}).status_code == 422
    assert web.post(WHO, address, {"key": link[2], "reason": "差额为上年结转"}).status_code == 303
    page = web.page(WHO, f"/declarations/{file.id}/edit")
    assert "差额为上年结转" in page.text
    assert page.html.count("/explain?key=") == before
    assert "差额为上年结转" in web.page(WHO, link[1]).html
    assert web.post(WHO, f"{address}/withdraw", {"key": link[2]}).status_code == 303
    assert all(item.withdrawn_at for item in rows_of(file, Waiver, "declaration_id"))
    put(file, WHO, "basics/-/budget_year", "6763")
    web.page(WHO, link[1], 404)
    assert web.post(WHO, address, {"key": link[2], "reason": "x"}).status_code == 404


def test_nobody_else_explains(web: Web, file: File) -> None:
    key = "0" * 64
    for who, status in (("head_own_a", 403), ("filer_other", 404), ("reviewer_a", 409)):
        assert web.post(who, f"/declarations/{file.id}/edit/explain", {"key": key, "reason": "x"}).status_code == status
