"""Every page of the dashboards, the rates and the monitoring of a large region, asked for over HTTP: all below 1 s."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import Session

from benchmarks import data
from benchmarks.measure import interleaved, milliseconds, table
from benchmarks.server import postgres
from webapp.app import create_app
from webapp.settings import Settings
from workflow import clock, db
from workflow.models import MonitoringCampaign, MonitoringReport, Snapshot, Submission
from workflow.services import sessions
from workflow.services.payments.totals import rebuild
from workflow.services.rates import compute_rates

MOST_MS = 1_000
PAYMENTS_EACH = 10
NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
CUTOFFS = {1: 4, 2: 7}
"""Round of the campaign → its month."""
LIGHTS = ("red", "yellow", "green", "green", "blue", "green", "")
IN_FORCE, WAITING = "id % 6 < 4", "id % 6 = 4"
"""Of six declarations four are in force, one waits for its review, one is with its unit."""
STATES = (
    "UPDATE declaration SET state = 'approved', desk = NULL, held_since = NULL, in_force = true, round = 1,"
    f" approved_at = '2026-03-10', approved_by = 1, approved_snapshot_id = 1 WHERE {IN_FORCE}",
    f"UPDATE declaration SET state = 'submitted', desk = 'section', round = 1 WHERE {WAITING}",
    "UPDATE payment SET nature = '一般公共预算资金', function_code = '20801' || lpad(CAST(id % 40 AS TEXT), 2, '0'),"
    " economic_code = '302' || lpad(CAST(id % 30 AS TEXT), 2, '0')",
    "UPDATE budget_ledger_entry SET nature = 'general', economic_code = '302',"
    " function_code = CASE WHEN id % 3 = 0 THEN '20801' ELSE '20801' || lpad(CAST(id % 40 AS TEXT), 2, '0') END",
)
PAGES = {
    "overview of the region": "/overview/",
    "… on a past day": "/overview/?as_of=2026-04-30",
    "… of a department": "/overview/?department=10",
    "… of a unit": "/overview/?unit={unit}",
    "files behind a number": "/overview/files?measure=due",
    "files behind a desk, overdue": "/overview/files?measure=at_desk_late&value=filer",
    "files behind a light": "/overview/files?measure=money_light&value=red",
    "weekly report": "/overview/weekly?first=2026-09-07&last=2026-09-13",
    "rates by project": "/execution/",
    "rates by project, lowest first": "/execution/?sort=rate",
    "rates by unit": "/execution/?by=unit",
    "rates by department": "/execution/?by=department",
    "rates by section": "/execution/?by=section",
    "rates on a past day": "/execution/?as_of=2026-04-17",
    "months of the year": "/execution/months",
    "rates by function": "/execution/classes/?by=function",
    "rates by function, by class": "/execution/classes/?by=function_3",
    "… by section on a past day": "/execution/classes/?by=function_5&as_of=2026-04-17",
    "projects of a class": "/execution/?class=function_5:20801",
    "rates by economic class": "/execution/classes/?by=economic",
    "rates by nature": "/execution/classes/?by=nature",
    "campaigns": "/monitoring/",
    "a campaign with its heat map": "/monitoring/2",
    "rounds beside each other": "/monitoring/2/course",
    "money without targets": "/ledger/without-targets",
    "review statistics": "/review-statistics/",
}


def fill(declarations: int) -> data.People:
    """A year in autumn: declarations, money, two rounds of monitoring."""
    people = data.fill(declarations, state="drafted", desk="filer", contents=False)
    data.fill_money(declarations * PAYMENTS_EACH, declarations)
    with db.unit_of_work(write=True) as session:
        session.add(Snapshot(id=1, created_at=NOW, content_hash="x", schema_version=1, packed=b""))
        session.flush()  # what is approved refers to it
        for statement in STATES:
            session.connection().execute(text(statement))
        data.write(session, Submission, _submissions(declarations))
        _monitoring(session, declarations)
    with db.unit_of_work(write=True) as session:
        rebuild(session, 1, data.YEAR)
        with clock.fixed(NOW):
            compute_rates(session, 1, data.YEAR, clock.business_date())
    with db.engine().connect().execution_options(writes=True, isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return people


def _submissions(declarations: int) -> Iterator[dict[str, Any]]:
    return (
        {
            "created_at": data.NOW + timedelta(days=5),
            "declaration_id": key,
            "round": 1,
            "edition": 1,
            "snapshot_id": 1,
            "submitted_by": 1,
        }
        for key in range(1, declarations + 1)
        if key % 6 < 5
    )


def _monitoring(session: Session, declarations: int) -> None:
    for number, month in CUTOFFS.items():
        deadline = date(data.YEAR, month + 1, 20)
        session.add(
            MonitoringCampaign(
                id=number, created_at=NOW, region_id=1, fiscal_year=data.YEAR, round=number, name=f"1—{month}月",
                cutoff_month=month, deadline=deadline,
            )
        )  # fmt: skip
        session.flush()  # its reports refer to it
        data.write(session, MonitoringReport, _reports(number, month, declarations))


def _reports(number: int, month: int, declarations: int) -> Iterator[dict[str, Any]]:
    for key in range(1, declarations + 1):
        if key % 6 >= 4:
            continue
        accepted = number == 1 or key % 2 == 0
        unit = data.unit_of(key - 1, declarations)
        yield {
            "created_at": NOW, "updated_at": NOW, "campaign_id": number, "declaration_id": key, "project_id": key,
            "fiscal_year": data.YEAR, "region_id": 1, "department_id": unit[1], "unit_id": unit[0],
            "state": "accepted" if accepted else "drafted", "desk": None if accepted else "filer",
            "held_since": None if accepted else NOW - timedelta(days=key % 30), "round": int(accepted), "version": 1,
            "initial_fen": 500_000_000, "adjusted_fen": 500_000_000, "executed_fen": key * 1_000,
            "as_of": date(data.YEAR, month, 28), "money_light": LIGHTS[(key + number) % 7],
            "target_light": LIGHTS[key % 7],
        }  # fmt: skip


def client_of(user_id: int, url: str, folder: Path) -> FlaskClient:
    """A signed-in browser."""
    settings = Settings(home=folder, database_url=url, demo=False, secret_key=SecretStr("x" * 40))
    app = create_app(settings)
    with db.unit_of_work(write=True) as session:
        key = sessions.begin(session, user_id, timedelta(hours=8))
    client, now = app.test_client(), int(clock.now().timestamp())
    with client.session_transaction() as cookie:
        cookie.update(user=user_id, epoch=1, key=key, started=now, seen=now, language="zh", year=data.YEAR)
    return client


def processor_ms(postgres_pids: list[int]) -> float:
    """What this process and the database's have used so far; the database's count in hundredths of a second."""
    ticks = 0
    for number in postgres_pids:
        cells = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        ticks += sum(int(cells[place]) for place in (11, 12, 13, 14))  # its own and of workers that ended, in ticks
    return time.process_time() * 1000 + ticks * 1000 / os.sysconf("SC_CLK_TCK")


def database_pids() -> list[int]:
    """The server and its connections."""
    with db.unit_of_work() as session:
        found = session.connection().execute(
            text("SELECT pid FROM pg_stat_activity WHERE backend_type LIKE '%backend'")
        )
        pids = [int(pid) for (pid,) in found]
    server = int(Path(f"/proc/{pids[0]}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()[1])
    return [*pids, server]


def measure(url: str, declarations: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Of every page the median ms and the mean processor ms, as the performance section sees it."""
    data.prepare(url)
    people = fill(declarations)
    return measure_pages(url, people, declarations, rounds)


def measure_pages(url: str, people: data.People, declarations: int, rounds: int) -> dict[str, tuple[float, float]]:
    """The same on what is filled already."""
    unit = data.unit_of(0, declarations)[0]
    with TemporaryDirectory() as folder, clock.fixed(NOW):
        client = client_of(people.performance, url, Path(folder))

        def page(path: str) -> None:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
            answer.get_data()

        actions = {name: partial(page, path.format(unit=unit)) for name, path in PAGES.items()}
        times = interleaved(actions, rounds)
        pids = database_pids()
        return {name: (milliseconds(times[name]), _processor(action, pids, rounds)) for name, action in actions.items()}


def _processor(action: Callable[[], None], pids: list[int], rounds: int) -> float:
    before = processor_ms(pids)
    for _ in range(rounds):
        action()
    return (processor_ms(pids) - before) / rounds


def run(url: str, *, declarations: int, rounds: int) -> None:
    """One row per page; what is slower than a second is said so."""
    found = measure(url, declarations, rounds)
    rows = [(name, *both, "" if min(both) < MOST_MS else "too slow") for name, both in found.items()]
    table(f"dashboards at {declarations} declarations", ("page", "ms", "processor ms", ""), list(rows))


if __name__ == "__main__":
    with postgres() as new_database:
        run(new_database(), declarations=int(sys.argv[1]) if len(sys.argv) > 1 else 45_000, rounds=3)
