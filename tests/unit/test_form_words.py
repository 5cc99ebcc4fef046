"""English names of what the forms ask for, and the year in their heading."""

from workflow.canonical import english
from workflow.canonical.profile import NATURE_LABELS, shipped


def test_every_label_of_every_form_has_an_english_name() -> None:
    assert set(NATURE_LABELS) == set(english.NATURES)
    for code, profile in shipped().items():
        spoken = profile.in_english()
        words = [section.label for section in spoken.sections]
        words += [text for item in spoken.header_fields() for text in (item.label, item.hint)]
        words += [item.label for item in (*spoken.sources, *spoken.detail_sources)]
        assert all(word.isascii() for word in words), (code, words)
        assert [item.name for item in spoken.header_fields()] == [item.name for item in profile.header_fields()]
        assert (spoken.levels, spoken.bases, spoken.title) == (profile.levels, profile.bases, profile.title)


def test_the_heading_names_the_year_of_the_declaration() -> None:
    assert shipped()["hubei-2025"].title_of(2024) == "2024年项目支出绩效目标申报表"
    assert shipped()["hubei-2025"].title_of(2025) == shipped()["hubei-2025"].title
    assert shipped()["ezhou-2025-approval-table"].title_of(2024) == "项目支出绩效目标批复表"
