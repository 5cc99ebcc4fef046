"""预警灯 beside the indicators of a monitoring report: on the page, and of what is typed for its script."""

from typing import Any

from flask import render_template

from webapp.i18n import _
from webapp.present.campaigns import light_view
from webapp.present.execution import with_sign
from webapp.present.files import wan
from webapp.present.labels import pick
from workflow.execution import HOW, LIGHT_COLOURS, Judged, Light
from workflow.lifecycle.report_lights import Lit
from workflow.services.report_trying import Tried

View = dict[str, Any]


def lights_cell(uid: str, forecast: str, found: Lit) -> View:
    """The light so far and that of the forecast, each with how it came about and the calculation."""
    parts = [("", found.actual)]
    if forecast.strip() and found.forecast.light not in (None, found.actual.light):
        parts.append((_("Year end"), found.forecast))
    return {"kind": "lights", "path": f"items/{uid}/light", "id": "",
            "lights": [_light(label, judged) for label, judged in parts]}  # fmt: skip


def _light(label: str, judged: Judged) -> View:
    words = pick(HOW[judged.how])
    too_much = judged.over is not None and judged.over > 1 and judged.how == "degree"
    return {
        "tone": judged.light or "none",
        "label": light_colour(judged.light),
        "prefix": label,
        "how": words,
        "trace": judged.trace,
        "note": _("%(share)s of the target of the year", share=with_sign(judged.over)) if too_much else "",
    }


def light_colour(light: Light | None) -> str:
    """红灯, without what it means for money."""
    return _("No light") if light is None else pick(LIGHT_COLOURS[light])


def forecast_words(forecast_fen: int | None, light: Light | None) -> str:
    """What the forecasts of all lines come to and the light of it; nothing until there are all of them."""
    if forecast_fen is None:
        return ""
    return _(
        "All money together %(sum)s × 10,000 yuan, %(light)s", sum=wan(forecast_fen), light=light_view(light)["label"]
    )


def tried_view(tried: Tried) -> View:
    """Markup of each cell of lights by indicator, drawn by the macros of the page, and the words of the forecast."""
    cells = {uid: lights_cell(uid, item.forecast, found) for uid, (item, found) in tried.items.items()}
    return {
        "rows": {uid: render_template("reports/_lights.html", cell=cell).strip() for uid, cell in cells.items()},
        "forecast": forecast_words(tried.forecast_fen, tried.money.forecast),
    }
