"""Files that are refused, each by its own reason, in Chinese and English; a wrong extension is read by the bytes."""

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.unit.intake.readers.made import FORM, TITLE, changed, docx_of, pdf_of, said, saved, text, xlsx_of
from workflow.documents.intake import decode
from workflow.documents.intake.readers import Unreadable, found, package, pdf, read
from workflow.documents.intake.readers.words import REFUSALS
from workflow.documents.intake.recognise import recognise

DOCX, XLSX, PDF = docx_of(TITLE, FORM), xlsx_of(FORM), pdf_of(text(60, 800, TITLE))
NOISE = random.Random(7).randbytes(20_000)
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LONG_AGO = ENTITY.replace(b"<!", b"<!-- " + b"x" * 2**20 + b" --><!", 1)


def ole(stream: str) -> bytes:
    return OLE2 + stream.encode("utf-16-le") + bytes(600)


def replaced(raw: bytes, name: str, words: str) -> bytes:
    """The package with another part of this name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        old = package.read(name) if name in package.namelist() else b""
    return changed(raw, name, old, words.encode())


def packed(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return out.getvalue()


def bomb(claimed: int | None = None) -> bytes:
    """4 MB of zeros in a part; the table of contents may claim less."""
    raw = bytearray(changed(DOCX, "word/media/a.bin", b"", b"\0" * (4 * 2**20)))
    if claimed is not None:
        entry = raw.rfind(b"PK\x01\x02", 0, raw.rfind(b"word/media/a.bin"))
        struct.pack_into("<I", raw, entry + 24, claimed)
    return bytes(raw)


def many_parts() -> bytes:
    return packed("[Content_Types].xml", "word/document.xml", *(f"word/{n}.xml" for n in range(60)))


def encrypted_pdf() -> bytes:
    return pdf_of(
        text(60, 800, TITLE),
        extra=f"/Encrypt <</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]",
    )


REFUSED: list[tuple[str, bytes, str]] = [
    ("空.docx", b"", "file_empty"),
    ("空.txt", b"\xef\xbb\xbf \r\n", "file_empty"),
    ("截断.docx", DOCX[: len(DOCX) // 2], "file_truncated"),
    ("截断.xlsx", XLSX[:-30], "file_truncated"),
    ("截断.pdf", PDF[:-30], "file_truncated"),
    ("截断.xls", ole("R")[:700], "file_truncated"),
    ("坏.docx", changed(DOCX, "word/document.xml", b"</w:body>", b""), "file_damaged"),
    ("坏.xls", ole("Workbook"), "file_damaged"),
    ("坏.pdf", b"%PDF-1.7\n" + b"\x80\x81" * 50 + b"%%EOF", "file_damaged"),
    ("乱.docx", NOISE, "not_this_kind"),
    ("乱.pdf", NOISE, "not_this_kind"),
    ("乱.bin", NOISE, "unknown_kind"),
    ("实体.docx", changed(DOCX, "word/document.xml", b"<w:document", ENTITY + b"<w:document"), "external_entity"),
    ("实体.xlsx", changed(XLSX, "xl/styles.xml", b"<styleSheet", LONG_AGO + b"<styleSheet"), "external_entity"),
    ("实体.xlsx", changed(XLSX, "xl/a.xml", b"", ENTITY.decode().encode("utf-16")), "external_entity"),
    ("宏.docx", changed(DOCX, "word/vbaProject.bin", b"", b"x"), "has_macros"),
    ("宏.xlsx", changed(XLSX, "[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "has_macros"),
    ("宏.xls", ole("Workbook") + ole("_VBA_PROJECT"), "has_macros"),
    ("密.docx", ole("EncryptedPackage"), "password_protected"),
    ("密.pdf", encrypted_pdf(), "password_protected"),
    ("旧.doc", ole("WordDocument"), "legacy_document"),
    ("旧.wps", ole("WordDocument"), "legacy_document"),
    ("旧.ofd", packed("OFD.xml"), "legacy_document"),
    ("旧.rtf", rb"{\rtf1 x}", "legacy_document"),
    ("图.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "is_image"),
    ("包.zip", packed("a.docx"), "is_archive"),
    ("扫描.pdf", pdf_of("", ""), "no_text_layer"),
    ("密.txt", "机密★10年\n\n某局文件".encode(), "secret_mark"),
    ("密.docx", docx_of("密级：秘密", FORM), "secret_mark"),
    ("密.docx", docx_of(TITLE, FORM, header="绝 密★长期"), "secret_mark"),
    ("密.xlsx", xlsx_of([["密级", "机密"], *FORM]), "secret_mark"),
    ("密.pdf", pdf_of(text(60, 800, "秘密")), "secret_mark"),
]


@pytest.mark.parametrize(
    ("name", "raw", "code"), REFUSED, ids=[f"{code}-{at}" for at, (_, _, code) in enumerate(REFUSED)]
)
def test_refused(name: str, raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(f"../../etc/{name}", raw)
    assert refused.value.code == code
    for sentence in (refused.value.message_zh, refused.value.message_en):
        assert f"“{name}”" in sentence and "{" not in sentence and "etc" not in sentence


@pytest.mark.parametrize("make", [bomb, lambda: bomb(claimed=1_000), many_parts], ids=["large", "lying", "parts"])
def test_a_bomb_is_refused_whatever_it_claims(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 2 * 2**20)
    monkeypatch.setattr(package, "MOST_PARTS", 50)
    with pytest.raises(Unreadable) as refused:
        read("bomb.docx", make())
    assert refused.value.code in ("unpacks_too_far", "file_damaged")  # a false length is found by the check sum, too


def test_a_workbook_whose_container_runs_in_a_circle() -> None:
    raw = bytearray(Path(__file__).with_name("form.xls").read_bytes())
    table, directory = struct.unpack_from("<I", raw, 76)[0], struct.unpack_from("<I", raw, 48)[0]
    struct.pack_into("<I", raw, (table + 1) * 512 + 4 * directory, directory)
    with pytest.raises(Unreadable, match="file_damaged"):
        read("a.xls", bytes(raw))


def test_too_many_bytes_pages_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    monkeypatch.setattr(found, "MOST_PIECES", 10)
    monkeypatch.setattr(package, "MOST_PIECES", 10)
    for name, raw, code in (
        ("a.pdf", pdf_of(*["x"] * 3), "too_many_pages"),
        ("a.txt", "\n".join("abcdefghijkl").encode(), "too_many_cells"),
        ("a.html", b"<table>" + b"<td>x" * 12, "too_many_cells"),
        ("a.docx", docx_of(*"abcdefghijkl"), "too_many_cells"),
        ("a.xlsx", xlsx_of([["x"] * 11]), "too_many_cells"),
        ("a.txt", b"x" * (found.MOST_BYTES + 1), "file_too_large"),
    ):
        with pytest.raises(Unreadable) as refused:
            read(name, raw)
        assert refused.value.code == code
    read("a.xlsx", xlsx_of([["x"] * 10]))


def test_one_endless_line_is_as_many_cells_as_it_could_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_PIECES", 1_000)
    with pytest.raises(Unreadable) as refusal:
        read("一行.txt", ("产出指标数量指标培训人数≥100人计划标准" * 500).encode())
    assert refusal.value.code == "too_many_cells"


def test_a_table_without_rules_is_refused_before_it_is_decoded_and_one_with_rules_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted over all forms of the file: 30 rows of four cells in two of them."""
    rows = [["项目名称", "就业"], FORM[1], *(["产出指标", "数量指标", f"场次{n}", f"≥{n}次"] for n in range(15))]
    page = "\n".join([TITLE, *("  ".join(row) for row in rows)])
    raw = f"{page}\n\n{page}".encode()
    monkeypatch.setattr(decode, "MOST_DECODED", 120)
    assert [len(form.indicators) for form in recognise(read("a.txt", raw)).forms] == [15, 15]
    monkeypatch.setattr(decode, "MOST_DECODED", 119)
    with pytest.raises(Unreadable, match="too_many_unruled") as refusal:
        recognise(read("a.txt", raw))
    assert "“a.txt”" in refusal.value.message_zh and "119" in refusal.value.message_en
    assert len(recognise(read("a.xlsx", xlsx_of([[TITLE], *rows, *rows[2:]]))).forms[0].indicators) == 30


@pytest.mark.parametrize(
    "line",
    [
        "做好保密工作",
        "内容保密，不得泄露商业秘密",
        "保守国家秘密",
        "机密设备维护费",
        "密级：公开",
        "秘密级以上人员培训",
        "密级：☐秘密",
    ],
)
def test_ordinary_words_are_no_secrecy_mark(line: str) -> None:
    assert said(read("a.txt", f"{TITLE}\n{line}\n".encode())) == [TITLE, line]


def test_a_bare_level_in_the_middle_of_a_document_is_a_word() -> None:
    assert read("a.txt", ("文字\n" * 60 + "秘密\n").encode()).blocks


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.xlsx", DOCX, "docx"),
        ("a.doc", DOCX, "docx"),
        ("a.pdf", XLSX, "xlsx"),
        ("a.docx", PDF, "pdf"),
        ("a.xls", f"<html><table><tr><td>{TITLE}<td>1".encode("gb18030"), "html"),
        ("a.docx", TITLE.encode("gb18030"), "text"),
    ],
    ids=["xlsx", "doc", "pdf", "docx", "xls", "text"],
)
def test_a_wrong_extension_is_read_by_the_bytes_and_told(name: str, raw: bytes, kind: str) -> None:
    source = read(name, raw)
    assert (source.format, [problem.code for problem in source.problems]) == (kind, ["wrong_extension"])


@pytest.mark.parametrize("name", ["../../etc/申报.docx", "C:\\temp\\申报.docx", "/etc/申报.docx", "申报.docx"])
def test_of_a_path_in_the_name_the_last_part_is_used(name: str) -> None:
    assert read(name, DOCX).name == "申报.docx"


def test_links_to_the_outside_are_not_followed() -> None:
    document = docx.Document()
    document.part.relate_to("file:///etc/hostname", "http://example.org/header", is_external=True)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B1"] = '=HYPERLINK("http://example.org")', "x"
    assert read("a.docx", saved(document)).blocks == ()
    assert said(read("a.xlsx", saved(book))) == [[["", "x"]]]


def test_every_reason_says_what_to_do_in_both_languages() -> None:
    for code, (zh, en) in REFUSALS.items():
        assert "{name}" in zh and "{name}" in en, code
        assert zh.endswith("。") and en.endswith("."), code


BOXES = "密级：" + "☐甲" * 40
SPACES = " " * 60_000
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="200" '
    f'formatCode="{"[a]" * 40}&quot;"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
)
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def sheet_of(rows: str, tail: str = "") -> bytes:
    """A workbook whose sheet is written by hand."""
    return replaced(XLSX, "xl/worksheets/sheet1.xml", f"{HEAD}{rows}</sheetData>{tail}</worksheet>")


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


FAR = sheet_of(
    f'<row r="1">{cell("A1", "甲")}{cell("B1", "乙_xD800_")}</row><row r="{"9" * 5_000}">{cell("A9", "丙")}</row>'
    f'<row r="1048576">{cell("A1048576", "丁")}</row>',
    "<mergeCells>" + '<mergeCell ref="A2:XFD1048576"/>' * 5 + "</mergeCells>",
)
NUMBER = sheet_of('<row r="1"><c r="A1" s="0"><v>5</v></c><c r="B1"><v>6</v></c></row>')

SLOW: list[tuple[str, bytes]] = [
    ("粗体.txt", f"{TITLE}\n{' **a' * 5_000}".encode()),
    ("标签.txt", f"<p>{TITLE}{SPACES}x".encode()),
    ("注释.html", f"{'<!--a-->' * 60}x<b>{TITLE}".encode()),
    ("选项.txt", f"{TITLE}\n{BOXES}".encode()),
    ("空格.txt", f"{TITLE}\n秘密{SPACES}x\n密级{SPACES}x".encode()),
    ("合并.xlsx", FAR),
    ("格式.xlsx", replaced(NUMBER, "xl/styles.xml", STYLES)),
]


@pytest.mark.parametrize(("name", "raw"), SLOW, ids=[name for name, _ in SLOW])
def test_what_makes_a_pattern_try_without_end_takes_no_time(name: str, raw: bytes) -> None:
    """Each of these took minutes or all memory."""
    before = time.process_time()
    source = read(name, raw)
    "".join(source.texts()).encode()  # no half of a letter
    recognise(source)
    assert source.blocks and time.process_time() - before < 2


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title></cp:coreProperties>'
)
BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>机 密</a:t></a:r></a:p></xdr:wsDr>'
)


HEADED = sheet_of(
    f'<row r="1">{cell("A1", "甲")}</row>',
    "<headerFooter><oddHeader>&amp;L&amp;12秘密</oddHeader></headerFooter>",
)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("属性.docx", replaced(DOCX, "docProps/core.xml", CORE % "机密★5年")),
        ("属性.xlsx", replaced(XLSX, "docProps/core.xml", CORE % "绝密")),
        ("文本框.xlsx", replaced(XLSX, "xl/drawings/drawing1.xml", BOX)),
        ("页眉.xlsx", HEADED),
        ("分格.xlsx", xlsx_of([["秘 密", "★10年"], *FORM])),
        ("星号.txt", f"{TITLE}\n机密*10年\n".encode()),
        ("属性.pdf", pdf_of(text(60, 800, TITLE), extra=f"/Info<</Title<FEFF{'机密★'.encode('utf-16-be').hex()}>>>")),
        ("属性.html", f"<html><head><title>机密★</title></head><body>{TITLE}".encode()),
    ],
)  # fmt: skip
def test_a_mark_beside_the_text_is_a_mark(name: str, raw: bytes) -> None:
    with pytest.raises(Unreadable, match="secret_mark"):
        read(name, raw)


def test_a_title_with_such_words_is_none() -> None:
    assert read("a.docx", replaced(DOCX, "docProps/core.xml", CORE % "保密工作经费")).blocks


def test_a_reference_in_a_circle_ends() -> None:
    objects = b"1 0 obj\n2 0 R\nendobj\n2 0 obj\n1 0 R\nendobj\n"
    with pytest.raises(Unreadable, match="file_damaged"):
        read("a.pdf", b"%PDF-1.7\n" + objects + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")


def drawn(*bodies: str) -> bytes:
    """A page that draws the first form; each form may draw the next one."""
    raw = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>",
        "<</Length 5>>stream\n/X Do\nendstream",
    ]  # fmt: skip
    for number, body in enumerate(bodies, len(raw) + 2):
        told = f"/Resources<</XObject<</X {number} 0 R>>>>/Length {len(body)}"
        raw.append(f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{told}>>stream\n{body}\nendstream")
    objects = "".join(f"{number} 0 obj {one} endobj\n" for number, one in enumerate(raw, 1))
    return f"%PDF-1.4\n{objects}trailer<</Size {len(raw) + 1}/Root 1 0 R>>\nstartxref\n0\n%%EOF\n".encode()


def test_what_draws_or_writes_without_end_is_told_before_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_FORMS", 20)
    monkeypatch.setattr(pdf, "MOST_LETTERS", 30)
    for raw in (drawn("/X Do /X Do /X Do", "/X Do /X Do /X Do", "/X Do /X Do", " "), pdf_of(text(60, 800, TITLE))):
        with pytest.raises(Unreadable, match="too_many_cells"):
            read("a.pdf", raw)
    with pytest.raises(Unreadable, match="no_text_layer"):
        read("a.pdf", drawn("/X Do /X Do /X Do", " "))
