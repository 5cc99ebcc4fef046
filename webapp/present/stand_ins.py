"""The page of stand-ins: my own, those I stand in for, those of my people, and the form."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlmodel import Session

from webapp.i18n import _, language
from webapp.present.labels import role_label
from webapp.present.refusals import problem_texts
from webapp.present.times import date_input
from workflow import clock
from workflow.errors import RuleFailed
from workflow.permissions import Actor
from workflow.queries import stand_ins as read

View = dict[str, Any]
FIELD_OF = {
    "choice_missing": "stand_in",
    "reason_missing": "reason", "stand_in_dates": "from_on", "not_a_date": "from_on",
    "stand_in_too_long": "until_on", "stand_in_overlaps": "from_on",
    "stand_in_self": "stand_in", "stand_in_admin": "stand_in", "stand_in_elsewhere": "stand_in",
    "stand_in_barred": "stand_in",
    "stand_in_two_barred": "stand_in",
}  # fmt: skip
"""Which field of the form a refusal is about."""


def stand_ins_view(session: Session, actor: Actor, given: Mapping[str, str], refusal: RuleFailed | None) -> View:
    """Variables of ``stand_ins.html``."""
    found = read.concerning(session, actor)
    today = clock.business_date().isoformat()
    wrong = str(refusal.facts.get("field") or FIELD_OF.get(refusal.code, "absent")) if refusal else ""
    text = " ".join(problem_texts(refusal, language())) if refusal else ""
    from_on, until_on = given.get("from_on") or today, given.get("until_on", "")
    return {
        "groups": _groups(found, actor),
        "absentees": [_option(person) for person in read.absentees(session, actor)],
        "colleagues": _grouped(read.colleagues(session, actor), actor),
        "values": {
            **{key: given.get(key, "") for key in ("absent", "stand_in", "reason")},
            "from_on": from_on,
            "until_on": until_on,
        },
        "types": {"from_on": date_input(from_on), "until_on": date_input(until_on) if until_on else "date"},
        "wrong": {wrong: text} if refusal else {},
        "errors": [{"text": text, "href": f"#f-{wrong}"}] if refusal else [],
    }


def _groups(found: list[read.Deputy], actor: Actor) -> list[View]:
    """For me, by me, and for my people; what is over stands last in each."""
    mine = [item for item in found if item.absent_id == actor.user_id]
    by_me = [item for item in found if item.stand_in_id == actor.user_id]
    others = [item for item in found if item not in (*mine, *by_me)]
    groups = (
        (_("Who stands in for me"), mine, _("Nobody stands in for you.")),
        (_("For whom I stand in"), by_me, _("You stand in for nobody.")),
        (_("Of my people"), others, ""),
    )
    return [
        {"title": title, "rows": [_line(item) for item in sorted(rows, key=_open_first)], "empty": empty}
        for title, rows, empty in groups
        if rows or empty
    ]


def _open_first(item: read.Deputy) -> tuple[bool, int]:
    return item.stage in ("over", "ended"), -item.id


def _line(item: read.Deputy) -> View:
    ends = url_for("stand_ins.end", stand_in_id=item.id)
    return {
        "stand_in": item.stand_in,
        "absent": item.absent,
        "days": _("%(first)s to %(last)s", first=item.from_on.isoformat(), last=item.until_on.isoformat()),
        "reason": item.reason,
        "named_by": item.named_by,
        "stage": item.stage,
        "end": ends if item.stage in ("now", "coming") else "",
    }


def _option(person: read.Colleague) -> View:
    roles = _(", ").join(role_label(role) for role in person.roles)
    return {"value": person.id, "label": _("%(name)s (%(note)s)", name=person.name, note=roles or _("myself"))}


def _grouped(people: list[read.Colleague], actor: Actor) -> list[View]:
    """By where they work."""
    groups: dict[str, list[View]] = {}
    for person in people:
        if person.id != actor.user_id or len(people) > 1:
            groups.setdefault(person.place, []).append(_option(person))
    return [{"value": "", "label": _("Choose somebody")}] + [
        {"label": place, "options": options} for place, options in groups.items()
    ]
