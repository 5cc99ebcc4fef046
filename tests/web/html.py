"""A rendered page taken apart: what stands in it, where it leads, and what it must not hold."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = frozenset({"script", "style"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
)


@dataclass
class Form:
    """One form: where it goes and what it carries."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Text, links, forms, ids and faults of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self.own_words: list[str] = []
        """Those in the language of the page: not the official form, which is Chinese in every language."""
        self._open: list[str] = []
        self._spoken: list[str] = []
        self.title = ""
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All words, one blank between them."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str) -> Form:
        """The form that goes there."""
        return next(form for form in self.forms if form.action.split("?")[0].endswith(action))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._judge(tag, given)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            (self.fragments if given["href"].startswith("#") else self.links).append(given["href"])
        if tag == "form":
            self.forms.append(Form(given.get("method", "get"), given.get("action", "")))
        if tag in ("input", "button") and self.forms and "name" in given:
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))
        if tag not in VOID:
            self._open.append(tag)
            self._spoken.append(given.get("lang", self._spoken[-1] if self._spoken else ""))

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

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._spoken.pop() is not None and self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        if data.strip() and not SILENT.intersection(self._open):
            self.words.append(" ".join(data.split()))
            if self._spoken and self._spoken[-1] == self._spoken[0]:
                self.own_words.append(self.words[-1])
