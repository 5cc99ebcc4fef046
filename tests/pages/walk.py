"""Every page as every role finds it, and which of them a scanner must see because they hold something new."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from lxml import html as parser
from werkzeug.exceptions import HTTPException

from tests.pages.places import Attempt
from tests.web.acting import ClientPerson, Stage, signed_in

EACH = Counter({"/declarations/N": 6, "/declarations/N?comments": 3, "/reports/N": 3})
"""Pages of one pattern that are opened per person, where it is more than one: they differ by state and desk."""
TELLING = ("class", "role", "type", "aria-invalid", "aria-current", "aria-sort", "open", "disabled", "readonly")


LINK = re.compile(r'<a[^>]* href="([^"]+)"')


@dataclass(frozen=True)
class Shot:
    """One page as one person got it."""

    who: str
    path: str
    endpoint: str
    html: str

    def __str__(self) -> str:
        return f"{self.who or 'nobody'} {self.path}"


class Walker:
    """Opens pages as people; keeps what it got."""

    def __init__(self, stage: Stage, language: str = "zh") -> None:
        self.stage = stage
        self._language = language
        self._visitors = signed_in(stage.app, stage.password)
        self._nobody = ClientPerson(stage.app.test_client())
        self._variants: set[str] = set()

    def person(self, who: str) -> ClientPerson:
        if not who:
            return self._nobody
        visitor = self._visitors(who)
        with visitor.client.session_transaction() as session:
            session["language"] = self._language
        return visitor

    def everywhere(self, people: Iterable[str]) -> Iterator[Shot]:
        """What each of them reaches by links from the work list."""
        for who in people:
            yield from self._from_the_work_list(who)

    def _from_the_work_list(self, who: str) -> Iterator[Shot]:
        waiting, seen, opened = ["/"], Counter[str](), set[str]()
        while waiting:
            path = waiting.pop(0)
            if path in opened or not path.startswith("/") or path.startswith("/static/"):
                continue
            if self._enough(path, seen):
                continue
            opened.add(path)
            found = self.open(who, path)
            if found:
                yield found
                waiting += [unescape(link).partition("#")[0] for link in LINK.findall(found.html)]

    def _enough(self, path: str, seen: Counter[str]) -> bool:
        """A filter or sort order is tried once by anybody, a page by everybody."""
        pattern, variant = patterns(path)
        if variant in self._variants:
            return True
        seen[pattern] += 1
        if variant:
            self._variants.add(variant)
        return seen[pattern] > (EACH[pattern] or 1) and not variant

    def open(self, who: str, path: str, status: int = 200) -> Shot | None:
        """A page; None where the route answers something else."""
        response = self.person(who).client.get(path)
        assert response.status_code == status, f"{who} {path}: {response.status_code} instead of {status}"
        if response.mimetype != "text/html":
            return None
        return Shot(who, path, self._endpoint(path), response.get_data(as_text=True))

    def attempt(self, given: Attempt, ids: dict[str, str]) -> Shot:
        """The answer to a form."""
        person, path = self.person(given.who), given.page.format(**ids)
        page, ending = person.get(path), given.form.format(**ids)
        form = next(form for form in page.forms() if form.method == "post" and form.action.endswith(ending))
        fields = {name: value for name, value in (form.fields | given.fields).items() if value is not None}
        response = person.client.post(form.action, data=fields)
        assert response.status_code == given.status, f"{given}: {response.status_code}"
        return Shot(given.who, f"{path} → {given.status}", "POST", response.get_data(as_text=True))

    def _endpoint(self, path: str) -> str:
        try:
            endpoint: str = self.stage.app.url_map.bind("localhost").match(urlsplit(path).path)[0]
        except HTTPException:
            return "nowhere"
        return endpoint


def patterns(path: str) -> tuple[str, str]:
    """Addresses that differ in numbers only look alike; tabs do not. The second is "" without further questions."""
    parts = urlsplit(path)
    asked = dict(parse_qsl(parts.query))
    tab = asked.pop("tab", "")
    pattern = re.sub(r"\d+", "N", parts.path) + (f"?{tab}" if tab else "")
    return pattern, f"{pattern}&{'&'.join(sorted(asked))}" if asked else ""


def skeleton(html: str) -> set[int]:
    """Every element with all its ancestors: tags, classes, roles and states, without texts, counts and numbers.

    A way from the root to an element is one number: some hundred thousand of them are compared.
    """
    found, waiting = set[int](), [(parser.document_fromstring(html), 0)]
    while waiting:
        element, around = waiting.pop()
        if isinstance(element.tag, str):  # a comment has none
            name = re.sub(r"\d+", "N", element.get("name", ""))  # every field once: its label may be missing
            here = hash((around, element.tag, name, *((key, element.get(key)) for key in TELLING)))
            found.add(here)
            waiting += [(child, here) for child in element]
    return found


def renderings(shots: Iterable[Shot], shown: Iterable[Shot]) -> list[Shot]:
    """The fewest pages that must be looked at beside those ``shown``: every element in every place where any page has
    it, once. The frame and the macros are one look on all pages; the page of every kind itself is among the ``shown``.

    Always the page next that shows most of what no chosen one has shown yet.
    """
    seen = set[int]().union(*(skeleton(shot.html) for shot in shown))
    missing = {shot: rest for shot in shots if (rest := skeleton(shot.html) - seen)}
    chosen = []
    while missing:
        best = max(missing, key=lambda shot: len(missing[shot]))
        chosen.append(best)
        new = missing.pop(best)
        missing = {shot: rest for shot, left in missing.items() if (rest := left - new)}
    return chosen


def each_kind(shots: Iterable[Shot]) -> list[Shot]:
    """The fullest page of every address pattern."""
    fullest: dict[str, Shot] = {}
    for shot in shots:
        kind = patterns(shot.path)[0]
        fullest[kind] = max(fullest.get(kind, shot), shot, key=lambda one: len(one.html))
    return list(fullest.values())


def all_of(*parts: Iterable[Shot | None]) -> list[Shot]:
    """Only pages."""
    return [shot for shot in chain(*parts) if shot]
