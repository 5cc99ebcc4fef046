"""常用语 offered at a place of a form, and the list of those a person may use."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from workflow.canonical.paths import FORM
from workflow.documents.phrase_texts import OPINION
from workflow.models import Phrase
from workflow.permissions import Actor


def phrases_of(session: Session, actor: Actor, region_id: int) -> list[Phrase]:
    """The shared ones of the region and one's own, the most used first."""
    query = (
        select(Phrase)
        .where(
            Phrase.region_id == region_id,
            col(Phrase.owner_id).is_(None) | (col(Phrase.owner_id) == actor.user_id),
            col(Phrase.retired_at).is_(None),
        )
        .order_by(col(Phrase.uses).desc(), col(Phrase.id))
    )
    return list(session.exec(query))


def fitting(found: Collection[Phrase], section: str, broken: Collection[str] = ()) -> list[Phrase]:
    """For this part of the form: those for a rule broken there first, then those of the part, then those for anything.

    ``section`` "" or ``form``: a comment on the file as a whole, the reason of a return; ``opinion``: why it passes,
    where words for the whole file come after those for that.
    """

    def rank(phrase: Phrase) -> int | None:
        if phrase.rule and phrase.rule in broken:
            return 0
        if phrase.section == (section or FORM):
            return 1
        anything = not phrase.section and not phrase.rule
        return 2 if anything or (section == OPINION and phrase.section == FORM) else None

    ranked = [(place, phrase) for phrase in found if (place := rank(phrase)) is not None]
    return [phrase for _, phrase in sorted(ranked, key=lambda item: item[0])]
