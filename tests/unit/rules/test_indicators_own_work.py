"""指标表不照抄其他部门."""

import pytest

from tests.domain.factories import example
from tests.unit.rules.beside import alike, told_beside
from tests.unit.rules.declaring import WEIGHTED
from workflow.rules.indicators_own_work import indicators_own_work


@pytest.mark.parametrize(("share", "words"), [(0.8, "80% 与基准市水利局「农田水利维修专项」"), (1.0, "100%")])
def test_it_says_so(share: float, words: str) -> None:
    [found] = told_beside(indicators_own_work, example(WEIGHTED), alike("indicators", share))
    assert found.path == "indicators"
    assert words in found.zh


@pytest.mark.parametrize(("path", "share"), [("indicators", 0.79), ("indicators", 0.1), ("goals/g2/text", 1.0)])
def test_nothing_is_said(path: str, share: float) -> None:
    assert told_beside(indicators_own_work, example(WEIGHTED), alike(path, share)) == []
