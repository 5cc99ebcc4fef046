"""Noise: a well-made form gets no error and hardly a word."""

import pytest

from tests.unit.rules.filled import Form, declaration
from tests.unit.rules.well_made import WELL_MADE
from workflow.canonical.profile import shipped
from workflow.rules import Context, check
from workflow.types import Severity

MOST_WARNINGS = 3
MOST_WORDS_IN_ALL = 10


@pytest.mark.parametrize("form", WELL_MADE, ids=lambda form: form.name)
def test_a_well_made_form_is_left_alone(form: Form) -> None:
    found = check(declaration(form), Context(shipped()[form.profile]))
    assert [item for item in found if item.severity is Severity.error] == []
    assert len([item for item in found if item.severity is Severity.warning]) <= MOST_WARNINGS, found


def test_all_of_them_together() -> None:
    """Many forms with two idle warnings each would still be noise."""
    said = [item for form in WELL_MADE for item in check(declaration(form), Context(shipped()[form.profile]))]
    assert len(said) <= MOST_WORDS_IN_ALL, [(item.rule, item.zh) for item in said]
    assert {form.profile for form in WELL_MADE} == set(shipped())
