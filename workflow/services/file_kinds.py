"""What kind of file the bytes are, told by the bytes: the name only has to agree. Nothing is unpacked.

Containers (docx, xlsx, ofd) are read as a table of contents, whose length is looked at first.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

MOST_ENTRIES = 10_000
_END_OF_ZIP = b"PK\x05\x06"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class FileKind:
    """An accepted kind: its media type and the test of its content."""

    media_type: str
    fits: Callable[[bytes], bool]


def entries(content: bytes) -> list[str]:
    """The names inside a zip container; none if it is not one, is damaged, or holds far too many."""
    end = content.rfind(_END_OF_ZIP, max(0, len(content) - 65_557))
    if not content.startswith(b"PK\x03\x04") or end < 0:
        return []
    if int.from_bytes(content[end + 10 : end + 12], "little") > MOST_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            return container.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _office(part: str) -> Callable[[bytes], bool]:
    return lambda content: {"[Content_Types].xml", part} <= set(entries(content))


def _ole2(stream: str) -> Callable[[bytes], bool]:
    name = stream.encode("utf-16-le")
    return lambda content: content.startswith(_OLE2) and name in content


def _begins(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", lambda content: b"%PDF-" in content[:1024]),
    "docx": FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _office("word/document.xml")
    ),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "doc": FileKind("application/msword", _ole2("WordDocument")),
    "xls": FileKind("application/vnd.ms-excel", lambda content: _ole2("Workbook")(content) or _ole2("Book")(content)),
    "jpg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "png": FileKind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "ofd": FileKind("application/ofd", lambda content: "OFD.xml" in entries(content)),
}
"""By extension, lower case."""


def has_macros(content: bytes) -> bool:
    """A program inside an Office file (docm renamed to docx)."""
    return any(name.lower().endswith("vbaproject.bin") for name in entries(content))
