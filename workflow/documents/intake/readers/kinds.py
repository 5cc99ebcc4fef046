"""Which reader a file is for, told by its bytes; what no reader takes is refused with what to do instead."""

import re
from dataclasses import dataclass

from workflow.documents.file_kinds import Content
from workflow.documents.intake.readers.encoding import decode
from workflow.documents.intake.readers.found import MOST_PARTS, MOST_UNPACKED
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.source import Format

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")
_LEGACY = ((b"{\\rtf", "RTF"), (b"MIME-Version:", "MHT"))
_XML_2003 = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|schemas\.microsoft\.com/office/word/2003", re.I)

_PROLOGUE = r"(?>\s+|<\?xml[^>]*\?>|<!--.*?-->)*+"
"""What may stand before the first element; nothing of it is ever tried twice."""

_MARKED_UP = re.compile(
    _PROLOGUE + r"<(?:!doctype\s+html|html|head|body|meta|table|div|form|style|title)\b",
    re.I | re.S,
)
_WHOLE_PAGE = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(r"<[a-zA-Z/!]")
_AGREE = {
    "docx": {"docx", "dotx"},
    "xlsx": {"xlsx", "xltx", "et"},
    "xls": {"xls", "xlt", "et"},
    "pdf": {"pdf"},
    "html": {"html", "htm", "xhtml"},
    "csv": {"csv"},
    "text": {"txt", "md", "markdown", "text", "tsv", "log", ""},
}
"""By reader: the extensions under which one expects it."""


@dataclass(frozen=True)
class Kind:
    """``reader`` names the reader, ``unexpected`` tells that the name of the file says something else."""

    reader: str
    unexpected: bool

    @property
    def module(self) -> str:
        return "text" if self.reader == "csv" else self.reader

    @property
    def format(self) -> Format:
        formats: dict[str, Format] = {"csv": "text", "text": "text", "html": "html", "pdf": "pdf"}
        return formats.get(self.reader) or (
            "docx" if self.reader == "docx" else "xls" if self.reader == "xls" else "xlsx"
        )


def kind_of(name: str, raw: bytes) -> Kind:
    """Raises ``Unreadable`` for a file of a kind that is not read."""
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("file_empty")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    reader = _binary(raw, extension) or _textual(raw, extension)
    return Kind(reader, extension not in _AGREE[reader])


def _binary(raw: bytes, extension: str) -> str:
    if raw.startswith(b"PK"):
        return _packed(Content(raw))
    if raw.startswith(_OLE2):
        return _ole2(raw, extension)
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(_IMAGES) or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"):
        raise Unreadable("is_image")
    if raw.startswith(_ARCHIVES):
        raise Unreadable("is_archive")
    for mark, kind in _LEGACY:
        if raw.lstrip()[:20].startswith(mark):
            raise Unreadable("legacy_document", kind=kind)
    if _XML_2003.search(raw[:4096]):
        raise Unreadable("legacy_document", kind="XML 2003")
    return ""


def _packed(content: Content) -> str:
    """docx, xlsx, or a container of another kind; one without a table of contents was cut off."""
    entries = content.entries
    for folder, reader in (("word/", "docx"), ("xl/", "xlsx")):
        if "[Content_Types].xml" in entries and any(entry.startswith(folder) for entry in entries):
            if "xl/workbook.bin" in entries:
                raise Unreadable("legacy_document", kind="xlsb")
            return reader
    if "OFD.xml" in entries:
        raise Unreadable("legacy_document", kind="OFD")
    if "mimetype" in entries or "content.xml" in entries:
        raise Unreadable("legacy_document", kind="OpenDocument")
    if any(entry.startswith("ppt/") for entry in entries):
        raise Unreadable("legacy_document", kind="pptx")
    if entries:
        raise Unreadable("is_archive")
    end = content.raw.rfind(b"PK\x05\x06")
    if end < 0:
        raise Unreadable("file_truncated")
    if int.from_bytes(content.raw[end + 10 : end + 12], "little") > MOST_PARTS:
        raise Unreadable("unpacks_too_far", most=MOST_UNPACKED // 2**20, parts=MOST_PARTS)
    raise Unreadable("file_damaged")


def _ole2(raw: bytes, extension: str) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if holds("EncryptedPackage"):
        raise Unreadable("password_protected")
    if holds("Workbook") or holds("Book"):
        if holds("_VBA_PROJECT"):
            raise Unreadable("has_macros")
        return "xls"
    if holds("WordDocument"):
        raise Unreadable("legacy_document", kind="wps" if extension == "wps" else "doc")
    if holds("PowerPoint Document"):
        raise Unreadable("legacy_document", kind="ppt")
    raise Unreadable("file_truncated")


def _textual(raw: bytes, extension: str) -> str:
    try:
        head = decode(raw[:200_000])[:20_000]
    except Unreadable:
        if extension in ("docx", "xlsx", "xls", "pdf", "doc", "wps", "ofd", "et"):
            raise Unreadable("not_this_kind", kind=extension) from None
        raise
    marked_up = _WHOLE_PAGE if extension in _AGREE["text"] else _MARKED_UP
    if marked_up.match(head) or (extension in _AGREE["html"] and _TAG.search(head)):
        return "html"
    return "csv" if extension == "csv" else "text"
