"""What the rules get to see of a stored declaration."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.canonical import Declaration as Document
from workflow.models import Declaration, UnparsedInput
from workflow.money_types import AdjustmentType
from workflow.review.linked import linked_of
from workflow.review.settings import read_settings
from workflow.rules import Context, Finding, check
from workflow.types import Scope

FORM = frozenset({Scope.form})
BINDING = frozenset({Scope.form, Scope.linked})
"""What a signature answers for: an error of one of these rules holds the file back."""

STILL_EMPTY = frozenset({"required_fields", "target_present"})
"""Rules that only say that a cell is empty."""


def form_context(session: Session, row: Declaration) -> Context:
    """For the rules that look at the form alone, as the region has set them for the year and today."""
    found = regional.setting(session, row.region_id, regional.REVIEW_RULES, row.fiscal_year)
    settings = read_settings(found, clock.business_date())
    withdrawn = row.adjustment_type == AdjustmentType.recall
    return Context(regional.profile(session, row.form_profile), settings, withdrawn=withdrawn)


def linked_context(session: Session, row: Declaration) -> Context:
    """With what lies beside the form."""
    return replace(form_context(session, row), linked=linked_of(session, row))


def check_row(
    session: Session, row: Declaration, document: Document, scopes: Collection[Scope] = FORM
) -> list[Finding]:
    """What the rules of these scopes find in the declaration as it stands now."""
    context = linked_context(session, row) if Scope.linked in scopes else form_context(session, row)
    return _said_once(session, row, check(document, context, scopes))


def _said_once(session: Session, row: Declaration, found: list[Finding]) -> list[Finding]:
    """Without the places that are empty only because what was typed cannot be read: that is said already."""
    if not any(finding.rule in STILL_EMPTY for finding in found):
        return found
    query = select(UnparsedInput.path).where(UnparsedInput.declaration_id == row.id)
    typed = set(session.exec(query))
    return [finding for finding in found if finding.rule not in STILL_EMPTY or finding.path not in typed]
