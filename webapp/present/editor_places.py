"""Which numbered part of the form a path belongs to."""

from webapp.present.editor_draft import Draft
from workflow.canonical.paths import BASICS, Path
from workflow.canonical.profile import ProfileSection


def owns(draft: Draft, section: ProfileSection, path: str, words: str = "") -> bool:
    """Whether a place belongs to this part; a finding about "indicators" names its table in its words."""
    target = Path(*path.split("/"))
    if target.section == BASICS:
        return any(item.name == target.field for item in section.fields)
    if target.section == "block_weights":
        return section.rows == "indicators" and bool(has_weights(draft, section))
    if target.section != section.rows or section.horizon is None or target.section != "indicators":
        return target.section == section.rows
    if target.uid:
        return any(row.uid == target.uid and row.horizon == section.horizon for row in draft.document.indicators)
    others = [item for item in draft.profile.sections if item.rows == "indicators" and item is not section]
    if any(item.label in words for item in others):
        return False
    return section.label in words or has_weights(draft, section) or not others or not words


def has_weights(draft: Draft, section: ProfileSection) -> bool:
    """Whether this is the table whose weights the form adds up."""
    return draft.profile.weights is not None and draft.profile.weights.horizon == section.horizon
