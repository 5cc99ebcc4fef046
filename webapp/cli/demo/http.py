"""A person with a browser but no script: pages, their forms, and the session cookie. Standard library only."""

import json
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

TIMEOUT = 30


@dataclass
class Form:
    """A form of a page with the values it would send untouched."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects forms; controls tied to one by ``form="id"`` are not needed here."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms, inputs, text areas and selects."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None  # noqa: S101 - the caller looked
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("checkbox", "radio", "submit", "file"):
            self._open.fields[name] = given.get("value", "")
        elif tag == "input" and name and "checked" in given:
            self._open.fields[name] = given.get("value", "on")
        elif tag == "textarea":
            self._area = name
            self._open.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self._open.fields):
            self._open.fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        """The text of a text area."""
        if self._area and self._open is not None:
            self._open.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """The end of a control or of the form."""
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area and self._open is not None:
            typed = self._open.fields[self._area]
            self._open.fields[self._area] = typed.removeprefix("\n")  # HTML drops one line break after the tag
            self._area = None
        elif tag == "select":
            self._select = None


@dataclass(frozen=True)
class Page:
    """One answer: where it was found in the end, its status and text."""

    url: str
    status: int
    text: str

    def forms(self) -> list[Form]:
        """All forms of the page."""
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms

    def form(self, ending: str) -> Form:
        """The form whose address ends with ``ending``; raises ``LookupError`` with what there is."""
        for form in self.forms():
            if form.action.split("?")[0].endswith(ending):
                return form
        raise LookupError(f"no form {ending} on {self.url} ({self.status}): {[form.action for form in self.forms()]}")

    def csrf(self) -> str:
        """The token that scripts of this page send along."""
        return next(form.fields["csrf_token"] for form in self.forms() if "csrf_token" in form.fields)


class Visitor:
    """One account's session."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        """A page, redirects followed."""
        return self._open(Request(urljoin(self.address, path)))  # noqa: S310 - our own address

    def send(self, page: Page, form: Form, **values: str) -> Page:
        """The form with some fields filled in, as a browser would send it."""
        body = urlencode(form.fields | values).encode()
        headers = {"Referer": page.url, "Content-Type": "application/x-www-form-urlencoded"}
        return self._open(Request(urljoin(page.url, form.action), body, headers))  # noqa: S310

    def upload(self, page: Page, form: Form, name: str, file_name: str, content: bytes) -> Page:
        """The form with one file."""
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in form.fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts += [head.encode() + b"Content-Type: text/csv\r\n\r\n", content, f"\r\n--{boundary}--\r\n".encode()]
        headers = {"Referer": page.url, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._open(Request(urljoin(page.url, form.action), b"".join(parts), headers))  # noqa: S310

    def post_json(self, path: str, payload: Any, csrf: str) -> Any:
        """What the editor's script sends."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-CSRFToken": csrf,
            "Referer": self.address,
        }
        page = self._open(Request(urljoin(self.address, path), json.dumps(payload).encode(), headers))  # noqa: S310
        return json.loads(page.text)

    def sign_in(self, username: str, password: str) -> None:
        """Raises ``LookupError`` when the account is refused."""
        page = self.get("/sign-in")
        landed = self.send(page, page.form("/sign-in"), username=username, password=password)
        if landed.url.split("?")[0].endswith("/sign-in"):
            raise LookupError(f"{username} cannot sign in")

    def _open(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return Page(answer.url, answer.status, answer.read().decode())
        except HTTPError as error:
            return Page(error.url or "", error.code, error.read().decode())
