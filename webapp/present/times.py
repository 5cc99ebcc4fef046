"""Days in words: "已等 3 天", "超期 2 天", "还有 5 天"."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from webapp.access import settings
from webapp.i18n import _, plural
from workflow import clock

SOON_DAYS = 3


def _zone_date(instant: datetime) -> date:
    return clock.local(instant, ZoneInfo(settings().region_zone)).date()


def date_input(text: str) -> str:
    """The type of an input for a day: a browser drops what is no date, so that stays in a plain one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return "text"
    return "date"


def days_held(since: datetime | None) -> int:
    """Whole business-zone days since the instant."""
    return (clock.business_date() - _zone_date(since)).days if since else 0


def held_words(since: datetime | None) -> str:
    """How long the file has been here."""
    days = days_held(since)
    return plural("for %(num)s day", "for %(num)s days", days) if days else _("since today")


def due_words(due: date | None) -> str:
    """How far the deadline is."""
    if due is None:
        return ""
    left = (due - clock.business_date()).days
    if left < 0:
        return plural("%(num)s day overdue", "%(num)s days overdue", -left)
    return plural("%(num)s day left", "%(num)s days left", left) if left else _("due today")


def due_tone(due: date | None) -> str:
    """bad after the day, warn in the last days."""
    if due is None:
        return ""
    left = (due - clock.business_date()).days
    return "bad" if left < 0 else "warn" if left <= SOON_DAYS else ""


def moment(instant: datetime | None) -> str:
    """``2025-08-31 16:42`` on the region's clock."""
    return f"{clock.local(instant, ZoneInfo(settings().region_zone)):%Y-%m-%d %H:%M}" if instant else ""


def hour(instant: datetime | None) -> str:
    """``16:42`` on the region's clock; with the day where it is another one."""
    text = moment(instant)
    return text.partition(" ")[2] if instant and _zone_date(instant) == clock.business_date() else text
