"""Which texts of a copied draft are asked about the year they name."""

from types import SimpleNamespace

import pytest

from webapp.present.editor_carried import Carried


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        ("basics/-/implementation_plan", "2024年完成招聘", "2024"),
        ("basics/-/implementation_plan", "按〔2024〕9号文件办理", ""),
        ("basics/-/prior_evaluation", "2024年度绩效自评得分99.24分", ""),
        ("basics/-/prior_years", "2024年预算99.09万元", ""),
        ("basics/-/unopened", "2024年完成招聘", ""),
    ],
)
def test_the_old_year_is_named_where_a_text_speaks_of_this_year(path: str, text: str, named: str) -> None:
    paths = ("implementation_plan", "prior_evaluation", "prior_years")
    carried = Carried(SimpleNamespace(source_year=2024), dict.fromkeys(f"basics/-/{one}" for one in paths), {})
    assert carried.old_year(path, text, 2025) == named
