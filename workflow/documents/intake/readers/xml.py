"""The only door to lxml: parsers that fetch nothing and expand nothing, and the elements they return, with types."""

import io
from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from lxml import etree

from workflow.documents.intake.readers.words import Unreadable


class Element(Protocol):
    """The part of lxml's element that the readers use; ``tag`` is no text for comments and the like."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    @property
    def attrib(self) -> Mapping[str, str]: ...
    def get(self, key: str, default: str = "", /) -> str: ...
    def find(self, path: str, /) -> "Element | None": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def iterchildren(self, *tags: str) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...
    def clear(self) -> None: ...
    def __iter__(self) -> "Iterator[Element]": ...


def parse_xml(raw: bytes) -> Element:
    """Raises ``Unreadable`` for what is not well-formed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return cast(Element, etree.fromstring(raw, parser))
    except etree.XMLSyntaxError as error:
        if "emory" in str(error):
            raise MemoryError from None
        raise Unreadable("file_damaged") from None


def stream_xml(raw: bytes, *names: str) -> Iterator[Element]:
    """The elements of these names as they end, each emptied after use: memory stays flat for a large part."""
    events = etree.iterparse(
        io.BytesIO(raw),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
    )
    try:
        for _, element in events:
            yield cast(Element, element)
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if "emory" in str(error):
            raise MemoryError from None
        raise Unreadable("file_damaged") from None


def parse_html(text: str) -> Element | None:
    """Forgiving, as browsers are; None if there is no element at all."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return cast(Element | None, etree.fromstring(text.encode("utf-8", errors="replace"), parser))
    except etree.XMLSyntaxError:
        raise Unreadable("file_damaged") from None
