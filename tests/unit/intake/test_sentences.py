"""What intake says about a file, in both languages: every sentence with the same facts, every place in words."""

import re
from string import Formatter

import pytest

from workflow.documents.intake.reading import ProblemRead
from workflow.documents.intake.sentences import SENTENCES, in_english, place_in_english, problem


def test_every_sentence_has_the_same_facts_in_both_languages() -> None:
    for name, (zh, en) in SENTENCES.items():
        facts = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (zh, en)]
        assert facts[0] == facts[1], name
        bare = re.sub("项目名称|一级指标", "", en)
        assert zh.endswith(("。", "}")) and not re.search("[\u4e00-\u9fff]", bare), name


def test_a_problem_says_the_same_to_everyone_also_one_read_before() -> None:
    said = problem("amount_unreadable", "第3行第2格", label="预算金额", text="{十}万")
    assert (said.code, said.message) == ("amount_unreadable", "“预算金额”后面的“{十}万”不是金额，请核对后填写。")
    read = ProblemRead.model_validate_json(ProblemRead.of(said).model_dump_json())
    assert in_english(read.sentence, read.facts, read.message).startswith("“{十}万” after “预算金额” is no amount")
    assert problem("not_understood.text", text="x").code == "not_understood"
    old = ProblemRead(code="not_understood", message="没有读入")
    assert in_english(old.sentence, old.facts, old.message) == "没有读入"


PLACES = {
    "第2页表1第3行第4格": "page 2, table 1, row 3, cell 4",
    "第5段": "paragraph 5",
    "脚注2": "footnote 2",
    "预算表!B3": "预算表!B3",
    "第一批项目申报表": "第一批项目申报表",
    "第3行业务表": "第3行业务表",
    "": "",
}


@pytest.mark.parametrize("where", PLACES)
def test_places_are_in_english_and_names_stay(where: str) -> None:
    assert place_in_english(where) == PLACES[where]
