"""Every page a person can reach by clicking, as each role: whole, linked, under the policy, in one language."""

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.domain.factories import adjustment_of, declaration_at, make_declaration, move, report_at
from tests.web.clicking import Web
from tests.web.html import Page
from webapp.cli import po_cli
from workflow.canonical.profile import shipped

ROLES = ("filer_a", "reviewer_a", "section_a", "performance_a", "treasury", "auditor", "system_admin")
EACH = 2
"""Pages of one pattern that are opened per role: the second may hold other parts than the first."""
LATIN = re.compile(r"[A-Za-z]{3}")


@pytest.fixture(scope="module", autouse=True)
def full(web: Web) -> None:
    """Files at every desk, a return with comments, an adjustment, a report, findings with explanations."""
    for place in ("drafted/head", "submitted/section", "submitted/performance", "finance_reviewed/performance"):
        declaration_at(web.world, place)
    make_declaration(web.world, content="jianghan-2024/08-employment-subsidies")
    returned = declaration_at(web.world, "submitted/section")
    for publish in ("1", ""):
        data = {"path": "indicators/i002/target", "text": "请写明依据", "publish": publish}
        web.post("section_a", f"/declarations/{returned.id}/comments", data)
    move(returned, "section_a", "return", reason="整体请核")
    reviewed = declaration_at(web.world, "submitted/section")
    web.post("section_a", f"/declarations/{reviewed.id}/comments", {"path": "form", "text": "内部看法"})
    approved = declaration_at(web.world, "approved")
    adjustment_of(approved)
    declaration_at(web.world, "finance_reviewed/batch")
    declaration_at(web.world, "terminated")
    report_at(web.world, "drafted/filer")


def pattern(path: str) -> str:
    """Addresses that differ in numbers only look alike; tabs and steps do not."""
    parts = urlsplit(path)
    query = {key: value if key == "tab" else "" for key, value in parse_qsl(parts.query)}
    return re.sub(r"\d+", "N", parts.path) + str(sorted(query.items()))


def walk(web: Web, who: str) -> dict[str, Page]:
    """Pages by address, breadth first from the work list, through links only."""
    waiting, seen, pages = ["/"], Counter[str](), {}
    while waiting:
        path = waiting.pop(0)
        if path in pages or seen[pattern(path)] >= EACH or not opens_a_page(path):
            continue
        seen[pattern(path)] += 1
        response = web.get(who, path)
        assert response.status_code == 200, f"{who} {path}: {response.status_code}"
        if response.mimetype == "text/html":
            pages[path] = page = Page(response.get_data(as_text=True))
            waiting += [link.partition("#")[0] for link in page.links]
    return pages


def opens_a_page(path: str) -> bool:
    return path.startswith("/") and not path.startswith("/static/")


@pytest.fixture(scope="module")
def msgids() -> set[str]:
    return {str(msgid) for msgid in po_cli.sentences() if LATIN.search(str(msgid))}


@pytest.mark.parametrize("who", ROLES)
def test_every_page_in_reach_is_whole(web: Web, msgids: set[str], who: str) -> None:
    web.speak(who, "zh")
    pages = walk(web, who)
    assert len(pages) > (3 if who.endswith("admin") else 8)
    for link in sorted({link for page in pages.values() for link in page.links if "#c-" in link}):
        target, _, name = link.partition("#")
        assert target not in pages or name in pages[target].ids or target.endswith("/edit"), link
    for path, page in pages.items():
        assert faults_of(page) == [], path
        assert page.title.endswith(" · 预算绩效") and not page.title.startswith(" "), path
        english = [word for word in page.words if word in msgids]
        assert english == [], (path, english)


def faults_of(page: Page) -> list[str]:
    """What the policy would block, ids that stand twice, links to nowhere, forms without their token."""
    doubled = [f"id {name} twice" for name, count in Counter(page.ids).items() if count > 1]
    lost = [f"{link} leads nowhere" for link in page.fragments if link[1:] and link[1:] not in page.ids]
    open_forms = [form.action for form in page.forms if form.method != "get" and "csrf_token" not in form.fields]
    return [*page.faults, *doubled, *lost, *open_forms]


@pytest.mark.parametrize("who", ["filer_a", "performance_a"])
def test_the_english_pages_are_english(web: Web, who: str) -> None:
    web.speak(who, "en")
    labels = {
        label  # what a form prints is Chinese: it is data
        for profile in shipped().values()
        for label in (*(item.label for item in profile.header_fields()), *(item.label for item in profile.sections))
    }
    texts = {str(message.string) for message in po_cli.catalogue() if message.id}
    chinese = {text for text in texts - labels if len(text) > 5}
    for path, page in walk(web, who).items():
        assert faults_of(page) == [], path
        said = [word for word in page.own_words if word in chinese]
        assert said == [], (path, said)
    web.speak(who, "zh")


def test_a_page_with_a_fault_is_found() -> None:
    page = Page(
        '<title> x</title><p style="color:red" onclick="x()">a</p><script>1</script><a id="a" href="//x">b</a>'
        '<style>p{}</style><i id="a"></i><a href="#gone">c</a>'
    )
    assert page.faults == [
        "inline style in <p>", "onclick in <p>", "inline script", "href=//x in <a>", "inline style in <style>",
    ]  # fmt: skip
    assert page.ids == ["a", "a"]
    assert page.fragments == ["#gone"]
