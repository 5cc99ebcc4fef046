"""Every committed example is a canonical document, and none is missing."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.examples.reading import FILES, LISTS, OVERALL, TEXTS, TOTALS, amounts, by_profile, each_file, load, stripped
from workflow.canonical import Declaration

HEADER = {
    "schema_version", "form_profile", "kind", "fiscal_year", "department", "unit", "project_name", "project_code",
    "project_type", "project_category", "responsible_person", "phone", "budget_total", "budget_year",
}  # fmt: skip

BENEFITS = {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}
VOCABULARY = {
    "成本指标": {"经济成本指标"},
    "产出指标": {"数量指标", "质量指标", "时效指标"},
    "效益指标": BENEFITS,
    "满意度指标": {"服务对象满意度指标"},
}
VOCABULARY_2020 = {
    "产出指标": {"数量指标", "质量指标", "时效指标", "成本指标"},
    "效益指标": BENEFITS,
    "满意度指标": {"服务对象满意度指标"},
}


@each_file
def test_document_has_exactly_the_keys_of_the_format(path: Path) -> None:
    document = load(path)
    assert set(document) == HEADER | set(TEXTS) | set(LISTS)
    for section, keys in LISTS.items():
        for row in document[section]:
            assert set(row) == keys, section
    for line in document["expenditure_lines"]:
        assert line["amounts"]
        assert all(set(amount) == {"source", "amount"} for amount in line["amounts"])
    assert document["schema_version"] == 1
    assert document["kind"] == "project"
    assert document["form_profile"] == path.parent.name
    assert document["project_code"] is None or re.fullmatch(r"(?=.{21}$)\d+[A-Z]\d+", document["project_code"])
    assert all(isinstance(document[text], str) for text in TEXTS)


@each_file
def test_document_is_read_and_written_without_loss(path: Path) -> None:
    raw = load(path)
    assert Declaration.model_validate(raw).model_dump(mode="json") == raw


@each_file
def test_codes_are_those_of_the_format(path: Path) -> None:
    document = load(path)
    lines = [amount for line in document["expenditure_lines"] for amount in line["amounts"]]
    assert {row["nature"] for row in document["funding_sources"]} <= {None, "appropriation", "government_fund"}
    assert {row["source"] for row in document["funding_sources"]} <= {None, "local", "transfer", "fiscal"}
    assert {amount["source"] for amount in lines} <= {"local", "all"}
    assert {row["kind"] for row in document["executing_bodies"]} <= {"unit", "section", "other"}
    assert document["project_type"] in {None, "常年性项目", "经常性项目"}
    assert document["project_category"] in {None, "特定目标类本级支出"}


@each_file
def test_amounts_and_weights_are_canonical_decimal_strings(path: Path) -> None:
    document = load(path)
    for amount in amounts(document):
        assert re.fullmatch(r"(0|[1-9]\d*)\.\d{2}(\d{0,3}[1-9])?", amount)
    for row in document["indicators"] + document["block_weights"]:
        assert row["weight"] is None or re.fullmatch(r"[1-9]\d*", row["weight"])


@each_file
def test_uids_are_unique_and_goal_references_resolve(path: Path) -> None:
    document = load(path)
    uids = Counter(row["uid"] for section in LISTS if section != "attachments" for row in document[section])
    assert max(uids.values()) == 1
    horizons = {goal["uid"]: goal["horizon"] for goal in document["goals"]}
    for row in document["indicators"] + document["block_weights"]:
        assert horizons[row["goal"]] in {row["horizon"], "overall"}
        assert row["horizon"] in {"annual", "long_term"}


@each_file
def test_indicators_use_the_level_vocabulary_and_carry_no_inner_space(path: Path) -> None:
    document = load(path)
    vocabulary = VOCABULARY_2020 if document["form_profile"] == "dongxihu-2020" else VOCABULARY
    for row in document["indicators"]:
        assert row["level2"] in vocabulary[row["level1"]], row
        assert len(row["prior_years"]) == 2
        for text in (row["level3"], row["target"], row["basis"], *row["prior_years"]):
            assert text == stripped(text)


def test_totals_per_profile() -> None:
    found = {
        profile: (
            seed,
            len(documents := [load(path) for path in by_profile(seed)]),
            sum(len(document["indicators"]) for document in documents),
            sum(len(document["goals"]) for document in documents),
        )
        for profile, (seed, *_) in TOTALS.items()
    }
    assert found == TOTALS
    assert (len(FILES), len(OVERALL)) == (27, 3)


@pytest.mark.parametrize("path", OVERALL, ids=lambda path: path.stem)
def test_overall_record_is_facts_whose_columns_add_up(path: Path) -> None:
    document = load(path)
    assert set(document) == {
        "schema_version", "form_profile", "kind", "fiscal_year", "department", "prior_years", "income", "expenditure",
        "projects", "long_term_until", "counts",
    }  # fmt: skip
    assert document["kind"] == "overall"
    assert document["prior_years"] == [document["fiscal_year"] - 2, document["fiscal_year"] - 1]
    for table in (document["income"], document["expenditure"]):
        *parts, total = ([row["current"], *row["prior_years"]] for row in table)
        assert [sum(Decimal(cell or 0) for cell in column) for column in zip(*parts, strict=True)] == [
            Decimal(cell) for cell in total
        ]


def test_overall_counts_add_up_with_the_forms_of_the_sources() -> None:
    counts = [load(path)["counts"] for path in OVERALL]
    keys = ["long_term_goals", "annual_goals", "long_term_indicators", "annual_indicators"]
    assert [[c[key] for key in keys] for c in counts] == [[1, 1, 49, 44], [3, 3, 50, 48], [4, 4, 11, 65]]
    printed_twice = 2  # rows of the table variant of Ezhou that the publisher printed again
    project_rows = sum(indicators for _, _, indicators, _ in TOTALS.values())
    overall_rows = sum(c["long_term_indicators"] + c["annual_indicators"] for c in counts)
    assert project_rows + printed_twice + overall_rows == 718
