"""A path in words: ``indicators/i003/target`` → 年度绩效指标「组织招聘次数」指标值."""

from typing import Any

from webapp.i18n import _
from webapp.present.form_words import field_words, nature_words, source_words
from webapp.present.labels import pick
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import SECTIONS
from workflow.canonical.paths import BASICS, FORM, Path, parse

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


def section_words(section: str) -> str:
    """A section's name."""
    return pick(SECTION_LABELS[section]) if section in SECTION_LABELS else _("Project basics")


def place_words(path: str, document: Declaration, profile: Profile) -> str:
    """Where something is, for people; an unknown path shows as the whole form."""
    try:
        target = parse(path)
    except ValueError:
        return _("The whole form")
    if target.section == FORM:
        return _("The whole form")
    if target.section == BASICS:
        return field_words(profile, target.field) if target.field else _("Project basics")
    parts = [_horizon_words(target, document) or section_words(target.section)]
    if target.uid:
        parts.append(f"「{row_name(target.section, target.uid, document, profile)}」")
    if target.field:
        parts.append(cell_words(target.field, profile))
    return "".join(parts)


def _horizon_words(target: Path, document: Declaration) -> str:
    """The long-term and the annual table mostly have indicators of the same names."""
    row = next((item for item in document.indicators if item.uid == target.uid), None)
    return pick(HORIZON_LABELS[row.horizon]) if target.section == "indicators" and row else ""


def cell_words(field: str, profile: Profile) -> str:
    """A cell's column heading."""
    if field.startswith("amounts."):
        return source_words(profile, field.partition(".")[2])
    return pick(CELL_LABELS.get(field, (field, field)))


def row_name(section: str, uid: str, document: Declaration, profile: Profile) -> str:
    """What a row is called: the indicator's name, the source's label …"""
    if section not in SECTIONS:
        return ""
    row = next((row for row in getattr(document, section) if getattr(row, "uid", "") == uid), None)
    if row is None:
        return _("removed row")
    if section == "funding_sources":
        source = source_words(profile, row.source) if row.source else ""
        return " · ".join(filter(None, (nature_words(row.nature or ""), source)))
    if section == "block_weights":
        return "、".join(row.levels)
    name = getattr(row, "level3", "") or getattr(row, "name", "") or getattr(row, "item", "")
    return str(name) or _("row %(n)s, without a name", n=_number(section, row, document))


def _number(section: str, row: Any, document: Declaration) -> int:
    """Its number in the table that shows it."""
    shown = [item for item in getattr(document, section) if getattr(item, "horizon", "") == getattr(row, "horizon", "")]
    return shown.index(row) + 1


def shown_at(path: str) -> str:
    """Where the paper form shows a place: a block weight is one cell, whatever of it is meant."""
    section, _, rest = path.partition("/")
    return f"{section}/{rest.partition('/')[0]}" if section == "block_weights" and rest else path


def anchor(path: str) -> str:
    """The id of a cell on the page."""
    return "c-" + path.replace("/", "_").replace(".", "-")
