"""Files made to break what reads them, at every door for files: a sentence, or a reading without harm.

The doors of payments and of intake have tests of their own, case by case.
"""

import io
import os
import resource
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.intake.readers.made import FORM, changed, xlsx_of
from tests.unit.intake.readers.test_refusals import ENTITY, ole
from workflow.errors import RuleFailed
from workflow.notifications.refusals import refusal_text
from workflow.services.attachments import bring_in
from workflow.services.evaluation_file import read_evaluation_file
from workflow.services.offline.uploads import check_upload

SHEET = "xl/worksheets/sheet1.xml"
MOST_GROWN = 100 * 2**20
"""Bytes that the process which takes the file in may grow by: the file is unpacked in a child, under its own limits."""
XLSX = xlsx_of(FORM)
SLIPPED = Path(tempfile.gettempdir()) / f"jixiao-slipped-{os.getpid()}"


def bomb() -> bytes:
    """Small, and 200 MB once it is unpacked."""
    out = io.BytesIO(XLSX)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("xl/media/a.bin", bytes(200 * 2**20))
    return out.getvalue()


def cell_at(address: str) -> bytes:
    """A stray cell far away."""
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{address}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return changed(XLSX, SHEET, b"</sheetData>", far.encode())


def macros() -> bytes:
    """xlsm with another ending."""
    marked = changed(XLSX, "[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    return changed(marked, "xl/vbaProject.bin", b"", b"Attribute VB_Name")


def linked() -> bytes:
    """A cell that is said to stand in a workbook of a foreign server."""
    where = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    )
    where += b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
    where += b'Target="file://192.0.2.1/share/a.xlsx" TargetMode="External"/></Relationships>'
    book = changed(XLSX, "xl/externalLinks/_rels/externalLink1.xml.rels", b"", where)
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return changed(book, "xl/externalLinks/externalLink1.xml", b"", link)


def slipping() -> bytes:
    """Parts that would stand outside the folder they are unpacked into."""
    book = changed(XLSX, f"../../../../../..{SLIPPED}", b"", b"x")
    return changed(book, str(SLIPPED), b"", b"x")


def merged() -> bytes:
    whole = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return changed(XLSX, SHEET, b"</sheetData>", whole)


def door(take: Callable[[str, bytes], object], name: str, raw: bytes) -> str:
    """What the person is told; "" if the file was taken."""
    try:
        take(name, raw)
    except RuleFailed as refusal:
        return refusal_text(refusal.code, refusal.facts)
    return ""


BOOK, FORM_FILE, KEPT = check_upload, read_evaluation_file, bring_in
"""Many reports in one workbook · a filled-in 自评表 · evidence of a report, the document of a transfer from above."""
CASES: list[tuple[str, Callable[[], bytes], tuple[str, str, str]]] = [
    ("炸弹.xlsx", bomb, ("解压后过大", "解压后过大", "")),  # what is only kept is never unpacked here
    ("一百万列.xlsx", lambda: cell_at("BDWGN1"), ("已损坏", "", "")),
    ("最后一格.xlsx", lambda: cell_at("XFD1048576"), ("超过 500000 个", "", "")),
    ("合并.xlsx", merged, ("超过 500000 个", "", "")),
    ("改名的xlsm.xlsx", macros, ("含有宏",) * 3),
    ("宏.xls", lambda: ole("Workbook") + ole("_VBA_PROJECT"), ("含有宏",) * 3),
    ("外部链接.xlsx", linked, ("", "", "")),  # nothing is fetched
    ("加密.xlsx", lambda: ole("EncryptedPackage"), ("有打开密码", "有打开密码", "内容与扩展名不符")),
    ("越界.xlsx", slipping, ("", "", "")),  # nothing is unpacked into a folder
    (
        "实体.xlsx",
        lambda: changed(XLSX, "xl/styles.xml", b"<styleSheet", ENTITY + b"<styleSheet"),
        ("实体声明",) * 2 + ("",),
    ),
]


@pytest.mark.parametrize(("name", "make", "told"), CASES, ids=[name for name, _, _ in CASES])
def test_every_door_says_what_is_wrong_or_takes_no_harm(
    name: str, make: Callable[[], bytes], told: tuple[str, str, str]
) -> None:
    raw = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for take, words in zip((BOOK, FORM_FILE, KEPT), told, strict=True):
        said = door(take, name, raw)
        assert words in said and bool(words) is bool(said), (take.__name__, said)
        assert not said or name in said
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST_GROWN
    assert not SLIPPED.exists()
