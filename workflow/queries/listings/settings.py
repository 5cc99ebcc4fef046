"""规则设置 and 地区设置 as lists: what holds in the region and year, beside how it came with the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from workflow.documents.tables import Kind
from workflow.execution import rate
from workflow.permissions import Actor
from workflow.queries import region_settings, rule_settings
from workflow.queries.listings.listing import Column, Given, Listing, Words, whole
from workflow.queries.listings.roles import RULE_READERS
from workflow.review.families import by_family
from workflow.rules import RULES, Rule
from workflow.rules.settings import RuleSetting, Settings
from workflow.types import Severity

Rows = tuple[Sequence[Any], str | None]
OFF: Words = ("停用", "Off")
SEVERITY_LABELS: dict[str, Words] = {
    Severity.error.value: ("必改", "Must fix"),
    Severity.warning.value: ("建议改", "Should fix"),
    Severity.info.value: ("提示", "Note"),
}


@dataclass(frozen=True)
class RuleLine:
    """One review rule with what the region says about it and what it finds now."""

    family: Words
    rule: Rule
    settings: Settings
    hits: rule_settings.Hits

    @property
    def said(self) -> RuleSetting:
        """What the region says; nothing where it says nothing."""
        return self.settings.rules.get(self.rule.id, RuleSetting())


def _rules(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    found = rule_settings.rule_settings(session, region, year).settings
    hits = rule_settings.hits(session, region, year, found)
    return [
        RuleLine((family.zh, family.en), rule, found, hits) for family, rules in by_family(RULES) for rule in rules
    ], None


def _treated(line: RuleLine) -> Words:
    return OFF if line.said.off else SEVERITY_LABELS[line.said.severity or line.rule.severity]


def _until(line: RuleLine) -> date | None:
    return line.said.info_until


def _numbers(line: RuleLine) -> Words:
    told = [
        (item.title_zh, item.title_en, f"{line.settings.thresholds.get(item.key, item.default).normalize():f}")
        for item in line.rule.thresholds
    ]
    return "；".join(f"{zh} {value}" for zh, _en, value in told), "; ".join(f"{en} {value}" for _zh, en, value in told)


def _overruled(line: RuleLine) -> Any:
    found = line.hits.findings[line.rule.id]
    return rate(line.hits.explained[line.rule.id], found) if found else None


RULE_SETTINGS = Listing(
    "rule_settings", ("规则设置", "Rule settings"), _rules,
    (
        Column("rule", ("规则", "Rule"), lambda line: (line.rule.title_zh, line.rule.title_en)),
        Column("family", ("类别", "Kind"), lambda line: line.family),
        Column("own", ("默认", "As written"), lambda line: SEVERITY_LABELS[line.rule.severity]),
        Column("treated", ("处理方式", "Treated as"), _treated),
        Column("until", ("此日前只作提示", "Only a note up to"), _until, Kind.day),
        Column("numbers", ("参数", "Numbers"), _numbers),
        Column("hits", ("现有命中", "Hit now"), lambda line: line.hits.hit[line.rule.id], Kind.number),
        Column("rate", ("说明率", "Overruled"), _overruled, Kind.percent),
        Column("source", ("依据", "Source"), lambda line: line.rule.source),
    ),
    RULE_READERS,
)  # fmt: skip


def _settings(session: Session, _actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    region, year = whole(given, "region") or 0, whole(given, "money_year") or 0
    return region_settings.settings_in_force(session, region, year), None


def _since(line: region_settings.InForce) -> Words:
    if line.year is None:
        return "未设置", "not set"
    return (f"{line.year} 年度起", f"from {line.year} on") if line.year else ("各年度", "all years")


REGION_SETTINGS = Listing(
    "region_settings", ("地区设置", "Regional settings"), _settings,
    (
        Column("title", ("设置项", "Setting"), lambda line: line.item.title),
        Column("group", ("类别", "Kind"), lambda line: line.item.group),
        Column("value", ("现行值", "Value in force"), lambda line: line.item.kind.words(line.value)),
        Column("since", ("自何时起", "Since"), _since),
        Column("who", ("设置人", "Set by"), lambda line: line.who),
        Column("at", ("设置时间", "Set at"), lambda line: line.at, Kind.moment),
        Column("default", ("默认值", "Default value"), lambda line: line.item.kind.words(line.item.default)),
        Column("source", ("依据", "Source"), lambda line: line.item.source),
    ),
    RULE_READERS, personal=True,
)  # fmt: skip
