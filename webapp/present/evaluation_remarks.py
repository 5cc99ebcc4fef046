"""逐条意见 of a self-evaluation: the lines that can be remarked on when it is sent back, and remarks beside theirs."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from webapp.i18n import _
from webapp.present.evaluation_grid import shown
from webapp.present.labels import desk_label
from webapp.present.times import moment
from workflow.queries.evaluation_page import EvaluationLine, EvaluationView
from workflow.queries.evaluation_remarks import Remark, remarks_of
from workflow.services.evaluation_remarks import SENDING_BACK

View = dict[str, Any]
FIELD = "remark:"


def read_remarks(form: Mapping[str, str]) -> dict[str, str]:
    """Place → what was typed."""
    return {name.removeprefix(FIELD): text for name, text in form.items() if name.startswith(FIELD)}


def lines_view(found: EvaluationView, action: str, typed: Mapping[str, str]) -> list[View]:
    """What can be remarked on, with what the unit says there; nothing for other moves."""
    if action not in SENDING_BACK:
        return []
    row = found.row
    places = [
        ("money", _("Money and result"), _("%(points)s points", points=shown(row.points_hundredths))),
        ("form", _("The form as a whole"), row.reached),
        *(_line(line) for line in found.lines),
    ]
    return [
        {"name": f"{FIELD}{place}", "label": label, "said": said, "value": typed.get(place, "")}
        for place, label, said in places
    ]


def _line(line: EvaluationLine) -> tuple[str, str, str]:
    promised, item = line.indicator, line.item
    points = _("%(points)s points", points=shown(item.points_hundredths))
    reached = f"{promised.target if promised else '—'} → {item.actual or '—'}"
    said = " · ".join(filter(None, (reached, points, item.cause)))
    return f"items/{item.indicator_uid}", promised.level3 if promised else "—", said


def remarks_view(session: Session, row: Any, above: str = "") -> dict[str, list[View]]:
    """Place → remarks beside it in ``evaluations/show.html``; what stands above the form is not repeated."""
    found: dict[str, list[View]] = {}
    for one in remarks_of(session, row):
        if one.place == "form" and one.text == above:
            continue
        found.setdefault(one.place, []).append(_remark(one))
    return found


def _remark(one: Remark) -> View:
    return {
        "id": one.id,
        "text": one.text,
        "author": one.author,
        "desk": desk_label(one.desk),
        "when": moment(one.at),
    }
