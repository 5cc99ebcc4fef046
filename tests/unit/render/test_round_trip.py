"""What is written can be read again: forms of every profile, published and invented, in every format."""

import random

import pytest

from benchmarks import round_trip_papers as papers
from benchmarks.awkward import awkward
from benchmarks.invented import invented
from benchmarks.round_trip import FORMATS, differences, examples, letter_differences, one_form
from workflow.canonical.profile import shipped
from workflow.documents.render import Format

PUBLISHED = {
    "docx": ("jianghan-2024/08-employment-subsidies", "dongxihu-2020/07-labour-rights"),
    "xlsx": (
        "ezhou-2025-approval/04-migrant-worker-wage-arrears",
        "ezhou-2025-approval-table/01-counter-operations",
        "jianghan-2024/01-bureau-operations",
    ),
    "pdf": ("jianghan-2024/03-labour-arbitration",),
}
INVENTED = {"docx": 4, "xlsx": 7, "pdf": 3}


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_written_form_reads_as_the_document_it_was_made_of(file_format: Format) -> None:
    chance = random.Random(4)
    published = dict(examples())
    documents = [(name, published[name]) for name in PUBLISHED[file_format]]
    makers = (invented, awkward)
    documents += [(f"invented {number}", makers[number % 2](chance)) for number in range(INVENTED[file_format])]
    for name, document in documents:
        profile = shipped()[document.form_profile]
        assert differences(document, profile, file_format) == [], name


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_monitoring_form_reads_as_it_was_made(file_format: Format) -> None:
    """Head with code and executing bodies, three lines of money each with its forecast, every indicator."""
    document = dict(examples())["ezhou-2025-approval/01-labour-matching"]
    halfway = papers.monitoring_of(document, random.Random(7))
    assert halfway.bodies and [row.forecast for row in halfway.money][1:] != [None, None]
    assert one_form(halfway, file_format, papers.monitoring_printed, papers.monitoring_read) == []


def test_the_other_papers_read_as_what_they_were_made_of() -> None:
    chance, published = random.Random(7), dict(examples())
    document = published["ezhou-2025-approval/01-labour-matching"]
    ended = papers.evaluation_of(document, chance)
    overall = dict(papers.overall_papers())["02-jianghan-2024"]
    assert one_form(ended, "docx", papers.evaluation_printed, papers.evaluation_read) == []
    assert one_form(overall, "xlsx", papers.overall_printed, papers.overall_read) == []
    assert (
        letter_differences([document, published["ezhou-2025-approval/03-labour-inspection-annual-check"]], "docx") == []
    )
