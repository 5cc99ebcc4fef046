"""文字不照抄其他部门."""

import pytest

from tests.domain.factories import example
from tests.unit.rules.beside import alike, told_beside
from tests.unit.rules.declaring import WEIGHTED
from workflow.rules.texts_own_work import texts_own_work


@pytest.mark.parametrize(("share", "words"), [(0.6, "60% 与基准市水利局「农田水利维修专项」"), (0.95, "95%")])
def test_it_says_so(share: float, words: str) -> None:
    [found] = told_beside(texts_own_work, example(WEIGHTED), alike("goals/g2/text", share))
    assert found.path == "goals/g2/text"
    assert words in found.zh


@pytest.mark.parametrize(("path", "share"), [("goals/g2/text", 0.59), ("goals/g2/text", 0.1), ("indicators", 1.0)])
def test_nothing_is_said(path: str, share: float) -> None:
    assert told_beside(texts_own_work, example(WEIGHTED), alike(path, share)) == []
