"""Every published value is read as what it is; spellings do not matter; nothing raises, nothing is guessed silently."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflow.indicators import WARNINGS, ValueClass, ValueKind, parse

PUBLISHED = [
    line.split("\t") for line in (Path(__file__).parent / "published_values.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("cls", "raw"), [*PUBLISHED, ("V21", ""), ("V21", " \n　")])
def test_every_published_value_has_its_class(cls: str, raw: str) -> None:
    value = parse(raw)
    assert (value.cls, value.raw) == (cls, raw)


def test_every_class_has_a_published_value() -> None:
    assert {cls for cls, _ in PUBLISHED} | {"V21"} == {str(cls) for cls in ValueClass}


# value, class, and every key of the object that is neither empty nor the raw text
READ: list[tuple[str, str, dict[str, Any]]] = [
    ("≥95%", "V01", {"comparator": "≥", "low": 95, "unit": "%", "direction": "up"}),
    ("≤5.5%", "V01", {"comparator": "≤", "high": 5.5, "unit": "%", "direction": "down"}),
    ("=100%", "V02", {"comparator": "=", "low": 100, "high": 100, "unit": "%"}),
    ("90.00%", "V03", {"low": 90, "high": 90, "unit": "%"}),
    (
        "≤20%%",
        "V04",
        {"comparator": "≤", "high": 20, "unit": "%", "direction": "down", "warnings": ["percent_doubled"]},
    ),
    ("≥34.4万人", "V05", {"comparator": "≥", "low": 344_000, "unit": "人", "direction": "up"}),
    ("≤1000元/人", "V05", {"comparator": "≤", "high": 1000, "unit": "元", "per": ["人"], "direction": "down"}),
    ("=27.06万元", "V06", {"comparator": "=", "low": 27.06, "high": 27.06, "unit": "万元"}),
    ("0起", "V07", {"low": 0, "high": 0, "unit": "起"}),
    ("80万人次", "V07", {"low": 800_000, "high": 800_000, "unit": "人次"}),
    ("1800元/人/月", "V08", {"low": 1800, "high": 1800, "unit": "元", "per": ["人", "月"]}),
    ("每人每月1800元", "V08", {"low": 1800, "high": 1800, "unit": "元", "per": ["人", "月"]}),
    ("12场/年", "V08", {"low": 12, "high": 12, "unit": "场", "per": ["年"], "period": "年"}),
    ("=500元/人/天", "V09", {"comparator": "=", "low": 500, "high": 500, "unit": "元", "per": ["人", "天"]}),
    ("3000/张", "V10", {"low": 3000, "high": 3000, "unit": "张", "warnings": ["unit_malformed"]}),
    ("5000—8000元", "V11", {"comparator": "range", "low": 5000, "high": 8000, "unit": "元"}),
    ("3-5万人", "V11", {"comparator": "range", "low": 30_000, "high": 50_000, "unit": "人"}),
    ("8～10万元", "V11", {"comparator": "range", "low": 8, "high": 10, "unit": "万元"}),
    ("80%至90%", "V11", {"comparator": "range", "low": 80, "high": 90, "unit": "%"}),
    ("9-5次", "V11", {"comparator": "range", "low": 5, "high": 9, "unit": "次", "warnings": ["range_reversed"]}),
    ("100人左右", "V13", {"comparator": "≈", "low": 100, "high": 100, "unit": "人", "warnings": ["not_verifiable"]}),
    ("全年3次", "V14", {"low": 3, "high": 3, "unit": "次", "period": "年"}),
    ("每季度一次", "V14", {"low": 1, "high": 1, "unit": "次", "period": "季度"}),
    ("0.96", "V15", {"low": 0.96, "high": 0.96, "warnings": ["unit_missing"]}),
    ("1.2万", "V15", {"low": 12_000, "high": 12_000, "warnings": ["unit_missing"]}),
    ("2020年底完成", "V17", {"comparator": "≤", "deadline": "2020-12-31"}),
    ("2025年2月底前", "V17", {"comparator": "≤", "deadline": "2025-02-28"}),
    ("2020年1月--2020年11月", "V17", {"comparator": "≤", "deadline": "2020-11-30"}),
    ("按政策规定时间", "V17", {"deadline": "按政策规定时间"}),
    ("12月底到位", "V17", {"deadline": "12月底到位"}),
    ("2025-13-01", "V17", {"deadline": "2025-13-01", "warnings": ["date_unreadable"]}),
    ("2025年2月30日", "V17", {"deadline": "2025年2月30日", "warnings": ["date_unreadable"]}),
    ("显著提高", "V18", {"direction": "up", "qualitative": True}),
    ("保持稳定", "V18", {"direction": "stable", "qualitative": True}),
    ("较上年下降", "V18", {"direction": "down", "qualitative": True, "warnings": ["baseline_missing"]}),
    ("-", "V19", {"warnings": ["not_applicable"]}),
    ("有效促进", "V20", {"qualitative": True}),
    ("", "V21", {"warnings": ["value_missing"]}),
    ("5年", "V07", {"low": 5, "high": 5, "unit": "年"}),
    ("3个工作日内", "V05", {"comparator": "≤", "high": 3, "unit": "个工作日", "direction": "down"}),
    ("≥3票票", "V05", {"comparator": "≥", "low": 3, "unit": "票票", "direction": "up", "warnings": ["unit_unknown"]}),
    ("≥1,2,3人", "V20", {"qualitative": True, "warnings": ["number_unreadable"]}),
    ("1e5", "V20", {"qualitative": True, "warnings": ["number_unreadable"]}),
    ("一人一档", "V20", {"qualitative": True}),
]


@pytest.mark.parametrize(("raw", "cls", "filled"), READ)
def test_what_a_value_says(raw: str, cls: str, filled: dict[str, Any]) -> None:
    found = parse(raw).as_json()
    json.dumps(found)
    assert (found.pop("raw"), found.pop("class")) == (raw, cls)
    found.pop("kind")
    assert {key: item for key, item in found.items() if item is not None and item is not False and item != []} == filled


def test_parts_with_their_conditions() -> None:
    value = parse("923.78元/月（企业）、673.19元/月（灵活）")
    assert (value.cls, value.kind) == (ValueClass.several, ValueKind.multi_part)
    assert [(str(part.low), part.unit, part.per, part.condition) for part in value.parts] == [
        ("923.78", "元", ("月",), "企业"),
        ("673.19", "元", ("月",), "灵活"),
    ]


@pytest.mark.parametrize(
    ("raw", "kind", "bounds"),
    [
        ("社会满意率达99%以上", "quantitative", [("≥", 99, None, "%")]),
        ("不超过一天", "quantitative", [("≤", None, 1, "天")]),
        ("最少各一次", "quantitative", [("≥", 1, None, "次")]),
        ("新制卡40个工作日、补卡立等可取", "multi-part", [(None, 40, 40, "个工作日")]),
        ("全年巡查检查企业不少于2000家、建设工地全覆盖。", "multi-part", [("≥", 2000, None, "家")]),
        ("企业3家，个人不超过5人", "multi-part", [(None, 3, 3, "家"), ("≤", None, 5, "人")]),
    ],
)
def test_a_text_keeps_its_words_and_shows_its_numbers(raw: str, kind: str, bounds: list[tuple[Any, ...]]) -> None:
    found = parse(raw).as_json()
    parts = [(part["comparator"], part["low"], part["high"], part["unit"]) for part in found["parts"]]
    assert (found["class"], found["kind"], parts) == ("V16", kind, bounds)
    assert found["warnings"] == ["bound_in_text"]


@pytest.mark.parametrize("name", ["执法投诉率", "办件数量", "社会成本"])
def test_a_rate_that_only_falls_lacks_its_baseline(name: str) -> None:
    assert parse("有效减少", name).warnings == ("baseline_missing",)
    assert parse("有效减少", "营商环境").warnings == ()


SAME = {
    "≥95%": "≥ 95 ％|>=95%|=>95%|≧95%|⩾95%|≥95%。|$\\geq 95\\%$|$\\ge95\\%$|不低于95%|不少于95%|95%以上"
    "|大于等于95%|至少95%|达到95%以上|９５％及以上",
    "≤30天": "<=30天|≦30天|≤ 30 天|不超过30天|30天以内|30天内|不高于30天|$\\leq$30天|控制在30天以内",
    "=48台": "═48台|﹦48台|＝48台|==48台|等于48台|= 48 台",
    "100人左右": "约100人|大约100人|≈100人|100 人 左右",
    "≥16万人": "≥16 万人|不少于16万人|≥160000人|≥160,000人|≥１６万人",
    "300-4000元": "300—4000元|300～4000元|300~4000元|300至4000元|300元-4000元|300 – 4000 元",
    "95%": "百分之95|95百分比|95 %|９５％",
}


@pytest.mark.parametrize(("one", "other"), [(one, item) for one, items in SAME.items() for item in items.split("|")])
def test_spellings_of_one_value_say_the_same(one: str, other: str) -> None:
    first, second = parse(one), parse(other)
    assert (first.cls, first.measure) == (second.cls, second.measure)
    assert first.warnings == second.warnings


ANYTHING = st.text(max_size=80) | st.text("≥≤=%万元人/年月日-~、()0123456789.,每全个以上内一二十", max_size=40)


@given(raw=ANYTHING, name=st.text(max_size=10))
@settings(max_examples=400, deadline=None)
@example("\x00", "")
@example("٣人", "")
@example("9" * 5000 + "人", "")
@example("≥" + "1" * 30 + "人", "")
def test_anything_gets_a_class_and_a_known_warning(raw: str, name: str) -> None:
    value = parse(raw, name)
    assert value.raw == raw
    assert set(value.warnings) <= WARNINGS.keys()
    json.dumps(value.as_json(), allow_nan=False)
    if any(sign.isdecimal() for sign in raw) and value.cls is ValueClass.phrase:
        assert value.warnings


@pytest.mark.parametrize(
    "raw",
    ["1" * 80_000, "每" * 50_000, "1-" * 40_000, "(1元" * 20_000, "有效" * 40_000, "≥1人、" * 20_000],
)
def test_an_endless_text_is_read_at_once(raw: str) -> None:
    begin = time.thread_time()
    parse(raw)
    assert time.thread_time() - begin < 0.5


def test_groups_of_a_number_without_end_are_not_tried_one_by_one() -> None:
    """A pasted table may hold hundreds of such cells."""
    begin = time.thread_time()
    for _ in range(5):
        parse("999," * 1_250)
    assert time.thread_time() - begin < 0.5
