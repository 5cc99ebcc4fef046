"""Findings (预审问题) with their explanations (情况说明), as lists and as counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from webapp.i18n import _, language
from webapp.present.labels import pick
from webapp.present.places import anchor, place_words
from webapp.present.times import moment
from workflow.canonical.paths import FORM
from workflow.notifications.refusals import refusal_text
from workflow.queries.file_page import Content, Person, names
from workflow.rules import Finding
from workflow.services.finding_comments import comment_text
from workflow.types import Severity, State

QUIET_RULES = frozenset({"required_fields", "target_present", "goal_text_present"})
"""What only says "still empty": an empty form is not a page of red words, so these are a list of places."""
LONGEST_QUOTE = 30


def finding_views(
    content: Content, people: Mapping[int, Person], page: str = "", comments: Iterable[Any] = ()
) -> list[dict[str, Any]]:
    """Findings with where, sentence, source and waiver, in the one order the unit and finance both see.

    ``page`` is the address that shows the form ("" = this one). ``comments``: those of the file; a finding that became
    one of them says so.
    """
    unsent = [item for item in comments if item.sent_with is None]
    return [
        {
            "severity": finding.severity.value,
            "quiet": finding.rule in QUIET_RULES,
            "text": pick((finding.zh, finding.en)),
            "target": place_words(finding.path, content.document, content.profile),
            "href": f"{page}#{anchor(finding.path)}",
            "suggestion": pick((finding.suggestion, finding.advice_en or finding.suggestion)),
            "source": finding.source,
            "waiver": _waiver(content, finding.key, people),
            "key": finding.key,
            "comment": _comment(finding, unsent),
        }
        for finding in content.findings
    ]


def raw_text(raw: str, code: str) -> str:
    """Why a text cannot be read; a very long one is quoted by its beginning."""
    quote = raw if len(raw) <= LONGEST_QUOTE else f"{raw[:LONGEST_QUOTE]}…"
    return refusal_text(code, {"raw": quote}, language())


def unreadable_views(content: Content, page: str = "") -> list[dict[str, Any]]:
    """Cells nobody could read, before the findings: they hold the form back like errors."""
    return [
        {
            "target": place_words(path, content.document, content.profile),
            "text": raw_text(raw, code),
            "href": f"{page}#{anchor(path)}",
            "severity": Severity.error.value,
        }
        for path, (raw, code) in content.unreadable.items()
    ]


def wider_words(content: Content, row: Any) -> str:
    """When the check beyond the form last ran on this very content; "" for a file that is no longer checked."""
    if row.state == State.terminated or not (row.in_force or row.desk):
        return ""
    if content.wider.checked_at is None:
        return _("The comparison with last year and with other declarations is being updated.")
    return _("Compared with last year and with other declarations: %(when)s", when=moment(content.wider.checked_at))


def _around(path: str) -> list[str]:
    """The place and what it lies in."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _comment(finding: Finding, unsent: Iterable[Any]) -> dict[str, Any] | None:
    text = comment_text(finding)
    made = next((item for item in unsent if item.text == text and item.path in (FORM, *_around(finding.path))), None)
    return {"id": made.id, "published": made.published_at is not None} if made else None


def _waiver(content: Content, key: str, people: Mapping[int, Person]) -> dict[str, str] | None:
    waiver = content.waivers.get(key)
    if waiver is None:
        return None
    by = names(people, waiver.author_id, waiver.on_behalf_of)
    return {"reason": waiver.reason, "by": by, "when": moment(waiver.created_at)}


def open_errors(content: Content) -> int:
    """必改 findings nobody explained, and unreadable cells."""
    return counts(content)[Severity.error]


def counts(content: Content) -> Counter[str]:
    """Findings nobody explained, by severity; an unreadable cell counts as an error."""
    standing = [finding.severity.value for finding in content.findings if finding.key not in content.waivers]
    return Counter(standing + [Severity.error.value] * len(content.unreadable))


def counts_words(content: Content) -> str:
    """``2 must be fixed, 1 should be fixed, 3 explained``; "" without any finding."""
    found = counts(content)
    explained = len(content.findings) + len(content.unreadable) - found.total()
    parts = (
        (found[Severity.error], _("%(n)s must be fixed", n=found[Severity.error])),
        (found[Severity.warning], _("%(n)s should be fixed", n=found[Severity.warning])),
        (explained, _("%(n)s explained", n=explained)),
    )
    return _(", ").join(words for count, words in parts if count)
