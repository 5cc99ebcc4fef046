"""A rendered page taken apart: what stands in it, where it leads, and what it must not hold."""

from dataclasses import dataclass, field
from typing import Any

from lxml import html as parser

SILENT = frozenset({"script", "style"})


@dataclass
class Form:
    """One form: where it goes and what it carries."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page:
    """Text, links, forms, ids and faults of one page.

    Thousands of pages are read in a run: a parser in C takes a tenth of the time of the one in the standard library.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self.own_words: list[str] = []
        """Those in the language of the page: not the official form, which is Chinese in every language."""
        self.title = ""
        root = parser.document_fromstring(html)
        self._language = root.get("lang", "")
        self._read(root, self._language, silent=False)

    @property
    def text(self) -> str:
        """All words, one blank between them."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str) -> Form:
        """The form that goes there."""
        return next(form for form in self.forms if form.action.split("?")[0].endswith(action))

    def _read(self, element: Any, spoken: str, *, silent: bool) -> None:
        """An element with all that is in it; ``spoken``: the language around it."""
        if isinstance(element.tag, str):  # a comment has none
            spoken, silent = element.get("lang", spoken), silent or element.tag in SILENT
            self._meet(element.tag, dict(element.attrib))
            self._hear(element.text, spoken, silent=silent, title=element.tag == "title")
            for child in element:
                self._read(child, spoken, silent=silent)
                self._hear(child.tail, spoken, silent=silent)

    def _meet(self, tag: str, given: dict[str, str]) -> None:
        self._judge(tag, given)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            (self.fragments if given["href"].startswith("#") else self.links).append(given["href"])
        if tag == "form":
            self.forms.append(Form(given.get("method", "get"), given.get("action", "")))
        if tag in ("input", "button") and self.forms and "name" in given:
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))

    def _hear(self, text: str | None, spoken: str, *, silent: bool, title: bool = False) -> None:
        if title:
            self.title += text or ""
        if text and text.strip() and not silent:
            self.words.append(" ".join(text.split()))
            if spoken == self._language:
                self.own_words.append(self.words[-1])

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        """What the content policy would block, or what would be an open door."""
        if tag == "style" or "style" in given:
            self.faults.append(f"inline style in <{tag}>")
        if tag == "script" and "src" not in given:
            self.faults.append("inline script")
        self.faults += [f"{name} in <{tag}>" for name in given if name.startswith("on")]
        for name in ("src", "href", "action"):
            if given.get(name, "").startswith(("javascript:", "http://", "https://", "//", "data:")):
                self.faults.append(f"{name}={given[name]} in <{tag}>")
        if given.get("target") == "_blank":
            self.faults.append(f"a new window from <{tag}>")
