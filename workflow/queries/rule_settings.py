"""What is set about the review rules, who set it, and what the rules find now in the files finance has on its desks."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from workflow import clock, regional
from workflow.canonical import unpack
from workflow.models import AuditEntry, Declaration, RegionSetting, Snapshot, Submission, Waiver
from workflow.review.settings import RULES_SET, read_settings, stand_of
from workflow.rules import Context, check
from workflow.rules.settings import Settings
from workflow.types import Scope, State

MOST_FILES = 100
"""How many files the counts look at, the newest: they tell a tendency, and the page must open at once."""
MOST_CHANGES = 10
AT_FINANCE = (State.submitted, State.finance_reviewed)


@dataclass(frozen=True)
class RuleSettings:
    """What holds in a region and year; ``year`` = since when (0 = always or nothing is set)."""

    settings: Settings
    stand: str
    year: int


@dataclass(frozen=True)
class Past:
    """One saving of the page: who, when, for which year, and what became different."""

    at: datetime
    who: str
    year: int
    changes: list[dict[str, Any]]


@dataclass
class Hits:
    """What the rules as they were written find in ``files`` files; by rule: files hit, findings, explained findings."""

    files: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)


def rule_settings(session: Session, region_id: int, year: int) -> RuleSettings:
    """As they hold today."""
    stored = regional.setting(session, region_id, regional.REVIEW_RULES, year)
    since = session.exec(
        select(func.max(RegionSetting.year)).where(
            RegionSetting.region_id == region_id,
            RegionSetting.key == regional.REVIEW_RULES,
            RegionSetting.year <= year,
        )
    ).first()
    return RuleSettings(read_settings(stored, clock.business_date()), stand_of(stored), since or 0)


def past_changes(session: Session, region_id: int) -> list[Past]:
    """The newest savings, from the audit log."""
    query = select(AuditEntry).where(
        AuditEntry.object_kind == "region", AuditEntry.object_id == region_id, AuditEntry.action == RULES_SET
    )
    rows = session.exec(query.order_by(col(AuditEntry.id).desc()).limit(MOST_CHANGES)).all()
    details = [json.loads(row.canonical)["details"] for row in rows]
    return [
        Past(row.at, row.actor_name, said["year"], said["changes"]) for row, said in zip(rows, details, strict=True)
    ]


def hits(session: Session, region_id: int, year: int, settings: Settings) -> Hits:
    """What every rule finds, switched off or not, with the region's numbers, in the files finance has to decide on."""
    found, explained = Hits(), _explained(session, region_id, year)
    everything = Settings(thresholds=settings.thresholds, today=settings.today)
    contexts: dict[str, Context] = {}
    for declaration_id, profile, packed in _snapshots(session, region_id, year):
        if profile not in contexts:
            contexts[profile] = Context(regional.profile(session, profile), everything)
        findings = check(unpack(packed), contexts[profile], (Scope.form,))
        found.files += 1
        found.hit.update({item.rule for item in findings})
        found.findings.update(item.rule for item in findings)
        found.explained.update(item.rule for item in findings if (declaration_id, item.key) in explained)
    return found


def _snapshots(session: Session, region_id: int, year: int) -> Iterator[tuple[int, str, bytes]]:
    newest = (
        select(Submission.declaration_id, func.max(Submission.id).label("id"))
        .join(Declaration, col(Declaration.id) == Submission.declaration_id)
        .where(
            Declaration.region_id == region_id,
            Declaration.fiscal_year == year,
            col(Declaration.state).in_(AT_FINANCE),
        )
        .group_by(col(Submission.declaration_id))
        .order_by(func.max(Submission.id).desc())
        .limit(MOST_FILES)
        .subquery()
    )
    query = (
        select(Declaration.id, Declaration.form_profile, Snapshot.packed)
        .join(newest, newest.c.declaration_id == Declaration.id)
        .join(Submission, col(Submission.id) == newest.c.id)
        .join(Snapshot, col(Snapshot.id) == Submission.snapshot_id)
    )
    yield from session.exec(query)


def _explained(session: Session, region_id: int, year: int) -> set[tuple[int, str]]:
    query = (
        select(Waiver.declaration_id, Waiver.finding_key)
        .join(Declaration, col(Declaration.id) == Waiver.declaration_id)
        .where(
            Declaration.region_id == region_id,
            Declaration.fiscal_year == year,
            col(Declaration.state).in_(AT_FINANCE),
            col(Waiver.withdrawn_at).is_(None),
        )
    )
    return set(session.exec(query).all())
