"""Under an indicator table: which total-cost indicators may take the budget, follow it, or have stayed behind it."""

from typing import Any

from webapp.i18n import _
from webapp.present.editor_draft import Draft
from webapp.present.places import anchor
from workflow.canonical.document import Indicator
from workflow.canonical.profile import ProfileSection
from workflow.services.editing import budget_target, is_total_cost, says_budget

View = dict[str, Any]


def budget_offers(draft: Draft, section: ProfileSection) -> list[View]:
    """One line per total-cost indicator whose target may be changed; none where the amounts agree anyway."""
    target = budget_target(draft.document, draft.profile)
    if section.rows != "indicators" or not target:
        return []
    rows = [row for row in draft.document.indicators if row.horizon == section.horizon and is_total_cost(row)]
    offers = [_offer(draft, row, target) for row in rows if not draft.locked(f"indicators/{row.uid}/target")]
    return [offer for offer in offers if offer]


def _offer(draft: Draft, row: Indicator, target: str) -> View | None:
    follows, agrees = row.uid in draft.following, says_budget(row, target)
    if agrees and not follows:
        return None
    button: View = {"name": "do", "value": f"bind:{row.uid}"}
    if agrees:
        text, tone, button = _("follows the budget"), "ok", {}
    elif follows:
        text, tone = _("the budget has changed, the target still says “%(target)s”", target=row.target), "warn"
        button["label"] = _("Update to %(target)s", target=target)
    else:
        text, tone = _("may be taken from the budget"), "neutral"
        button["label"] = _("= budget: %(target)s", target=target)
    place = {"name": row.level3, "href": f"#{anchor(f'indicators/{row.uid}/target')}"}
    return {**place, "text": text, "tone": tone, "button": button}
