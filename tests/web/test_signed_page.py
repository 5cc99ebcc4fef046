"""纸质审签 in the browser's forms: the page to print, the scan that comes back, what is said where it does not fit."""

from io import BytesIO
from typing import Any

from tests.domain import hands, paper
from tests.domain.factories import BUDGET, File, declaration_at, move, rows_of
from tests.web.clicking import Web
from workflow.canonical.profile import shipped
from workflow.documents.render import SignPage, SignPlace, render
from workflow.models import Signature

PNG = (paper.SCAN.content, "签字.png")


def upload(web: Web, file: File, scan: tuple[bytes, str] | None, code: str, status: int, **typed: Any) -> str:
    """The filer's form as it stands, with these fields; the answer's text."""
    path = f"/declarations/{file.id}/moves/sign_on_paper"
    fields = web.page("filer_a", path).form("/sign_on_paper").fields
    fields.pop("csrf_token")
    given = {"head": web.world.people["head_a"], "code": code, **typed}
    files = {"scan": (BytesIO(scan[0]), scan[1])} if scan else {}
    response = web.post("filer_a", path, {**fields, **given, **files})
    assert response.status_code == status, response.text[-2000:]
    return response.text


def with_text(file: File) -> bytes:
    """A signed page from a scanner that recognises text, another paper of the same file before it."""
    document = file.document()
    page = SignPage(
        document, shipped()[document.form_profile], "0" * 12, "0" * 64, (SignPlace("单位负责人", "已签字"),),
        sign_code=paper.code_of(file), statement=f"另附 {paper.NOBODYS}",
    )  # fmt: skip
    return render(page, "pdf")


def test_what_does_not_fit_is_said_and_a_scan_with_text_needs_no_code(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head")
    blank = web.get("filer_a", f"/declarations/{file.id}/sign-page.pdf")
    assert blank.status_code == 200
    assert blank.data.startswith(b"%PDF")
    code = paper.code_of(file)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for scan, typed, words in (
        (None, code, "请选择签字盖章后的审签页扫描件"),
        ((b"PK", "签字.docx"), code, "内容与扩展名不符"),
        ((blank.data, "审签页.pdf"), code, "就是下载的空白审签页"),
        (PNG, "", "照审签页上二维码旁的 16 位审签码录入"),
        (PNG, wrong, "审签码录入有误"),
        (PNG, paper.NOBODYS, "另一份申报的审签页"),
    ):
        assert words in upload(web, file, scan, typed, 422)
    assert rows_of(file, Signature) == []
    upload(web, file, (with_text(file), "扫描.pdf"), "", 303)
    page = web.page("reviewer_a", f"/declarations/{file.id}?tab=papers")
    [link] = [link for link in page.links if "/signed-pages/" in link]
    assert "纸质审签" in page.text
    assert "人员head_a（纸质审签）" in page.text, "the step bar names who signed"
    assert link in web.page("reviewer_a", f"/declarations/{file.id}?tab=history").links
    assert web.get("reviewer_a", link).data.startswith(b"%PDF")
    assert web.get("filer_other", link).status_code == 404
    other = declaration_at(web.world, "drafted/head")
    assert web.get("reviewer_a", link.replace(f"/{file.id}/", f"/{other.id}/", 1)).status_code == 404


def test_an_earlier_version_shows_what_was_changed_since(web: Web) -> None:
    file = declaration_at(web.world, "drafted/head")
    printed = paper.code_of(file)
    move(file, "head_a", "decline", reason="金额不对")
    draft = web.page("filer_a", f"/declarations/{file.id}/paper")
    assert "没有审签码" in draft.text
    hands.type_in(file, "filer_a", BUDGET, "11.50")
    hands.explain_all(file)
    move(file, "filer_a", "send_up")
    told = upload(web, file, PNG, printed, 422)
    assert "这是较早一稿的审签页" in told
    assert "审签页打印以后的改动" in told
    assert "11.50" in told
