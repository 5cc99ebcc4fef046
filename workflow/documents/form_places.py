"""A path of a form in Chinese and English: ``indicators/i003/target`` → 年度绩效指标「组织招聘次数」指标值. Pure."""

from typing import Any

from workflow.canonical import Declaration, Profile, english
from workflow.canonical.document import SECTIONS
from workflow.canonical.paths import BASICS, FORM, Path, parse
from workflow.canonical.profile import NATURE_LABELS

Words = tuple[str, str]
WHOLE_FORM: Words = ("整份申报", "The whole form")
PROJECT_BASICS: Words = ("项目基本情况", "Project basics")
REMOVED_ROW: Words = ("已删除的行", "removed row")
SECTION_LABELS: dict[str, tuple[str, str]] = {
    "executing_bodies": ("项目执行单位", "Executing bodies"),
    "goals": ("项目绩效总目标", "Goals"),
    "indicators": ("绩效指标", "Indicators"),
    "block_weights": ("指标权重比例", "Block weights"),
    "funding_sources": ("项目资金来源", "Funding sources"),
    "expenditure_lines": ("项目支出明细", "Expenditure lines"),
    "asset_lines": ("资产配置及采购计划", "Assets and procurement"),
    "attachments": ("附件", "Attachments"),
}

HORIZON_LABELS: dict[str, tuple[str, str]] = {
    "long_term": ("长期绩效指标", "Long-term indicators"),
    "annual": ("年度绩效指标", "Annual indicators"),
    "overall": ("绩效指标", "Indicators"),
}

CELL_LABELS: dict[str, tuple[str, str]] = {
    "kind": ("类别", "kind"),
    "name": ("名称", "name"),
    "horizon": ("期限", "horizon"),
    "text": ("目标说明", "text"),
    "goal": ("目标名称", "goal"),
    "level1": ("一级指标", "level 1"),
    "level2": ("二级指标", "level 2"),
    "level3": ("三级指标", "level 3"),
    "target": ("指标值", "target"),
    "prior_years.0": ("前年指标值", "two years ago"),
    "prior_years.1": ("上年指标值", "last year"),
    "weight": ("权重", "weight"),
    "basis": ("依据", "basis"),
    "nature": ("资金性质", "nature"),
    "source": ("来源项目", "source"),
    "amount": ("金额", "amount"),
    "item": ("项目内容", "item"),
    "quantity": ("数量", "quantity"),
    "levels": ("一级指标", "level 1"),
}


def place_pair(path: str, document: Declaration, profile: Profile) -> Words:
    """Where something is, for people; an unknown path shows as the whole form."""
    try:
        target = parse(path)
    except ValueError:
        return WHOLE_FORM
    if target.section == FORM:
        return WHOLE_FORM
    if target.section == BASICS:
        return field_pair(profile, target.field) if target.field else PROJECT_BASICS
    parts = [_horizon(target, document) or SECTION_LABELS.get(target.section, PROJECT_BASICS)]
    if target.uid:
        zh, en = row_pair(target.section, target.uid, document, profile)
        parts.append((f"「{zh}」", f"「{en}」"))
    if target.field:
        parts.append(cell_pair(target.field, profile))
    return "".join(zh for zh, _en in parts), "".join(en for _zh, en in parts)


def _horizon(target: Path, document: Declaration) -> Words | None:
    """The long-term and the annual table mostly have indicators of the same names."""
    row = next((item for item in document.indicators if item.uid == target.uid), None)
    return HORIZON_LABELS[row.horizon] if target.section == "indicators" and row else None


def field_pair(profile: Profile, name: str) -> Words:
    """A header field's label."""
    label = profile.label_of(name)
    return label, english.FIELDS.get(name, label)


def source_pair(profile: Profile, code: str) -> Words:
    """来源项目."""
    label = profile.source_label(code)
    return label, english.SOURCES.get(code, label)


def nature_pair(code: str) -> Words:
    """资金性质; nothing without one."""
    return NATURE_LABELS.get(code, ""), english.NATURES.get(code, "")


def cell_pair(field: str, profile: Profile) -> Words:
    """A cell's column heading."""
    if field.startswith("amounts."):
        return source_pair(profile, field.partition(".")[2])
    return CELL_LABELS.get(field, (field, field))


def row_pair(section: str, uid: str, document: Declaration, profile: Profile) -> Words:
    """What a row is called: the indicator's name, the source's label …"""
    if section not in SECTIONS:
        return "", ""
    row = next((row for row in getattr(document, section) if getattr(row, "uid", "") == uid), None)
    if row is None:
        return REMOVED_ROW
    if section == "funding_sources":
        source = source_pair(profile, row.source) if row.source else ("", "")
        zh, en = zip(nature_pair(row.nature or ""), source, strict=True)
        return " · ".join(filter(None, zh)), " · ".join(filter(None, en))
    if section == "block_weights":
        levels = "、".join(row.levels)
        return levels, levels
    name = str(getattr(row, "level3", "") or getattr(row, "name", "") or getattr(row, "item", ""))
    number = _number(section, row, document)
    return (name, name) if name else (f"第 {number} 行（未命名）", f"row {number}, without a name")


def _number(section: str, row: Any, document: Declaration) -> int:
    """Its number in the table that shows it."""
    shown = [item for item in getattr(document, section) if getattr(item, "horizon", "") == getattr(row, "horizon", "")]
    return shown.index(row) + 1
