"""The intake benchmark measures what it says: a perfect reading is perfect, every planted fault costs."""

import copy
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.intake_accuracy import made, measured
from benchmarks.intake_layouts.contents import departments, other_projects, projects
from benchmarks.intake_layouts.layouts import LAYOUTS
from benchmarks.intake_layouts.made import Form, Layout, Made
from benchmarks.intake_score import FIELDS, Score, folded, score
from benchmarks.intake_seeds import seeds
from workflow.documents.intake.reading import FormRead, Reading
from workflow.indicators import ValueKind, parse

MAKEABLE = [layout for layout in LAYOUTS if layout.makeable()]
TEXT = {".txt", ".md", ".html"}
CUT = {"wrapped_pdf_text", "wrapped_pdf_boxes", "row_cut_in_two", "html_unit_column", "html_in_markdown"}


@cache
def file_of(name: str) -> Made:
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    return next(iter(made(layout, 1)))


WHOLE = [
    layout.name for layout in MAKEABLE if layout.name not in CUT and Path(file_of(layout.name).file_name).suffix in TEXT
]


@pytest.mark.parametrize("layout", MAKEABLE, ids=lambda layout: layout.name)
def test_what_a_layout_expects_is_a_reading_that_scores_full(layout: Layout) -> None:
    file = file_of(layout.name)
    forms = [FormRead.model_validate(form).model_dump() for form in file.forms]
    result = score(file.forms, forms)
    assert result.expected >= 3
    assert (result.accuracy, result.missing, result.extra, result.wrong) == (1.0, 0, 0, [])
    assert {result.share(name) for name in FIELDS} <= {1.0, None}
    assert layout.make.__doc__


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_layout_expects_stands_in_its_file(name: str) -> None:
    file = file_of(name)
    text = folded(decoded(file.data))
    for form in file.forms:
        said = [form["project_name"], *(row[field] for row in form["indicators"] for field in ("level3", "target"))]
        assert [words for words in said if folded(words) not in text] == []


def decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("neither UTF nor GB 18030")


def test_contents_are_many_and_say_every_kind_of_value() -> None:
    assert len(projects()) >= 27 + 12
    assert len(departments()) >= 3
    names = [{content.project_name for content in pool} for pool in (projects(), other_projects())]
    assert len(names[1]) >= 12
    assert not names[0] & names[1]
    assert {len(content.rows) for content in projects()} >= {6, 40}
    values = [row.target for content in projects() for row in content.rows]
    assert {parse(value).kind for value in values} >= set(ValueKind) - {parse("-").kind}
    years = [value for content in projects() for row in content.rows for value in row.prior_years]
    assert {"", "3000元/场（县级剧团）、1500元/场（民间剧团）", "30000/册", "≤20%%", "300-5000元/人"} <= set(values)
    assert "-" in years


def test_the_same_files_in_every_run() -> None:
    layout = next(layout for layout in LAYOUTS if layout.name == "bracket_labels")
    assert [file.data for file in made(layout, 2)] == [file.data for file in made(layout, 2)]
    assert len({file.data for file in made(layout, 2)}) == 2


Change = Callable[[list[Form]], object]


def swap(forms: list[Form]) -> None:
    rows = forms[0]["indicators"]
    rows[0], rows[1] = rows[1], rows[0]


def add(forms: list[Form]) -> None:
    forms[0]["indicators"].insert(1, {"horizon": "annual", "level3": "凭空多出的一行", "target": "≥1个"})


FAULTS: dict[str, tuple[Change, dict[str, Any]]] = {
    "wrong level 1": (lambda forms: forms[0]["indicators"][0].update(level1="效益指标"), {"right": -1, "level1": -1}),
    "wrong level 2": (lambda forms: forms[0]["indicators"][0].update(level2="质量指标"), {"right": -1, "level2": -1}),
    "cut name": (lambda forms: forms[0]["indicators"][0].update(level3="农村"), {"right": -1, "level3": -1}),
    "wrong target": (lambda forms: forms[0]["indicators"][0].update(target="≥1"), {"right": -1, "target": -1}),
    "missing row": (lambda forms: forms[0]["indicators"].pop(0), {"right": -1, "missing": 1, "level3": -1}),
    "extra row": (add, {"extra": 1}),
    "order": (swap, {"right": -1, "missing": 1, "extra": 1}),
    "wrong horizon": (lambda forms: forms[0]["indicators"][0].update(horizon="overall"), {"horizon": -1}),
    "no basis": (lambda forms: forms[0]["indicators"][0].update(basis=""), {"basis": -1}),
    "amount in 元": (lambda forms: forms[0].update(budget_total="12345678.00"), {"amounts": -1}),
    "wrong year": (lambda forms: forms[0].update(fiscal_year=1999), {"years": -1}),
    "wrong name": (lambda forms: forms[0].update(project_name="项目名称"), {"names": -1}),
    "lost goal": (lambda forms: forms[0]["goals"].pop(), {"goals": -1}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_costs_exactly_what_it_is(fault: str) -> None:
    file = file_of("pipe_table")
    change, costs = FAULTS[fault]
    read = copy.deepcopy(file.forms)
    change(read)
    full, result = score(file.forms, file.forms), score(file.forms, read)
    for name, cost in costs.items():
        assert counted(result, name) - counted(full, name) == cost, name
    rows_cost = {"right", "missing", "extra"} & set(costs)
    assert (result.accuracy < full.accuracy) == bool(rows_cost)
    assert result.wrong or fault in ("wrong horizon", "no basis")


def counted(result: Score, name: str) -> int:
    return int(getattr(result, name)) if hasattr(result, name) else result.fields_right[name]


def test_spacing_and_width_do_not_cost() -> None:
    file = file_of("pipe_table")
    read = copy.deepcopy(file.forms)
    for row in read[0]["indicators"]:
        row["target"] = " ".join(row["target"].translate(str.maketrans("0123456789%", "０１２３４５６７８９％")))
        row["level3"] = row["level3"].replace("（", "(").replace("）", ")")
    assert score(file.forms, read).accuracy == 1.0


def test_where_two_levels_are_defensible_either_is_right_and_no_other() -> None:
    (form,) = copy.deepcopy(file_of("pipe_table").forms)
    level = form["indicators"][0]["level2"]
    read = copy.deepcopy(form)
    form["indicators"][0]["level2"] = ["质量指标", level]
    assert score([form], [read]).accuracy == 1.0
    read["indicators"][0]["level2"] = "时效指标"
    assert score([form], [read]).missing == 0
    assert score([form], [read]).accuracy < 1.0


def test_a_form_nobody_expected_and_a_form_nobody_read_cost_their_rows() -> None:
    file = file_of("three_forms_with_prose")
    rows = [len(form["indicators"]) for form in file.forms]
    lost = score(file.forms, file.forms[1:])
    assert (lost.missing, lost.right) == (rows[0], sum(rows[1:]))
    doubled = score(file.forms, [*file.forms, copy.deepcopy(file.forms[0])])
    assert (doubled.extra, doubled.right) == (rows[0], sum(rows))
    shuffled = random.Random(1).sample(file.forms, len(file.forms))
    assert score(file.forms, shuffled).accuracy == 1.0


def test_a_reader_that_fails_has_read_nothing_and_the_measuring_goes_on(tmp_path: Path) -> None:
    def fails(path: Path) -> Reading:
        raise ValueError(path.name)

    file = file_of("tab_rows_gbk")
    result = measured(fails, tmp_path / file.file_name, file.forms)
    assert result.accuracy == 0
    assert result.wrong[0] == f"ValueError: {file.file_name}"


def test_published_documents_have_their_718_rows() -> None:
    expected = seeds(None)
    counts = {number: sum(len(form["indicators"]) for form in forms) for number, forms in expected.items()}
    assert {number: counts[number] for number in ("000", "002", "004")} == {"000": 74, "002": 93, "004": 162}
    overall = expected["002"][0]["indicators"], expected["004"][-1]["indicators"]
    assert [sum(row["horizon"] == "annual" for row in rows) for rows in overall] == [44, 65]
    assert sum(row["target"] == "" for row in overall[1]) == 9
    for forms in expected.values():
        assert score(forms, forms).accuracy == 1.0
