"""从指标库选 in the editor: where the indicator goes, and what is offered for that place."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _
from webapp.present.editor_pages import back_to
from workflow.errors import NotFound
from workflow.indicators.skeleton import skeleton
from workflow.lifecycle.files import find_declaration
from workflow.permissions import Actor
from workflow.queries import library as queries
from workflow.queries.library import Offer
from workflow.services.editing import Place, check_desk

View = dict[str, Any]


def read_place(args: Sequence[str]) -> Place:
    """``indicators/<uid>``, or ``indicators``, horizon, row above and level 1 of a new one."""
    if "/" in args[0]:
        return Place(row=args[0])
    _section, horizon, after, *level1 = (*args, "", "")
    return Place(horizon=horizon, after=after, level1=":".join(filter(None, level1)))


def place_value(place: Place) -> str:
    """The place as the buttons write it."""
    return place.row or f"indicators:{place.horizon}:{place.after}:{place.level1}"


def library_address(declaration_id: int, args: Sequence[str], **more: Any) -> str:
    """The page that searches the library for this place."""
    place = place_value(read_place(args))
    return url_for("editor.library", declaration_id=declaration_id, place=place, **more)


def library_view(session: Session, actor: Actor, declaration_id: int, given: str, text: str) -> View:
    """Variables of ``editor/library.html``; raises 404 for a row there is not, 403 and 409 as the editor does."""
    row = find_declaration(session, actor, declaration_id)
    check_desk(session, row, actor)
    place = read_place(given.split(":"))
    levels = queries.levels_at(session, row, place.row) if place.row else (place.level1, "")
    if levels is None:
        raise NotFound("bad_path", path=place.row)
    found = queries.offers(session, queries.kin_of(session, row, *levels), text)
    return {
        "row": row,
        "place": place_value(place),
        "text": text,
        "levels": " · ".join(filter(None, levels)),
        "offers": [offer_view(offer) for offer in found],
        "back": back_to(declaration_id, f"{place.row}/level3" if place.row else ""),
    }


def offer_view(offer: Offer) -> View:
    """One entry as people compare them: where it belongs, what is usual, how often it was used."""
    row = offer.entry
    usual = "–".join(dict.fromkeys(filter(None, (row.low, row.high)))) if row.unit else row.wording
    return {
        "id": row.id,
        "name": row.name,
        "levels": " · ".join(filter(None, (row.level1, row.level2))),
        "sector": row.sector,
        "skeleton": skeleton(row.comparator, row.unit, row.wording),
        "usual": _("usually %(value)s", value=f"{usual}{row.unit}") if usual else "",
        "basis": row.basis,
        "uses": _("approved %(n)s times", n=row.uses) if row.uses else "",
        "instead": _("takes the place of “%(name)s”", name=offer.instead) if offer.instead else "",
    }
