"""As of a day: which facts count, in words, in a field and in the address of a page."""

from datetime import date
from typing import Any

from webapp.i18n import _

View = dict[str, Any]


def day_words(day: date, known: date | None) -> View:
    """Words of an address: the day of the page, or the one until which things were known."""
    return {"as_of": known.isoformat(), "facts": "known"} if known else {"as_of": day.isoformat()}


def belongs_words(day: date) -> str:
    """Which day governs."""
    return _(
        "As of %(day)s: entries in effect and payments made until then, whenever they were entered or loaded.", day=day
    )


def known_words(day: date) -> str:
    """The same for what was known on the day."""
    return _(
        "As known on %(day)s: of these only entries made and payment files received by the end of that day;"
        " the project of a payment is the one it is matched to now.",
        day=day,
    )


def facts_field(known: date | None) -> View:
    """What belongs to the day, or what was known on it."""
    options = [("", _("what belongs to the day")), ("known", _("what was known that day"))]
    return {
        "kind": "select", "name": "facts", "label": _("Counting"), "value": "known" if known else "",
        "options": [{"value": key, "label": label} for key, label in options],
    }  # fmt: skip
