"""The words of a form in the reader's language. The paper itself stays Chinese: it shows the profile as it is."""

from webapp.i18n import language
from webapp.present.labels import pick
from workflow.canonical import Profile, english
from workflow.canonical.profile import NATURE_LABELS, ProfileSection


def spoken(profile: Profile) -> Profile:
    """The form with the labels of its fields, parts and sources in the reader's language."""
    return profile.in_english() if language() == "en" else profile


def field_words(profile: Profile, name: str) -> str:
    """A header field's label."""
    label = profile.label_of(name)
    return pick((label, english.FIELDS.get(name, label)))


def source_words(profile: Profile, code: str) -> str:
    """来源项目."""
    label = profile.source_label(code)
    return pick((label, english.SOURCES.get(code, label)))


def nature_words(code: str) -> str:
    """资金性质; "" without one."""
    return pick((NATURE_LABELS.get(code, ""), english.NATURES.get(code, "")))


def section_title(section: ProfileSection) -> str:
    """The heading of a part of the form."""
    return pick((section.label, english.SECTIONS.get(section.name, section.label)))
