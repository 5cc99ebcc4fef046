"""The difference of two documents: nothing of itself, and the way from one to the other."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.factories import example
from workflow.canonical import Declaration
from workflow.canonical.document import ExpenditureLine, Goal, Indicator, LineAmount
from workflow.documents.differences import Difference, diff, pair_rows
from workflow.documents.values import flat

PLAIN, WEIGHTED = example("ezhou-2025-approval/01-labour-matching"), example("jianghan-2024/02-labour-inspection")
TEXTS = st.sampled_from(["", "≥5次", "≥95%", "招聘次数", "满意度", "开展外地招聘"])


@st.composite
def forms(draw: st.DrawFn) -> Declaration:
    """A published form with rows taken out, added, moved and retyped: uids stay with their rows."""
    form = draw(st.sampled_from([PLAIN, WEIGHTED]))
    dice = random.Random(draw(st.integers(0, 10**6)))
    rows = [row for row in form.indicators if dice.random() > 0.2]
    rows = [row.model_copy(update={"target": draw(TEXTS)}) if dice.random() < 0.2 else row for row in rows]
    fresh = [
        Indicator(uid=f"n{number}", horizon=form.indicators[0].horizon, level3=draw(TEXTS), target=draw(TEXTS))
        for number in range(draw(st.integers(0, 3)))
    ]
    rows += fresh
    dice.shuffle(rows)
    lines = (ExpenditureLine(uid="x1", item=draw(TEXTS), amounts=(LineAmount(source="local", amount="1.00"),)),)
    return form.model_copy(
        update={
            "indicators": tuple(rows),
            "expenditure_lines": draw(st.sampled_from([form.expenditure_lines, lines])),
            "main_content": draw(TEXTS),
            "budget_total": draw(st.sampled_from(["10.00", None, form.budget_total])),
        }
    )


def applied(before: Declaration, after: Declaration, differences: list[Difference]) -> dict[str, str]:
    """What the earlier form says after the differences were typed into it, empty cells left out."""
    origin = {was: now for now, was in pair_rows(before, after).items()}
    cells = {}
    for path, value in flat(before).items():
        place, _, name = path.rpartition("/")
        if place.startswith("basics"):
            cells[path] = value
        elif place in origin:
            cells[f"{origin[place]}/{name}"] = value
    for item in differences:
        if item.kind != "removed":
            cells[item.path] = item.new
    return {path: value for path, value in cells.items() if value}


@given(forms())
@settings(max_examples=25, deadline=None)
def test_nothing_differs_from_itself(form: Declaration) -> None:
    assert diff(form, form) == []


@given(forms(), forms())
@settings(max_examples=60, deadline=None)
def test_the_differences_lead_from_one_form_to_the_other_and_back(before: Declaration, after: Declaration) -> None:
    found = diff(before, after)
    assert applied(before, after, found) == {path: value for path, value in flat(after).items() if value}
    assert all(item.old != item.new for item in found)
    if before.form_profile == after.form_profile:  # by name only one way round may find a partner first
        assert len(diff(after, before)) == len(found)


def test_rows_of_two_files_are_paired_by_origin_then_by_name() -> None:
    last = PLAIN.model_copy(
        update={
            "goals": (Goal(uid="g9", name="目标1", horizon="annual", text="旧"),),
            "indicators": (
                Indicator(uid="a", horizon="annual", goal="g9", level3="招聘次数", target="≥5次"),
                Indicator(uid="b", horizon="annual", goal="g9", level3="满意度", target="≥90%"),
                Indicator(uid="c", horizon="annual", goal="g9", level3="到岗人数", target="≥300人"),
            ),
        }
    )
    this = PLAIN.model_copy(
        update={
            "goals": (Goal(uid="g1", name="目标1", horizon="annual", text="新"),),
            "indicators": (
                Indicator(uid="b", horizon="annual", goal="g1", level3="招聘 次数", target="≥6次"),
                Indicator(uid="x", horizon="annual", goal="g1", level3="群众满意度", target="≥90%"),
            ),
        }
    )
    found = diff(last, this, {"indicators/x": "b"})
    assert [(item.kind, item.path, item.old, item.new) for item in found] == [
        ("changed", "goals/g1/text", "旧", "新"),
        ("changed", "indicators/b/level3", "招聘次数", "招聘 次数"),
        ("changed", "indicators/b/target", "≥5次", "≥6次"),
        ("changed", "indicators/x/level3", "满意度", "群众满意度"),
        ("removed", "indicators/c/horizon", "annual", ""),
        ("removed", "indicators/c/goal", "g1", ""),
        ("removed", "indicators/c/level3", "到岗人数", ""),
        ("removed", "indicators/c/target", "≥300人", ""),
    ]


@pytest.mark.parametrize("section", ["indicators", "goals", "expenditure_lines"])
def test_a_row_that_moved_is_no_difference(section: str) -> None:
    turned = WEIGHTED.model_copy(update={section: tuple(reversed(getattr(WEIGHTED, section)))})
    assert diff(WEIGHTED, turned) == []
