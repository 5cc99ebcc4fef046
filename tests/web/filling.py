"""Filling in a monitoring report through its page, as a browser would send it back."""

import html
import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from tests.domain.factories import File, rows_of
from tests.tasks.monitoring import in_force, opened, pay, report_of
from tests.web.clicking import Web
from tests.web.html import Page
from workflow import db
from workflow.models import Indicator, MonitoringCampaign
from workflow.services.report_opening import sync_campaign

DONE = {
    "items/i001/actual": "5次", "items/i001/likelihood": "certain",
    "items/i003/actual": "9次", "items/i003/likelihood": "possible",
    "items/i003/cause_kind": "staff", "items/i003/cause": "人手不足", "items/i003/measure": "下半年补招",
    "money/-/forecast": "99.5",
}  # fmt: skip
YEAR = 2024
"""Not the year of the factories, whose campaigns number their rounds themselves."""


def a_report(web: Web, unit: str = "centre", paid: int = 60_000_000) -> File:
    """At the filer's desk, 60 万元 of 100 paid by the end of July: a green light."""
    file = in_force(web.world, unit, year=YEAR)
    with db.unit_of_work(write=True) as session:
        for number, row in enumerate(rows_of(file, Indicator, "declaration_id")):
            session.get_one(Indicator, row.id).sqlmodel_update(
                {"level1": "产出指标", "level2": "数量指标", "level3": f"培训场次{number}"}
            )
    pay(file, paid, date(YEAR, 5, 1))
    return report_of(_campaign(web), file)


def _campaign(web: Web) -> int:
    """The one open campaign of the year, with a report for what was made since."""
    with db.unit_of_work(write=True) as session:
        query = select(MonitoringCampaign.id).where(MonitoringCampaign.fiscal_year == YEAR)
        found = session.exec(query.where(MonitoringCampaign.cutoff_month == 7)).first()
        if found:
            sync_campaign(session, found)
    return found or opened(web.world, year=YEAR).id


def path_of(report: File) -> str:
    return f"/reports/{report.id}"


def inputs(page: Page) -> dict[str, str]:
    """What a browser would send back: hidden fields, text areas, chosen options."""
    form = re.search(r'<form id="(?:report|evaluation)".*?</form>', page.html, re.DOTALL)
    assert form, "the file is not open for filling in"
    text = form.group()
    found = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', text)
    }
    for name, body in re.findall(r'<textarea[^>]* name="([^"]+)".*?>\n?(.*?)</textarea>', text, re.DOTALL):
        found[name] = html.unescape(body)
    for name, body in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    return found


@dataclass(frozen=True)
class Answer:
    """Status, where to, and the page."""

    status: int
    location: str
    html: str


def save(web: Web, report: File, typed: dict[str, str], who: str = "filer_a", page: Page | None = None) -> Answer:
    """Type into the page as it was opened, and save."""
    shown = inputs(page or web.page(who, path_of(report)))
    response = web.post(who, path_of(report), shown | typed)
    return Answer(response.status_code, response.headers.get("Location", ""), response.get_data(as_text=True))
