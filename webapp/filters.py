"""How numbers and times look on a page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from webapp.i18n import language
from webapp.present.cell_notes import together
from webapp.present.places import anchor
from workflow import clock, money

_STANDING_IN = " 代 "


def install(app: Flask) -> None:
    """Jinja filters: ``wan`` (fen → 万元), ``day``, ``moment``."""
    zone = ZoneInfo(app.extensions["jixiao"].region_zone)

    def moment(instant: datetime | None) -> str:
        return f"{clock.local(instant, zone):%Y-%m-%d %H:%M}" if instant else ""

    app.jinja_env.filters.update(of_lists(), wan=wan, day=day, moment=moment, anchor=anchor, marked_in=together)


def of_lists() -> dict[str, Callable[..., Any]]:
    """What the shared parts of pages need."""
    return {"decimal_places": decimal_places, "pad_class": pad_class, "person": person}


def wan(fen: int | None) -> str:
    """``1,331.67``; nothing for an empty amount."""
    return "" if fen is None else money.wan_grouped(fen)


def day(value: date | None) -> str:
    """``2025-08-31``."""
    return value.isoformat() if value else ""


def person(name: str | None) -> str:
    """Who did something; a stand-in's two names are kept as one text ("李明 代 王芳"), joined in English by "for"."""
    return str(name or "").replace(_STANDING_IN, " for ") if language() == "en" else str(name or "")


def decimal_places(
    columns: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]], foot: Iterable[Mapping[str, Any]]
) -> dict[str, int]:
    """The most decimals in each column of numbers of a table: amounts have 2 to 6, never rounded for the eye."""
    keys = [column["key"] for column in columns if column.get("kind") == "num"]
    lines = [*rows, *foot]
    return {key: max((_decimals(line["cells"].get(key)) for line in lines), default=0) for key in keys}


def pad_class(value: Any, places: int) -> str:
    """The class that leaves room for the decimals this figure lacks; one without any is a count and stands alone."""
    own = _decimals(value)
    return f" pad-{places - own}" if 0 < own < places else ""


def _decimals(value: Any) -> int:
    text = str(value.get("text", "") if isinstance(value, Mapping) else value or "")
    return len(text.rpartition(".")[2].rstrip("%")) if "." in text else 0
