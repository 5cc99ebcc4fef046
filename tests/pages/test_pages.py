"""Every page a person can reach by clicking, as each role: whole, linked, under the policy, in one language."""

import re
from collections import Counter

import pytest

from tests.pages.places import NO_PAGES
from tests.pages.visits import Visited
from tests.pages.walk import Shot
from tests.web.acting import Stage
from tests.web.html import Page
from webapp.cli import po_cli
from workflow.canonical.profile import shipped

LATIN = re.compile(r"[A-Za-z]{3}")

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def chinese(visited: Visited) -> dict[Shot, Page]:
    return {shot: Page(shot.html) for shot in [*visited.pages, *visited.answers]}


def test_every_route_was_opened_or_is_no_page(stage: Stage, visited: Visited) -> None:
    routes = {rule.endpoint for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    opened = {shot.endpoint for shot in visited.pages}
    assert sorted(routes - opened ^ NO_PAGES.keys()) == []
    assert opened.isdisjoint(NO_PAGES)


def test_every_page_is_whole(chinese: dict[Shot, Page]) -> None:
    for shot, page in chinese.items():
        assert faults_of(page) == [], shot
        assert page.title.endswith(" · 预算绩效") and not page.title.startswith(" "), shot


def test_a_link_to_a_place_on_a_page_finds_it_there(chinese: dict[Shot, Page]) -> None:
    opened = {(shot.who, shot.path): page for shot, page in chinese.items()}
    for shot, page in chinese.items():
        for link in {link for link in page.links if "#c-" in link}:
            target, _, name = link.partition("#")
            found = opened.get((shot.who, target))
            assert not found or name in found.ids or target.endswith("/edit"), (shot, link)


def test_the_pages_are_chinese(chinese: dict[Shot, Page]) -> None:
    msgids = {str(msgid) for msgid in po_cli.sentences() if LATIN.search(str(msgid))}
    for shot, page in chinese.items():
        english = [word for word in page.words if word in msgids]
        assert english == [], (shot, english)


def test_the_english_pages_are_english(visited: Visited) -> None:
    labels = {
        label  # what a form prints is Chinese: it is data
        for profile in shipped().values()
        for label in (*(item.label for item in profile.header_fields()), *(item.label for item in profile.sections))
    }
    texts = {str(message.string) for message in po_cli.catalogue() if message.id}
    foreign = {text for text in texts - labels if len(text) > 5}
    assert len(visited.english) > 40
    for shot in visited.english:
        page = Page(shot.html)
        assert faults_of(page) == [], shot
        said = [word for word in page.own_words if word in foreign]
        assert said == [], (shot, said)


def faults_of(page: Page) -> list[str]:
    """What the policy would block, ids that stand twice, links to nowhere, forms without their token."""
    doubled = [f"id {name} twice" for name, count in Counter(page.ids).items() if count > 1]
    printed = [f"{link} is no address" for link in page.links if "<" in link]
    lost = [f"{link} leads nowhere" for link in page.fragments if link[1:] and link[1:] not in page.ids]
    open_forms = [form.action for form in page.forms if form.method != "get" and "csrf_token" not in form.fields]
    return [*page.faults, *doubled, *printed, *lost, *open_forms]


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
