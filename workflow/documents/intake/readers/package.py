"""The zip container of docx and xlsx, checked before anything is believed: size, parts, entities, macros, password.

Every part is unpacked once in blocks and counted, since a directory may claim any length; XML parts are searched for
document type declarations on the way, so no parser ever meets an entity.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from workflow.documents.file_kinds import Content
from workflow.documents.intake.readers.found import MOST_PARTS, MOST_PIECES, MOST_UNPACKED
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.readers.xml import Element, parse_xml

_BLOCK = 2**20
_OVERLAP = 32
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O|E\0N)")
_PIECES = (b"<c ", b"<c>", b"<c/>", b":c ", b"<w:p ", b"<w:p>", b"<w:p/>")
"""How cells and paragraphs begin, with or without an address, or with a prefix."""
_TEXTUAL = re.compile(r"(?:^word/\w+|^xl/(?:sharedStrings|worksheets/\w+)|^docProps/\w+)\.xml$")
_ENDS = re.compile(r"</(?:\w+:)?(?:si|p|row|oddHeader|title|subject|keywords)>")
_TAG = re.compile(r"<[^>]*>?")
_MACRO_TYPE = b"macroEnabled"
_BESIDE = {
    re.compile(r"docProps/core\.xml"): "{*}title {*}subject {*}description {*}keywords {*}category {*}contentStatus",
    re.compile(r"docProps/custom\.xml"): "{*}property",
    re.compile(r"xl/drawings/drawing\d*\.xml"): "{http://schemas.openxmlformats.org/drawingml/2006/main}p",
}
"""Parts beside the content: which elements of theirs people write into."""
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An office file; raises ``Unreadable`` when it is made if the file is damaged or dangerous."""

    def __init__(self, raw: bytes) -> None:
        content = Content(raw)
        if content.has_macros:
            raise Unreadable("has_macros")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise Unreadable("file_truncated") from None
        self._check()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of one part; empty if there is none."""
        return self._zip.read(name) if name in self.names else b""

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None if there is no such part."""
        raw = self.read(name)
        return parse_xml(raw) if raw else None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the package: relation id → (last word of its type, name of the part)."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = dict[str, tuple[str, str]]()
        for item in root.iter(_RELATIONS) if root is not None else ():
            if item.get("TargetMode") != "External":
                kind = item.get("Type", "").rpartition("/")[2]
                found[item.get("Id", "")] = (kind, _resolved(folder, item.get("Target", "")))
        return found

    def margins(self) -> list[str]:
        """Texts beside the content that may bear a mark: properties of the document, text boxes on sheets."""
        found = list[str]()
        for name in sorted(self.names):
            told = next((told for place, told in _BESIDE.items() if place.fullmatch(name)), "")
            root = self.xml(name) if told else None
            for item in root.iter(*told.split()) if root is not None else ():
                found.append("".join(item.itertext()))
        return [text for text in found if text.strip()]

    def main_part(self) -> str:
        """The document or workbook itself."""
        main = [name for kind, name in self.related("").values() if kind == "officeDocument" and name in self.names]
        if not main:
            raise Unreadable("file_damaged")
        return main[0]

    def _check(self) -> None:
        parts = self._zip.infolist()
        too_far = Unreadable("unpacks_too_far", most=MOST_UNPACKED // 2**20, parts=MOST_PARTS)
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise too_far
        left = MOST_UNPACKED
        for part in parts:
            if part.flag_bits & 1:
                raise Unreadable("password_protected")
            try:
                left -= self._scan(part, left)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
                raise Unreadable("file_damaged") from None
            if left < 0:
                raise too_far

    def _scan(self, part: zipfile.ZipInfo, most: int) -> int:
        """The real length of a part; stops soon after ``most``."""
        length, tail, cells = 0, b"", 0
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        with self._zip.open(part) as stream:
            while length <= most and (block := stream.read(_BLOCK)):
                length += len(block)
                if is_xml:
                    cells += _looked_at(part.filename, tail + block)
                    tail = block[-_OVERLAP:]
                if cells > MOST_PIECES:
                    raise Unreadable("too_many_cells", most=MOST_PIECES)
        return length


def texts_of(raw: bytes) -> Iterator[str]:
    """Texts of a book or document that holds too much to be read, the first ones of each part; nothing is parsed."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for part in packed.infolist():
            if _TEXTUAL.search(part.filename):
                with packed.open(part) as stream:
                    for piece in _ENDS.split(stream.read(_BLOCK).decode("utf-8", errors="replace")):
                        yield html.unescape(_TAG.sub("", piece))


def _looked_at(name: str, block: bytes) -> int:
    """Refuses what no office program writes; answers about how many cells and paragraphs the block holds."""
    if _DECLARATION.search(block):
        raise Unreadable("external_entity")
    if name == "[Content_Types].xml" and _MACRO_TYPE in block:
        raise Unreadable("has_macros")
    return sum(map(block.count, _PIECES))


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("..", "."):
            steps.append(step)
    return "/".join(steps)
