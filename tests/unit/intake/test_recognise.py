"""How forms are written differs; what they say is read the same."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.intake.written import BASICS, HEADING, READ, ROWS, TITLE, form, indicators, lines, reading, table
from workflow.documents.intake import vocabulary
from workflow.documents.intake.recognise import recognise
from workflow.documents.intake.source import Block, Line, Source

WRITTEN: dict[str, Sequence[Block]] = {
    "table": [TITLE, table(*BASICS, HEADING, *ROWS)],
    "a row cut by a page": [
        TITLE,
        table(*BASICS, HEADING, ROWS[0], ["", "", "招聘会", "12场"]),
        Line("- 1 -"),
        table(["", "", "场次", ""], ROWS[2]),
    ],
    "heading again on a new page": [TITLE, table(*BASICS, HEADING, ROWS[0]), TITLE, table(HEADING, *ROWS[1:])],
    "numbered rows and a row of dots": [
        TITLE,
        table(*BASICS, HEADING, *([*row[:2], f"指标1：{row[2]}", row[3]] for row in ROWS), ["", "", "……", ""]),
    ],
    "sign, number and unit apart": [
        TITLE,
        table(
            *BASICS,
            [*HEADING[:3], "指标性质", "指标值", "度量单位"],
            ["产出指标", "数量指标", "培训人数", "≥", "100", "人"],
            ["", "", "招聘会场次", "", "12", "场"],
            ["效益指标", "社会效益指标", "群众就业水平", "定性", "稳步提升", ""],
        ),
    ],
    "value before the name": [
        TITLE,
        table(*BASICS, [*HEADING[:2], "指标值", "三级指标"], *([*row[:2], row[3], row[2]] for row in ROWS)),
    ],
    "one label a line": lines(
        "项目支出绩效目标申报表\n项目名称：就业补助\n主管部门：某县人社局\n实施单位：某县就业中心\n年度绩效指标\n"
        + "\n\n".join(
            f"一级指标：{one}\n二级指标：{two}\n三级指标：{name}\n指标值：{value}" for one, two, name, value in READ
        )
    ),
    "brackets": lines(
        "项目支出绩效目标申报表\n项目名称：就业补助\n主管部门：某县人社局\n实施单位：某县就业中心\n年度绩效指标：\n"
        "【产出指标-数量指标】指标1:培训人数(≥100人)；指标2:招聘会场次(12场)；\n"
        "【效益指标-社会效益指标】指标1:群众就业水平(稳步提升)；"
    ),
    "lower lines of a cell": lines(
        "项目支出绩效目标申报表\n项目名称 就业补助\n主管部门 某县人社局 实施单位 某县就业中心\n"
        "一级指标 二级指标 三级指标 指标值 指标值确定依据\n产出指标 数量指标 培训 ≥100人 计划标准\n人数\n"
        "招聘 12场 计划标准\n会场次\n效益指标 社会效益指标 群众就业 稳步提升 其他标准\n水平\n"
        "满意度指标 服务对象满意度指标 满意程度 90%以上 其他标准"
    ),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_every_way_of_writing_says_the_same(way: str) -> None:
    read = form(*WRITTEN[way])
    assert indicators(read)[:3] == READ
    assert (read.project_name, read.department, read.executing_bodies) == ("就业补助", "某县人社局", ["某县就业中心"])


def test_two_forms_beside_each_other_are_two() -> None:
    rows = [*BASICS, HEADING, *ROWS]
    beside = table(*([*row, "", *(cell.replace("就业补助", "职业培训") for cell in row)] for row in rows))
    found = reading(TITLE, beside).forms
    assert [one.project_name for one in found] == ["就业补助", "职业培训"]
    assert [indicators(one) for one in found] == [READ, READ]


def test_a_form_nobody_named_is_a_form_of_its_own() -> None:
    blank = ["项目名称", "", "主管部门", "某县人社局"], ["项目总额", "10", "当年预算", "10"]
    found = reading(TITLE, table(*BASICS, HEADING, *ROWS), TITLE, table(*blank, HEADING, *ROWS[:1])).forms
    assert [(one.project_name, len(one.indicators)) for one in found] == [("就业补助", 3), ("", 1)]


def test_an_amount_before_its_parts_is_read() -> None:
    row = ["年度资金总额（万元）", "18.00", "其中：财政拨款", "18.00"]
    found = reading(TITLE, table(*BASICS, row, HEADING, *ROWS))
    assert (found.forms[0].budget_year or found.forms[0].budget_total) == "18.00"
    assert ["其中：财政拨款18.00" in problem.message for problem in found.problems] == [True]


def test_values_below_their_labels() -> None:
    read = form(
        TITLE,
        table(["项目名称", "项目预算", "项目类型"], ["就业补助", "12.50", "常年性项目"], ["立项依据", "国发1号", ""]),
        table(HEADING, *ROWS),
    )
    assert (read.project_name, read.budget_total, read.project_type) == ("就业补助", "12.50", "常年性项目")
    assert read.establishment_basis == "国发1号"


def test_a_label_nobody_knows_ends_the_amount_before_it_and_a_goal_stands_behind_its_colon() -> None:
    text = "2025年项目绩效目标批复表\n项目名称：垃圾分类\n预算金额：50万元\n评审意见：同意\n绩效目标：覆盖率提高\n"
    read = form(*lines(text + "数量指标：新建分类亭≥20个；宣传活动12次"))
    assert (read.budget_year, [goal.text for goal in read.goals]) == ("50.00", ["覆盖率提高"])
    assert [row.target for row in read.indicators] == ["≥20个", "12次"]


def test_a_blank_value_stays_blank_beside_a_weight() -> None:
    heading = [*HEADING, "分值权重", "指标值确定依据"]
    read = form(TITLE, table(*BASICS, heading, ["产出指标", "质量指标", "办公环境", "", "22", "计划标准"]))
    assert [(row.level3, row.target, row.weight) for row in read.indicators] == [("办公环境", "", "22")]


@pytest.mark.parametrize(
    ("heading", "row", "weight"),
    [
        (["性质", "值", "单位", "指标权重", "指标方向性"], ["", "", "", "22", "正向指标"], "22"),
        (["指标值", "权重", "评分标准"], ["", "10", "按比例得分"], "10"),
    ],
)
def test_a_blank_value_stays_blank_under_a_second_level_of_its_own(
    heading: list[str], row: list[str], weight: str
) -> None:
    first = ["产出指标", "数量指标", "培训人数", *("30" if cell == weight else "" for cell in row)]
    own = ["", "办公条件", "办公环境改善", *row]
    read = form(TITLE, table(*BASICS, [*HEADING[:3], *heading], first, own))
    assert [(one.level2, one.level3, one.target, one.weight) for one in read.indicators] == [
        ("数量指标", "培训人数", "", "30"),
        ("办公条件", "办公环境改善", "", weight),
    ]


GOALS = {
    "年度目标1：促进就业；年度目标2：稳定就业。": ["促进就业；", "稳定就业。"],
    "目标一、促进就业\n目标二、稳定就业": ["促进就业", "稳定就业"],
    "实现目标1：促进就业；目标2：稳定就业": None,  # a sentence before them: one text
    "目标1：促进就业；目标3：稳定就业": None,
    "目标1：": None,
}


@pytest.mark.parametrize("text", GOALS)
def test_goals_numbered_in_one_cell_are_several_unless_indicators_name_the_whole(text: str) -> None:
    said = form(TITLE, table(BASICS[0], ["年度目标", text], HEADING, *ROWS))
    texts = GOALS[text]
    assert [goal.text for goal in said.goals] == (texts or [text])
    if texts:
        assert [goal.name for goal in said.goals] == ["年度目标1", "年度目标2"]
    rows = [["目标名称", *HEADING], *(["年度目标", *row] for row in ROWS[:1])]
    assert [goal.text for goal in form(TITLE, table(BASICS[0], ["年度目标", text], *rows)).goals] == [text]


def test_a_full_stop_on_a_line_of_its_own_ends_its_sentence() -> None:
    lone = "年度目标：\n组织去外地招聘不少于五次\n。\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 次数 ≥5次"
    read = form(*lines("2025年项目绩效目标申报表\n项目名称：就业补助\n" + lone))
    assert [goal.text for goal in read.goals] == ["组织去外地招聘不少于五次。"]


def test_every_row_has_its_place_and_what_has_none_is_told() -> None:
    found = reading(TITLE, table(["领导批示同意", ""], *BASICS, HEADING, *ROWS), table(["车辆", "台数"], ["轿车", "3"]))
    assert [found.evidence[f"forms/0/indicators/{at}"].where for at in range(3)] == [
        "第5行第1格",
        "第6行第3格",
        "第7行第1格",
    ]
    cells = {path: found.evidence[f"forms/0/indicators/1/{path}"] for path in ("level3", "target")}
    assert [(cell.snippet, cell.where) for cell in cells.values()] == [
        (ROWS[1][2], "第6行第3格"),
        (ROWS[1][3], "第6行第4格"),
    ]
    told = [problem.message for problem in found.problems if problem.code == "not_understood"]
    assert any("轿车" in message for message in told)


def test_a_list_of_projects_is_a_form_each() -> None:
    heading = ["序号", "项目名称", "主管部门", "预算金额（元）", "绩效目标", "绩效指标"]
    cells = ["1", "就业补助", "某县人社局", "120000", "促进就业", "数量指标：培训人数≥100人；招聘会≥12场"]
    other = ["2", "垃圾分类", "某县城管局", "50000", "覆盖率提高", "质量指标：达标率≥95%"]
    read = reading(
        Line("2025年项目支出绩效目标汇总表"), table(heading, cells, other, ["", "合计", "", "170000", "", ""])
    )
    assert [(one.project_name, one.department, one.budget_year, one.fiscal_year) for one in read.forms] == [
        ("就业补助", "某县人社局", "12.00", 2025),
        ("垃圾分类", "某县城管局", "5.00", 2025),
    ]
    assert [row.target for one in read.forms for row in one.indicators] == ["≥100人", "≥12场", "≥95%"]


def test_an_indicator_a_row_under_its_project() -> None:
    heading = ["单位名称", "项目名称", "年度绩效目标", *HEADING]
    rows = [["某县就业中心", "就业补助", "促进就业", *ROWS[0]], *(["", "", "", *row] for row in ROWS[1:])]
    other = ["某县就业中心", "技能大赛", "选出能手", "产出指标", "数量指标", "比赛场次", "2场"]
    read = reading(table(heading, *rows, other))
    assert [(one.project_name, one.unit, len(one.indicators)) for one in read.forms] == [
        ("就业补助", "某县就业中心", 3),
        ("技能大赛", "某县就业中心", 1),
    ]


def test_what_is_said_once_above_several_projects_holds_for_each_and_is_to_be_checked() -> None:
    one, two = (table(["项目名称", name, "", ""], HEADING, *ROWS) for name in ("就业补助", "技能大赛"))
    read = reading(Line("项目支出绩效目标批复表"), Line("2025年度"), Line("单位名称：某县就业中心"), one, two)
    said = [(form.form_type, form.unit, form.fiscal_year) for form in read.forms]
    assert said == [("project_approval", "某县就业中心", 2025)] * 2
    assert read.evidence["forms/1/unit"].confidence < 0.7 < read.evidence["forms/0/unit"].confidence


def test_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        source = Source("x", "text", (TITLE, table(*BASICS, HEADING, *ROWS * count)))
        began = time.process_time()
        assert len(recognise(source).forms[0].indicators) == 3 * count
        return time.process_time() - began

    seconds(10)
    small = max(seconds(20) for _ in range(3))
    assert min(seconds(200) for _ in range(2)) < 20 * small


def test_a_file_without_a_form_says_so() -> None:
    assert [problem.code for problem in reading(Line("会议通知")).problems] == ["no_form"]


WORDS = st.text(max_size=12) | st.sampled_from(
    [
        *(*vocabulary.FIELDS, *vocabulary.COLUMNS, *vocabulary.SECTIONS, *vocabulary.LEVELS, *vocabulary.BASES),
        *(*vocabulary.HEADINGS, *vocabulary.BUDGET_TABLES, "", "≥5次", "12.50", "100%", "长期绩效目标1", "年度目标："),
        *("合计", "- 1 -", "2025年项目支出绩效目标批复", "目标1：甲目标2：乙", "☑常年性项目☐一次性项目"),
        *("（元）", "其中：财政拨款", "……", "1"),
    ]
)
TABLES = st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8).map(lambda rows: table(*rows))
LINES = st.lists(WORDS, max_size=5).map(lambda words: Line("  ".join(words), "第1行", len(words) % 2 == 0))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TABLES | LINES, max_size=8))
def test_whatever_stands_in_a_file_nothing_is_raised(blocks: list[Block]) -> None:
    read = recognise(Source("表.xlsx", "xlsx", tuple(blocks)))
    assert read.forms or read.problems
    for path in read.evidence:
        assert int(path.split("/")[1]) < len(read.forms)


NAMES = st.text(alphabet="宣传培训巡查走访慰问网格档案系统设备", min_size=4, max_size=12)
VALUES = st.builds(
    "{}{}{}".format, st.sampled_from(["≥", "≤", "=", ""]), st.integers(1, 9999), st.sampled_from("次人%家")
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["数量指标", "质量指标", "时效指标"]), NAMES, VALUES), min_size=1, max_size=6)
)
def test_written_rows_are_read_back(rows: list[tuple[str, str, str]]) -> None:
    written = [("产出指标", *row) for row in rows]
    assert indicators(form(TITLE, table(*BASICS, HEADING, *written))) == written
