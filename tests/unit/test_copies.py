"""Fingerprints of texts: what is left of a text, what counts as the same, what is common property."""

import subprocess
import sys

import pytest

from benchmarks import planted, reviewing
from tests.domain.factories import example
from workflow.copies import COMMON_TEXTS, INDICATORS, Library, prints, share, shingles, stripped, without_place
from workflow.rules.linking import Together

HERE = "jianghan-2024/05-hr-industrial-park"
TEXT = "宣传劳动保障法律法规，督促用人单位执行；检查用人单位守法情况，受理举报投诉，纠正和查处各类违法用工行为。"


def part(one: str, other: str) -> float:
    return share(shingles(stripped(one)), shingles(stripped(other)))


@pytest.mark.parametrize(
    "other",
    [
        f"{TEXT}另行编制年度报告。",
        TEXT.replace("；", "。\n"),
        TEXT.replace("宣传", "2025年宣传12次"),
        f"根据《湖北省劳动保障监察条例》（鄂政发〔2019〕18号）：{TEXT}",
        "；".join(reversed(TEXT.rstrip("。").split("；"))),
    ],
)
def test_what_does_not_hide_a_copy(other: str) -> None:
    assert part(TEXT, other) >= 0.8


@pytest.mark.parametrize(
    "other", ["", "改造老旧小区管网，验收合格后移交街道管护，居民投诉当年办结。", "宣传劳动保障法律法规。"]
)
def test_other_texts(other: str) -> None:
    assert part(TEXT, other) < 0.3


def test_a_name_without_its_place() -> None:
    assert [without_place(name) for name in ("武汉市江汉区卫生健康局", "鄂州市教育局", "农业农村局")] == [
        "卫生健康局",
        "教育局",
        "农业农村局",
    ]


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    code = "from workflow.copies import shingles; print(sum(shingles('推进农田水利设施的维修和养护')))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert int(told.stdout) == sum(shingles("推进农田水利设施的维修和养护"))


def test_what_stands_in_very_many_forms_leads_nowhere() -> None:
    library = Library()
    for number in range(COMMON_TEXTS + 2):
        library.add(number, f"department {number}", example(HERE))
    assert [item for number in range(3) for item in library.alike(number)] == []
    few = Library()
    for number in range(3):
        few.add(number, f"department {number}", example(HERE))
    assert {item.path for item in few.alike(0)} == {print_.path for print_ in prints(example(HERE))} >= {INDICATORS}


def test_a_copied_form_is_told_to_the_other_department() -> None:
    own, taken = example(HERE), example(HERE).model_copy(update={"department": "基准市商务局", "unit": "基准市商务局"})
    rules = [{item.rule for item in found} for found in Together([own, taken]).findings()]
    assert {"texts_own_work", "indicators_own_work"} <= rules[0] & rules[1]


def test_planted_faults_are_found_and_nothing_else() -> None:
    year = reviewing.year_on_year(planted.pairs(per_form=1))
    assert year.planted.total() > 200
    assert year.recall >= 0.95
    assert year.precision >= 0.95
    copies, _ = reviewing.copies(300, 40)
    assert copies.planted.total() > 20
    assert copies.recall >= 0.95
    assert copies.precision >= 0.95
