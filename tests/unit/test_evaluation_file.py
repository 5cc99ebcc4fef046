"""A 自评表 that comes from outside: which row is which indicator, which text which field."""

import pytest

from workflow.documents.evaluation_file import Promised, pair, pick_form
from workflow.documents.evaluation_texts import deviation_text, note_text, split_deviation, split_note
from workflow.documents.intake.reading import FormRead, IndicatorRead
from workflow.documents.intake.texts import clean

FORM = [Promised("a", "培训人数", "≥40人"), Promised("b", "培训人数", "≥20人"), Promised("c", "群众满意度", "≥95%")]


def rows(*names: tuple[str, str]) -> list[IndicatorRead]:
    return [IndicatorRead(horizon="annual", level3=name, target=target) for name, target in names]


@pytest.mark.parametrize(
    ("read", "found", "guessed", "left"),
    [
        # another order, other signs
        (
            rows(("群众满意度", "≥95％"), ("培训 人数", "≥20人"), ("培训人数", "≥40人")),
            {"a": 2, "b": 1, "c": 0},
            set(),
            [],
        ),
        # another target: still known by its name
        (rows(("培训人数", "≥20人"), ("群众满意度", "90%")), {"b": 0, "c": 1}, set(), []),
        # only alike, and nothing like it
        (rows(("服务群众满意度", "≥95%"), ("印刷数量", "3本")), {"c": 0}, {"c"}, [1]),
        ([IndicatorRead(horizon="long_term", level3="群众满意度", target="≥95%")], {}, set(), []),
    ],
)
def test_rows_are_told_by_what_is_printed(
    read: list[IndicatorRead], found: dict[str, int], guessed: set[str], left: list[int]
) -> None:
    made = pair(FORM, read)
    assert (made.rows, made.guessed, made.left) == (found, guessed, left)


def test_the_form_of_the_project_is_picked() -> None:
    forms = [FormRead(form_type="self_evaluation", project_name=name) for name in ("甲", "乙")]
    others = [FormRead(form_type="monitoring", project_name="丙")]
    assert pick_form([*others, *forms], "乙") is forms[1]
    assert pick_form(forms, "丙") is None
    assert pick_form([*others, forms[0]], "丙") is forms[0], "the only one; the page asks whether it is the right one"
    assert pick_form(others, "丙") is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", {}),
        ("场地关闭", {"cause": "场地关闭"}),
        ("原因：场地关闭。改进措施：提前预订", {"cause": "场地关闭", "measure": "提前预订"}),
        ("未完成原因分析:疫情；下一步改进措施:补课。", {"cause": "疫情", "measure": "补课。"}),
        ("经费不足，整改措施：追加预算", {"cause": "经费不足", "measure": "追加预算"}),
        ("人工评分：已核实\n原因：少一次", {"reason": "已核实", "cause": "少一次"}),
    ],
)
def test_causes_and_measures_in_one_cell_are_told_apart(text: str, parts: dict[str, str]) -> None:
    assert split_deviation(text) == parts


def test_what_is_printed_in_one_cell_comes_back_as_it_was() -> None:
    parts = {"reason": "补课一次", "cause": "场地关闭；停电", "measure": "提前预订"}
    assert split_deviation(clean(deviation_text(parts))) == parts
    for cause, note in (("招标推迟", "无"), ("招标推迟", ""), ("", "另附说明")):
        assert split_note(note_text(cause, note)) == (cause, note)
