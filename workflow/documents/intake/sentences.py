"""What intake says about a file: every sentence in Chinese and English, and the places they name in both languages.

A problem carries the name of its sentence and the facts in it, so that each reader is told in his own language. What
the file itself says (a cell, a title, the name of a sheet) stands as printed in both.
"""

import re
from collections.abc import Mapping

from workflow.documents.intake.source import Problem

SENTENCES: dict[str, tuple[str, str]] = {
    # of the readers: what of the file was left out
    "bad_characters": (
        "有 {count} 个无法识别的字符（编码错误），请核对相关文字。",
        "{count} characters could not be read (wrong encoding): check the texts here.",
    ),
    "wrong_extension": (
        "文件扩展名与内容不符，已按 {kind} 读取。",
        "The ending of the file does not fit its content; it was read as {kind}.",
    ),
    "page_without_text": (
        "此页没有可读取的文字（可能是扫描图片），请手工核对。",
        "This page holds no text that can be read (perhaps a scan): check it by hand.",
    ),
    "hidden_sheet": ("此工作表是隐藏的，已读取。", "This sheet is hidden; it was read."),
    "hidden_rows": ("有隐藏的行（{which}），已读取。", "Hidden rows ({which}) were read."),
    "hidden_columns": ("有隐藏的列（{which}），已读取。", "Hidden columns ({which}) were read."),
    "formula_without_value": (
        "公式没有保存计算结果，此格按空读取。请在 Excel 中打开并保存后重试。",
        "The formula was saved without its result; the cell was read as blank. Open and save the file in Excel.",
    ),
    "error_value": ("此格是错误值 {value}，按空读取。", "The cell holds the error {value}; it was read as blank."),
    "footnote": ("脚注未归入表格：{text}", "A footnote that belongs to no table: {text}"),
    "hidden_text": ("有隐藏的文字，已读取：{text}", "Hidden text was read: {text}"),
    "chart_sheet": ("此工作表是图表，未读取。", "This sheet is a chart; it was not read."),
    # of the recogniser: what it could not place
    "no_form": (
        "《{name}》里没有找到绩效目标表：没有“项目名称”“一级指标”一类的栏目。请确认是申报表、批复表或自评表。",
        "“{name}” holds no table of performance goals: no column such as 项目名称 or 一级指标. "
        "Check that it is a declaration, an approval or a self-evaluation.",
    ),
    "not_understood.table": (
        "这张表不属于任何申报表，没有读入：“{text}”。如有需要，请手工填写。",
        "This table belongs to no form and was not read: “{text}”. Type in what is needed.",
    ),
    "not_understood.text": (
        "“{text}”不知道属于哪一栏，没有读入，请核对。",
        "It is not clear which field “{text}” belongs to; it was not read.",
    ),
    "not_understood.rest": (
        "“{label}”后面的“{text}”没有读入，请核对资金来源。",
        "“{text}” after “{label}” was not read: check the sources of funds.",
    ),
    "amount_unreadable": (
        "“{label}”后面的“{text}”不是金额，请核对后填写。",
        "“{text}” after “{label}” is no amount: check it and type it in.",
    ),
    "amount_nameless": (
        "金额“{text}”前面没有名称（可能是合并单元格），没有读入，请对照原表填写。",
        "The amount “{text}” has no label (perhaps a merged cell) and was not read: type it in from the form.",
    ),
    "row_doubtful": (
        "指标“{name}”这一行读得没有把握，请对照原表核对。",
        "The row of the indicator “{name}” may have been read wrongly: compare it with the form.",
    ),
    # of the draft: what a declaration has no place or another word for
    "no_declaration.name": (
        "没有读出项目名称，不能生成申报草稿。请在原文件里填上项目名称，再导入一次。",
        "No project name was found, so there is no draft. Put the name into the file and import it again.",
    ),
    "no_declaration": (
        "这张表不是项目绩效目标表，不能生成申报草稿。",
        "This form is not about the goals of a project; no draft can be made of it.",
    ),
    "no_year": ("表上没有写年度，不能生成草稿。", "The form names no year; no draft can be made of it."),
    "no_overall": (
        "这张表不是部门整体绩效目标表，或没有写部门名称、年度。",
        "This is no overall statement of a department, or it names no department or year.",
    ),
    "horizon_changed.goal": (
        "目标“{name}”的期限在本表式中没有，已放入相近的期限，请核对。",
        "This form does not have the term of the goal “{name}”; it was put under the nearest one.",
    ),
    "horizon_changed.indicator": (
        "指标“{name}”的期限在本表式中没有，已放入相近的期限，请核对。",
        "This form does not have the term of the indicator “{name}”; it was put under the nearest one.",
    ),
    "level_unknown": (
        "指标“{name}”的级别“{printed}”不在本表式中，请改选。",
        "The level “{printed}” of the indicator “{name}” is not one of this form: choose another.",
    ),
    "weight_unreadable": (
        "“{name}”的权重“{printed}”不是数字，请填写。",
        "The weight “{printed}” of “{name}” is no number: type it in.",
    ),
    "source_changed": (
        "“{name}”的资金来源按本表式归类，请核对。",
        "The source of funds of “{name}” was put under the sources of this form.",
    ),
    "not_carried.executed": (
        "申报草稿不含“执行数”，请到监控或自评中填写。",
        "A declaration has no executed amounts: type them into the monitoring report or the self-evaluation.",
    ),
    "not_carried.score": (
        "申报草稿不含“得分”，请到监控或自评中填写。",
        "A declaration has no scores: type them into the self-evaluation.",
    ),
    "not_carried.actual": (
        "申报草稿不含“实际完成值”，请到监控或自评中填写。",
        "A declaration has no actual values: type them into the monitoring report or the self-evaluation.",
    ),
    "not_carried.deviation": (
        "申报草稿不含“偏差原因”，请到监控或自评中填写。",
        "A declaration has no causes of deviation: type them into the monitoring report or the self-evaluation.",
    ),
    "not_carried.category": (
        "申报草稿不含“指标分类”，请到监控或自评中填写。",
        "A declaration has no classes of indicators: type them into the monitoring report or the self-evaluation.",
    ),
    "draft_invalid": (
        "不能生成草稿：{places} 不符合格式。",
        "No draft can be made: {places} do not have the right form.",
    ),
}
"""By name: Chinese, English. What stands before the dot is the code of the problem."""

_PLACE = re.compile(r"第(?P<number>\d+)(?P<what>[页行段格])|表(?P<table>\d+)|脚注(?P<note>\S*)")
_PLACES = {"页": "page", "行": "row", "段": "paragraph", "格": "cell"}


def problem(sentence: str, where: str = "", **facts: object) -> Problem:
    """What was left out or needs a look; ``sentence`` is a name of ``SENTENCES``."""
    told = {name: str(fact) for name, fact in facts.items()}
    message = SENTENCES[sentence][0].format(**told)
    return Problem(sentence.partition(".")[0], message, where, sentence, told)


def in_english(sentence: str, facts: Mapping[str, str], message: str) -> str:
    """The same in English; ``message`` where the file was read before problems had their sentence."""
    return SENTENCES[sentence][1].format(**facts) if sentence in SENTENCES else message


def place_in_english(where: str) -> str:
    """第2页表1第3行第4格 → page 2, table 1, row 3, cell 4; names (预算表!B3, a title) stay as they are."""
    parts, end = [], 0
    while found := _PLACE.match(where, end):
        end = found.end()
        parts.append(_part(found))
    return ", ".join(parts) if parts and end == len(where) else where


def _part(found: re.Match[str]) -> str:
    if found["what"]:
        return f"{_PLACES[found['what']]} {found['number']}"
    return f"table {found['table']}" if found["table"] else f"footnote {found['note']}".rstrip()
