"""A first look at a file that is only kept: whether it bears a mark of state secrets. Nothing is understood of it.

The readers of intake see it as they see any file; a long one is looked at where marks stand: the first pages of a PDF,
the head of a text, the texts of a workbook without its cells. Pictures hold no text and say nothing.
"""

import importlib
import re
from collections.abc import Callable, Iterator

from workflow.documents.intake.readers import last_part
from workflow.documents.intake.readers.encoding import decode
from workflow.documents.intake.readers.found import Found
from workflow.documents.intake.readers.kinds import kind_of
from workflow.documents.intake.readers.package import Package, texts_of
from workflow.documents.intake.readers.secrecy import secret_mark
from workflow.documents.intake.readers.words import Unreadable

_PAGES = 3
_HEAD = 200_000
"""Bytes of a text file."""
_BETWEEN = re.compile(r"[,;\t]")


def glance(name: str, raw: bytes) -> str:
    """The level the file is marked with, or "". Raises ``Unreadable`` for what no reader takes."""
    try:
        found = _seen(last_part(name), raw)
    except Unreadable as refusal:
        look = _OTHERWISE.get((refusal.code, str(refusal.facts.get("kind", ""))))
        if look is None:
            raise
        found = look(raw)
    return secret_mark(found.blocks, found.margins)


def _seen(name: str, raw: bytes) -> Found:
    kind = kind_of(name, raw)
    module = importlib.import_module(f"workflow.documents.intake.readers.{kind.module}")
    if kind.reader == "pdf":
        found: Found = module.first_pages(raw, _PAGES)
    elif kind.reader in ("text", "csv"):
        found = _lines(_BETWEEN.sub("|", decode(raw[:_HEAD])).splitlines())
    else:
        found = getattr(module, f"read_{kind.reader}")(raw)
    return found


def _lines(texts: Iterator[str] | list[str]) -> Found:
    found = Found()
    for text in texts:
        found.line(text, "")
    return found


def _long_office(raw: bytes) -> Found:
    """Too many cells to be read: the texts that they show, and what stands beside them."""
    return _lines(texts_of(raw))


def _ofd(raw: bytes) -> Found:
    """OFD (GB/T 33190) prints text codes; each page is one line of all of them, since a word may be in pieces."""
    package = Package(raw)
    found = Found()
    for name in sorted(package.names):
        root = package.xml(name) if name.endswith("/Content.xml") else None
        if root is not None:
            codes = ["".join(code.itertext()).strip() for code in root.iter("{*}TextCode")]
            found.margins += [*codes, "".join(codes)]
    return found


def _word_97(raw: bytes) -> Found:
    """The text of a doc lies in it as it is, Chinese in two bytes a letter."""
    return Found(margins=[raw.decode("utf-16-le", errors="replace")])


_OTHERWISE: dict[tuple[str, str], Callable[[bytes], Found]] = {
    ("too_many_cells", ""): _long_office,
    ("legacy_document", "OFD"): _ofd,
    ("legacy_document", "doc"): _word_97,
    ("legacy_document", "wps"): _word_97,
}
"""By the refusal of the readers: what is looked at instead."""
