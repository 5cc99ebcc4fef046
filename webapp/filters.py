"""How numbers and times look on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from webapp.present.cell_notes import together
from webapp.present.places import anchor
from workflow import clock, money


def install(app: Flask) -> None:
    """Jinja filters: ``wan`` (fen → 万元), ``day``, ``moment``."""
    zone = ZoneInfo(app.extensions["jixiao"].region_zone)

    def moment(instant: datetime | None) -> str:
        return f"{clock.local(instant, zone):%Y-%m-%d %H:%M}" if instant else ""

    app.jinja_env.filters.update(wan=wan, day=day, moment=moment, anchor=anchor, marked_in=together)


def wan(fen: int | None) -> str:
    """``1,331.67``; nothing for an empty amount."""
    return "" if fen is None else money.wan_grouped(fen)


def day(value: date | None) -> str:
    """``2025-08-31``."""
    return value.isoformat() if value else ""
