"""A file marked as a state secret comes in by no door: not as an attachment, a scan, a signed page, a voucher file."""

from io import BytesIO

from sqlmodel import func, select

from tests.domain.factories import declaration_at
from tests.domain.letters import batch
from tests.unit.intake.readers.made import docx_of, pdf_of, text
from tests.web.clicking import Web
from workflow import db
from workflow.models import FileContent

PDF = pdf_of(text(60, 800, "机密★10年"))


def kept() -> int:
    with db.unit_of_work() as session:
        return session.exec(select(func.count()).select_from(FileContent)).one()


def test_no_door_lets_it_in(web: Web) -> None:
    draft, waiting = declaration_at(web.world, "drafted/filer").id, declaration_at(web.world, "drafted/head").id
    letter = batch(web.world)[1]
    before = kept()
    for who, path, field, name, content in (
        ("filer_a", f"/declarations/{draft}/attachments", "file", "依据.docx", docx_of("密级：秘密")),
        ("filer_a", f"/declarations/{waiting}/moves/sign_on_paper", "scan", "审签页.pdf", PDF),
        ("performance_a", f"/letters/{letter}/scans", "file", "批复.pdf", PDF),
        ("treasury", "/payments/", "file", "支付.csv", "绝密★长期\n日期,金额\n".encode("gbk")),
    ):
        answer = web.post(who, path, {field: (BytesIO(content), name), "purpose": "basis", "year": "2025"})
        assert answer.status_code == 422, path
        assert f"“{name}”标有密级" in answer.text, path
    assert kept() == before
