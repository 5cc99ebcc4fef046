"""Values by path: what two documents differ in, and which differences void a signature."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.factories import EXAMPLES, example
from workflow.canonical import Declaration
from workflow.canonical.paths import parse
from workflow.documents.values import changed_paths, flat, touches_money_or_target, value_at

NAMES = [f"{path.parent.name}/{path.stem}" for path in sorted(EXAMPLES.glob("*/*.json"))]
JIANGHAN = "jianghan-2024/02-labour-inspection"


def with_(document: Declaration, section: str, uid: str, **fields: Any) -> Declaration:
    rows = [row | fields if row["uid"] == uid else row for row in document.model_dump()[section]]
    return Declaration.model_validate(document.model_dump() | {section: rows})


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_has_a_well_formed_path_and_no_document_differs_from_itself(name: str) -> None:
    document = example(name)
    for path, value in flat(document).items():
        assert str(parse(path)) == path
        assert value_at(document, path) == value
    assert changed_paths(document, document) == []


@given(st.data())
def test_one_changed_cell_is_the_one_difference(data: st.DataObject) -> None:
    document = example(JIANGHAN)
    row = data.draw(st.sampled_from(document.indicators))
    field = data.draw(st.sampled_from(["level1", "level3", "target", "basis"]))
    text = data.draw(st.text(max_size=10))
    after = with_(document, "indicators", row.uid, **{field: text})
    path = f"indicators/{row.uid}/{field}"
    assert changed_paths(document, after) == ([path] if text != getattr(row, field) else [])
    assert value_at(after, path) == text
    for wider in (f"indicators/{row.uid}", "indicators", "form"):
        same = value_at(document, wider) == value_at(after, wider)
        assert same == (text == getattr(row, field))


def test_added_and_removed_rows_differ_in_their_cells() -> None:
    document = example(JIANGHAN)
    data = document.model_dump()
    shorter = Declaration.model_validate(data | {"indicators": data["indicators"][1:]})
    removed = changed_paths(document, shorter)
    assert removed == changed_paths(shorter, document)
    assert {path.split("/")[1] for path in removed} == {document.indicators[0].uid}
    assert any(touches_money_or_target(path) for path in removed)


def test_moved_rows_differ_in_nothing() -> None:
    document = example(JIANGHAN)
    data = document.model_dump()
    assert changed_paths(document, Declaration.model_validate(data | {"indicators": data["indicators"][::-1]})) == []


def test_elements_of_a_cell_are_told_apart() -> None:
    document = example(JIANGHAN)
    line = document.expenditure_lines[0]
    after = with_(document, "expenditure_lines", line.uid, amounts=[{"source": "transfer", "amount": "1.00"}])
    assert f"expenditure_lines/{line.uid}/amounts.transfer" in changed_paths(document, after)
    assert f"expenditure_lines/{line.uid}/amounts.local" in changed_paths(document, after)
    row = document.indicators[0]
    after = with_(document, "indicators", row.uid, prior_years=["", "旧值"])
    assert f"indicators/{row.uid}/prior_years.1" in changed_paths(document, after)


def test_an_attachment_is_known_by_its_content() -> None:
    document = example(JIANGHAN)
    files = [{"kind": "basis", "name": "依据.pdf", "sha256": "0" * 64}]
    after = Declaration.model_validate(document.model_dump() | {"attachments": files})
    assert {path.split("/")[0] for path in changed_paths(document, after)} == {"attachments"}


@pytest.mark.parametrize(
    ("path", "voids"),
    [
        ("basics/-/budget_total", True),
        ("basics/-/budget_year", True),
        ("funding_sources/f1/amount", True),
        ("asset_lines/a1/amount", True),
        ("expenditure_lines/e1/amounts.local", True),
        ("indicators/i1/target", True),
        ("indicators/i1/level3", False),
        ("indicators/i1/weight", False),
        ("basics/-/prior_budget", False),
        ("goals/g1/text", False),
        ("expenditure_lines/e1/basis", False),
        ("attachments/f0/name", False),
    ],
)
def test_amounts_and_targets_void_the_units_signature(path: str, voids: bool) -> None:
    assert touches_money_or_target(path) is voids
