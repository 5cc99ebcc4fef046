"""md, txt, csv and html: the small form cell by cell, whatever the encoding, and what exports put inside texts."""

import pytest

from tests.unit.intake.readers.made import FORM, TITLE, rows, said, tables
from workflow.documents.intake.readers import read
from workflow.documents.intake.readers.plain import plain
from workflow.documents.intake.source import Line, Table

TABS = f"{TITLE}\n\n" + "".join("\t".join(row) + "\n" for row in FORM)
PIPES = f"# {TITLE}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in [FORM[0], ["---"] * 4, *FORM[1:]])
BARE_PIPES = f"{TITLE}\n" + "".join(" | ".join(row) + "\n" for row in FORM)
BOXED = f"{TITLE}\n┌──┬──┐\n" + "├──┼──┤\n".join(f"│{'│'.join(row)}│\n" for row in FORM) + "└──┴──┘"
HTML = f"<p>{TITLE}</p><table>" + "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>" for row in FORM)
CSV = f"{TITLE}\n" + "".join(",".join(row) + "\n" for row in FORM)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.txt", TABS), ("a.md", PIPES), ("a.md", BARE_PIPES), ("a.txt", BOXED), ("a.md", HTML), ("a.html", HTML)],
    ids=["tabs", "pipes", "bare pipes", "boxed", "html in md", "html"],
)
def test_the_small_form(name: str, text: str) -> None:
    assert said(read(name, text.encode())) == [TITLE, FORM]


def test_csv_with_a_line_break_inside_a_cell() -> None:
    assert said(read("a.csv", CSV.replace("≥5次", '"≥5次,\n每年"').encode("gb18030"))) == [
        [[TITLE], *FORM[:2], [*FORM[2][:3], "≥5次,\n每年"]]
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [TABS, HTML.replace("<p>", '<meta charset="utf-8"><p>', 1)], ids=["text", "html"])
def test_every_encoding_whatever_is_declared(encoding: str, text: str) -> None:
    source = read("a.txt" if text == TABS else "a.html", text.encode(encoding))
    assert said(source) == [TITLE, FORM]
    assert source.problems == ()


def test_a_declared_encoding_is_used_where_all_bytes_fit() -> None:
    raw = "<meta charset=big5><table><tr><td>經費<td>預算".encode("big5")
    assert said(read("a.htm", raw)) == [[["經費", "預算"]]]


def test_some_broken_bytes_are_told_and_spoil_nothing_else() -> None:
    source = read("a.txt", TABS.encode() * 40 + b"\xe5\x8d\n")
    assert source.problems[0].code == "bad_characters"
    assert tables(source)[0].rows[2][3].text == "≥5次"


def test_places_and_blank_lines() -> None:
    title, table, note = read("a.txt", f"\n{TABS}说明：无\n".encode()).blocks
    assert title == Line(TITLE, "第2行", blank_before=True)
    assert isinstance(table, Table) and table.rows[2][3].where == "第6行第4格"
    assert note == Line("说明：无", "第7行")


def test_blank_cells_stay_rules_go_and_an_empty_line_ends_a_table() -> None:
    text = "| | |\n|---|:-:|\n| a | |\n| - | 5 |\n\n\tx\n名称 | 值\n"
    assert said(read("a.md", text.encode())) == [[["", ""], ["a", ""], ["-", "5"]], [["", "x"]], [["名称", "值"]]]


def test_a_pasted_cell_over_several_lines_and_a_lone_quotation_mark() -> None:
    text = '依据\t"一、甲\n二、乙"\t10\n尺寸\t"大\n下一行\n'
    assert said(read("a.txt", text.encode())) == [[["依据", "一、甲\n二、乙", "10"], ["尺寸", '"大']], "下一行"]


def test_html_rows_in_odd_places() -> None:
    assert said(read("a.html", b"<table><form><tr><td>a<td>b</form></table><table><td>c<td>d</table>")) == [
        [["a", "b"]],
        [["c", "d"]],
    ]


def test_html_spans_nested_tables_forms_and_scripts() -> None:
    text = """<html><head><title>no</title></head><script>alert("no")</script><div>单位：<b>某局</b><br>金额：万元</div>
    <table><caption>表一</caption><tr><td rowspan=2>甲<p>乙</p><td colspan="2"><input checked type=checkbox>是<input
    type="checkbox">否<tr><td>&lt;5&nbsp;人<td><table><tr><td>内<td><input value="8"></table>
    <tr><td rowspan="99999999"><select><option>1<option selected>2</select><td colspan=100000>x</table>尾"""
    blocks = said(read("a.html", text.encode()))
    assert blocks == [
        "单位：某局",
        "金额：万元",
        "表一",
        [["甲\n乙", "☑是☐否"], ["<5 人", ""]],
        [["内", "8"]],
        [["2", "x"]],
        "尾",
    ]
    merged = tables(read("a.html", text.encode()))[0].rows[0]
    assert [(cell.column, cell.rows, cell.columns) for cell in merged] == [(0, 2, 1), (1, 1, 2)]


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ('<input checked="" type="checkbox"/> 常年 <input type="checkbox"/> 一次', "☑ 常年 ☐ 一次"),
        ("1. 运转类 <input type='checkbox'> 2. 特定 <input type=checkbox checked>", "1. 运转类 ☐ 2. 特定 ☑"),
        ("√常年性 □延续性", "☑常年性 ☐延续性"),
        ("■常年性 □延续性", "☑常年性 ☐延续性"),
        ("■ 一、总体要求", "■ 一、总体要求"),
        ("□√是", "☑是"),
        ("误差√2以内", "误差√2以内"),
        ("[x] 是 [ ] 否 [2024]1号", "☑ 是 ☐ 否 [2024]1号"),
        ("\uf0fe是 \uf0a8否", "☑是 ☐否"),
        ("<p>1. 甲</p> <p>2. 乙</p>", "1. 甲\n2. 乙"),
        ("a<br/>b", "a\nb"),
        ("<5%且>3%", "<5%且>3%"),
        ("a&amp;b &lt;p", "a&b <p"),
        (r"$\geq 98\%$", "≥98%"),
        (r"$\leqslant 5.5\%$ 和 $\pm 3^{\circ}$C", "≤5.5% 和 ±3°C"),
        (r"$\frac{1}{2}$", "1/2"),
        ("预算$ 至少$", "预算$ 至少$"),
        ("甲\u3000乙\u00a0丙\u200b", "甲 乙 丙"),
        ("项⽬⻓期", "项目长期"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_texts_as_a_person_sees_them(printed: str, seen: str) -> None:
    assert plain(printed) == seen


def test_a_formula_in_a_text_stays_text() -> None:
    [table] = tables(read("a.txt", "名称\t=cmd|' /C calc'!A0\t@SUM(1)".encode()))
    assert rows(table) == [["名称", "=cmd|' /C calc'!A0", "@SUM(1)"]]
