"""常用语: offered beside a box, and the page that keeps them."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.labels import pick
from webapp.present.places import section_words
from workflow import rules
from workflow.canonical import Declaration
from workflow.canonical.document import SECTIONS
from workflow.canonical.paths import BASICS, FORM
from workflow.documents.phrase_texts import BLANKS, OPINION, filled, has_blanks, values_at
from workflow.permissions import Actor
from workflow.queries.phrases import fitting, phrases_of
from workflow.services.phrases import LONGEST, budget_words, keeps_shared

View = dict[str, Any]


def picker(
    session: Session,
    actor: Actor,
    row: Any,
    document: Declaration,
    path: str,
    into: str,
    action: str = "",
    broken: Collection[str] = (),
) -> View:
    """Phrases for the box ``into``; ``action``: the move whose page it is, "" for the comment box.

    They read as they will stand in the box, but for the indicator: the script changes the place without asking again.
    """
    known = values_at(document, FORM, budget_words(row))
    section = path.partition("/")[0]
    found = phrases_of(session, actor, row.region_id)
    fit = fitting(found, section, broken)
    rest = [item for item in found if item not in fit] if not action else []
    kinds = ((_("Fitting here"), True, fit), (_("Others"), False, rest))
    return {
        "into": into,
        "action": url_for("phrases.insert", declaration_id=row.id, action=action or None),
        "groups": [
            {"label": label, "fits": fits, "options": [_option(item, known) for item in items]}
            for label, fits, items in kinds
            if items or not action
        ]
        if found
        else [],
        "manage": url_for("phrases.index"),
    }


def picker_for_many(session: Session, actor: Actor, region_id: int, into: str, action: str) -> View:
    """Phrases for the opinion of many files: those without blanks, which hold for each of them."""
    plain = [item for item in phrases_of(session, actor, region_id) if not has_blanks(item.text)]
    found = fitting(plain, OPINION)
    options = [_option(item, {}) for item in found]
    return {
        "into": into,
        "action": action,
        "groups": [{"label": _("Fitting here"), "fits": True, "options": options}] if options else [],
        "manage": url_for("phrases.index"),
    }


def _option(item: Any, known: dict[str, str]) -> View:
    return {"value": item.id, "label": filled(item.text, known), "section": item.section}


def phrase_page(session: Session, actor: Actor, region_id: int) -> View:
    """Variables of ``phrases/index.html``."""
    found = phrases_of(session, actor, region_id)
    keeps = keeps_shared(actor, region_id)
    titles = {rule.id: pick((rule.title_zh, rule.title_en)) for rule in rules.RULES}
    lists = (
        (_("My own"), True, [item for item in found if item.owner_id is not None]),
        (_("Shared in the region"), keeps, [item for item in found if item.owner_id is None]),
    )
    return {
        "lists": [
            {"title": title, "editable": editable, "phrases": [_phrase(item, titles) for item in items]}
            for title, editable, items in lists
        ],
        "keeps": keeps,
        "what": _what_options(titles),
        "blanks": [f"{{{name}}}" for name in BLANKS],
        "longest": LONGEST,
    }


def _phrase(item: Any, titles: dict[str, str]) -> View:
    place = _place_words(item.section) if item.section else ""
    return {
        "id": item.id,
        "text": item.text,
        "what": f"{item.section}:{item.rule}" if item.rule else item.section,
        "words": " · ".join(filter(None, (place, titles.get(item.rule, "")))) or _("Anything"),
        "uses": item.uses,
    }


def _place_words(section: str) -> str:
    whole = {FORM: _("The whole form"), OPINION: _("Review opinion")}
    return whole.get(section) or section_words(section)


def _what_options(titles: dict[str, str]) -> list[View]:
    places = [{"value": "", "label": _("Anything")}]
    places += [{"value": name, "label": _place_words(name)} for name in (FORM, OPINION, BASICS, *SECTIONS)]
    about = [{"value": f"indicators:{rule}", "label": title} for rule, title in titles.items()]
    return [*places, {"label": _("For findings of a rule"), "options": about}]
