"""Lights are judged again when the region changes its rules, and for reports from before lights were kept."""

from sqlmodel import Session, col, or_, select

from workflow.db import unit_of_work
from workflow.lifecycle.report_lights import relight
from workflow.models import MonitoringCampaign, MonitoringReport
from workflow.regional.lights import fingerprint, light_rules

REPORTS_PER_RUN = 500
NEVER_LIT = ""


def relight_behind(limit: int = REPORTS_PER_RUN) -> int:
    """What the beat asks for: at most ``limit`` reports lit by other rules than those in force; how many.

    A closed campaign stays as it was judged.
    """
    with unit_of_work() as session:
        behind = _behind(session, limit)
    if not behind:
        return 0
    with unit_of_work(write=True) as session:
        wanted = select(MonitoringReport).where(col(MonitoringReport.id).in_(behind)).order_by(col(MonitoringReport.id))
        reports = list(session.exec(wanted.with_for_update(skip_locked=True)))
        relight(session, reports)
    return len(reports)


def _behind(session: Session, limit: int) -> list[int]:
    places = session.exec(select(MonitoringCampaign.region_id, MonitoringCampaign.fiscal_year).distinct()).all()
    found: list[int] = []
    for region_id, year in places:
        by = fingerprint(light_rules(session, region_id, year))
        query = (
            select(MonitoringReport.id)
            .join(MonitoringCampaign, col(MonitoringCampaign.id) == MonitoringReport.campaign_id)
            .where(
                MonitoringReport.region_id == region_id,
                MonitoringReport.fiscal_year == year,
                MonitoringReport.lit_by != by,
                or_(col(MonitoringCampaign.closed_at).is_(None), MonitoringReport.lit_by == NEVER_LIT),
            )
            .limit(limit - len(found))
        )
        found += session.exec(query).all()
        if len(found) >= limit:
            break
    return found
