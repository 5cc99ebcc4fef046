"""Budget tables: by number or title, joined headings, amounts in 万元, codes as printed."""

from tests.unit.intake.written import lines, reading, table
from workflow.documents.intake.source import Line


def test_a_table_by_its_number_with_headings_over_two_rows() -> None:
    (read,) = reading(
        Line("预算 06 表"),
        Line("2024 年一般公共预算支出表(分单位)"),
        Line("单位：元"),
        table(
            ["单位编码", "单位名称", "合计", "基本支出", "", "项目支出"],
            ["", "", "", "小计", "人员经费", ""],
            ["", "合计", "1,500.00", "500", "", "1000"],
            ["201001", "某局本级", "1,500.00", "500", "", "1000"],
        ),
        Line("注：公开数字四舍五入"),
    ).forms
    assert read.form_type == "budget_table"
    assert read.fiscal_year == 2024
    assert read.table is not None
    assert read.table.number == "06"
    assert read.table.columns == ["单位编码", "单位名称", "合计", "基本支出/小计", "基本支出/人员经费", "项目支出"]
    assert read.table.rows == [
        [None, "合计", "0.15", "0.05", None, "0.10"],
        ["201001", "某局本级", "0.15", "0.05", None, "0.10"],
    ]
    assert read.table.notes == ["注：公开数字四舍五入"]


def test_tables_by_title_the_longest_that_fits_and_empty_ones() -> None:
    empty = table(["科目编码", "科目名称", "本年支出", ""], ["", "", "合计", "基本支出"])
    titles = ["2024年财政拨款收支预算总表", "2024年政府性基金预算支出表", "2024年项目支出预算表"]
    found = reading(*(block for title in titles for block in (Line(title), empty))).forms
    assert [(form.table.number, form.table.rows) for form in found if form.table] == [
        ("04", []),
        ("09", []),
        ("11", []),
    ]


def test_a_table_of_contents_holds_no_tables() -> None:
    assert reading(*lines("一、2024年收支预算总表\n二、2024年项目支出预算表")).forms == []
