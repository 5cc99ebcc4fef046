"""Awkward, honest content: what units do write and papers rarely show, put into invented declarations by chance."""

import random
from collections.abc import Callable
from typing import Any

from benchmarks.invented import invented
from workflow.canonical import Declaration
from workflow.canonical.document import Goal, Indicator
from workflow.canonical.profile import NATURE_LABELS, Profile, shipped

Change = Callable[[Declaration, Profile, random.Random], dict[str, Any]]

_NAMES = (
    "“互联网+政务服务”平台（二期）", "《江城市志》编纂（1990—2025年）", "农村“四好公路”G316线养护", "12345热线",
    "AED设备购置（含CPR培训）", "2025年“三支一扶”大学生生活补助【提前下达】", "病死畜禽无害化处理（猪、牛、羊）",
    "Ｂ超设备更新", "江办发〔2024〕15号专项",
)  # fmt: skip
_BODIES = ("规划科", "江城市水文站", "财务科（资产办）", "数据中心", "第一项目部")
_TARGETS = (
    "1.2万人次", "2025年12月31日前", "≤3.2元/件", "≥１００％", "100%", "0起", "≥95%且≤100%", "不低于上年",
    "（1）≥3次；（2）≥5次", "≥1,250.5吨", "无", "优良", "3-5年", "1:1.5", "GB/T 9704", "≥7辆（台）",
    "较2023年提高5个百分点",
)  # fmt: skip
_PRIORS = ("/", "—", "新增", "95.5%", "0", "无", "≥3次", "1.2万元")
_INDICATORS = (
    "线上平台（App）月活跃用户数", "“一网通办”率", "PM2.5年均浓度", "5G基站建设数", "2025年新增学位数",
    "群众对“放管服”改革的满意度", "公用经费控制率", "项目按期完成率（%）", "社会保障卡持卡人数", "资金使用合规性",
    "可持续影响年限",    "单位成本（元/人）", "质量合格率",
)  # fmt: skip
_PARAGRAPHS = (
    "1.一季度：完成招标（含监理）。\n2.二季度：开工建设。\n3.四季度：验收。",
    "一、立项背景\n根据《关于……的通知》（江财预〔2024〕3号），本项目属延续项目。\n"
    "二、主要做法\n（一）摸清底数；\n（二）分类施策。",
    "目标明确：实现“零事故”，力争2025年底前全部完成；资金来源为财政拨款，项目单位自筹10.5万元。",
    "预算1,234.56万元=人员经费800万元+公用经费434.56万元；单价×数量：3,000元/人×12人×10月=36万元。",
    "年度目标：完成100%；长期目标：形成机制。",
    "无", "详见附件。", "https://www.example.org/policy/2024-12", "符合Ｇ20标准、ISO 9001:2015要求。",
)  # fmt: skip


def awkward(chance: random.Random) -> Declaration:
    """An invented document with a few awkward parts."""
    document = invented(chance)
    profile = shipped()[document.form_profile]
    for change in chance.sample(CHANGES, chance.randint(2, 5)):
        document = Declaration.model_validate(document.model_dump() | change(document, profile, chance))
    return document


def _long_goals(document: Declaration, _profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Over more than one page."""

    def text() -> str:
        return "\n".join(chance.choice(_PARAGRAPHS[:4]) for _ in range(chance.randint(8, 40)))

    return {"goals": [goal.model_copy(update={"text": text()}).model_dump() for goal in document.goals]}


def _many_indicators(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """About sixty."""
    if not document.indicators:
        return {}
    rows: list[Indicator] = []
    for number, row in enumerate(document.indicators):
        times = max(1, (60 + number) // len(document.indicators))
        rows += [
            row.model_copy(update={"uid": f"m{number}n{n}", "level3": f"{chance.choice(_INDICATORS)}（第{n + 1}批）"})
            for n in range(times)
        ]
    return {"indicators": [row.model_dump() for row in rows]}


def _several_goals(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Two or three of each horizon, each with indicators of its own."""
    if "overall" in profile.horizons:
        return {}
    goals: list[Goal] = []
    rows: list[Indicator] = []
    for goal in document.goals:
        stem = goal.name.rstrip("1")
        own = [row for row in document.indicators if row.goal == goal.uid]
        for number in range(1, chance.randint(2, 3) + 1):
            made = Goal(uid=f"{goal.uid}s{number}", name=f"{stem}{number}", horizon=goal.horizon, text=_text(chance))
            goals.append(made)
            rows += [row.model_copy(update={"uid": f"{row.uid}s{number}", "goal": made.uid}) for row in own]
    order = {horizon: at for at, horizon in enumerate(profile.horizons)}
    rows.sort(key=lambda row: order[row.horizon])
    return {"goals": [one.model_dump() for one in goals], "indicators": [one.model_dump() for one in rows],
            "block_weights": []}  # fmt: skip


def _listed_goals(document: Declaration, _profile: Profile, _chance: random.Random) -> dict[str, Any]:
    """目标1…目标2… in the text of one goal."""
    text = "目标1：新建改造道路12公里；\n目标2：群众满意度达到90%以上；\n目标3：不发生安全事故。"
    return {"goals": [goal.model_copy(update={"text": text}).model_dump() for goal in document.goals]}


def _exact_amounts(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Six decimals of 万元, to the fen."""

    def money() -> str:
        return f"{chance.randint(1, 999_999)}.{chance.randint(0, 999_999):06d}"

    return _amounts(document, money)


def _no_money(document: Declaration, _profile: Profile, _chance: random.Random) -> dict[str, Any]:
    """Zero everywhere."""
    return _amounts(document, lambda: "0.00")


def _amounts(document: Declaration, money: Callable[[], str]) -> dict[str, Any]:
    lines = [
        line.model_dump() | {"amounts": [part.model_dump() | {"amount": money()} for part in line.amounts]}
        for line in document.expenditure_lines
    ]
    funding = [row.model_dump() | ({"amount": money()} if row.amount else {}) for row in document.funding_sources]
    made: dict[str, Any] = {"expenditure_lines": lines, "funding_sources": funding}
    return made | {name: money() for name in ("budget_total", "budget_year") if getattr(document, name)}


def _all_sources(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Every source; where the form asks for natures, one source with two of them."""
    if not profile.section_of("funding_sources"):
        return {}
    if not profile.sources:
        chosen = chance.sample(profile.natures, min(3, len(profile.natures)))
        chosen.sort(key=list(NATURE_LABELS).index)
        return {"funding_sources": [{"uid": f"n{at}", "nature": one} for at, one in enumerate(chosen)]}
    rows = []
    for at, source in enumerate(profile.sources):
        natures = chance.sample(profile.natures, 2 if at == 1 else 1) if profile.natures else [None]
        rows += [
            {
                "uid": f"s{at}n{n}",
                "nature": nature,
                "source": source.code,
                "amount": f"{chance.randint(1, 99999) / 100:.2f}",
            }
            for n, nature in enumerate(natures)
        ]
    return {"funding_sources": rows}


def _many_bodies(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    if not profile.section_of("executing_bodies"):
        return {}
    names = chance.sample(_BODIES, chance.randint(2, 4))
    return {"executing_bodies": [{"uid": f"b{at}", "kind": "section", "name": name} for at, name in enumerate(names)]}


def _strange_names(document: Declaration, _profile: Profile, chance: random.Random) -> dict[str, Any]:
    return {"project_name": chance.choice(_NAMES), "unit": "江城市第一人民医院（江城市医学科学研究所）"}


def _strange_rows(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    rows = []
    for row in document.indicators:
        given: dict[str, Any] = {"level3": chance.choice(_INDICATORS), "target": chance.choice(_TARGETS)}
        if profile.prior_years and row.horizon == "annual":
            given["prior_years"] = (chance.choice(_PRIORS), chance.choice(_PRIORS))
        if row.weight:
            given["weight"] = chance.choice(("0.5", "12.5", "20", "3"))
        rows.append(row.model_copy(update=given).model_dump())
    return {"indicators": rows}


def _blocks(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """指标权重比例 of blocks, where the form has weights."""
    if profile.weights is None:
        return {}
    horizon = profile.weights.horizon
    goals = [goal for goal in document.goals if goal.horizon == horizon]
    levels = list(dict.fromkeys(row.level1 for row in document.indicators if row.horizon == horizon))
    if len(goals) != 1 or len(levels) < 2:
        return {}
    cut = chance.randint(1, len(levels) - 1)
    parts = ((levels[:cut], "60"), (levels[cut:], "40"))
    return {
        "block_weights": [
            {"uid": f"w{at}", "horizon": horizon, "goal": goals[0].uid, "levels": tuple(names), "weight": weight}
            for at, (names, weight) in enumerate(parts)
        ]
    }


def _texts(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Paragraphs, brackets, colons, addresses, full-width signs."""
    long = ("establishment_basis", "implementation_plan", "application_reason", "main_content", "prior_evaluation",
            "prior_budget")  # fmt: skip
    fields = {item.name for item in profile.header_fields()}
    return {name: _text(chance) for name in long if name in fields}


def _text(chance: random.Random) -> str:
    return "\n".join(chance.choice(_PARAGRAPHS) for _ in range(chance.choice((1, 1, 2, 5))))


def _broken_lines(document: Declaration, _profile: Profile, chance: random.Random) -> dict[str, Any]:
    """Line ends inside the cells of expenditure lines."""
    lines = [
        line.model_dump()
        | {"basis": "1.专家费：5人×800元；\n2.差旅费（市内）：20次；\n3.其他。", "item": "委托\n业务费"}
        for line in document.expenditure_lines
    ]
    return {"expenditure_lines": lines}


def _assets(document: Declaration, profile: Profile, chance: random.Random) -> dict[str, Any]:
    if not profile.section_of("asset_lines"):
        return {}
    rows = [
        ("台式计算机（含显示器）", "12台", "7.80"),
        ("A3彩色打印机", "1", "0.35"),
        ("“小鱼”视频会议终端", "2套", None),
    ]
    return {
        "asset_lines": [{"uid": f"a{n}", "item": i, "quantity": q, "amount": m} for n, (i, q, m) in enumerate(rows)]
    }


def _blank(document: Declaration, _profile: Profile, _chance: random.Random) -> dict[str, Any]:
    """A draft with half of it still blank."""
    rows = [row.model_copy(update={"target": "", "basis": ""} if at % 3 == 0 else {}) for at, row in
            enumerate(document.indicators)]  # fmt: skip
    return {"indicators": [row.model_dump() for row in rows], "responsible_person": "", "phone": "", "main_content": ""}


CHANGES: tuple[Change, ...] = (
    _long_goals, _many_indicators, _several_goals, _listed_goals, _exact_amounts, _no_money, _all_sources, _many_bodies,
    _strange_names, _strange_rows, _blocks, _texts, _broken_lines, _assets, _blank,
)  # fmt: skip
