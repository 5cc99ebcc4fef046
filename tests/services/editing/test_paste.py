"""Excel to the form: what is understood, what is kept and marked; one paste is one undo."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.factories import File, make_declaration
from tests.domain.world import World
from tests.services.editing.hands import WIDE, raw, refused, returned, text, trail, uids, undo
from workflow import db
from workflow.canonical.profile import shipped
from workflow.services import editing
from workflow.services.editing import Change, Cursor, Done
from workflow.services.editing.columns import columns_of
from workflow.services.editing.paste import Plan, Sheet, plan, read_table

JIANGHAN, OLD = shipped()["jianghan-2024"], shipped()["dongxihu-2020"]
ANNUAL = columns_of("indicators", JIANGHAN, "annual")
LONG = columns_of("indicators", JIANGHAN, "long_term")
HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值（前年）",
    "指标值（上年）",
    "指标值（预计当年实现）",
    "指标分值权重（%）",
    "指标值确定依据",
)
ROW = ("产出指标", "数量指标", "培训人次", "6100人", "6480人", "≥6,600人次", "6%", "计划数据")
NEW = {"horizon": "annual", "goal": "g2"}


def excel(rows: Sequence[Sequence[str]]) -> str:
    """What Excel puts on the clipboard."""

    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in '\t\n"') else value

    return "".join("\t".join(cell(value) for value in row) + "\r\n" for row in rows)


def sheet(section: str = "indicators", horizon: str = "annual", **more: Any) -> Sheet:
    profile = more.pop("profile", JIANGHAN)
    columns = columns_of(section, profile, horizon)
    layouts = (columns, LONG, ANNUAL) if section == "indicators" else ()
    return Sheet(section, columns, more.pop("rows", ()), profile, more.pop("start", NEW), layouts=layouts, **more)


def planned(content: str, where: Sheet | None = None) -> Plan:
    numbers = count(1)
    return plan(content, where or sheet(), lambda: f"n{next(numbers)}")


def rows_of(made: Plan) -> list[dict[str, str]]:
    return [change.values for change in made.changes if change.kind == "add"]


def test_a_whole_table_without_headings() -> None:
    [row] = rows_of(planned(excel([ROW])))
    assert row == {**NEW, **dict(zip(ANNUAL, ROW, strict=True))}


@given(order=st.permutations(range(8)), extra=st.booleans())
@settings(max_examples=60, deadline=None)
def test_headings_in_any_order(order: list[int], extra: bool) -> None:
    lines = [[HEADINGS[i] for i in order], [ROW[i] for i in order]]
    if extra:
        lines = [["序号", *lines[0], "备注"], ["1", *lines[1], "无"]]
    made = planned(excel(lines))
    assert rows_of(made) == [{**NEW, **dict(zip(ANNUAL, ROW, strict=True))}]
    assert made.left_out == (2 if extra else 0)


def test_a_heading_of_two_lines_as_the_paper_has_it() -> None:
    upper = ["目标名称", "一级指标", "二级指标", "三级指标", "指标值", "", "", "分值权重", "指标值确定依据"]
    lower = ["", "", "", "", "前年", "上年", "预计当年实现", "", ""]
    goals = {"年度绩效目标1": "g2", "年度绩效目标2": "g3"}
    made = planned(
        excel([upper, lower, ["年度绩效目标2", *ROW], ["", "", "", "另一个", "", "", "≥5", "2", ""]]),
        sheet(goals=goals),
    )
    first, second = rows_of(made)
    assert first == {**NEW, "goal": "g3", **dict(zip(ANNUAL, ROW, strict=True))}
    assert (second["goal"], second["level1"], second["level2"], second["weight"]) == ("g3", "产出指标", "数量指标", "2")


@pytest.mark.parametrize("first", ["一次性创业补贴人均标准", "满意度目标值达标率", "预计当年新增就业"])
def test_a_name_that_sounds_like_a_heading_is_a_name(first: str) -> None:
    made = planned(excel([[first], ["第二个"]]), sheet(column="level3"))
    assert [row["level3"] for row in rows_of(made)] == [first, "第二个"]
    made = planned(excel([["数量指标", first, "当年完成", "计划标准"]]), sheet(horizon="long_term"))
    assert rows_of(made)[0]["level3"] == first


def test_merged_cells_carry_their_level_down_and_level_2_knows_its_level_1() -> None:
    lines = [
        ["产出指标", "数量指标", "a"],
        ["", "", "b"],
        ["", "质量指标", "c"],
        ["效益指标", "", "d"],
        ["", "社会效益指标", "e"],
        ["", "服务对象", "f"],
    ]
    levels = [(row["level1"], row["level2"]) for row in rows_of(planned(excel(lines)))]
    assert levels == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", ""),
        ("效益指标", "社会效益指标"),
        ("效益指标", "服务对象"),
    ]  # fmt: skip
    assert rows_of(planned(excel([["", "时效", "g"], ["成本", "经济成本", "h"]])))[0]["level1"] == "产出指标"


def test_unknown_level_names_are_kept() -> None:
    lines = [["履职效能", "战略管理", "中长期规划", "", "", "完成", "5", "计划数据"]]
    [row] = rows_of(planned(excel(lines)))
    assert (row["level1"], row["level2"], row["level3"]) == ("履职效能", "战略管理", "中长期规划")


def test_old_forms_have_cost_below_output() -> None:
    [row] = rows_of(planned(excel([["", "成本指标", "场租"]]), sheet(profile=OLD)))
    assert (row["level1"], row["level2"]) == ("产出指标", "成本指标")


def test_rows_from_the_cursor_on_are_overwritten_and_more_are_added() -> None:
    now = tuple(
        (f"i{n}", {name: "" for name in ANNUAL} | {"level1": "产出指标", "level2": "质量指标", "target": f"≥{n}"})
        for n in range(3)
    )
    made = planned(excel([["≥7", "5%"], ["≥8", "6%"], ["≥9", "7%"]]), sheet(rows=now, row="i1", column="target"))
    assert [change.path for change in made.changes if change.kind == "set"] == [
        "indicators/i1/target",
        "indicators/i1/weight",
        "indicators/i2/target",
        "indicators/i2/weight",
    ]
    assert made.changes[0] == Change("set", "indicators/i1/target", old="≥1", new="≥7")
    [row] = rows_of(made)
    assert (row["target"], row["level2"], made.rows) == ("≥9", "质量指标", 3)


def test_an_eight_column_table_goes_into_the_long_term_one() -> None:
    made = planned(excel([ROW]), sheet(horizon="long_term", start={"horizon": "long_term"}))
    assert rows_of(made) == [
        {"horizon": "long_term", **{name: dict(zip(ANNUAL, ROW, strict=True))[name] for name in LONG}}
    ]
    assert made.left_out == 3


def test_lines_and_their_amounts_by_label() -> None:
    lines = [
        ["项目内容", "金额合计", "上级转移支付金额", "测算依据及说明", "本级财政拨款金额"],
        ["社保补贴", "x", "1,331.67", "923.78元*12个月\n*800人", ""],
    ]
    [row] = rows_of(planned(excel(lines), sheet("expenditure_lines", "", start={})))
    assert row == {
        "item": "社保补贴",
        "amounts.transfer": "1,331.67",
        "basis": "923.78元*12个月\n*800人",
        "amounts.local": "",
    }


def test_only_headings_or_nothing_changes_nothing() -> None:
    for content in (excel([HEADINGS]), "", "\n\n", "\t\t\n \t"):
        assert planned(content).changes == ()


CELLS = st.text(max_size=8).map(lambda text: text.replace("\r", "").replace("\x00", ""))


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)))
@settings(max_examples=200, deadline=None)
def test_whatever_excel_writes_is_read_back(table: list[list[str]]) -> None:
    if table[-1] == [""]:  # one empty cell at the end cannot be told from a line end
        table[-1] = ["x"]
    assert read_table(excel(table)) == table


@given(st.text(max_size=200), st.sampled_from(("indicators", "expenditure_lines", "asset_lines")))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd(content: str, section: str) -> None:
    made = planned(content, sheet(section))
    assert made.rows <= content.count("\n") + content.count("\r") + 1
    assert all(change.path.startswith(f"{section}/") for change in made.changes)


@pytest.mark.parametrize("content", ['"never closed\tb', 'a"b\t"c"d', '"x" \ty', '""\t""""'])
def test_quotes_that_excel_did_not_write_are_characters(content: str) -> None:
    assert len(read_table(content)) == 1


# --- into the database -----------------------------------------------------------------------------------------------


def paste(file: File, content: str, batch: str = "", who: str = "filer_own_a", **cursor: str) -> Done:
    with db.unit_of_work(write=True) as session:
        where = Cursor(**{"section": "indicators", "horizon": "annual", **cursor})
        return editing.paste(session, file.world.actor(who), file.id, where, content, batch)


def thirty() -> list[list[str]]:
    lines = [
        ["产出指标" if n == 0 else "", "数量指标" if n == 0 else "", f"指标{n}", "1", "2", f"≥{n}", "2%", "计划数据"]
        for n in range(30)
    ]
    lines[3][2] = 'the "third"\nline'
    lines[5][6] = "六"
    lines[7][:2], lines[8][:2] = ["履职效能", "战略管理"], ["产出指标", "数量指标"]
    return lines


def test_thirty_rows_are_one_batch_and_one_undo(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    before, annual = file.hash(), len(uids(file, "indicators", "annual"))
    done = paste(file, excel([HEADINGS, *thirty()]), row="")
    assert (done.rows, done.left_out) == (30, 0)
    bad = uids(file, "indicators", "annual")[annual + 5]
    unknown = uids(file, "indicators", "annual")[annual + 7]
    assert set(done.to_check) == {
        f"indicators/{bad}/weight",
        f"indicators/{unknown}/level1",
        f"indicators/{unknown}/level2",
    }
    assert raw(file) == {f"indicators/{bad}/weight": "六"}
    assert text(file, f"indicators/{uids(file, 'indicators', 'annual')[annual + 3]}/level3") == 'the "third"\nline'
    assert len(uids(file, "indicators", "annual")) == annual + 30
    undo(file, "filer_own_a")
    assert (file.hash(), raw(file)) == (before, {})


def test_the_same_paste_sent_again_is_not_pasted_twice(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    paste(file, excel(thirty()), batch="cd" * 16)
    after = file.hash()
    assert paste(file, excel(thirty()), batch="cd" * 16).again
    assert file.hash() == after


def test_over_present_rows_what_a_colleague_typed_just_before_is_in_the_trail(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    first = uids(file, "indicators", "annual")[0]
    paste(file, excel([["≥1", "3%"]]), row=first, column="target")
    assert trail(file) == [(f"indicators/{first}/target", "300-4000元", "≥1"), (f"indicators/{first}/weight", "2", "3")]


@pytest.mark.parametrize(
    ("content", "cursor", "code"),
    [
        ("x\n" * 501, {}, "paste_too_large"),
        ("x" * 500_001, {}, "paste_too_large"),
        ("x\ty", {"section": "goals"}, "bad_path"),
        ("x\ty", {"horizon": "never"}, "bad_path"),
    ],
)
def test_what_takes_no_paste(world: World, content: str, cursor: dict[str, str], code: str) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    assert refused(paste, file, content, **cursor).code == code
    assert trail(file) == []


def test_locked_cells_are_told_not_overwritten(world: World) -> None:
    file = returned(world, "indicators/i013/target")
    done = paste(file, excel([["≥1", "3"], ["≥2", "4"]]), row="i013", column="target")
    assert text(file, "indicators/i013/target") == "≥1"
    assert len(done.to_check) == 3


# --- 长期同年度 --------------------------------------------------------------------------------------------------


def copy(file: File, source: str, target: str, batch: str = "") -> Done:
    with db.unit_of_work(write=True) as session:
        return editing.copy_horizon(session, file.world.actor("filer_own_a"), file.id, source, target, batch)


def test_what_the_other_table_lacks_is_taken_over_in_one_undo(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    with db.unit_of_work(write=True) as session:
        gone = [Change("remove", f"indicators/{uid}") for uid in uids(file, "indicators", "annual")[:20]]
        blank = [Change("set", f"indicators/{uids(file, 'indicators', 'annual')[20]}/basis", "计划数据", "")]
        editing.edit(session, file.world.actor("filer_own_a"), file.id, [*gone, *blank])
    before, kept = file.hash(), uids(file, "indicators", "annual")
    done = copy(file, "long_term", "annual")
    rows = file.document().indicators
    copied = [row for row in rows if row.horizon == "annual" and row.uid not in kept]
    assert done.rows == len(copied) > 10
    assert {row.goal for row in copied} == {"g2"}
    assert {row.weight for row in copied} == {None}
    assert next(row.basis for row in rows if row.uid == kept[0]) == "计划数据"
    assert copy(file, "long_term", "annual").rows == 0
    undo(file, "filer_own_a")
    assert file.hash() == before


def test_copying_needs_two_tables(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    assert refused(copy, file, "annual", "annual").code == "bad_path"
    assert refused(copy, file, "annual", "overall").code == "bad_path"
