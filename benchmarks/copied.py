"""A year of declarations of many departments, each with words of its own and sentences everybody uses, and copies.

A copy takes a text of another department over: names and numbers changed, a sentence replaced, a third left out, or the
order of its sentences turned round. Seeded, so that every run makes the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.canonical import Declaration
from workflow.canonical.document import Goal, Indicator

SEED = 420700
DEPARTMENTS = 25
YEAR = 2026
_VERBS = [
    "推进",
    "完成",
    "开展",
    "组织",
    "落实",
    "强化",
    "规范",
    "提升",
    "改造",
    "建立",
    "完善",
    "核查",
    "培训",
    "宣传",
    "采购",
    "维护",
    "巡查",
    "评估",
    "支持",
    "整治",
    "修复",
    "监测",
    "保障",
    "配备",
]
_OBJECTS = [
    "农田水利",
    "中小学校舍",
    "社区卫生服务",
    "森林防火",
    "图书借阅",
    "公交线路",
    "桥梁隧道",
    "污水管网",
    "食品抽检",
    "垃圾分类",
    "残疾人康复",
    "退役军人安置",
    "企业上云",
    "文物修缮",
    "渔业增殖",
    "气象预警",
    "地质灾害",
    "城市照明",
    "消防器材",
    "档案数字化",
    "妇女创业",
    "青年志愿",
    "老年食堂",
    "殡葬设施",
    "农机购置",
    "病虫害防治",
    "旅游厕所",
    "招商推介",
    "商圈改造",
    "应急物资",
    "普法宣传",
    "社区矫正",
    "信访化解",
    "统计调查",
    "审计整改",
    "机关后勤",
    "电子政务",
    "不动产登记",
    "测绘地理",
    "节能降耗",
    "疫苗接种",
    "血吸虫防治",
    "母婴保健",
    "中医馆",
    "乡村教师",
    "营养午餐",
    "体育场馆",
    "全民健身",
    "非遗传承",
    "广播覆盖",
]
_PLACES = [
    "各乡镇",
    "城区",
    "重点企业",
    "基层站点",
    "沿江地区",
    "老旧小区",
    "产业园区",
    "行政村",
    "主干道路",
    "窗口单位",
    "学校周边",
    "水源地",
    "集镇",
    "社区",
    "山区",
]
_AIMS = [
    "消除隐患",
    "提高质量",
    "扩大覆盖",
    "减少投诉",
    "缩短时限",
    "降低成本",
    "方便群众",
    "补齐短板",
    "形成台账",
    "通过验收",
    "达到标准",
    "发挥作用",
]
_ALL_USE = (
    "坚持以人民为中心的发展思想，严格执行预算管理和政府采购有关规定，确保资金专款专用、安全高效。",
    "加强组织领导，明确责任分工，建立健全工作台账，定期调度进展情况，确保年度各项任务按期完成。",
    "按照全面实施预算绩效管理的要求，做到花钱必问效、无效必问责，切实提高财政资金使用效益。",
)
_ROWS = ["数量", "质量", "时效", "成本", "覆盖", "满意"]


@dataclass(frozen=True)
class Copy:
    """Form ``number`` has a text at ``path`` that was taken from form ``source``."""

    kind: str
    number: int
    source: int
    path: str


def year(forms: int, copies: int) -> tuple[list[Declaration], list[Copy]]:
    """``forms`` declarations, of which ``copies`` carry a text of another department's."""
    dice = random.Random(SEED)
    declared = [_form(number, dice) for number in range(forms)]
    planted: list[Copy] = []
    kinds = list(_KINDS)
    for at in range(copies):
        number, source = (at * 37 + 11) % forms, (at * 61 + 400) % forms
        if declared[number].department == declared[source].department or number == source:
            continue
        if any(number in (other.number, other.source) or source == other.number for other in planted):
            continue
        copy = Copy(kinds[at % len(kinds)], number, source, ("goals/g1/text", "basics/-/implementation_plan")[at % 2])
        declared[number] = _copied(declared[number], declared[source], copy, dice)
        planted.append(copy)
    return declared, planted


def _form(number: int, dice: random.Random) -> Declaration:
    name = f"基准市{_OBJECTS[number % DEPARTMENTS * 2]}局"
    subject = dice.choice(_OBJECTS)
    goals = (
        Goal(uid="g1", horizon="long_term", name="长期绩效目标1", text=_text(dice, name, 4)),
        Goal(uid="g2", horizon="annual", name="年度绩效目标1", text=_text(dice, name, 3)),
    )
    rows = tuple(
        Indicator(
            uid=f"i{at:03}",
            horizon="annual",
            goal="g2",
            level1="产出指标",
            level2=f"{_ROWS[at % 6]}指标",
            level3=f"{dice.choice(_OBJECTS)}{dice.choice(_VERBS)}{_ROWS[at % 6]}",
            target=f"≥{dice.randrange(5, 99)}%",
        )
        for at in range(10)
    )
    return Declaration(
        form_profile="hubei-2025",
        kind="project",
        fiscal_year=YEAR,
        department=name,
        unit=name,
        project_name=f"{subject}{dice.choice(_VERBS)}专项{number}",
        budget_year=f"{dice.randrange(5, 500)}.00",
        establishment_basis="《中华人民共和国预算法》、《湖北省全面实施预算绩效管理办法》（鄂办文〔2024〕8号）",
        implementation_plan=_text(dice, name, 5),
        goals=goals,
        indicators=rows,
    )


def _text(dice: random.Random, name: str, sentences: int) -> str:
    own = [_sentence(dice, name) for _ in range(sentences)]
    own.insert(dice.randrange(len(own) + 1), dice.choice(_ALL_USE))
    return "".join(own)


def _sentence(dice: random.Random, name: str) -> str:
    one, other = dice.sample(_OBJECTS, 2)
    who = dice.choice((name, "相关科室", "项目单位", ""))
    number, unit = dice.randrange(2, 900), dice.choice(["处", "项", "批", "户", "人次"])
    return (
        f"{who}{dice.choice(_VERBS)}{dice.choice(_PLACES)}{one}{number}{unit}，"
        f"{dice.choice(_VERBS)}{other}，{dice.choice(_AIMS)}；"
    )


def _copied(form: Declaration, source: Declaration, copy: Copy, dice: random.Random) -> Declaration:
    original = source.goals[0].text if copy.path.startswith("goals") else source.implementation_plan
    text = _KINDS[copy.kind](original, dice).replace(source.department, form.department)
    if copy.path.startswith("goals"):
        return form.model_copy(update={"goals": (form.goals[0].model_copy(update={"text": text}), *form.goals[1:])})
    return form.model_copy(update={"implementation_plan": text})


def _sentences(text: str) -> list[str]:
    return [part for part in text.replace("。", "；").split("；") if part]


def _word_for_word(text: str, _dice: random.Random) -> str:
    return text


def _other_numbers(text: str, dice: random.Random) -> str:
    return "".join(str(dice.randrange(10)) if sign.isdigit() else sign for sign in text)


def _one_replaced(text: str, dice: random.Random) -> str:
    parts = _sentences(text)
    parts[dice.randrange(len(parts))] = _sentence(dice, "").rstrip("；")
    return "；".join(parts) + "。"


def _part_left_out(text: str, _dice: random.Random) -> str:
    parts = _sentences(text)
    return "；".join(parts[: max(3, len(parts) * 2 // 3)]) + "。"


def _turned_round(text: str, _dice: random.Random) -> str:
    return "；".join(reversed(_sentences(text))) + "。"


_KINDS = {
    "word for word, names changed": _word_for_word,
    "numbers changed": _other_numbers,
    "one sentence replaced": _one_replaced,
    "a third left out": _part_left_out,
    "sentences turned round": _turned_round,
}


def told(found: list[tuple[int, str]], planted: list[Copy]) -> Iterator[tuple[int, str]]:
    """Findings that no copy explains: neither the copier's nor the source's text."""
    explained = {(copy.number, copy.path) for copy in planted} | {(copy.source, copy.path) for copy in planted}
    yield from (item for item in found if item not in explained)
