"""What a file that is only kept shows of its level, however it is made."""

import io
import zipfile

import pytest

from tests.unit.intake.readers.made import FORM, TITLE, docx_of, pdf_of, text, xlsx_of
from workflow.documents.intake.readers import package
from workflow.documents.intake.readers.glance import glance
from workflow.documents.intake.readers.words import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 512


def ofd(*codes: str) -> bytes:
    """A page whose words are in pieces."""
    told = "".join(f"<o:TextCode>{code}</o:TextCode>" for code in codes)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("OFD.xml", "<OFD/>")
        packed.writestr(
            "Doc_0/Pages/Page_0/Content.xml", f'<o:Page xmlns:o="http://www.ofdspec.org/2016">{told}</o:Page>'
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "level"),
    [
        ("密.pdf", pdf_of(text(60, 800, "机密★10年")), "机密"),
        ("密.docx", docx_of("密级：秘密", FORM), "秘密"),
        ("密.xlsx", xlsx_of([["密级", "机密"], *FORM]), "机密"),
        ("密.csv", "密级,机密\n日期,金额\n".encode("gbk"), "机密"),
        ("密.ofd", ofd("秘", "密", "★5年"), "秘密"),
        ("密.doc", OLE + "绝密★长期".encode("utf-16-le") + b"\0" * 512, "绝密"),
        ("无.pdf", pdf_of(text(60, 800, TITLE)), ""),
        ("坏.pdf", b"%PDF-1.4 nothing", ""),
        ("无.docx", docx_of("保密工作经费", FORM), ""),
        ("无.ofd", ofd("商业秘密★"), ""),
        ("无.doc", OLE + "机密设备".encode("utf-16-le") + b"\0" * 512, ""),
    ],
)
def test_what_it_shows(name: str, raw: bytes, level: str) -> None:
    assert glance(name, raw) == level


def test_of_a_book_with_too_many_cells_the_texts_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PIECES", 3)
    assert glance("密.xlsx", xlsx_of([["机密★10年"], *FORM])) == "机密"
    assert glance("无.xlsx", xlsx_of([["机密设备"], *FORM])) == ""


def test_a_picture_shows_nothing() -> None:
    with pytest.raises(Unreadable, match="is_image"):
        glance("a.png", b"\x89PNG\r\n\x1a\n0")
