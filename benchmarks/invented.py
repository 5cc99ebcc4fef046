"""Invented declarations of every shipped form: the words of forms, put together by chance."""

import random
from decimal import Decimal

from workflow.canonical import Declaration
from workflow.canonical.document import HorizonName, SourceCode
from workflow.canonical.profile import Profile, shipped

_DEEDS = ("培训", "巡查", "走访", "检测", "改造", "发放", "受理", "采购", "维护", "宣传", "审计", "调解")
_THINGS = ("企业", "社区", "学校", "农户", "设备", "案件", "窗口", "河道", "道路", "档案", "岗位", "平台")
_COUNTS = (("数量", "≥{}家"), ("次数", "{}次"), ("人数", "≥{}人"), ("覆盖率", "≥{}%"), ("合格率", "={}%"))
_QUALITIES = (("能力水平", "有效提升"), ("社会影响", "显著增强"), ("办事便利程度", "明显改善"))
_SENTENCES = (
    "按照年度工作计划组织实施，保障各项工作按期完成。",
    "依据《中华人民共和国预算法》第五十二条及市政府专题会议纪要（〔2024〕12号）。",
    "1.第一季度完成方案；2.第二、三季度组织实施；3.第四季度验收总结。",
    "资金专款专用，严格执行政府采购程序，接受审计监督。",
    "上年评分95.5分，结论优；整改事项已全部完成，结果用于今年预算安排。",
)


def invented(chance: random.Random) -> Declaration:
    """A document as a unit could have filled it in."""
    profile = chance.choice([one for one in shipped().values() if one.kind == "project"])
    year = chance.randint(2020, 2027)
    fields = {item.name for item in profile.header_fields()}
    texts = {item.name: _text(chance) for item in profile.header_fields() if item.name in _LONG}
    total = Decimal(chance.randint(100, 9_000_000)) / 100
    choices = {item.name: chance.choice(item.choices) for item in profile.header_fields() if item.choices}
    goals = [_goal(horizon, chance, number) for horizon in profile.horizons for number in range(1)]
    data = {
        "form_profile": profile.code, "kind": "project", "fiscal_year": year,
        "department": "江城市农业农村局", "unit": chance.choice(["江城市农业农村局", "江城市农业技术推广中心"]),
        "project_name": f"{year}年{chance.choice(_THINGS)}{chance.choice(_DEEDS)}专项经费",
        "responsible_person": "张某某", "phone": "027-88880000",
        "executing_bodies": [{"uid": "b1", "kind": "unit", "name": "江城市农业技术推广中心"}]
        if profile.section_of("executing_bodies") else [],
        "goals": goals, "indicators": _indicators(profile, goals, chance), **texts, **choices,
        "funding_sources": _funding(profile, total, chance), "expenditure_lines": _lines(profile, total, chance),
    }  # fmt: skip
    if "project_type" in fields and "project_type" not in choices:
        data["project_type"] = "经常性项目"
    for name in ("budget_total", "budget_year"):
        if name in fields:
            data[name] = f"{total:.2f}"
    return Declaration.model_validate(data)


_LONG = {
    "establishment_basis", "implementation_plan", "application_reason", "main_content", "prior_evaluation",
    "prior_budget",
}  # fmt: skip


def _text(chance: random.Random) -> str:
    return "".join(chance.choice(_SENTENCES) for _ in range(chance.choice((1, 1, 2, 4, 25))))


def _goal(horizon: HorizonName, chance: random.Random, number: int) -> dict[str, object]:
    name = {"long_term": "长期绩效目标1", "annual": "年度绩效目标1", "overall": "项目绩效总目标"}[horizon]
    return {"uid": f"g{horizon[0]}{number}", "name": name, "horizon": horizon, "text": _text(chance)}


def _indicators(profile: Profile, goals: list[dict[str, object]], chance: random.Random) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for horizon in profile.indicator_horizons:
        goal = next((one for one in goals if one["horizon"] == horizon), goals[0])
        weighted = profile.weights is not None and profile.weights.horizon == horizon
        for level1, seconds in profile.levels.items():
            for level2 in chance.sample(seconds, chance.randint(1, len(seconds))):
                for _ in range(chance.choice((1, 1, 2, 4))):
                    rows.append(_indicator(f"i{len(rows)}", horizon, goal, (level1, level2), profile, chance))
                    rows[-1]["weight"] = str(chance.randint(1, 20)) if weighted else None
    return rows


def _indicator(
    uid: str, horizon: HorizonName, goal: dict[str, object], levels: tuple[str, str], profile: Profile,
    chance: random.Random,
) -> dict[str, object]:  # fmt: skip
    words, value = chance.choice(_QUALITIES if chance.random() < 0.2 else _COUNTS)
    years = [value.format(chance.randint(1, 100)) for _ in range(3)]
    priors = years[:2] if profile.prior_years and horizon == "annual" and chance.random() < 0.8 else ["", ""]
    return {
        "uid": uid, "horizon": horizon, "goal": goal["uid"], "level1": levels[0], "level2": levels[1],
        "level3": chance.choice(_DEEDS) + chance.choice(_THINGS) + words, "target": years[2],
        "prior_years": priors, "basis": chance.choice(profile.bases),
    }  # fmt: skip


def _funding(profile: Profile, total: Decimal, chance: random.Random) -> list[dict[str, object]]:
    if not profile.section_of("funding_sources"):
        return []
    nature = chance.choice(profile.natures) if profile.natures else None
    if not profile.sources:
        return [{"uid": "f1", "nature": nature}]
    codes: list[SourceCode] = [one.code for one in profile.sources]
    part = (total * chance.randint(1, 99) / 100).quantize(Decimal("0.01"))
    first, second = chance.sample(codes, 2)
    return [
        {"uid": uid, "nature": nature, "source": code, "amount": f"{money:.2f}"}
        for uid, code, money in sorted(
            (("f1", first, part), ("f2", second, total - part)), key=lambda row: codes.index(row[1])
        )
    ]


def _lines(profile: Profile, total: Decimal, chance: random.Random) -> list[dict[str, object]]:
    if not profile.section_of("expenditure_lines"):
        return []
    return [
        {
            "uid": f"e{number}", "item": chance.choice(("办公费", "培训费", "委托业务费", "劳务费")),
            "basis": f"{chance.choice(_THINGS)}{chance.choice(_DEEDS)}：{chance.randint(2, 90)}人*50元/天",
            "amounts": [{"source": chance.choice(profile.detail_sources).code, "amount": f"{total / 3:.2f}"}],
        }
        for number in range(chance.randint(1, 4))
    ]  # fmt: skip
