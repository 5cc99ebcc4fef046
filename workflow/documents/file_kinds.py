"""What kind of file the bytes are, told by the bytes: the name only has to agree. Nothing is unpacked.

Containers (docx, xlsx, ofd) are read as a table of contents. The walk through it is our own and stops after
``MOST_ENTRIES``: a library believes whatever length the file claims, and reads half a million entries to the end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

MOST_ENTRIES = 10_000
_END_OF_ZIP, _END_OF_ZIP64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x01\x02"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_MACROS = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True)
class Content:
    """The bytes of a file; the names inside it are read once."""

    raw: bytes

    @cached_property
    def entries(self) -> frozenset[str]:
        """The names inside a zip container; none if it is not one, is damaged, or holds far too many.

        Marks of entries are counted over all bytes first: another reader may take another table of contents for the
        right one, but no table has more entries than there are marks.
        """
        if self.raw.count(_ENTRY) > MOST_ENTRIES:
            return frozenset()
        found = set[str]()
        for count, name in enumerate(_names(self.raw)):
            if name is None or count >= MOST_ENTRIES:
                return frozenset()
            found.add(name)
        return frozenset(found)

    @property
    def has_macros(self) -> bool:
        """A program inside an Office file (docm renamed to docx, or a doc or xls of the old kind)."""
        if self.raw.startswith(_OLE2):
            return _OLE2_MACROS in self.raw
        return any(name.lower().endswith("vbaproject.bin") for name in self.entries)


@dataclass(frozen=True)
class Upload:
    """A file on its way in whose name and content were judged; ``services.attachments`` alone makes one."""

    name: str
    media_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class FileKind:
    """An accepted kind: its media type and the test of its content."""

    media_type: str
    fits: Callable[[Content], bool]


def _names(raw: bytes) -> Iterator[str | None]:
    """Every name of the table of contents, in order; a damaged table ends with None."""
    end = raw.rfind(_END_OF_ZIP, max(0, len(raw) - 65_557))
    if not raw.startswith(b"PK\x03\x04") or end < 0:
        return
    size, big = _number(raw, end + 12, 4), end - 76  # the long end record of a zip64, and its locator, stand before
    if raw[big : big + 4] == _END_OF_ZIP64:
        end, size = big, _number(raw, big + 40, 8)
    at = end - size
    while 0 <= at < end:
        name, more = _number(raw, at + 28, 2), _number(raw, at + 30, 2) + _number(raw, at + 32, 2)
        if raw[at : at + 4] != _ENTRY:
            break
        yield raw[at + 46 : at + 46 + name].partition(b"\0")[0].decode(errors="replace")
        at += 46 + name + more
    if at != end:
        yield None


def _number(raw: bytes, at: int, length: int) -> int:
    return int.from_bytes(raw[at : at + length], "little")


def _office(part: str) -> Callable[[Content], bool]:
    return lambda content: {"[Content_Types].xml", part} <= content.entries


def _ole2(stream: str) -> Callable[[Content], bool]:
    name = stream.encode("utf-16-le")
    return lambda content: content.raw.startswith(_OLE2) and name in content.raw


def _begins(mark: bytes) -> Callable[[Content], bool]:
    return lambda content: content.raw.startswith(mark)


KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", lambda content: b"%PDF-" in content.raw[:1024]),
    "docx": FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _office("word/document.xml")
    ),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "doc": FileKind("application/msword", _ole2("WordDocument")),
    "xls": FileKind("application/vnd.ms-excel", lambda content: _ole2("Workbook")(content) or _ole2("Book")(content)),
    "jpg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": FileKind("image/jpeg", _begins(b"\xff\xd8\xff")),
    "png": FileKind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "ofd": FileKind("application/ofd", lambda content: "OFD.xml" in content.entries),
}
"""By extension, lower case."""
