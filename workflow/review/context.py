"""What the rules get to see of a stored declaration."""

from sqlmodel import Session

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.models import Declaration
from workflow.review.settings import read_settings
from workflow.rules import Context, Finding, check


def form_context(session: Session, row: Declaration) -> Context:
    """For the rules that look at the form alone, as the region has set them for the year and today."""
    found = regional.setting(session, row.region_id, regional.REVIEW_RULES, row.fiscal_year)
    settings = read_settings(found, clock.business_date())
    return Context(regional.profile(session, row.form_profile), settings)


def check_row(session: Session, row: Declaration, document: Document) -> list[Finding]:
    """What the form rules find in the declaration as it stands."""
    return check(document, form_context(session, row))
