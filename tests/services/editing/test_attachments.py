"""Files beside the form: told by their content, stored once, in scope, part of what is signed."""

import io
import struct
import time
import zipfile

import pytest
from sqlmodel import func, select

from tests.domain.factories import File, declaration_at, make_declaration, rows_of
from tests.domain.world import World
from tests.services.editing.hands import WIDE, refused, returned, undo
from workflow import db
from workflow.documents.file_kinds import MOST_ENTRIES
from workflow.errors import RuleFailed
from workflow.models import Attachment, AuditEntry, DeclarationEdit, FileContent
from workflow.services import attachments
from workflow.services.attachments import MEGABYTE, MOST_BYTES, judge, plain_name

WHO = "filer_own_a"
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def container(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


DOCX = container("[Content_Types].xml", "word/document.xml")
XLSX = container("[Content_Types].xml", "xl/workbook.xml")
GOOD = {
    "依据.pdf": PDF,
    "方案.DOCX": DOCX,
    "测算.xlsx": XLSX,
    "旧.doc": OLE + "WordDocument".encode("utf-16-le"),
    "旧.xls": OLE + "Workbook".encode("utf-16-le"),
    "照片.jpg": b"\xff\xd8\xff\xe0" + b"0" * 20,
    "章.png": PNG,
    "公文.ofd": container("OFD.xml", "Doc_0/Document.xml"),
}
BAD = {
    "无后缀": (PDF, "attachment_type"),
    "方案.exe": (b"MZ" + b"0" * 20, "attachment_type"),
    "打包.zip": (container("a.txt"), "attachment_type"),
    "网页.html": (b"<script>alert(1)</script>", "attachment_type"),
    "图.svg": (b"<svg onload='x'/>", "attachment_type"),
    "改名.pdf": (b"MZ" + b"0" * 2000, "attachment_content"),
    "改名.docx": (XLSX, "attachment_content"),
    "改名.xlsx": (container("readme.txt"), "attachment_content"),
    "坏的.docx": (DOCX[:60], "attachment_content"),
    "改名.doc": (DOCX, "attachment_content"),
    "改名.png": (PDF, "attachment_content"),
    "宏.docx": (container("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "attachment_macros"),
    "宏.xls": (OLE + "Workbook_VBA_PROJECT".encode("utf-16-le"), "attachment_macros"),
    "宏.doc": (OLE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "attachment_macros"),
    "空.pdf": (b"", "attachment_empty"),
    "": (b"", "attachment_missing"),
}


def attach(file: File, name: str, content: bytes, purpose: str = "basis", who: str = WHO) -> int:
    with db.unit_of_work(write=True) as session:
        made = attachments.attach(session, file.world.actor(who), file.id, purpose, judge(name, content))
        session.flush()
        return made.id


def detach(file: File, number: int, who: str = WHO) -> None:
    with db.unit_of_work(write=True) as session:
        attachments.detach(session, file.world.actor(who), file.id, number)


def read(file: File, number: int, who: str = WHO) -> attachments.Download:
    with db.unit_of_work() as session:
        return attachments.read(session, file.world.actor(who), file.id, number)


@pytest.fixture(scope="module")
def draft(world: World) -> File:
    return make_declaration(world, unit="hr_own", content=WIDE)


@pytest.mark.parametrize("name", GOOD)
def test_accepted_kinds_come_out_as_they_went_in(draft: File, name: str) -> None:
    found = read(draft, attach(draft, name, GOOD[name]))
    assert (found.name, found.content) == (name, GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_in_words(draft: File, name: str) -> None:
    content, code = BAD[name]
    before = draft.hash()
    found = refused(attach, draft, name, content)
    assert (found.status, found.code) == (422, code)
    assert draft.hash() == before


def test_a_container_with_endless_entries_is_not_even_listed(draft: File) -> None:
    names = [f"{n}" for n in range(MOST_ENTRIES)]
    content = container("[Content_Types].xml", "word/document.xml", *names)
    assert refused(attach, draft, "炸弹.docx", content).code == "attachment_content"


def hollow(entries: int, claimed: int) -> bytes:
    """A workbook whose table of contents ends with that many empty entries; its end record claims fewer."""

    def entry(name: bytes) -> bytes:
        sizes = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
        return b"PK\x01\x02" + sizes + name

    local = b"PK\x03\x04" + bytes(22) + b"\x01\0\0\0x"
    table = entry(b"[Content_Types].xml") + entry(b"xl/workbook.xml") + entry(b"") * entries
    return local + table + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, claimed, claimed, len(table), len(local), 0)


def test_what_the_end_of_a_container_claims_is_not_believed() -> None:
    content = hollow(430_000, claimed=5)
    assert len(content) < MOST_BYTES
    begun = time.perf_counter()
    with pytest.raises(RuleFailed) as found:
        judge("炸弹.xlsx", content)
    assert time.perf_counter() - begun < 1
    assert found.value.code == "attachment_content"
    assert judge("少.xlsx", hollow(3, claimed=5)).media_type.endswith("sheet")


def test_a_container_with_long_end_records_is_read_like_any_other() -> None:
    end = XLSX.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", XLSX[end + 12 : end + 20])
    long = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 2, 2, size, start)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    content = XLSX[:end] + long + locator + b"PK\x05\x06" + b"\0" * 4 + b"\xff" * 12 + b"\0\0"
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2, "a zip64 as others read it"
    assert judge("流式.xlsx", content).media_type.endswith("sheet")


def test_too_large_one_by_one_and_together(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    found = refused(attach, file, "大.pdf", PDF + b"0" * MOST_BYTES)
    assert (found.code, found.facts["size"], found.facts["limit"]) == ("attachment_too_large", 21, 20)
    monkeypatch.setattr(attachments, "MOST_BYTES_TOGETHER", 3 * MEGABYTE)
    attach(file, "一.pdf", PDF + b"1" * (2 * MEGABYTE))
    assert refused(attach, file, "二.pdf", PDF + b"2" * MEGABYTE).code == "attachments_too_large"
    attach(file, "三.pdf", PDF)


def test_the_same_content_is_stored_once_and_named_once_per_purpose(world: World) -> None:
    files = [make_declaration(world, unit="hr_own", content=WIDE) for _ in range(2)]
    content = PDF + b"unique"
    sums = {rows_of(file, Attachment, "owner_id", id=attach(file, "同.pdf", content))[0].sha256 for file in files}
    with db.unit_of_work() as session:
        stored = session.exec(
            select(func.count()).select_from(FileContent).where(FileContent.sha256 == sums.pop())
        ).one()
    assert (stored, sums) == (1, set())
    assert refused(attach, files[0], "又.pdf", content).code == "attachment_twice"
    attach(files[0], "又.pdf", content, purpose="plan")


def test_files_belong_to_the_signed_content_and_leave_a_trail(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    before, version = file.hash(), file.read().version
    number = attach(file, "依据.pdf", PDF)
    assert file.hash() != before
    assert [(item.kind, item.name) for item in file.document().attachments] == [("basis", "依据.pdf")]
    detach(file, number)
    assert (file.hash(), file.read().version) == (before, version + 2)
    assert [entry.action for entry in rows_of(file, AuditEntry)] == ["attach", "detach"]
    assert [(item.old, item.new) for item in rows_of(file, DeclarationEdit, "declaration_id")] == [
        ("", "依据.pdf"),
        ("依据.pdf", ""),
    ]
    assert refused(undo, file, WHO).code == "nothing_to_undo"


def test_who_may_add_read_and_remove(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    number = attach(file, "依据.pdf", PDF)
    for who in ("section_a", "auditor", "performance_a", "head_own_a"):
        assert read(file, number, who).content == PDF
        assert refused(detach, file, number, who).status == 403
    assert refused(read, file, number, "filer_other").status == 404
    assert refused(read, file, number + 10_000).code == "no_such_attachment"
    other = make_declaration(world, unit="hr_own", content=WIDE)
    assert refused(read, other, number).status == 404
    assert refused(detach, other, number).status == 404


def test_files_are_closed_with_the_form(world: World) -> None:
    assert refused(attach, declaration_at(world, "submitted/section"), "依据.pdf", PDF, who="filer_a").status == 409
    assert refused(attach, returned(world, "goals"), "依据.pdf", PDF).code == "locked_path"
    attach(returned(world, "attachments"), "依据.pdf", PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fakepath\\依据.pdf", "依据.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("长" * 300 + ".docx", "长" * 195 + ".docx"),
        ("..", ""),
        ('C:报"告*.pdf', "C报告.pdf"),
    ],
)
def test_names_keep_no_path_and_no_tricks(given: str, kept: str) -> None:
    assert plain_name(given) == kept
