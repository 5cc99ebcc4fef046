"""A path in words: ``indicators/i003/target`` → 年度绩效指标「组织招聘次数」指标值, in the reader's language."""

from webapp.present.labels import pick
from workflow.canonical import Declaration, Profile
from workflow.documents.form_places import PROJECT_BASICS, SECTION_LABELS, cell_pair, place_pair, row_pair


def section_words(section: str) -> str:
    """A section's name."""
    return pick(SECTION_LABELS.get(section, PROJECT_BASICS))


def place_words(path: str, document: Declaration, profile: Profile) -> str:
    """Where something is, for people; an unknown path shows as the whole form."""
    return pick(place_pair(path, document, profile))


def cell_words(field: str, profile: Profile) -> str:
    """A cell's column heading."""
    return pick(cell_pair(field, profile))


def row_name(section: str, uid: str, document: Declaration, profile: Profile) -> str:
    """What a row is called: the indicator's name, the source's label …"""
    return pick(row_pair(section, uid, document, profile))


def shown_at(path: str) -> str:
    """Where the paper form shows a place: a block weight is one cell, whatever of it is meant."""
    section, _, rest = path.partition("/")
    return f"{section}/{rest.partition('/')[0]}" if section == "block_weights" and rest else path


def anchor(path: str) -> str:
    """The id of a cell on the page."""
    return "c-" + path.replace("/", "_").replace(".", "-")
